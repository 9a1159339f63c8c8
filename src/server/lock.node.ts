// One at a time among all processes of this machine. The lock is a socket in Linux's abstract name space: the
// kernel gives a name to one process and takes it back when that process ends, so that no lock can be left over.
// A courtesy, not a guarantee: who waits too long, or has no such sockets, goes on without.

import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { type Disposable, disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';

const retryMs = 15;
const longestWaitMs = 10_000;

export async function oneAtATime<Outcome>(
  subject: string,
  log: Log,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const hash = createHash('sha256').update(`${process.getuid?.() ?? ''} ${subject}`);
  const name = `\0sotto-${hash.digest('hex').slice(0, 32)}`;
  const deadline = performance.now() + longestWaitMs;
  let lock = await take(name);
  while (lock === 'taken' && performance.now() < deadline) {
    await new Promise((resume) => setTimeout(resume, retryMs));
    lock = await take(name);
  }
  if (typeof lock === 'string') log.warn(`no lock for the server's folder (${lock}): going on without`);
  try {
    return await work();
  } finally {
    if (typeof lock !== 'string') lock.dispose();
  }
}

function take(name: string): Promise<Disposable | 'taken' | 'unsupported'> {
  return new Promise((resolve) => {
    const socket = createServer((stranger) => stranger.destroy());
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRINUSE' ? 'taken' : 'unsupported'),
    );
    socket.listen(name, () => resolve(disposable(() => socket.close())));
  });
}
