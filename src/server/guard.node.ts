// Ends a process when ours is gone. whisper-server neither watches its parent nor reads its input, so it would
// survive a killed extension host with the model in memory. A small shell waits on a pipe that only we hold
// open: when we end, however that happens, the pipe closes and the shell ends the process. Where there is no
// POSIX shell the guard is absent and says so.

import { spawn } from 'node:child_process';
import { type Disposable, disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';

const script = [
  'read -r _', // returns when the pipe closes
  'kill -TERM "$1" 2>/dev/null || exit 0',
  'for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do',
  '  kill -0 "$1" 2>/dev/null || exit 0',
  '  sleep 0.1',
  'done',
  'kill -KILL "$1" 2>/dev/null',
].join('\n');

/** Dispose it when the process has ended by itself: the guard then leaves without touching its number. */
export function guardProcess(pid: number, log: Log): Disposable {
  const guard = spawn('/bin/sh', ['-c', script, 'sotto-guard', String(pid)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // a signal to our group must not take the guard before it has done its work
  });
  guard.on('error', (error) => log.warn(`no guard for the server, it may outlive a crash: ${error.message}`));
  guard.stdin.on('error', () => {});
  guard.unref();
  return disposable(() => guard.kill('SIGKILL'));
}
