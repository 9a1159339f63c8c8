// From sound to pieces: what is asked for and when, what becomes of a phrase that fails, and that no sound in which
// somebody may speak is left out. The detector takes every sound above a level for a voice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsOf } from '../../src/audio/format.ts';
import type { Phrase } from '../../src/audio/segmenter.ts';
import { windowSeconds } from '../../src/audio/voice.ts';
import type { Problem } from '../../src/base/problem.ts';
import { fail, ok, type Result } from '../../src/base/result.ts';
import { type Ability, unknownAbility } from '../../src/base/speech.ts';
import { textOf } from '../../src/dictation/pieces.ts';
import type { Recogniser } from '../../src/dictation/ports.ts';
import { Transcription } from '../../src/dictation/transcription.ts';
import { FakeClock } from './fakeClock.ts';

const refused: Problem = { kind: 'modelFileMissing', file: '/m.bin' };
const voiceLevel = 5_000;
const faintLevel = 300;
const detector = {
  likelihood: (window: Int16Array) => Number(window.some((sample) => Math.abs(sample) >= voiceLevel)),
};
const target = { kind: 'prose', languageId: 'plaintext', before: '', after: '' } as const;

function sound(seconds: number, level: number): Uint8Array {
  const samples = Int16Array.from({ length: 16_000 * seconds }, (_, index) => (index % 2 ? level : -level));
  return new Uint8Array(samples.buffer);
}
/** Of whole windows of the detector: half a window of voice counts as one. */
const whole = (seconds: number) => Math.ceil(seconds / windowSeconds) * windowSeconds;
const voice = (seconds: number) => sound(whole(seconds), voiceLevel);
const silence = (seconds: number) => sound(whole(seconds), 0);

interface Asked {
  readonly phrase: Phrase;
  readonly prompt: string;
  readonly signal: AbortSignal;
  answer(result: Result<string, Problem>): Promise<void>;
}

class FakeRecogniser implements Recogniser {
  tookMs = Number.POSITIVE_INFINITY;
  ability: Ability = unknownAbility;
  readonly asked: Asked[] = [];

  async prepare(): Promise<void> {}
  async draft(): Promise<undefined> {}

  transcribe(phrase: Phrase, prompt: string, signal: AbortSignal): Promise<Result<string, Problem>> {
    return new Promise((resolve) => {
      const answer = async (result: Result<string, Problem>) => {
        resolve(result);
        await settled();
      };
      this.asked.push({ phrase, prompt, signal, answer });
    });
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    assert.ok(last);
    return last;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function scene(ability: Ability = unknownAbility) {
  const recogniser = new FakeRecogniser();
  recogniser.ability = ability;
  const clock = new FakeClock();
  const transcription = new Transcription({
    ...{ recogniser, detector, clock, preview: undefined },
    writer: { prompt: (_, said) => said },
    place: { target: async () => target },
    signal: new AbortController().signal,
  });
  let all = new Uint8Array();
  return {
    ...{ recogniser, clock, transcription },
    async hear(...sounds: readonly Uint8Array[]) {
      for (const pcm of sounds) {
        all = new Uint8Array(Buffer.concat([all, pcm]));
        transcription.hear(pcm);
      }
      await settled();
    },
    async end(sure = false) {
      const outcome = transcription.end(all, { sure });
      await settled();
      return outcome;
    },
  };
}

const leavesQuestions: Ability = { abortsAtOnce: true, wholeMs: 1_000 };

test('a phrase that fails keeps no other from being heard, and its seconds are known', async () => {
  const { recogniser, hear, end } = scene();
  await hear(voice(12), silence(1));
  await recogniser.last.answer(fail(refused));
  await hear(voice(2), silence(1));
  await recogniser.last.answer(ok('two'));
  const ending = end();
  await settled();
  await recogniser.last.answer(fail(refused));
  const pieces = await ending;
  assert.ok(pieces.ok);
  const told = pieces.value.map(({ from, to, state }) => [Math.round(from), Math.round(to), state.kind]);
  assert.deepEqual(told, [
    [0, 12, 'failed'],
    [12, 15, 'heard'],
  ]);
  assert.equal(textOf(pieces.value), 'two');
});

test('only what failed is asked for again, with its own sound and the words before it', async () => {
  const { recogniser, transcription } = scene();
  const again = transcription.again(sound(10, voiceLevel), [
    { from: 0, to: 4, state: { kind: 'heard', text: 'one.' } },
    { from: 4, to: 6, state: { kind: 'failed', problem: refused } },
    { from: 6, to: 10, state: { kind: 'heard', text: 'Three.' } },
  ]);
  await settled();
  assert.equal(recogniser.asked.length, 1);
  assert.equal(secondsOf(recogniser.last.phrase.pcm), 2);
  assert.equal(recogniser.last.prompt, 'one', 'without the stop that a pause brings');
  await recogniser.last.answer(ok('Two.'));
  assert.equal(textOf(await again), 'one. Two. Three.');
});

test('the end does not wait for the recorder where a question can be left', async () => {
  const { recogniser, transcription, hear, end } = scene(leavesQuestions);
  await hear(voice(1));
  transcription.ending();
  await settled();
  assert.equal(recogniser.asked.length, 1);
  await hear(silence(0.1));
  const ending = end();
  await settled();
  assert.equal(recogniser.asked.length, 1, 'nothing more was said: the question holds');
  await recogniser.last.answer(ok('One.'));
  const pieces = await ending;
  assert.equal(pieces.ok && textOf(pieces.value), 'One.');
});

test('a word in the last moment is in the question', async () => {
  const { recogniser, transcription, hear, end } = scene(leavesQuestions);
  await hear(voice(1));
  transcription.ending();
  await settled();
  await hear(voice(0.1));
  assert.equal(recogniser.last.signal.aborted, true);
  const ending = end();
  await settled();
  assert.equal(recogniser.asked.length, 2);
  assert.ok(secondsOf(recogniser.last.phrase.pcm) >= 1.1);
  await recogniser.last.answer(ok('One two.'));
  assert.equal((await ending).ok, true);
});

test('a question that has just begun is left at the end, and asked with what was said since', async () => {
  const { recogniser, transcription, clock, hear, end } = scene(leavesQuestions);
  await hear(voice(1), silence(1));
  const first = recogniser.last;
  clock.advance(300);
  await hear(voice(0.5));
  transcription.ending();
  await settled();
  assert.equal(first.signal.aborted, true);
  const ending = end();
  await settled();
  assert.equal(recogniser.asked.length, 2);
  assert.ok(secondsOf(recogniser.last.phrase.pcm) > 2, 'both phrases');
  await recogniser.last.answer(ok('One, two.'));
  const pieces = await ending;
  assert.equal(pieces.ok && textOf(pieces.value), 'One, two.');
  assert.equal(recogniser.asked.length, 2);
});

test('one that is nearly answered is waited for', async () => {
  const { recogniser, transcription, clock, hear } = scene(leavesQuestions);
  await hear(voice(1), silence(1));
  clock.advance(700);
  await hear(voice(0.5));
  transcription.ending();
  await settled();
  assert.equal(recogniser.last.signal.aborted, false);
});

test('phrases within reach are heard once more as one text, further back the quicker the recogniser is', async () => {
  const rows = [
    [unknownAbility, 3, true],
    [unknownAbility, 12, false],
    [{ abortsAtOnce: false, wholeMs: 90 }, 12, true],
  ] as const;
  for (const [ability, seconds, asOne] of rows) {
    const { recogniser, hear, end } = scene(ability);
    await hear(voice(seconds), silence(1));
    await recogniser.last.answer(ok('One.'));
    await hear(voice(1), silence(1));
    assert.equal(secondsOf(recogniser.last.phrase.pcm) > seconds, asOne);
    await recogniser.last.answer(ok('Two.'));
    const pieces = await end();
    assert.equal(pieces.ok && textOf(pieces.value), asOne ? 'Two.' : 'One. Two.');
  }
});

test('whispered words are asked for, and must prove themselves; silence and a dead line are not', async () => {
  const rows = [
    [[sound(1, faintLevel)], 'asked'],
    [[silence(0.5), sound(0.2, faintLevel), silence(1)], 'asked'],
    [[sound(1, 20)], 'nothingHeard'],
    [[silence(1)], 'microphoneSilent'],
    [[], 'microphoneSilent'],
  ] as const;
  for (const [sounds, outcome] of rows) {
    const { recogniser, hear, end } = scene();
    await hear(...sounds);
    const ending = end();
    await settled();
    if (outcome === 'asked') {
      assert.equal(recogniser.last.phrase.isSure, false);
      await recogniser.last.answer(ok('Hush.'));
      const pieces = await ending;
      assert.equal(pieces.ok && textOf(pieces.value), 'Hush.');
    } else {
      const pieces = await ending;
      assert.equal(!pieces.ok && pieces.error.kind, outcome);
      assert.equal(recogniser.asked.length, 0);
    }
  }
});

test('the first phrase has the sound from the key on, without silence', async () => {
  const rows = [
    [[sound(0.1, faintLevel), silence(1.4), voice(1)], 0],
    [[silence(0.9), sound(0.2, faintLevel), silence(0.9), voice(1)], 0.8],
    [[silence(1.5), voice(1)], 0.9],
    // What is as loud all the time is the room.
    [[sound(1.5, faintLevel), voice(1)], 0.9],
  ] as const;
  for (const [sounds, at] of rows) {
    const { recogniser, hear } = scene();
    await hear(...sounds, silence(1));
    assert.equal(Math.round(10 * recogniser.last.phrase.at) / 10, at);
  }
});
