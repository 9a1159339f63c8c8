// Which recorder is tried first: by how soon each delivered on this machine, with this microphone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  failedStartMs,
  inOrder,
  readStartTimes,
  type StartTimes,
  withStart,
} from '../../src/audio/recorderChoice.ts';
import { type RecorderName, recorders } from '../../src/audio/recorders.ts';

const all = [...recorders];
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test('the order follows what was measured here; what was not is taken as the table has it', () => {
  const rows: readonly (readonly [
    what: string,
    times: Readonly<Record<string, number[]>>,
    first: RecorderName,
  ])[] = [
    ['nothing is known', {}, 'parecord'],
    ['the quickest of the table is as quick as it should be', { parecord: [25] }, 'parecord'],
    ['it is slow, another may be quicker', { parecord: [400] }, 'arecord'],
    ['both are slow', { parecord: [400], arecord: [600] }, 'ffmpeg'],
    [
      'all are slow: the quickest one',
      { 'pw-record': [400], parecord: [600], arecord: [350], sox: [500], ffmpeg: [450] },
      'arecord',
    ],
    ['it failed', { parecord: [failedStartMs], arecord: [70] }, 'arecord'],
    ['one slow start among quick ones', { parecord: [30, 30, 900, 30, 30] }, 'parecord'],
    ['it became slow', { parecord: [30, 30, 900, 900, 900], arecord: [60] }, 'arecord'],
    ['a difference that nobody hears', { parecord: [30], 'pw-record': [55] }, 'pw-record'],
    ['one that is heard', { parecord: [160], arecord: [60] }, 'arecord'],
  ];
  for (const [what, times, first] of rows) {
    assert.equal(inOrder(all, '', { '': times })[0]?.name, first, what);
    assert.equal(inOrder(all, 'other', { '': times })[0]?.name, 'parecord', `${what}: another microphone`);
    assert.deepEqual(names(inOrder(all, '', { '': times })).sort(), names(all).sort(), 'none is left out');
  }
});

test('only what is installed is in the order', () => {
  const installed = recorders.filter(({ name }) => name === 'sox' || name === 'arecord');
  assert.deepEqual(names(inOrder(installed, '', { '': { arecord: [900] } })), ['sox', 'arecord']);
  assert.deepEqual(inOrder([], '', {}), []);
});

test('each recorder is tried at most once more than needed, then the quickest stays', () => {
  const truth: Readonly<Record<RecorderName, number>> = {
    ...{ 'pw-record': 500, parecord: 480, arecord: 300, sox: 700, ffmpeg: 220 },
  };
  let times: StartTimes = {};
  const used: string[] = [];
  for (let start = 0; start < 12; start++) {
    const [recorder] = inOrder(all, '', times);
    assert.ok(recorder !== undefined);
    used.push(recorder.name);
    times = withStart(times, '', recorder.name, truth[recorder.name]);
  }
  assert.deepEqual(new Set(used.slice(-7)), new Set(['ffmpeg']));
  assert.equal(new Set(used.slice(0, 5)).size, new Set(used).size, used.join(' '));
});

test('the last five starts of a recorder are kept, and eight microphones', () => {
  let times: StartTimes = {};
  for (let start = 1; start <= 7; start++) times = withStart(times, 'mic', 'sox', start + 0.4);
  assert.deepEqual(times, { mic: { sox: [3, 4, 5, 6, 7] } });
  for (let device = 0; device < 9; device++) {
    times = withStart(times, `mic ${device}`, 'arecord', 10);
    times = withStart(times, 'mic 0', 'arecord', 10);
  }
  assert.equal(Object.keys(times).length, 8);
  assert.equal(Object.keys(times).at(-1), 'mic 0');
  assert.ok(!('mic' in times) && !('mic 1' in times) && 'mic 8' in times);
});

test('what was kept comes back; what else is kept there is left out', () => {
  const times: StartTimes = { '': { 'pw-record': [1, 2] }, mic: { sox: [3] } };
  assert.deepEqual(readStartTimes(JSON.parse(JSON.stringify(times))), times);
  for (const other of [undefined, null, 'parecord', 7, []]) assert.deepEqual(readStartTimes(other), {});
  const mixed = { '': { sox: ['1', 2, null], arecord: 7 }, mic: 'sox' };
  assert.deepEqual(readStartTimes(mixed), { '': { sox: [2], arecord: [] }, mic: {} });
});
