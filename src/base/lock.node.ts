// A lock among all processes of this person on this machine. It is a socket in Linux's abstract name space: the kernel
// gives a name to one process and takes it back when that process ends, so that no lock can be left over.

import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { type Disposable, disposable } from './disposables.ts';

/** `unsupported`: this system has no such sockets. */
export function takeLock(subject: string): Promise<Disposable | 'taken' | 'unsupported'> {
  const hash = createHash('sha256').update(`${process.getuid?.() ?? ''} ${subject}`);
  const name = `\0sotto-${hash.digest('hex').slice(0, 32)}`;
  return new Promise((resolve) => {
    const socket = createServer((stranger) => stranger.destroy());
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRINUSE' ? 'taken' : 'unsupported'),
    );
    socket.listen(name, () => resolve(disposable(() => socket.close())));
  });
}
