// What for: the real clock, hurried, so that a test of "nothing came for three seconds" takes a fraction of it.

import { systemClock } from '../../../src/base/clock.node.ts';
import type { Clock } from '../../../src/base/clock.ts';

/** Delays are over `times` sooner, and time passes as much faster. */
export function hurriedClock(times: number): Clock {
  return {
    now: () => systemClock.now() * times,
    after: (milliseconds, run) => systemClock.after(milliseconds / times, run),
  };
}
