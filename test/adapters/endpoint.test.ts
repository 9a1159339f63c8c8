// A server that somebody else runs: a small HTTP server that answers as such servers do, well and badly, and
// whisper-server itself at OpenAI's address.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Problem } from '../../src/base/problem.ts';
import { ExternalServer } from '../../src/server/endpoint.node.ts';
import type { Endpoint } from '../../src/server/endpoint.ts';
import { freePort } from '../support/freePort.ts';
import { waitUntil } from '../support/processes.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { nanoModel, phrase, requestOf, type Spoken, serverProgram, spoken } from './support/whisper.ts';

interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
  readonly fileBytes: number;
}

let speech: Spoken;
let server: Server;
let address: string;
let clock: FakeClock;
const asked: Asked[] = [];
let answer: (fields: Asked['fields']) => {
  status?: number;
  body: string;
  location?: string;
  retryAfter?: string;
};

before(async () => {
  speech = await spoken();
  server = createServer(async (incoming, response) => {
    const one = await read(incoming);
    asked.push(one);
    const { status = 200, body, location, retryAfter } = answer(one.fields);
    if (body === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    response.writeHead(status, {
      ...(location === undefined ? {} : { location }),
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());
beforeEach(() => {
  clock = new FakeClock();
  asked.length = 0;
  answer = () => ({ body: '{"text":"hello"}' });
});

async function read(incoming: IncomingMessage): Promise<Asked> {
  const pieces: Uint8Array[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const headers = { 'content-type': incoming.headers['content-type'] ?? '' };
  const form = await new Response(Buffer.concat(pieces), { headers }).formData();
  const texts = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const file = form.get('file');
  return {
    path: incoming.url ?? '',
    key: incoming.headers.authorization,
    fields: Object.fromEntries(texts),
    fileBytes: file instanceof Blob ? file.size : 0,
  };
}

function external(changes: { url?: string; key?: string; may?: (endpoint: Endpoint) => boolean } = {}) {
  return new ExternalServer(
    {
      address: () => changes.url ?? address,
      model: () => 'my-model',
      key: async () => changes.key,
      mayLeave: async (endpoint) => changes.may?.(endpoint) ?? true,
    },
    clock,
  );
}

const transcribe = (one: ExternalServer, signal = new AbortController().signal) =>
  one.transcribe(requestOf(speech), signal);

async function failure(one: ExternalServer): Promise<Extract<Problem, { kind: 'endpointFailed' }>> {
  const heard = await transcribe(one);
  assert.ok(!heard.ok && heard.error.kind === 'endpointFailed', JSON.stringify(heard));
  return heard.error;
}

test('the whole file goes to the route, with model and key', async () => {
  assert.deepEqual(await transcribe(external({ key: 'secret' })), { ok: true, value: { text: 'hello' } });
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.path, '/v1/audio/transcriptions');
  assert.equal(asked[0]?.key, 'Bearer secret');
  assert.equal(asked[0]?.fields['model'], 'my-model');
  assert.equal(asked[0]?.fileBytes, speech.wav.byteLength);
});

test('without a key none is sent', async () => {
  await transcribe(external());
  assert.equal(asked[0]?.key, undefined);
});

test('a server without verbose answers is asked plainly, from then on at once', async () => {
  answer = ({ response_format }) =>
    response_format === 'json'
      ? { body: '{"text":"plain"}' }
      : { status: 400, body: '{"error":{"message":"response_format must be json"}}' };
  const one = external();
  for (let count = 0; count < 2; count++) {
    const heard = await transcribe(one);
    assert.ok(heard.ok && heard.value.text === 'plain');
  }
  assert.deepEqual(
    asked.map(({ fields }) => fields['response_format']),
    ['verbose_json', 'json', 'json'],
  );
});

test('a refusal that has nothing to do with the format is told in the server’s words', async () => {
  answer = () => ({ status: 400, body: '{"error":{"message":"audio too long"}}' });
  const { why, detail } = await failure(external());
  assert.deepEqual([why, detail], ['refused', 'HTTP 400: audio too long']);
});

const failures: readonly (readonly [string, () => ReturnType<typeof answer>, string, RegExp])[] = [
  ['a wrong key', () => ({ status: 401, body: '{"error":"bad key"}' }), 'unauthorized', /bad key/],
  ['a wrong route', () => ({ status: 404, body: '{"detail":"Not Found"}' }), 'refused', /404: Not Found/],
  ['a failing server', () => ({ status: 500, body: 'CUDA out of memory' }), 'refused', /CUDA out of memory/],
  ['a page instead of an answer', () => ({ body: '<html>' }), 'noTranscript', /<html>/],
  [
    'a way to another address',
    () => ({ status: 307, body: '', location: 'http://127.0.0.1:9/' }),
    'unreachable',
    /./,
  ],
];
for (const [name, says, why, detail] of failures) {
  test(name, async () => {
    answer = says;
    const problem = await failure(external());
    assert.equal(problem.why, why);
    assert.match(problem.detail, detail);
  });
}

test('nobody listens there', async () => {
  const problem = await failure(external({ url: `http://127.0.0.1:${await freePort()}` }));
  assert.equal(problem.why, 'unreachable');
  assert.match(problem.detail, /ECONNREFUSED/);
});

test('no address', async () => {
  assert.equal((await failure(external({ url: 'localhost:8000' }))).why, 'invalid');
});

test('without the person’s agreement nothing is sent', async () => {
  const origins: string[] = [];
  const may = ({ origin }: Endpoint) => {
    origins.push(origin);
    return false;
  };
  assert.equal((await failure(external({ may }))).why, 'notAllowed');
  assert.deepEqual(origins, [address]);
  assert.deepEqual(asked, []);
});

test('cancelled while it waits', async () => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  try {
    const cancel = new AbortController();
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const heard = transcribe(external({ url }), cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    assert.deepEqual(await heard, { ok: false, error: { kind: 'nothingHeard' } });
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

describe('faults that pass by themselves', () => {
  const passing: readonly (readonly [string, ReturnType<typeof answer>])[] = [
    ['a connection that breaks', { body: 'reset' }],
    ['429', { status: 429, body: '{"error":"slow down"}' }],
    ['502', { status: 502, body: 'bad gateway' }],
    ['503', { status: 503, body: 'loading' }],
    ['504', { status: 504, body: 'gateway timeout' }],
  ];
  const heard = { ok: true, value: { text: 'hello' } };
  /** Moves the clock to the next try and waits for it. */
  const nextTry = async (tries: number, milliseconds: number) => {
    await waitUntil(() => clock.waiting === 1, { timeoutMs: 5_000, what: 'it waits', everyMs: 1 });
    clock.advance(milliseconds - 1);
    assert.equal(asked.length, tries - 1);
    clock.advance(1);
    await waitUntil(() => asked.length === tries, { timeoutMs: 5_000, what: 'it asked again', everyMs: 1 });
  };

  for (const [name, fault] of passing) {
    test(`${name}: the same speech is sent again, and nobody notices`, async () => {
      answer = () => (asked.length < 2 ? fault : { body: '{"text":"hello"}' });
      const answered = transcribe(external());
      const wait = { reset: 300, 429: 1_000 }[fault.status ?? 'reset'] ?? 500;
      await nextTry(2, wait);
      assert.deepEqual(await answered, heard);
      assert.equal(asked[1]?.fileBytes, speech.wav.byteLength);
    });
  }

  test('a server that stays away is told in its own words, after four tries', async () => {
    answer = () => ({ status: 503, body: '{"error":"loading"}' });
    const answered = transcribe(external());
    for (const [index, wait] of [500, 2_000, 5_000].entries()) await nextTry(index + 2, wait);
    const told = await answered;
    assert.ok(!told.ok && told.error.kind === 'endpointFailed');
    assert.equal(told.error.detail, 'HTTP 503: loading');
    assert.equal(clock.waiting, 0);
  });

  test('the wait that the server wishes is kept', async () => {
    answer = () =>
      asked.length < 2 ? { status: 429, body: 'busy', retryAfter: '7' } : { body: '{"text":"hello"}' };
    const answered = transcribe(external());
    await nextTry(2, 7_000);
    assert.deepEqual(await answered, heard);
  });

  test('a wait that is too long for a person is told at once', async () => {
    answer = () => ({ status: 429, body: 'busy', retryAfter: '3600' });
    assert.equal((await failure(external())).detail, 'HTTP 429: busy');
    assert.equal(asked.length, 1);
  });

  test('cancelled while it waits for the next try: nothing more is sent', async () => {
    answer = () => ({ status: 503, body: 'loading' });
    const cancel = new AbortController();
    const answered = transcribe(external(), cancel.signal);
    await waitUntil(() => clock.waiting === 1, { timeoutMs: 5_000, what: 'it waits', everyMs: 1 });
    cancel.abort();
    assert.deepEqual(await answered, { ok: false, error: { kind: 'nothingHeard' } });
    assert.equal(clock.waiting, 0);
    assert.equal(asked.length, 1);
  });
});

describe('whisper-server at the address of OpenAI', () => {
  let whisper: ChildProcess;
  let url: string;
  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const args = ['-m', nanoModel, '--port', String(port), '--inference-path', '/v1/audio/transcriptions'];
    whisper = spawn(serverProgram(), [...args, '-t', '2'], { stdio: 'ignore' });
    await waitUntil(async () => (await fetch(`${url}/health`)).ok, {
      timeoutMs: 10_000,
      what: 'it answered',
    });
  });
  after(() => whisper.kill('SIGKILL'));

  test('the words are exact, also where it would break a long line inside a word', async () => {
    const one = external({ url });
    const heard = await transcribe(one);
    assert.ok(heard.ok, JSON.stringify(heard));
    assert.equal(heard.value.text.trim(), phrase);
    const long = await one.transcribe(
      requestOf(
        await spoken(
          'Check that the path is valid and return the number of bytes that were written to the file.',
        ),
      ),
      new AbortController().signal,
    );
    assert.ok(long.ok);
    assert.doesNotMatch(long.value.text.trim(), /\n/);
  });
});
