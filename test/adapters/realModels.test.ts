// A real Whisper model and real people through the product's own way, from samples to text: what the test model cannot
// show. The model and the recordings belong to others and are read from ../shared; without them this is skipped.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Recogniser } from '../../src/dictation/ports.ts';
import { tidy } from '../../src/text/tidy.ts';
import { dictateFile, listener } from '../bench/dictateFile.ts';
import { judge } from '../bench/judge.ts';
import { type Recording, readList, samplesOfRecording, sharedRoot } from '../bench/recordings.ts';
import { serverFor, type TestServer } from './support/whisper.ts';

const model = join(sharedRoot, 'models', 'real', 'ggml-tiny.en-q5_1.bin');
const recordings = join(sharedRoot, 'recordings', 'people.tsv');
const jfk = join(sharedRoot, 'audio', 'jfk.wav');
const isThere = [model, recordings, jfk].every(existsSync);
const options = { skip: isThere ? false : '../shared has no real model and recordings here' };
/** Time does not matter here: what the server needs is not made shorter by it. */
const speed = 6;

let one: TestServer;
let hears: Recogniser;
before(async () => {
  if (!isThere) return;
  one = serverFor({ model });
  hears = listener(one.server);
  await one.server.start();
});
after(async () => {
  if (isThere) await one.end();
});

async function heard(recording: Pick<Recording, 'file'>): Promise<string> {
  const { text } = await dictateFile(hears, await samplesOfRecording(recording), { speed });
  return tidy(text);
}

test('the sample that everybody tries first has no wrong word', options, async () => {
  const said =
    'And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.';
  const { errors } = judge(said, await heard({ file: jfk }));
  assert.equal(errors, 0);
});

/** Clear recordings of three collections: a plain upload hears them without an error, and once they were not. */
const clear = ['s2p-en-is_the_Garage_Door_open', 'v2j-what_time_is_it', 'librispeech-3005-163389-0004'];

test('short commands and sentences come out word for word', options, async () => {
  const all = readList('people').recordings;
  for (const name of clear) {
    const recording = all.find(({ id }) => id.startsWith(name));
    assert.ok(recording, name);
    const text = await heard(recording);
    assert.equal(judge(recording.said, text).errors, 0, `${recording.said}: ${text}`);
  }
});

test(
  'sixteen recordings of people: none is empty, none goes round, at most one word in five is wrong',
  options,
  async () => {
    const all = readList('people').recordings.filter(({ kind }) => kind === 'read' || kind === 'command');
    const some = all.filter((_, index) => index % Math.ceil(all.length / 16) === 0);
    let [words, errors] = [0, 0];
    for (const recording of some) {
      const text = await heard(recording);
      const judged = judge(recording.said, text);
      assert.ok(!judged.isEmpty, recording.id);
      assert.deepEqual(judged.loops, [], recording.id);
      words += judged.words;
      errors += judged.errors;
    }
    assert.ok(some.length >= 12);
    assert.ok(errors / words < 0.2, `${errors} errors in ${words} words`);
  },
);

test('sounds without speech become no text', options, async () => {
  const noises = readList('noise').recordings.filter(({ id }) => /dishes|typing-1|rain|complete/.test(id));
  assert.ok(noises.length >= 4);
  for (const noise of noises) assert.equal(await heard(noise), '', noise.id);
});
