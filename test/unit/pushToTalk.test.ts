// The push-to-talk key, replayed from the times at which VS Code calls its command: taps, holds with the repeat
// settings of real desktops, holds that end early, keys that stay down after the dictation is over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../src/base/emitter.ts';
import { type GestureMode, gestureStep, resting } from '../../src/dictation/gesture.ts';
import { type DictationState, idle, isListening } from '../../src/dictation/machine.ts';
import { PushToTalk } from '../../src/dictation/pushToTalk.ts';
import { FakeClock } from './fakeClock.ts';
import { Random } from './random.ts';

interface Repeat {
  readonly delay: number;
  readonly interval: number;
}

const windows: Repeat = { delay: 500, interval: 33 };
const fastest: Repeat = { delay: 250, interval: 25 };
const x11: Repeat = { delay: 660, interval: 40 };
const slowest: Repeat = { delay: 1_000, interval: 50 };
const desktops = { windows, fastest, x11, slowest };

/** The calls of a key that goes down at `at` and comes up at `until`. */
function held(at: number, until: number, { delay, interval }: Repeat, jitter = () => 0): number[] {
  const calls = [at];
  for (let time = at + delay; time <= until; time += interval) calls.push(time + jitter());
  return calls;
}

class FakeDictation {
  readonly log: string[] = [];
  /** As without an editor: the start ends in an error at once. */
  refuses = false;
  /** Stays finishing until the test says otherwise. */
  isSlow = false;
  current: DictationState = idle;
  private readonly changed = new Emitter<DictationState>();
  readonly onChange = this.changed.listen;

  constructor(private readonly clock: FakeClock) {}

  start(): void {
    if (this.current.kind === 'finishing') return;
    this.log.push(`${this.refuses ? 'refused' : 'start'}@${Math.round(this.clock.now())}`);
    this.become(this.refuses ? { kind: 'error', problem: { kind: 'noEditor' } } : { kind: 'arming', id: 1 });
  }

  stop(): void {
    this.log.push(`stop@${Math.round(this.clock.now())}`);
    this.become({ kind: 'finishing', id: 1, stage: 'capturing' });
    if (!this.isSlow) this.become(idle);
  }

  become(state: DictationState): void {
    this.current = state;
    this.changed.fire(state);
  }
}

interface Trace {
  readonly mode?: GestureMode;
  readonly presses: readonly number[];
  /** What else happens, and when. */
  readonly meanwhile?: readonly (readonly [at: number, run: (dictation: FakeDictation) => void])[];
  readonly refuses?: boolean;
  readonly isSlow?: boolean;
}

function replay({ mode = 'auto', presses, meanwhile = [], refuses = false, isSlow = false }: Trace): string {
  const clock = new FakeClock();
  const dictation = new FakeDictation(clock);
  dictation.refuses = refuses;
  dictation.isSlow = isSlow;
  const key = new PushToTalk(dictation, clock, () => mode);
  for (const at of presses) clock.after(at, () => key.press());
  for (const [at, run] of meanwhile) clock.after(at, () => run(dictation));
  clock.advance(20_000);
  assert.equal(clock.waiting, 0, 'a timer runs on without an end');
  key.dispose();
  return dictation.log.join(' ');
}

const pressEscape = (dictation: FakeDictation) => dictation.become(idle);
const byCommand = (dictation: FakeDictation) => dictation.start();

const traces: Readonly<Record<string, Trace & { readonly expect: string }>> = {
  'a tap records until told otherwise': { presses: [0], expect: 'start@0' },
  'a second tap ends it': { presses: [0, 3_000], expect: 'start@0 stop@3000' },
  'a third tap starts the next': { presses: [0, 3_000, 5_000], expect: 'start@0 stop@3000 start@5000' },
  'two quick taps are a hold that ends soon': { presses: [0, 300], expect: 'start@0 stop@600' },
  'hold, windows': { presses: held(0, 1_000, windows), expect: 'start@0 stop@1115' },
  'hold, fastest': { presses: held(0, 1_000, fastest), expect: 'start@0 stop@1120' },
  'hold, x11': { presses: held(0, 1_000, x11), expect: 'start@0 stop@1100' },
  'hold, slowest': { presses: held(0, 2_000, slowest), expect: 'start@0 stop@2150' },
  'hold until the first repeat': { presses: [0, 500], expect: 'start@0 stop@800' },
  'one quick call does not make it impatient with a slow one': {
    presses: [0, 660, 760, 860, 870, 1_060, 1_160],
    expect: 'start@0 stop@1477',
  },
  'two holds': {
    presses: [...held(0, 1_000, windows), ...held(3_000, 4_000, windows)],
    expect: 'start@0 stop@1115 start@3000 stop@4115',
  },
  'a second tap held for long does not start again, windows': {
    presses: [0, ...held(3_000, 6_000, windows)],
    expect: 'start@0 stop@3000',
  },
  'a second tap held for long does not start again, fastest': {
    presses: [0, ...held(3_000, 6_000, fastest)],
    expect: 'start@0 stop@3000',
  },
  'a second tap held for long does not start again, x11': {
    presses: [0, ...held(3_000, 6_000, x11)],
    expect: 'start@0 stop@3000',
  },
  'after a held second tap the key works again soon': {
    presses: [0, ...held(3_000, 4_000, windows), 4_300],
    expect: 'start@0 stop@3000 start@4300',
  },
  'a press while the one before still finishes starts nothing, also when that ends': {
    presses: [0, 2_000, ...held(4_000, 7_000, windows), 9_000],
    meanwhile: [[5_000, pressEscape]],
    isSlow: true,
    expect: 'start@0 stop@2000 start@9000',
  },
  'a hold while the one before still finishes stops nothing either': {
    presses: [0, 2_000, ...held(4_000, 7_000, windows), 9_000],
    meanwhile: [[8_000, pressEscape]],
    isSlow: true,
    expect: 'start@0 stop@2000 start@9000',
  },
  'Escape while held: the repeats start nothing': {
    presses: held(0, 3_000, windows),
    meanwhile: [[800, pressEscape]],
    expect: 'start@0',
  },
  'Escape before the first repeat, on the slowest desktop': {
    presses: held(0, 3_000, slowest),
    meanwhile: [[200, pressEscape]],
    expect: 'start@0',
  },
  'after Escape and the release the key works again': {
    presses: [...held(0, 3_000, windows), ...held(5_000, 6_000, windows)],
    meanwhile: [[800, pressEscape]],
    expect: 'start@0 start@5000 stop@6115',
  },
  'Escape after a tap: the next tap starts': {
    presses: [0, 4_000],
    meanwhile: [[2_000, pressEscape]],
    expect: 'start@0 start@4000',
  },
  'a dictation started by command is ended by a tap': {
    presses: [2_000],
    meanwhile: [[0, byCommand]],
    expect: 'start@0 stop@2000',
  },
  'a dictation started by command is ended by a tap, also after taps before': {
    presses: [0, 2_000, 8_000],
    meanwhile: [[5_000, byCommand]],
    expect: 'start@0 stop@2000 start@5000 stop@8000',
  },
  'hold mode: a hold': { mode: 'hold', presses: held(0, 1_000, windows), expect: 'start@0 stop@1115' },
  'hold mode: a tap ends when no repeat can come any more': {
    mode: 'hold',
    presses: [0],
    expect: 'start@0 stop@1100',
  },
  'toggle mode: tap and tap': { mode: 'toggle', presses: [0, 2_000], expect: 'start@0 stop@2000' },
  'toggle mode: held at the start, then a tap': {
    mode: 'toggle',
    presses: [...held(0, 3_000, windows), 6_000],
    expect: 'start@0 stop@6000',
  },
  'toggle mode: held at both': {
    mode: 'toggle',
    presses: [...held(0, 3_000, x11), ...held(6_000, 9_000, x11)],
    expect: 'start@0 stop@6000',
  },
  'toggle mode: Escape while held': {
    mode: 'toggle',
    presses: held(0, 3_000, x11),
    meanwhile: [[100, pressEscape]],
    expect: 'start@0',
  },
};

for (const [name, trace] of Object.entries(traces)) {
  test(name, () => assert.equal(replay(trace), trace.expect));
}

test('a start that is refused is tried once, however long the key is held', () => {
  for (const mode of ['auto', 'hold', 'toggle'] as const) {
    for (const [desktop, repeat] of Object.entries(desktops)) {
      const presses = held(0, 3_000, repeat);
      assert.equal(replay({ mode, presses, refuses: true }), 'refused@0', `${mode}, ${desktop}`);
    }
  }
});

test('every hold: one start, and one stop that comes after the last repeat and soon', () => {
  for (const mode of ['auto', 'hold'] as const) {
    for (const [desktop, repeat] of Object.entries(desktops)) {
      for (let seed = 1; seed <= 60; seed++) {
        const random = new Random(seed);
        const until = repeat.delay + random.whole(0, 8_000);
        const presses = held(0, until, repeat, () => random.whole(0, 40)).sort((a, b) => a - b);
        const last = presses.at(-1) ?? 0;
        const found = /^start@0 stop@(\d+)$/.exec(replay({ mode, presses }));
        const about = `${mode}, ${desktop}, seed ${seed}, last call at ${last}`;
        assert.ok(found !== null, `${about}: ${replay({ mode, presses })}`);
        const waited = Number(found[1]) - last;
        assert.ok(waited > 0 && waited <= 500, `${about}: stopped ${waited} ms after it`);
      }
    }
  }
});

test('a dictation that ends by itself leaves a resting key resting', () => {
  const { gesture } = gestureStep(resting, { kind: 'dictationEnded', at: 5 }, 'auto');
  assert.deepEqual(gesture, resting);
});

test('a tick that comes too early asks to be woken again', () => {
  const rows = [
    [{ kind: 'pressed', at: 0 }, 500, 1_100],
    [{ kind: 'held', last: 1_000, interval: undefined }, 1_100, 1_300],
    [{ kind: 'held', last: 1_000, interval: 33 }, 1_100, 1_120],
    [{ kind: 'held', last: 1_000, interval: 100 }, 1_100, 1_300],
    [{ kind: 'held', last: 1_000, interval: 1_000 }, 1_100, 1_500],
  ] as const;
  for (const [gesture, at, wakeAt] of rows) {
    assert.deepEqual(gestureStep(gesture, { kind: 'tick', at }, 'auto'), { gesture, wakeAt });
  }
});

test('disposed in the middle of a hold: no timer is left, and the dictation is not watched', () => {
  const clock = new FakeClock();
  const dictation = new FakeDictation(clock);
  const key = new PushToTalk(dictation, clock, () => 'auto');
  key.press();
  clock.advance(500);
  for (let repeat = 0; repeat < 5; repeat++) key.press();
  assert.ok(isListening(dictation.current));
  assert.equal(clock.waiting, 1);
  key.dispose();
  assert.equal(clock.waiting, 0);
  dictation.become(idle);
  assert.deepEqual(dictation.log, ['start@0']);
});
