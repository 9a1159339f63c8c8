// What for: a count of everything that a test could leave behind, taken before and after.
// Promises: reads only; what other parts of the test started before (the virtual microphone) is no leak.

import assert from 'node:assert/strict';
import { descendants, openFiles, type ProcessInfo, waitUntil } from '../../support/processes.ts';

export interface Standing {
  readonly pids: readonly number[];
  readonly files: number;
  readonly listeners: number;
  readonly timers: number;
}

export function standing(): Standing {
  return {
    pids: descendants(process.pid).map(({ pid }) => pid),
    // Node opens one to watch files with, at the first watcher, and keeps it.
    files: openFiles(process.pid).filter((file) => file !== 'anon_inode:inotify').length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  };
}

/** Processes below this one that did not exist then; those that have ended and wait to be collected count. */
export function startedSince(before: Standing): ProcessInfo[] {
  return descendants(process.pid).filter(({ pid }) => !before.pids.includes(pid));
}

/** No process, open file, listener or timer more than before; sockets may take a moment to close. */
export async function assertNothingLeft(before: Standing, timeoutMs = 4_000): Promise<void> {
  const more = () => {
    const now = standing();
    return {
      processes: startedSince(before).map(({ command }) => command),
      files: Math.max(0, now.files - before.files),
      listeners: Math.max(0, now.listeners - before.listeners),
      timers: Math.max(0, now.timers - before.timers),
    };
  };
  const none = { processes: [], files: 0, listeners: 0, timers: 0 };
  const isClean = () => JSON.stringify(more()) === JSON.stringify(none);
  await waitUntil(isClean, { timeoutMs, what: 'nothing was left' }).catch(() => {});
  assert.deepEqual(more(), none);
}
