// The push-to-talk key, replayed from the times at which VS Code calls its command: taps, holds with the repeat
// settings of real desktops, holds that end early, keys that stay down after the dictation is over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atRest, type Gesture, gestureStep, wakeAt } from '../../src/dictation/gesture.ts';
import { idle, isListening } from '../../src/dictation/machine.ts';
import { PushToTalk } from '../../src/dictation/pushToTalk.ts';
import { FakeClock } from './fakeClock.ts';
import { desktops, FakeDictation, held, replay, type Trace } from './keyboard.ts';
import { heldTraces, outcomesOf } from './releaseTraces.ts';

const { windows, fastest, x11, slowest } = desktops;

function told(trace: Trace): string {
  return replay(trace)
    .map(({ what, at }) => `${what}@${Math.round(at)}`)
    .join(' ');
}

const pressEscape = (dictation: FakeDictation) => dictation.become(idle);
const byCommand = (dictation: FakeDictation) => dictation.start();

const traces: Readonly<Record<string, Trace & { readonly expect: string }>> = {
  'a tap records until told otherwise': { presses: [0], expect: 'start@0' },
  'a second tap ends it': { presses: [0, 3_000], expect: 'start@0 stop@3000' },
  'a third tap starts the next': { presses: [0, 3_000, 5_000], expect: 'start@0 stop@3000 start@5000' },
  'a third tap soon after the second starts the next, once it is known that it stays alone': {
    presses: [0, 3_000, 3_400, 6_000],
    expect: 'start@0 stop@3000 start@3650 stop@6000',
  },
  'a hold soon after the second tap': {
    presses: [0, 3_000, ...held(3_400, 5_000, windows)],
    expect: 'start@0 stop@3000 start@3650 stop@5085',
  },
  'a second tap held until its first repeat, on a desktop that is known': {
    presses: [...held(0, 1_000, windows), 3_000, 6_000, 6_500],
    expect: 'start@0 stop@1091 start@3000 stop@6000',
  },
  'a second tap before a late first repeat is ruled out ends it once it is known that it stays alone': {
    presses: [0, 1_500],
    expect: 'start@0 stop@1750',
  },
  'a hold whose repeats come late, though the window answered meanwhile, ends with them': {
    presses: [0, ...held(1_500, 3_000, { delay: 33, interval: 33 })],
    expect: 'start@0 stop@3501',
  },
  'two quick taps are a hold that ends soon': { presses: [0, 300], expect: 'start@0 stop@810' },
  'hold, windows': { presses: held(0, 1_000, windows), expect: 'start@0 stop@1091' },
  'hold, fastest': { presses: held(0, 1_000, fastest), expect: 'start@0 stop@1080' },
  'hold, x11': { presses: held(0, 1_000, x11), expect: 'start@0 stop@1090' },
  'hold, slowest': { presses: held(0, 2_000, slowest), expect: 'start@0 stop@2130' },
  'hold until the first repeat': { presses: [0, 500], expect: 'start@0 stop@1010' },
  'one quick call does not make it impatient with a slow one': {
    presses: [0, 660, 760, 860, 870, 1_060, 1_160],
    expect: 'start@0 stop@1670',
  },
  'two holds': {
    presses: [...held(0, 1_000, windows), ...held(3_000, 4_000, windows)],
    expect: 'start@0 stop@1091 start@3000 stop@4091',
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
    expect: 'start@0 start@5000 stop@6091',
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
  'hold mode: a hold': { mode: 'hold', presses: held(0, 1_000, windows), expect: 'start@0 stop@1091' },
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
  'toggle mode: held at the start, on the slowest desktop': {
    mode: 'toggle',
    presses: [...held(0, 3_000, slowest), 6_000],
    expect: 'start@0 stop@6000',
  },
  'repeats switched off: a hold is a tap, and the next press ends it': {
    presses: [0, 4_000],
    expect: 'start@0 stop@4000',
  },
  'a second tap held on the slowest desktop starts nothing once its delay is known': {
    presses: [...held(0, 3_000, slowest), 5_000, ...held(8_000, 11_000, slowest)],
    expect: 'start@0 stop@3130 start@5000 stop@8000',
  },
  'two keys: the second is pressed while the first is held, and goes on alone': {
    presses: [...held(0, 2_000, windows), ...held(2_010, 4_000, windows)],
    expect: 'start@0 stop@2105',
  },
  'held again soon after': {
    presses: [...held(0, 2_000, windows), ...held(2_350, 4_000, windows)],
    expect: 'start@0 stop@2081 start@2350 stop@4068',
  },
  'the first repeat comes late, behind the moment at which a tap would be sure': {
    presses: held(0, 2_000, slowest),
    busyHost: [[900, 1_600]],
    expect: 'start@0 stop@2083',
  },
  'the extension host was busy when the release was due: the late repeats stop nothing': {
    presses: held(0, 3_000, windows),
    busyHost: [[1_000, 1_700]],
    expect: 'start@0 stop@3071',
  },
  'the window was busy when the release was due': {
    presses: held(0, 3_000, windows),
    busyWindow: [[1_000, 1_700]],
    expect: 'start@0 stop@3071',
  },
  'both stood still, and the key was let go meanwhile': {
    presses: held(0, 1_400, windows),
    busyHost: [[1_000, 1_700]],
    busyWindow: [[900, 1_800]],
    expect: 'start@0 stop@2050',
  },
  'a window that does not answer at all is not waited for': {
    presses: held(0, 1_000, windows),
    busyWindow: [[1_050, 29_000]],
    expect: 'start@0 stop@3091',
  },
  'toggle mode: Escape while held': {
    mode: 'toggle',
    presses: held(0, 3_000, x11),
    meanwhile: [[100, pressEscape]],
    expect: 'start@0',
  },
};

for (const [name, trace] of Object.entries(traces)) {
  test(name, () => assert.equal(told(trace), trace.expect));
}

test('the delay that a late first repeat seems to have is not learned', () => {
  let gesture: Gesture = { phase: { kind: 'toggled', first: 0, last: 0 } };
  for (let at = 1_500; at < 2_500; at += 33)
    ({ gesture } = gestureStep(gesture, { kind: 'press', at }, 'auto'));
  assert.equal(gesture.phase.kind, 'held');
  assert.equal(gesture.rhythm, undefined);
});

test('a start that is refused is tried once, however long the key is held', () => {
  for (const mode of ['auto', 'hold', 'toggle'] as const) {
    for (const [desktop, repeat] of Object.entries(desktops)) {
      const presses = held(0, 3_000, repeat);
      assert.equal(told({ mode, presses, refuses: true }), 'refused@0', `${mode}, ${desktop}`);
    }
  }
});

test('a press soon after a refused one is a press of its own', () => {
  const rows: readonly (readonly [presses: readonly number[], expect: string])[] = [
    [[0, 600], 'refused@0 refused@850'],
    [[0, ...held(600, 1_500, windows)], 'refused@0 refused@850'],
    [[0, 600, 2_500], 'refused@0 refused@850 refused@2500'],
  ];
  for (const mode of ['auto', 'hold', 'toggle'] as const) {
    for (const [presses, expect] of rows) assert.equal(told({ mode, presses, refuses: true }), expect, mode);
  }
});

test('no hold is ended while the key is down, whatever delays its calls', () => {
  assert.ok(heldTraces.length >= 30);
  for (const trace of heldTraces) {
    for (let seed = 1; seed <= 25; seed++) {
      for (const { wrong } of outcomesOf(trace, seed))
        assert.equal(wrong, undefined, `${trace.name}, seed ${seed}`);
    }
  }
});

test('where nothing delays the calls the release is seen within 120 ms, once the rhythm is known', () => {
  for (const desktop of [windows, fastest, x11]) {
    for (let seed = 1; seed <= 50; seed++) {
      const [, second, third] = outcomesOf({ name: '', desktop }, seed);
      for (const outcome of [second, third])
        assert.ok(outcome !== undefined && outcome.delay < 120, `seed ${seed}`);
    }
  }
});

test('a dictation that ends by itself leaves a resting key resting', () => {
  const { gesture } = gestureStep(atRest, { kind: 'dictationEnded', at: 5 }, 'auto');
  assert.deepEqual(gesture, atRest);
});

test('silence asks the window, and only a prompt answer without a call in between is a release', () => {
  const calls = Array.from({ length: 10 }, (_, index) => 500 + 33 * index);
  const rhythm = { delay: 500, interval: 33 };
  const held: Gesture = { phase: { kind: 'held', delay: 500, calls }, rhythm };
  const due = wakeAt(held) ?? 0;
  assert.equal(due, 797 + 96);
  assert.deepEqual(gestureStep(held, { kind: 'tick', at: due - 1 }, 'auto'), { gesture: held });
  const asked = gestureStep(held, { kind: 'tick', at: due }, 'auto');
  assert.equal(asked.act, 'ask');
  const answer = { kind: 'answered', askedAt: due } as const;
  assert.equal(gestureStep(asked.gesture, { ...answer, at: due + 3 }, 'auto').act, 'stop');
  const again = gestureStep(asked.gesture, { ...answer, at: due + 300 }, 'auto');
  assert.equal(again.act, 'ask', 'an answer that took so long is no answer');
  const late = { kind: 'answered', askedAt: due + 300, at: due + 303 } as const;
  assert.equal(gestureStep(again.gesture, late, 'auto').act, 'stop');
  const called = gestureStep(asked.gesture, { kind: 'press', at: due + 1 }, 'auto');
  assert.equal(gestureStep(called.gesture, { ...answer, at: due + 3 }, 'auto').act, undefined);
});

test('who speaks, or holds for the first time, is not cut off by half a second without a call', () => {
  const rhythm = { delay: 500, interval: 33 };
  const rows: readonly (readonly [
    about: string,
    known: typeof rhythm | undefined,
    speaking: boolean,
    end: number,
  ])[] = [
    ['silent, on a desktop that is known', rhythm, false, 900],
    ['speaking', rhythm, true, 1_350],
    ['silent, for the first time', undefined, false, 1_350],
  ];
  const calls = Array.from({ length: 10 }, (_, index) => 500 + 33 * index);
  for (const [about, known, speaking, end] of rows) {
    const phase: Gesture['phase'] = { kind: 'held', delay: 500, calls };
    let gesture: Gesture = { phase, rhythm: known };
    let at = 0;
    for (let act: string | undefined; act !== 'stop'; ) {
      at = wakeAt(gesture) ?? Number.POSITIVE_INFINITY;
      const asked = gestureStep(gesture, { kind: 'tick', at, speaking }, 'auto');
      assert.equal(asked.act, 'ask');
      const answered = gestureStep(
        asked.gesture,
        { kind: 'answered', askedAt: at, at: at + 2, speaking },
        'auto',
      );
      ({ gesture, act } = answered);
    }
    assert.ok(at <= end && at > end - 100, `${about}: ${at}`);
  }
});

test('disposed in the middle of a hold: no timer is left, and the dictation is not watched', () => {
  const clock = new FakeClock();
  const dictation = new FakeDictation(clock);
  const key = new PushToTalk(
    dictation,
    clock,
    () => 'auto',
    (answered) => answered(),
  );
  key.press();
  clock.advance(500);
  for (let repeat = 0; repeat < 5; repeat++) key.press();
  assert.ok(isListening(dictation.current));
  assert.equal(clock.waiting, 1);
  key.dispose();
  assert.equal(clock.waiting, 0);
  dictation.become(idle);
  assert.deepEqual(dictation.acts, [{ what: 'start', at: 0 }]);
});

test('whether the key is held: from the press to the release, and not while a tap records', () => {
  const clock = new FakeClock();
  const key = new PushToTalk(
    new FakeDictation(clock),
    clock,
    () => 'auto',
    (answered) => answered(),
  );
  assert.equal(key.isHeld, false);
  key.press();
  assert.equal(key.isHeld, true);
  clock.advance(5_000);
  assert.equal(key.isHeld, false, 'it was a tap');
});
