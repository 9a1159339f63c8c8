// A keyboard and the way of its calls, simulated: the desktop repeats a held key, the calls pass the window and the
// extension host, each of which has busy moments, and PushToTalk decides. Used by the tests and by bench:release.
// A busy moment holds back what comes in it; at its end an extension host runs its due timers first.

import type { Clock } from '../../src/base/clock.ts';
import { Emitter } from '../../src/base/emitter.ts';
import type { GestureMode } from '../../src/dictation/gesture.ts';
import { type DictationState, idle } from '../../src/dictation/machine.ts';
import { PushToTalk } from '../../src/dictation/pushToTalk.ts';
import { FakeClock } from './fakeClock.ts';

export interface Desktop {
  readonly delay: number;
  readonly interval: number;
}

export const desktops = {
  windows: { delay: 500, interval: 33 },
  fastest: { delay: 250, interval: 25 },
  gnome: { delay: 500, interval: 30 },
  kde: { delay: 600, interval: 40 },
  x11: { delay: 660, interval: 40 },
  macos: { delay: 375, interval: 90 },
  tuned: { delay: 200, interval: 15 },
  slowest: { delay: 1_000, interval: 50 },
  leisurely: { delay: 500, interval: 100 },
} as const satisfies Record<string, Desktop>;

/** The calls of a key that goes down at `at` and comes up at `until`. */
export function held(at: number, until: number, { delay, interval }: Desktop, jitter = () => 0): number[] {
  const calls = [at];
  for (let time = at + delay; time <= until; time += interval) calls.push(Math.min(until, time + jitter()));
  return calls;
}

export type Busy = readonly (readonly [from: number, until: number])[];

export interface Trace {
  readonly mode?: GestureMode;
  /** When the desktop sends the key. */
  readonly presses: readonly number[];
  readonly busyWindow?: Busy;
  readonly busyHost?: Busy;
  /** One way, between window and extension host. */
  readonly latency?: number;
  /** What else happens, and when. */
  readonly meanwhile?: readonly (readonly [at: number, run: (dictation: FakeDictation) => void])[];
  /** When a voice is heard. */
  readonly speech?: Busy;
  readonly refuses?: boolean;
  readonly isSlow?: boolean;
}

export interface Act {
  readonly what: 'start' | 'stop' | 'refused';
  readonly at: number;
}

export class FakeDictation {
  readonly acts: Act[] = [];
  /** As without an editor: the start ends in an error at once. */
  refuses = false;
  /** Stays finishing until the test says otherwise. */
  isSlow = false;
  current: DictationState = idle;
  speech: Busy = [];
  private readonly changed = new Emitter<DictationState>();
  readonly onChange = this.changed.listen;

  constructor(private readonly clock: Clock) {}

  start(): void {
    if (this.current.kind === 'finishing') return;
    this.acts.push({ what: this.refuses ? 'refused' : 'start', at: this.clock.now() });
    this.become(this.refuses ? { kind: 'error', problem: { kind: 'noEditor' } } : { kind: 'arming', id: 1 });
  }

  focusIsAt(): void {}

  get isSpeaking(): boolean {
    const now = this.clock.now();
    return this.speech.some(([from, until]) => now >= from && now < until);
  }

  stop(): void {
    this.acts.push({ what: 'stop', at: this.clock.now() });
    this.become({ kind: 'finishing', id: 1, stage: 'capturing' });
    if (!this.isSlow) this.become(idle);
  }

  become(state: DictationState): void {
    this.current = state;
    this.changed.fire(state);
  }
}

/** What the dictation was told, and when. */
export function replay(trace: Trace): readonly Act[] {
  const { mode = 'auto', presses, meanwhile = [], busyWindow = [], busyHost = [], latency = 0 } = trace;
  const clock = new FakeClock();
  const dictation = new FakeDictation(clock);
  dictation.speech = trace.speech ?? [];
  dictation.refuses = trace.refuses ?? false;
  dictation.isSlow = trace.isSlow ?? false;
  const wait = (through: (at: number) => number, after: number, run: () => void) =>
    clock.after(through(clock.now() + after) - clock.now(), run);
  const toWindow = channel(busyWindow);
  const toHost = channel(busyHost);
  const inHost: Clock = {
    now: () => clock.now(),
    after: (wait, run) => clock.after(free(busyHost, clock.now() + wait) - clock.now(), run),
  };
  const call = (run: () => void) => wait(toWindow, 0, () => wait(toHost, latency, run));
  const key = new PushToTalk(
    dictation,
    inHost,
    () => mode,
    (answered) => clock.after(latency, () => call(answered)),
  );
  for (const at of presses) clock.after(at, () => call(() => key.press()));
  for (const [at, run] of meanwhile) clock.after(at, () => run(dictation));
  clock.advance(30_000);
  if (clock.waiting > 0) throw new Error('A timer runs on without an end');
  key.dispose();
  return dictation.acts;
}

/** In order, and none while the other side is busy. */
function channel(busy: Busy): (at: number) => number {
  let last = 0;
  return (at) => {
    last = Math.max(last + 0.01, free(busy, at) + 0.01);
    return last;
  };
}

export function free(busy: Busy, at: number): number {
  return busy.find(([from, until]) => at >= from && at < until)?.[1] ?? at;
}
