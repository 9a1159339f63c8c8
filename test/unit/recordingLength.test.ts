// When a recording ends by itself, and the sounds that say that it began and ended.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsOf } from '../../src/audio/format.ts';
import { levelOf } from '../../src/audio/level.ts';
import { startSound, stopSound } from '../../src/audio/tones.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { judgeLength, type Length, type LengthVerdict } from '../../src/dictation/length.ts';
import type { DictationState } from '../../src/dictation/machine.ts';
import { soundSignals } from '../../src/dictation/soundSignals.ts';

const usual: Length = { heardSeconds: 20, quietSeconds: 0, autoStopSeconds: 0, warned: false };

const verdicts: readonly (readonly [name: string, Partial<Length>, LengthVerdict])[] = [
  ['in the middle', {}, 'goOn'],
  ['a long pause where none ends it', { quietSeconds: 600 }, 'goOn'],
  ['a pause that ends it', { quietSeconds: 2, autoStopSeconds: 2 }, 'stop'],
  ['a shorter one', { quietSeconds: 1.9, autoStopSeconds: 2 }, 'goOn'],
  ['nothing said yet', { quietSeconds: undefined, autoStopSeconds: 2 }, 'goOn'],
  ['a minute before the end', { heardSeconds: 29 * 60 }, 'warn'],
  ['told already', { heardSeconds: 29 * 60 + 30, warned: true }, 'goOn'],
  ['the end', { heardSeconds: 30 * 60, warned: true }, 'stop'],
];

for (const [name, length, verdict] of verdicts) {
  test(`${name}: ${verdict}`, () => assert.equal(judgeLength({ ...usual, ...length }), verdict));
}

test('the sounds are short, soft and not the same', () => {
  for (const sound of [startSound, stopSound]) {
    assert.ok(secondsOf(sound) < 0.2);
    assert.ok(levelOf(sound) > 0.5 && levelOf(sound) < 0.9, String(levelOf(sound)));
  }
  assert.notDeepEqual(startSound, stopSound);
});

test('one sound when the recording begins and one when it ends, however it ends', () => {
  const states = new Emitter<DictationState>();
  const played: string[] = [];
  let wished = true;
  const play = (pcm: Uint8Array) => played.push(pcm === startSound ? 'start' : 'stop');
  soundSignals({ onChange: states.listen }, play, () => wished);
  const recording: DictationState = { kind: 'recording', id: 1, since: 0 };
  const way: readonly DictationState[] = [
    { kind: 'arming', id: 1 },
    recording,
    { kind: 'finishing', id: 1, stage: 'capturing' },
    { kind: 'idle' },
    recording,
    { kind: 'idle' },
    { kind: 'error', problem: { kind: 'noEditor' } },
  ];
  for (const state of way) states.fire(state);
  assert.deepEqual(played, ['start', 'stop', 'start', 'stop']);
  wished = false;
  for (const state of way) states.fire(state);
  assert.equal(played.length, 4);
});
