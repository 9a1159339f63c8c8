// Where the windows of a person meet over one server. Windows that wish the same launch find the same folder;
// one at a time they look into it, hold the server that is kept there, or start one. What was left over by the
// dead is cleared away first. Promises: never two servers for one wish, however many windows start at once.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { endingMs, foldersOfServers, holdRunning, reap, unkept } from './keeper.node.ts';
import type { LaunchSpec } from './launch.ts';
import { oneAtATime } from './lock.node.ts';
import { ServerProcess, type ServerProcessParts } from './process.node.ts';

const pollMs = 50;

export interface Met {
  readonly process: ServerProcess;
  readonly isNew: boolean;
}

/** `root`: a folder that only this person can read. Throws what the operating system says against it. */
export function meet(spec: LaunchSpec, root: string, parts: ServerProcessParts): Promise<Met> {
  return oneAtATime(root, parts.log, async () => {
    const folder = join(root, createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 16));
    await clear(root, parts);
    const running = holdRunning(folder);
    if (running !== undefined) {
      parts.log.info('another window has this server already: it is shared');
      return { process: await ServerProcess.join(running, spec, parts), isNew: false };
    }
    return { process: await ServerProcess.launch(spec, folder, parts), isNew: true };
  });
}

/** Waits for those that are ending, so that no two hold the memory of the GPU, and ends those left by the dead. */
async function clear(root: string, { clock, log }: ServerProcessParts): Promise<void> {
  const left = () =>
    foldersOfServers(root).flatMap((folder) => unkept(folder).map((address) => ({ folder, address })));
  const deadline = clock.now() + endingMs;
  while (left().length > 0 && clock.now() < deadline) {
    await new Promise<void>((resume) => clock.after(pollMs, resume));
  }
  for (const { folder, address } of left()) reap(folder, address, log);
}
