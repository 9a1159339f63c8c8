// The voice detector with its real weights on real sounds: every sentence is in some phrase from its first to its
// last sound, also in noise; and hardly any sound without a voice becomes a phrase.

import assert from 'node:assert/strict';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Phrase, Segmenter } from '../../src/audio/segmenter.ts';
import { LoudnessDetector } from '../../src/audio/voice.ts';
import { voiceDetectors } from '../../src/audio/voiceModel.node.ts';
import { pcmOf, spokenCorpus, unspokenCorpus } from '../bench/corpus.ts';
import { temporaryFolder } from '../support/paths.ts';
import { keptLog } from './support/logs.ts';
import { voiceModel } from './support/whisper.ts';

assert.ok(existsSync(voiceModel), `${voiceModel} is missing: run npm run native -- --quick`);
const detector = voiceDetectors(voiceModel, keptLog());

function phrasesOf(samples: Float32Array): readonly Phrase[] {
  const segmenter = new Segmenter(detector());
  const phrases = segmenter.push(pcmOf(samples));
  const last = segmenter.end();
  return last === undefined ? phrases : [...phrases, last];
}

test('sentences are whole', async () => {
  for await (const { samples, sentences, noise, voice } of spokenCorpus(30)) {
    const whole = Buffer.from(pcmOf(samples).buffer);
    const places = phrasesOf(samples).map(({ pcm }) => {
      const from = whole.indexOf(pcm) / 32_000;
      return [from, from + pcm.length / 32_000] as const;
    });
    for (const { from, to } of sentences) {
      const isIn = places.some((place) => place[0] <= from + 0.02 && to - 0.02 <= place[1]);
      assert.ok(isIn, `${voice}, ${noise}: ${from} to ${to} is not in ${JSON.stringify(places)}`);
    }
  }
});

test('no sound without a voice is surely a phrase; of melodies a few may be', () => {
  const found: Record<string, number> = {};
  for (const { kind, samples } of unspokenCorpus(64)) {
    found[kind] = (found[kind] ?? 0) + Number(phrasesOf(samples).some(({ isSure }) => isSure));
  }
  const { melody = 0, ...others } = found;
  for (const [kind, count] of Object.entries(others)) assert.equal(count, 0, kind);
  assert.ok(melody <= 2, `${melody} of 8 melodies`);
});

test('weights that are missing or cut: loudness must do, and the log says so once', () => {
  const folder = temporaryFolder('voice');
  const cut = join(folder.path, 'cut.bin');
  writeFileSync(cut, new Uint8Array(1_000));
  truncateSync(cut, 500);
  for (const file of [cut, join(folder.path, 'none.bin')]) {
    const log = keptLog();
    const make = voiceDetectors(file, log);
    for (let times = 0; times < 2; times++) assert.ok(make() instanceof LoudnessDetector);
    assert.equal(log.lines.filter((line) => line.includes('by loudness')).length, 1);
  }
  folder.remove();
});
