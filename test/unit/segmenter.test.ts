// Sound cut into phrases: a score of voice and pauses in, the phrases with their edges out, whatever the size of
// the pieces. The detector reads the score: sound is voice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsOf } from '../../src/audio/format.ts';
import { type Phrase, Segmenter } from '../../src/audio/segmenter.ts';
import { windowSamples, windowSeconds } from '../../src/audio/voice.ts';
import { Random } from './random.ts';

const reads = { likelihood: (window: Int16Array) => Number(window.some((sample) => sample !== 0)) };

/** Seconds of voice and, as negative numbers, of silence. Each window of voice has a loudness of its own. */
function sound(...score: readonly number[]): Uint8Array {
  const random = new Random(3);
  const windows = score.flatMap((seconds) => {
    const count = Math.round(Math.abs(seconds) / windowSeconds);
    return Array.from({ length: count }, () => (seconds < 0 ? 0 : Math.round(2_000 + 8_000 * random.next())));
  });
  const samples = windows.flatMap((level) =>
    Array.from({ length: windowSamples }, (_, index) => (index % 2 === 0 ? level : -level)),
  );
  return new Uint8Array(new Int16Array(samples).buffer);
}

function phrasesOf(pcm: Uint8Array, pieceBytes = 1_000): readonly Phrase[] {
  const segmenter = new Segmenter(reads);
  const phrases: Phrase[] = [];
  for (let at = 0; at < pcm.length; at += pieceBytes)
    phrases.push(...segmenter.push(pcm.subarray(at, at + pieceBytes)));
  const last = segmenter.end();
  return last === undefined ? phrases : [...phrases, last];
}

/** Where in the whole the phrase lies, in seconds. */
function placeOf(phrase: Phrase, whole: Uint8Array): readonly [from: number, to: number] {
  const from = Buffer.from(whole.buffer).indexOf(phrase.pcm) / 32_000;
  return [from, from + secondsOf(phrase.pcm)];
}

test('voice between pauses, with a little of what is before and after', () => {
  const whole = sound(-1, 2, -1, 1, -2);
  const places = phrasesOf(whole).map((phrase) => placeOf(phrase, whole));
  const about = places.map((place) => place.map((seconds) => Math.round(seconds * 10) / 10));
  assert.deepEqual(about, [
    [0.4, 3.3],
    [3.4, 5.3],
  ]);
});

const counts: Readonly<Record<string, readonly [score: readonly number[], phrases: number]>> = {
  nothing: [[], 0],
  silence: [[-5], 0],
  'a click': [[-1, 0.06, -1], 0],
  'many clicks': [[-1, 0.06, -0.1, 0.06, -0.2, 0.06, -1], 0],
  'a click at the end': [[-1, 0.03], 0],
  'a short word': [[-1, 0.2, -1], 1],
  'voice from the first sample to the last': [[3], 1],
  'a breath inside a phrase': [[1, -0.4, 1], 1],
  'a pause': [[1, -0.8, 1], 2],
  'a short pause in a long phrase': [[21, -0.4, 2], 2],
  'a short pause early on': [[8, -0.4, 2], 1],
};

for (const [name, [score, phrases]] of Object.entries(counts)) {
  test(`${name}: ${phrases}`, () => assert.equal(phrasesOf(sound(...score)).length, phrases));
}

test('the size of the pieces changes nothing', () => {
  const whole = sound(-0.5, 1.7, -0.9, 3, -0.7, 26, -1);
  const expected = phrasesOf(whole, whole.length);
  assert.ok(expected.length >= 4);
  for (const size of [1, 333, 1_024, 4_097])
    assert.deepEqual(phrasesOf(whole, size), expected, `${size} bytes`);
});

test('without a pause: cut before 25 s at the quietest place, which stands on both sides', () => {
  const whole = sound(20, 0.1, 40);
  const samples = new Int16Array(whole.buffer);
  samples.fill(40, 20 * 16_000, 20.1 * 16_000);
  const phrases = phrasesOf(whole);
  assert.deepEqual(
    phrases.map(({ overlaps }) => overlaps),
    [false, ...phrases.slice(1).map(() => true)],
  );
  const places = phrases.map((phrase) => placeOf(phrase, whole));
  for (const [from, to] of places) assert.ok(to - from <= 25.1, `${from} to ${to}`);
  for (const [index, [from]] of places.slice(1).entries()) {
    const before = places[index]?.[1] ?? 0;
    assert.ok(from < before && before - from <= 0.3, `${from} overlaps with ${before}`);
  }
  const [first] = places;
  assert.ok(Math.abs((first?.[1] ?? 0) - 20.15) < 0.15, `the quiet place at 20 s, not ${first?.[1]}`);
});

test('a phrase that was cut and then ends adds none without words of its own', () => {
  const phrases = phrasesOf(sound(25.05, -1.5));
  assert.ok(phrases.length <= 2);
  for (const { voicedSeconds } of phrases) assert.ok(voicedSeconds > 0.1);
});

test('all voice is in some phrase', () => {
  const random = new Random(11);
  for (let times = 0; times < 3; times++) {
    const score = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? -(0.2 + 1.5 * random.next()) : 0.2 + 9 * random.next(),
    );
    const whole = sound(...score);
    const places = phrasesOf(whole).map((phrase) => placeOf(phrase, whole));
    let at = 0;
    for (const seconds of score) {
      const length = Math.round(Math.abs(seconds) / windowSeconds) * windowSeconds;
      const middle = at + length / 2;
      if (seconds > 0)
        assert.ok(
          places.some(([from, to]) => from <= middle && middle <= to),
          `at ${middle}`,
        );
      at += length;
    }
  }
});

test('the open phrase grows while it is spoken', () => {
  const segmenter = new Segmenter(reads);
  const openSeconds = [-1, 1, 1, -1].map((seconds) => {
    segmenter.push(sound(seconds));
    return segmenter.open === undefined ? 0 : Math.round(secondsOf(segmenter.open.pcm) * 10) / 10;
  });
  assert.deepEqual(openSeconds, [0, 1.6, 2.6, 0]);
});

test('how long nobody speaks is counted from the last voice, and not before the first', () => {
  const segmenter = new Segmenter(reads);
  const quiet = [-3, 1, -1, -2, 0.03, 1, -0.5].map((seconds) => {
    segmenter.push(sound(seconds));
    return segmenter.quietSeconds === undefined ? undefined : Math.round(segmenter.quietSeconds * 10) / 10;
  });
  assert.deepEqual(quiet, [undefined, 0, 1, 3, 3, 0, 0.5]);
});
