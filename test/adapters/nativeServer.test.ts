// The patched whisper-server beside the stock one: byte for byte the same answers where nothing of ours is used,
// and one answer for one sound, whatever was asked before, where the stock one has several.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cacheRoot, repositoryRoot } from '../support/paths.ts';
import { speak } from '../support/speech.ts';
import { type Fields, type RawServer, rawServer } from './support/rawServer.ts';
import { nanoModel, serverProgram } from './support/whisper.ts';

const stockProgram = join(cacheRoot, 'native/stock/whisper-server');
const withoutStock = existsSync(stockProgram)
  ? false
  : 'no stock server: node native/build.mjs --quick --stock --out .cache/native/stock';

const formats = ['json', 'text', 'srt', 'vtt', 'verbose_json'];
/** Fields that cost little and that decide about what a decoder does. */
const quick: Fields = { audio_ctx: 512, temperature_inc: 0 };

let sounds: string[];
const running: RawServer[] = [];

before(async () => {
  sounds = [
    join(repositoryRoot, 'media/proof.wav'),
    await speak('Open the file and read the first line.'),
    await speak('Rename the variable to index and run the tests again.', { voice: 'en-gb-x-rp' }),
    await speak('Return null when the array is empty.', { voice: 'en-us+f3' }),
    await speak('Add a comment above the second function, then save the file.', { speed: 200 }),
    await speak('Why does this script fail?', { voice: 'en-gb-scotland+m3' }),
  ];
});

after(async () => {
  for (const one of running) await one.end();
});

async function started(program: string, args: string[] = []): Promise<RawServer> {
  const one = await rawServer(program, nanoModel, args);
  running.push(one);
  return one;
}

test('/health says that it is no stock server, and what it can do', async () => {
  const server = await started(serverProgram());
  assert.deepEqual(await server.health(), {
    status: 'ok',
    engine: '1.9.1+sotto.1',
    protocol: 1,
    features: {
      ...{ abort_encode: 'node', loop_guard: true, max_tokens: true, threads: true, deadline: true },
      ...{ flash_attn_mask: true, no_speech_prob: true },
    },
  });
});

describe('the same bytes as the stock server', { skip: withoutStock }, () => {
  async function compare(args: string[], requests: { sound: string; fields: Fields }[]): Promise<void> {
    const ours = await started(serverProgram(), args);
    const stock = await started(stockProgram, args);
    assert.deepEqual(await stock.health(), { status: 'ok' });
    for (const { sound, fields } of requests) {
      const [mine, theirs] = [await ours.ask(sound, fields), await stock.ask(sound, fields)];
      assert.equal(mine.status, theirs.status);
      assert.equal(mine.body, theirs.body, `${sound} ${JSON.stringify(fields)}`);
    }
  }

  test('every format, with flash attention where nothing is padded', async () => {
    const requests = sounds.flatMap((sound) =>
      formats.map((response_format) => ({ sound, fields: { ...quick, response_format } })),
    );
    await compare([], requests);
  });

  test('every format, without flash attention, at any context', async () => {
    const requests = sounds.flatMap((sound, i) =>
      formats.map((response_format) => ({
        sound,
        fields: { response_format, audio_ctx: 300 + 100 * i, temperature_inc: 0 },
      })),
    );
    await compare(['-nfa'], requests);
  });

  test('the whole window, all temperatures, beam search, a prompt', async () => {
    const sound = sounds[1] as string;
    // One request for each server: a stock one carries the state of its first decoder into the next.
    for (const fields of [{}, { temperature: 0.9 }, { beam_size: 3 }, { prompt: 'readFile, index.' }]) {
      await compare(['-nfa'], [{ sound, fields }]);
    }
  });

  test('requests that are wrong', async () => {
    const sound = sounds[1] as string;
    await compare(
      [],
      [
        { sound: join(repositoryRoot, 'native/source.json'), fields: {} },
        { sound, fields: { audio_ctx: 9999 } },
        { sound, fields: { best_of: 'many' } },
      ],
    );
  });
});

/** The answers to one question between others, which leave traces of other lengths. */
async function* histories(server: RawServer, fields: Fields): AsyncGenerator<string> {
  for (let round = 0; round < 20; round++) {
    yield (await server.ask(sounds[1] as string, { response_format: 'verbose_json', ...fields })).body;
    const other = sounds[round % sounds.length] as string;
    const audio_ctx = [260, 500, 512, 640, 400, 280, 750][round % 7] as number;
    const prompt = round % 2 === 0 ? 'readFile, index.' : '';
    await server.ask(other, {
      audio_ctx,
      prompt,
      temperature_inc: 0,
      temperature: round % 3 === 0 ? 0.7 : 0,
    });
  }
}

describe('one sound, one answer', () => {
  const questions: Record<string, Fields> = {
    'a short context, as a preview is asked': { audio_ctx: 320, no_timestamps: true, temperature_inc: 0 },
    'another context, with marks of time and a prompt': {
      audio_ctx: 600,
      prompt: 'file',
      temperature_inc: 0,
    },
    'a temperature above 0': { audio_ctx: 320, temperature: 0.8, temperature_inc: 0 },
  };
  for (const [name, fields] of Object.entries(questions)) {
    test(`in twenty histories: ${name}`, async () => {
      const server = await started(serverProgram());
      let first: string | undefined;
      for await (const answer of histories(server, fields)) {
        first ??= answer;
        assert.equal(answer, first);
      }
    });

    test(`the stock server shows that this is a test: ${name}`, { skip: withoutStock }, async () => {
      const seen = new Set<string>();
      for await (const answer of histories(await started(stockProgram), fields)) {
        if (seen.add(answer).size > 1) break;
      }
      assert.ok(seen.size > 1, 'the stock server has one answer, too');
    });
  }
});
