// The detectors: loudness against its background. Silero's network is tried with its weights and real sounds in
// test/adapters/voice.test.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoudnessDetector, windowSamples } from '../../src/audio/voice.ts';
import { Random } from './random.ts';

/** Windows of noise at a loudness of full scale 1, each with its likelihood. */
function likelihoods(...levels: readonly number[]): readonly number[] {
  const detector = new LoudnessDetector();
  const random = new Random(5);
  return levels.map((level) =>
    detector.likelihood(
      Int16Array.from({ length: windowSamples }, () => 32_767 * level * (2 * random.next() - 1)),
    ),
  );
}

const many = (count: number, level: number) => Array.from({ length: count }, () => level);

test('what stands out of the background is voice, the background is not', () => {
  const found = likelihoods(...many(30, 0.003), ...many(10, 0.1), ...many(10, 0.003));
  assert.ok(found.slice(0, 30).every((likely) => likely < 0.3));
  assert.ok(found.slice(30, 40).every((likely) => likely > 0.7));
  assert.ok(found.slice(40).every((likely) => likely < 0.3));
});

test('a loud room becomes the background', () => {
  const found = likelihoods(...many(20, 0.003), ...many(120, 0.05));
  assert.ok((found.at(-1) ?? 1) < 0.3);
});

test('digital silence and an offset are no voice', () => {
  const detector = new LoudnessDetector();
  for (const level of [0, 9_000]) {
    assert.ok(detector.likelihood(new Int16Array(windowSamples).fill(level)) < 0.3);
  }
});
