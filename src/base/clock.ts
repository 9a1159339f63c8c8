// Time as a thing that is handed in, so that logic with delays is tested without waiting.
// The real one is in clock.node.ts.

import type { Disposable } from './disposables.ts';

export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Runs once after the delay unless disposed before. */
  after(milliseconds: number, run: () => void): Disposable;
}

/** Resolves after the delay, or as soon as the signal is aborted. */
export function pauseOn(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    if (milliseconds <= 0 || signal.aborted) return resume();
    const timer = clock.after(milliseconds, over);
    signal.addEventListener('abort', over);
    function over() {
      timer.dispose();
      signal.removeEventListener('abort', over);
      resume();
    }
  });
}
