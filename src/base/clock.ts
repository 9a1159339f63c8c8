// Time as a thing that is handed in, so that logic with delays is tested without waiting.
// The real one is in clock.node.ts.

import type { Disposable } from './disposables.ts';

export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Runs once after the delay unless disposed before. */
  after(milliseconds: number, run: () => void): Disposable;
}
