// The life of a recording as a table: what follows when a recorder gives nothing, stalls or dies, on a device that is
// there or gone, and what the person is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorders } from '../../src/audio/recorders.ts';
import { beginLife, type LifeEffect, type LifeEvent, stepLife } from '../../src/audio/recordingLife.ts';
import type { Problem } from '../../src/base/problem.ts';
import { Random } from './random.ts';

const order = ['parecord', 'arecord', 'sox'].map((wish) => {
  const recorder = recorders.find(({ name }) => name === wish);
  assert.ok(recorder !== undefined);
  return recorder;
});

const failed: Problem = { kind: 'recorderFailed', program: 'any', detail: '' };
const stopped: Problem = { kind: 'recorderStopped', program: 'any', detail: 'first' };
const later: Problem = { kind: 'recorderStopped', program: 'any', detail: 'later' };

const sound = (at: number): LifeEvent => ({ kind: 'sound', at });
const gone = (at: number, lastSoundAt = at, problem = stopped): LifeEvent => ({
  ...{ kind: 'gone', why: 'stopped', problem, at, lastSoundAt },
});
const nothing: LifeEvent = { kind: 'gone', why: 'stopped', problem: failed, at: 0, lastSoundAt: 0 };
const stalled: LifeEvent = { kind: 'gone', why: 'stalled', problem: stopped, at: 3_000, lastSoundAt: 2_000 };
const end = (at: number, lastSoundAt = at): LifeEvent => ({ kind: 'end', at, lastSoundAt });
const isThere = (there: boolean): LifeEvent => ({ kind: 'device', isThere: there });

/** In a word each: `parecord`, `parecord@mic`, `ask mic`, `flowing`, `ended first`, `gap parecord stalled 1`. */
function named(effect: LifeEffect): string {
  switch (effect.kind) {
    case 'start':
      return effect.recorder.name + (effect.device === '' ? '' : `@${effect.device}`);
    case 'askDevice':
      return `ask ${effect.device}`;
    case 'flowing':
      return 'flowing';
    case 'ended':
      return `ended ${'detail' in effect.problem && effect.problem.detail ? effect.problem.detail : effect.problem.kind}`;
    case 'notice':
      return effect.problem.kind === 'recordingGap'
        ? `gap ${effect.problem.program} ${effect.problem.why} ${effect.problem.seconds}`
        : effect.problem.kind;
  }
}

function told(device: string, events: readonly LifeEvent[]): string[] {
  let { life, effects } = beginLife(order, device);
  const all = [...effects];
  for (const event of events) {
    ({ life, effects } = stepLife(life, event));
    all.push(...effects);
  }
  return all.map(named);
}

const rows: readonly (readonly [
  what: string,
  device: string,
  events: readonly LifeEvent[],
  told: readonly string[],
])[] = [
  ['sound comes', '', [sound(100)], ['parecord', 'flowing']],
  ['it goes on coming', '', [sound(100), sound(200), end(300)], ['parecord', 'flowing']],
  ['the first gives nothing', '', [nothing, sound(9)], ['parecord', 'arecord', 'flowing']],
  [
    'none gives anything',
    '',
    [nothing, nothing, nothing],
    ['parecord', 'arecord', 'sox', 'ended recorderFailed'],
  ],
  ['the end comes before the sound', '', [end(1), sound(2), nothing], ['parecord']],
  ['the device is there', 'mic', [isThere(true), sound(9)], ['ask mic', 'parecord@mic', 'flowing']],
  [
    'the device is there, the first recorder gives nothing',
    'mic',
    [isThere(true), nothing, sound(9)],
    ['ask mic', 'parecord@mic', 'arecord@mic', 'flowing'],
  ],
  [
    'the same, and the answer comes later',
    'mic',
    [nothing, isThere(true), sound(9)],
    ['ask mic', 'parecord@mic', 'arecord@mic', 'flowing'],
  ],
  [
    'the device is gone',
    'mic',
    [nothing, isThere(false), sound(9)],
    ['ask mic', 'parecord@mic', 'deviceMissing', 'parecord', 'flowing'],
  ],
  [
    'the device is gone, and the recorder takes another one by itself',
    'mic',
    [sound(9), isThere(false)],
    ['ask mic', 'parecord@mic', 'flowing', 'deviceMissing'],
  ],
  ['the end comes before the answer', 'mic', [nothing, end(1), isThere(false)], ['ask mic', 'parecord@mic']],
  [
    'the recorder dies in the middle and comes again',
    '',
    [sound(100), gone(2_000), sound(2_500)],
    ['parecord', 'flowing', 'parecord', 'gap parecord stopped 0.5'],
  ],
  [
    'it stalls, and the time before that was noticed counts',
    '',
    [sound(100), stalled, sound(3_500)],
    ['parecord', 'flowing', 'parecord', 'gap parecord stalled 1.5'],
  ],
  [
    'it comes not again, but the next one does',
    '',
    [sound(100), gone(2_000), nothing, sound(4_000)],
    ['parecord', 'flowing', 'parecord', 'arecord', 'gap parecord stopped 2'],
  ],
  [
    'nothing comes again: the first cause is told',
    '',
    [sound(100), gone(2_000), nothing, nothing, nothing],
    ['parecord', 'flowing', 'parecord', 'arecord', 'sox', 'ended first'],
  ],
  [
    'the second one dies: all others are tried again',
    '',
    [nothing, sound(100), gone(2_000), nothing, nothing, nothing],
    ['parecord', 'arecord', 'flowing', 'arecord', 'parecord', 'sox', 'ended first'],
  ],
  [
    'the device is unplugged in the middle',
    'mic',
    [isThere(true), sound(100), gone(2_000), nothing, isThere(false), sound(3_000)],
    [
      ...['ask mic', 'parecord@mic', 'flowing', 'ask mic', 'parecord@mic', 'deviceMissing', 'parecord'],
      'gap parecord stopped 1',
    ],
  ],
  [
    'it breaks off again and again: after four times that is told instead',
    '',
    [1, 2, 3, 4, 5].flatMap((second) => [
      sound(second * 1_000),
      gone(second * 1_000 + 500, undefined, later),
    ]),
    [
      ...['parecord', 'flowing'],
      ...[1, 2, 3, 4].flatMap(() => ['parecord', 'gap parecord stopped 0.5']),
      'ended later',
    ],
  ],
  [
    'rarely, it is started again each time',
    '',
    [1, 2, 3, 4, 5, 6].flatMap((minute) => [sound(minute * 60_000), gone(minute * 60_000 + 59_000)]),
    [
      'parecord',
      'flowing',
      ...[1, 2, 3, 4, 5].flatMap(() => ['parecord', 'gap parecord stopped 1']),
      'parecord',
    ],
  ],
  [
    'the end comes while it is started again: what is missing is told',
    '',
    [sound(100), gone(2_000), end(2_300)],
    ['parecord', 'flowing', 'parecord', 'gap parecord stopped 0.3'],
  ],
  [
    'the end comes before a stall was noticed',
    '',
    [sound(100), end(3_000, 2_200)],
    ['parecord', 'flowing', 'gap parecord stalled 0.8'],
  ],
  ['sound comes after the end', '', [sound(100), end(3_000, 3_050)], ['parecord', 'flowing']],
  [
    'a late answer about a device that is used no more',
    '',
    [isThere(false), sound(9)],
    ['parecord', 'flowing'],
  ],
];

for (const [what, device, events, expected] of rows) {
  test(what, () => assert.deepEqual(told(device, events), expected));
}

test('without a recorder there is nothing to live', () => {
  assert.deepEqual(beginLife([], 'mic'), { life: { kind: 'over' }, effects: [] });
});

test('whatever happens: it flows once at most, is over at last, and says nothing after that', () => {
  const random = new Random(20);
  const kinds = [sound, gone, () => nothing, () => stalled, () => isThere(true), () => isThere(false)];
  const counts = { flowing: 0, ended: 0, gaps: 0, steps: 0 };
  for (let run = 0; run < 2_000; run++) {
    let { life, effects } = beginLife(order, random.next() < 0.5 ? 'mic' : '');
    const all = [...effects];
    for (let step = 0; step < 40; step++) {
      const make = kinds[Math.floor(random.next() * kinds.length)] ?? sound;
      const wasOver = life.kind === 'over';
      ({ life, effects } = stepLife(life, make(step * 1_000)));
      if (wasOver) assert.deepEqual(effects, []);
      all.push(...effects);
      counts.steps += 1;
    }
    const ends = all.filter(({ kind }) => kind === 'ended').length;
    const flows = all.filter(({ kind }) => kind === 'flowing').length;
    assert.ok(ends <= 1 && flows <= 1);
    assert.equal(life.kind === 'over', ends === 1);
    counts.ended += ends;
    counts.flowing += flows;
    counts.gaps += all.filter(
      (effect) => effect.kind === 'notice' && effect.problem.kind === 'recordingGap',
    ).length;
  }
  for (const [name, count] of Object.entries(counts)) assert.ok(count > 500, `${name}: ${count}`);
});
