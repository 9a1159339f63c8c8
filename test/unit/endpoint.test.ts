// A server that somebody else runs, without a network: the address as a person writes it, what is asked, what an
// answer means, and which server is chosen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointFault } from '../../src/base/problem.ts';
import { ok } from '../../src/base/result.ts';
import type { SpeechRequest } from '../../src/base/speech.ts';
import { unknownAbility } from '../../src/base/speech.ts';
import { ServerChoice } from '../../src/server/choice.ts';
import { endpointAt, endpointFields, readAnswer } from '../../src/server/endpoint.ts';

test('the address of a server, of its API, or of the very route', () => {
  const route = 'http://127.0.0.1:8000/v1/audio/transcriptions';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['http://127.0.0.1:8000', route],
    ['http://127.0.0.1:8000/', route],
    [' http://127.0.0.1:8000/v1 ', route],
    ['http://127.0.0.1:8000/v1/', route],
    [route, route],
    ['https://api.example/openai/v1', 'https://api.example/openai/v1/audio/transcriptions'],
    ['HTTPS://API.Example', 'https://api.example/v1/audio/transcriptions'],
    ['http://[::1]:9000', 'http://[::1]:9000/v1/audio/transcriptions'],
    ['http://host/my/audio/transcriptions', 'http://host/my/audio/transcriptions'],
    ['', undefined],
    ['127.0.0.1:8000', undefined],
    ['ftp://host', undefined],
    ['http://', undefined],
    ['http://user:password@host', undefined],
    ['http://host name', undefined],
    ['http://host?key=1', undefined],
    ['http://127.0.0.1@evil.example/', undefined],
  ];
  for (const [written, url] of rows) assert.equal(endpointAt(written)?.url, url, written);
});

test('what stays on this machine, and what is encrypted', () => {
  const rows: readonly (readonly [string, boolean, boolean])[] = [
    ['http://127.0.0.1:8000', true, false],
    ['http://127.8.8.8', true, false],
    ['http://localhost', true, false],
    ['https://[::1]', true, true],
    ['http://127.0.0.1.evil.example', false, false],
    ['http://localhost.evil.example', false, false],
    ['http://192.168.1.5:8000', false, false],
    ['https://api.example', false, true],
  ];
  for (const [written, isLoopback, isEncrypted] of rows) {
    const endpoint = endpointAt(written);
    assert.deepEqual([endpoint?.isLoopback, endpoint?.isEncrypted], [isLoopback, isEncrypted], written);
  }
});

const request: SpeechRequest = {
  ...{ wav: new Uint8Array(), seconds: 2, language: 'de', prompt: 'Redis.', care: 'usual' },
};

test('only what every such server knows is asked', () => {
  assert.deepEqual(endpointFields(request, 'whisper-1', 'verbose'), {
    ...{ model: 'whisper-1', response_format: 'verbose_json', temperature: '0' },
    ...{ language: 'de', prompt: 'Redis.' },
  });
  assert.deepEqual(endpointFields({ ...request, language: 'auto', prompt: '' }, '', 'plain'), {
    ...{ response_format: 'json', temperature: '0' },
  });
});

test('what an answer means, in the server’s own words', () => {
  type Row = readonly [number, string, 'verbose' | 'plain', EndpointFault | 'heard' | 'plainWanted', string];
  const rows: readonly Row[] = [
    [200, '{"text":"hello"}', 'plain', 'heard', 'hello'],
    [200, '{"text":"hello","segments":[{"avg_logprob":-0.1}]}', 'verbose', 'heard', 'hello'],
    [200, '<html>Welcome</html>', 'verbose', 'noTranscript', 'HTTP 200: <html>Welcome</html>'],
    [400, '{"error":{"message":"bad format"}}', 'verbose', 'plainWanted', ''],
    [422, '{"detail":[{"msg":"x"}]}', 'verbose', 'plainWanted', ''],
    [400, '{"error":{"message":"bad audio"}}', 'plain', 'refused', 'HTTP 400: bad audio'],
    [401, '{"error":"no key"}', 'verbose', 'unauthorized', 'HTTP 401: no key'],
    [403, 'Forbidden', 'plain', 'unauthorized', 'HTTP 403: Forbidden'],
    [404, '{"detail":"Not Found"}', 'verbose', 'refused', 'HTTP 404: Not Found'],
    [500, '{"message":"out of memory"}', 'verbose', 'refused', 'HTTP 500: out of memory'],
    [503, 'try\n\nlater', 'verbose', 'refused', 'HTTP 503: try later'],
    [429, 'x'.repeat(999), 'verbose', 'refused', `HTTP 429: ${'x'.repeat(300)}`],
  ];
  for (const [status, body, asked, kind, says] of rows) {
    const answer = readAnswer(status, body, asked);
    const is = answer.kind === 'failed' ? answer.why : answer.kind;
    const said =
      answer.kind === 'failed' ? answer.detail : answer.kind === 'heard' ? answer.transcript.text : '';
    assert.deepEqual([is, said], [kind, says], `${status} ${body}`);
  }
});

test('the chosen server is asked, and our own is let go when it is not', async () => {
  const calls: string[] = [];
  const named = (name: string) => {
    const did = async <Value>(what: string, value: Value): Promise<Value> => {
      calls.push(`${name} ${what}`);
      return value;
    };
    return {
      ability: unknownAbility,
      start: () => did('start', ok(undefined)),
      transcribe: () => did('transcribe', ok({ text: '' })),
      restart: () => did('restart', ok(undefined)),
      stop: () => did('stop', undefined),
      letGo: () => void did('letGo', undefined),
    };
  };
  let address: string | undefined;
  const choice = new ServerChoice(named('own'), named('external'), () => address);
  const all = async () => {
    calls.length = 0;
    await choice.start();
    await choice.transcribe(request, new AbortController().signal);
    return [(await choice.restart()).ok, (await choice.stop()).ok, ...calls];
  };
  assert.deepEqual(await all(), [true, true, 'own start', 'own transcribe', 'own restart', 'own stop']);
  address = 'http://a';
  assert.deepEqual(await all(), [
    ...[false, false, 'own letGo', 'external start', 'own letGo', 'external transcribe'],
  ]);
});
