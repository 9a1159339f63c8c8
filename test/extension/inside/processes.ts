// The processes below the extension host, as the operating system sees them.

import { descendants, type ProcessInfo } from '../../support/processes.ts';
import { Skip } from './runner.ts';

/** What Sotto starts at its first use: its server with the keeper, a recorder. VS Code has children of its own. */
const ownPrograms = /whisper-server|sotto-keeper|\b(rec|sox|arecord|parecord|pw-record|ffmpeg)\b/;

export function ownProcesses(): readonly ProcessInfo[] {
  return allProcesses().filter(({ command }) => ownPrograms.test(command));
}

function allProcesses(): readonly ProcessInfo[] {
  if (process.platform !== 'linux') throw new Skip('reads /proc');
  return descendants(process.pid);
}
