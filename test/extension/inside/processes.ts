// The processes below the extension host, as the operating system sees them.

import { descendants, type ProcessInfo } from '../../support/processes.ts';
import { Skip } from './runner.ts';

/** What Sotto starts at its first use: its server, a recorder. */
const ownPrograms = /whisper-server|\b(rec|sox|arecord|parecord|pw-record|ffmpeg)\b/;

export function ownProcesses(): readonly ProcessInfo[] {
  return allProcesses().filter(({ command }) => ownPrograms.test(command));
}

/** Children of other programs than VS Code itself. */
export function foreignProcesses(): readonly ProcessInfo[] {
  return allProcesses().filter(({ command }) => !command.includes(process.execPath));
}

function allProcesses(): readonly ProcessInfo[] {
  if (process.platform !== 'linux') throw new Skip('reads /proc');
  return descendants(process.pid);
}
