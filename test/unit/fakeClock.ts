// A clock that moves only when a test moves it: due timers run in the order of their times, each at its own time.

import type { Clock } from '../../src/base/clock.ts';
import { type Disposable, disposable } from '../../src/base/disposables.ts';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  private time = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): Disposable {
    const timer = { due: this.time + milliseconds, run };
    this.timers.add(timer);
    return disposable(() => this.timers.delete(timer));
  }

  advance(milliseconds: number): void {
    this.advanceTo(this.time + milliseconds);
  }

  advanceTo(time: number): void {
    for (let timer = this.firstUntil(time); timer !== undefined; timer = this.firstUntil(time)) {
      this.timers.delete(timer);
      this.time = Math.max(this.time, timer.due);
      timer.run();
    }
    this.time = time;
  }

  /** Timers that still wait: what is over must leave none. */
  get waiting(): number {
    return this.timers.size;
  }

  private firstUntil(time: number): Timer | undefined {
    return [...this.timers].filter(({ due }) => due <= time).sort((a, b) => a.due - b.due)[0];
  }
}
