// What a client can bound in the patched whisper-server: by leaving, by the number of tokens, by a deadline, by
// the loop guard; and that the next answer is the usual one after all of it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../support/processes.ts';
import { speak } from '../support/speech.ts';
import { type Fields, type RawServer, rawServer } from './support/rawServer.ts';
import { nanoModel, phrase, serverProgram } from './support/whisper.ts';

const realModel = '/work/shared/models/real/ggml-tiny.en-q5_1.bin';
/** Said once; at a context of 256 tiny.en says it without an end. */
const loopingClip = '/work/shared/recordings/people/librispeech-3331-159605-0001.flac';
const loopingText = 'The more proposals the more credit.';

interface Verbose {
  readonly text: string;
  readonly temperature_used?: number;
  readonly loop?: true;
  readonly loop_cut?: true;
  readonly deadline_hit?: true;
  readonly segments: { readonly tokens?: number[] }[];
}

let server: RawServer;
let clip: string;
const running: RawServer[] = [];

before(async () => {
  clip = await speak(phrase);
  server = await started();
});
after(async () => {
  for (const one of running) await one.end();
});

async function started(model = nanoModel): Promise<RawServer> {
  const one = await rawServer(serverProgram(), model);
  running.push(one);
  return one;
}

async function verbose(file: string, fields: Fields, of = server): Promise<Verbose> {
  const detail = { response_format: 'verbose_json', no_language_probabilities: true };
  const { status, body } = await of.ask(file, { ...detail, ...fields });
  assert.equal(status, 200, body);
  return JSON.parse(body) as Verbose;
}

const tokensOf = ({ segments }: Verbose) => segments.flatMap(({ tokens = [] }) => tokens);
const count = (log: string, line: string) => log.split(line).length - 1;

/** Leaves `leaveMs` after the server has begun to work on it. */
async function leave(of: RawServer, leaveMs: number, fields: Fields = {}): Promise<void> {
  const begun = count(of.log(), ': processing ');
  const leaving = new AbortController();
  const asking = of.ask(clip, fields, leaving.signal).catch(() => 'left');
  await worksOn(of, begun);
  if (leaveMs > 0) await sleep(leaveMs);
  leaving.abort();
  await asking;
}

async function worksOn(of: RawServer, begun: number): Promise<void> {
  const wish = { what: 'a request is worked on', timeoutMs: 60_000, everyMs: 1 };
  await waitUntil(() => count(of.log(), ': processing ') > begun, wish);
}

describe('a client that leaves', () => {
  test('at 10, 50 and 90 % of an encode: the next answer is the usual one, to the last byte', async () => {
    const fields: Fields = { response_format: 'verbose_json', no_language_probabilities: true };
    const usual = await server.ask(clip, fields);
    // With the deadline over at once: the encode and one step.
    const encode = await server.ask(clip, { deadline_ms: 1 });
    for (const part of [0.1, 0.5, 0.9]) {
      await leave(server, part * encode.ms, fields);
      assert.equal((await server.ask(clip, fields)).body, usual.body);
    }
  });

  test('in the middle of an encode ends it there, not after it', async () => {
    const one = await started();
    for (let round = 0; round < 3; round++) await leave(one, 0);
    await one.ask(clip, { audio_ctx: 512 });
    running.splice(running.indexOf(one), 1);
    const log = await one.end();
    // Only an encode that came to its end is counted.
    assert.match(log, /encode time = .* \/ +1 runs/);
  });

  test('while it waits for its turn: nothing is done for it', async () => {
    const begun = count(server.log(), ': processing ');
    const left = count(server.log(), 'client disconnected while it waited');
    const first = server.ask(clip);
    await worksOn(server, begun);
    for (let i = 0; i < 3; i++) await server.askAndLeave(clip);
    const last = server.ask(clip);
    await waitUntil(() => count(server.log(), 'client disconnected while it waited') === left + 3, {
      what: 'all three have left',
      timeoutMs: 60_000,
    });
    assert.equal((await last).body, (await first).body);
    assert.equal(count(server.log(), ': processing '), begun + 2);
  });
});

describe('max_tokens', () => {
  test('ends the text there, and it is a finished answer', async () => {
    for (const no_timestamps of [false, true]) {
      const whole = await verbose(clip, { no_timestamps, audio_ctx: 512, threads: 1 });
      const tokens = tokensOf(whole);
      assert.ok(tokens.length > 5);
      for (const most of [1, 4, tokens.length - 1]) {
        const cut = await verbose(clip, { no_timestamps, audio_ctx: 512, max_tokens: most });
        assert.deepEqual(tokensOf(cut), tokens.slice(0, most));
        assert.equal(cut.temperature_used, 0);
      }
      const exact = await verbose(clip, { no_timestamps, audio_ctx: 512, max_tokens: tokens.length });
      assert.deepEqual(exact, whole);
    }
  });

  test('does not ask for the rest of the window again', async () => {
    const one = await started();
    await one.ask(clip, { max_tokens: 2, audio_ctx: 512 });
    running.splice(running.indexOf(one), 1);
    assert.match(await one.end(), /encode time = .* \/ +1 runs/);
  });
});

describe('deadline_ms', () => {
  test('over at once: the first temperature is finished all the same', async () => {
    // Words that a slow machine has not yet written down are words all the same: a loop is ended by its own bound.
    const whole = await verbose(clip, { no_timestamps: true });
    const late = await verbose(clip, { deadline_ms: 1, no_timestamps: true });
    assert.equal(late.temperature_used, 0);
    assert.equal(late.text, whole.text);
  });

  test('while other temperatures are tried: the answer at the first one', async () => {
    // No text is probable enough for this threshold: every temperature fails.
    const doubts: Fields = { logprob_thold: 0, audio_ctx: 512, best_of: 5 };
    const first = await verbose(clip, { ...doubts, temperature_inc: 0, threads: 1 });
    assert.equal((await verbose(clip, { ...doubts, threads: 1 })).temperature_used, 1);
    // The right moment is looked for: how fast the machine is may change at any time.
    for (let deadline_ms = 20; ; deadline_ms = Math.ceil(deadline_ms * 1.3)) {
      const late = await verbose(clip, { ...doubts, deadline_ms });
      assert.equal(late.deadline_hit, true, `the whole text at ${deadline_ms} ms was never met`);
      assert.equal(late.temperature_used, 0);
      assert.ok(first.text.startsWith(late.text.trimEnd()), late.text);
      if (late.text === first.text) break;
    }
  });

  test('far away: as without it', async () => {
    const { deadline_hit, text } = await verbose(clip, { deadline_ms: 600_000 });
    assert.equal(deadline_hit, undefined);
    assert.match(text, new RegExp(phrase));
  });
});

test('a field that makes no sense is refused, and the server goes on', async () => {
  for (const fields of [
    { max_tokens: 0 },
    { threads: 'all' },
    { deadline_ms: -5 },
    { max_tokens: '' },
  ] as Fields[]) {
    assert.equal((await server.ask(clip, fields)).status, 400, JSON.stringify(fields));
  }
  assert.match(server.log(), /error: max_tokens takes a whole number from 1 to/);
  assert.match((await verbose(clip, { threads: 1000 })).text, new RegExp(phrase));
});

test('none of our fields: nothing of ours in the answer', async () => {
  const plain = await verbose(clip, {});
  assert.equal('temperature_used' in plain, false);
  assert.equal((await verbose(clip, { threads: 1 })).temperature_used, 0);
});

const withoutReal = [realModel, loopingClip].find((file) => !existsSync(file));

describe('loop_guard', { skip: withoutReal ? `${withoutReal} is missing` : false }, () => {
  const short: Fields = { audio_ctx: 256, no_timestamps: true };
  let real: RawServer;
  before(async () => {
    real = await started(realModel);
  });

  test('a loop is cut to one round where no other temperature is left', async () => {
    const free = await verbose(loopingClip, { ...short, temperature_inc: 0, max_tokens: 100 }, real);
    assert.equal(tokensOf(free).length, 100);
    const guarded = await verbose(loopingClip, { ...short, temperature_inc: 0, loop_guard: true }, real);
    assert.equal(guarded.text.trim(), loopingText);
    assert.deepEqual([guarded.loop, guarded.loop_cut, guarded.temperature_used], [true, true, 0]);
  });

  test('a loop fails the decode early where one is left', async () => {
    const guarded = await verbose(loopingClip, { ...short, temperature_inc: 0.4, loop_guard: true }, real);
    assert.equal(guarded.loop, true);
    assert.ok((guarded.temperature_used ?? 0) > 0);
  });

  test('after the deadline the first answer is taken, without its loop', async () => {
    const fields: Fields = { ...short, temperature_inc: 0.4, loop_guard: true };
    const once = await real.ask(loopingClip, { ...fields, temperature_inc: 0 });
    const late = await verbose(loopingClip, { ...fields, deadline_ms: Math.ceil(once.ms) }, real);
    // It comes in the middle of the first decode, or after the loop was noticed.
    assert.ok(`${loopingText} ${loopingText}`.startsWith(late.text.trim()), late.text);
    assert.deepEqual([late.deadline_hit, late.temperature_used], [true, 0]);
  });

  test('a text without a loop is as without the guard', async () => {
    const whole = await verbose(loopingClip, { threads: 1 }, real);
    const guarded = await verbose(loopingClip, { threads: 1, loop_guard: true }, real);
    assert.deepEqual(guarded, whole);
  });
});
