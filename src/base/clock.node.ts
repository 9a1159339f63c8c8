// The real clock: monotonic, so that a change of the system's time moves no timer and no measurement.

import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';
import { disposable } from './disposables.ts';

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return disposable(() => clearTimeout(timer));
  },
};
