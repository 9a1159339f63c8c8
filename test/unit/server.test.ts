// whisper-server without a process: its command line, what its lines and its end mean, and what is asked and
// answered. The states of its life are in serverLife.test.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fail, ok } from '../../src/base/result.ts';
import type { Backend } from '../../src/server/backends.ts';
import { describeExit, type Exit, exitOf, startFaultOf } from '../../src/server/exits.ts';
import { type Features, readFeatures, stockFeatures } from '../../src/server/features.ts';
import { baseUrl, checkExtraArgs, commandFor, type LaunchSpec, sameLaunch } from '../../src/server/launch.ts';
import { levelOf } from '../../src/server/levels.ts';
import { modelName, policyFor } from '../../src/server/modelPolicy.ts';
import {
  type Asking,
  audioContext,
  readTranscript,
  requestFields,
  unknownServer,
} from '../../src/server/request.ts';
import { type ProcessorTimes, threadsFor } from '../../src/server/threads.ts';

const cpu: Backend = { kind: 'cpu', library: undefined };
const rocm: Backend = { kind: 'rocm', library: '/s/backends/rocm/libggml-hip.so' };

const spec: LaunchSpec = {
  program: '/s/whisper-server',
  model: '/m/model.bin',
  backend: cpu,
  threads: 4,
  extraArgs: [],
  env: {},
};
const address = { port: 4711, secret: 'abc' };

test('arguments that are Sotto’s own are refused, in every spelling', () => {
  const own = [
    ...['--host', '--port', '--request-path', '--inference-path', '--public'],
    ...['-m', '--model', '-h', '--help', '--convert', '--tmp-dir'],
  ];
  for (const argument of own) {
    for (const spelled of [argument, `${argument}=x`]) {
      const refused = fail({ kind: 'badServerArgument', argument: spelled });
      assert.deepEqual(checkExtraArgs([spelled]), refused);
      assert.deepEqual(checkExtraArgs(['-nfa', spelled, '0.0.0.0']), refused);
    }
  }
});

test('other arguments pass', () => {
  const rows = [[], ['-nfa'], ['--beam-size', '5'], ['-bs', '5', '--no-gpu'], ['--hostile'], ['']];
  for (const extraArgs of rows) assert.deepEqual(checkExtraArgs(extraArgs), ok(undefined));
});

test('the command line: loopback only, under the secret path', () => {
  const { args, env } = commandFor({ ...spec, extraArgs: ['-nfa'] }, address);
  const after = (name: string) => args[args.indexOf(name) + 1];
  const rows = [
    ['--host', '127.0.0.1'],
    ['--port', '4711'],
    ['--request-path', '/abc'],
    ['--model', '/m/model.bin'],
    ['--threads', '4'],
  ] as const;
  for (const [name, value] of rows) assert.equal(after(name), value, name);
  assert.equal(args.at(-1), '-nfa');
  assert.deepEqual(env, { GGML_NO_BACKTRACE: '1' });
  assert.equal(baseUrl(address), 'http://127.0.0.1:4711');
});

test('the environment: the library of the backend, and the user’s own wins', () => {
  const rows = [
    [{ backend: rocm }, { GGML_NO_BACKTRACE: '1', GGML_BACKEND_PATH: rocm.library }],
    [{ env: { HIP_VISIBLE_DEVICES: '1' } }, { GGML_NO_BACKTRACE: '1', HIP_VISIBLE_DEVICES: '1' }],
    [
      { backend: rocm, env: { GGML_BACKEND_PATH: '/x' } },
      { GGML_NO_BACKTRACE: '1', GGML_BACKEND_PATH: '/x' },
    ],
  ] as const;
  for (const [change, env] of rows) assert.deepEqual(commandFor({ ...spec, ...change }, address).env, env);
});

test('a launch is the same only if everything is', () => {
  assert.ok(sameLaunch(spec, { ...spec, extraArgs: [...spec.extraArgs], env: { ...spec.env } }));
  const changes: readonly Partial<LaunchSpec>[] = [
    { program: '/other' },
    { model: '/other' },
    { backend: rocm },
    { threads: 5 },
    { extraArgs: ['-nfa'] },
    { env: { A: '1' } },
  ];
  for (const change of changes) assert.ok(!sameLaunch(spec, { ...spec, ...change }), JSON.stringify(change));
});

test('why a server ended before it was ready', () => {
  const code = (value: number): Exit => ({ code: value, signal: null });
  const signal = (value: string): Exit => ({ code: null, signal: value });
  const noBind = "couldn't bind to server socket: hostname=127.0.0.1 port=4711";
  const noModel = 'error: failed to initialize whisper context';
  const noLibrary = './whisper-server: error while loading shared libraries: libggml.so: cannot open';
  const rows = [
    [code(126), [], 'notRunnable', 'exit code 126'],
    [code(127), [noLibrary], 'missingLibrary', 'exit code 127'],
    [code(1), [noLibrary], 'missingLibrary', 'exit code 1'],
    [code(127), [], 'notRunnable', 'exit code 127'],
    [code(2), ['/s/whisper-server: 1: Syntax error: ")" unexpected'], 'notRunnable', 'exit code 2'],
    [code(1), ['/bin/sh: /s/whisper-server: cannot execute binary file'], 'notRunnable', 'exit code 1'],
    [code(3), [], 'badModel', 'exit code 3'],
    [code(1), ['whisper_model_load: bad', noModel, ''], 'badModel', 'exit code 1'],
    [code(1), [noBind], 'portTaken', 'exit code 1'],
    [code(0), ['error: unknown argument: --foo'], 'badArgument', 'exit code 0'],
    [signal('SIGABRT'), ['ROCm error: x'], 'crashed', 'ended by SIGABRT'],
    [signal('SIGSEGV'), [], 'crashed', 'ended by SIGSEGV'],
    [code(1), [], 'exited', 'exit code 1'],
  ] as const;
  for (const [exit, tail, fault, words] of rows) {
    assert.equal(startFaultOf(exit, tail), fault, `${words}: ${tail.join()}`);
    assert.equal(describeExit(exit), words);
  }
});

test('what was seen of a start counts more than how it ended', () => {
  const killed: Exit = { code: null, signal: 'SIGKILL', asked: 'kill' };
  assert.equal(startFaultOf(killed, [], 'timeout'), 'timeout');
  assert.equal(startFaultOf(killed, [], 'stranger'), 'portTaken');
});

test('an end as a shell tells it', () => {
  const rows = [
    [0, 'exit code 0'],
    [3, 'exit code 3'],
    [127, 'exit code 127'],
    [134, 'ended by SIGABRT'],
    [137, 'ended by SIGKILL'],
    [139, 'ended by SIGSEGV'],
    [160, 'ended by signal 32'],
  ] as const;
  for (const [status, words] of rows) assert.equal(describeExit(exitOf(status)), words);
  assert.equal(describeExit({ code: null, signal: null }), 'ended without a word');
  assert.equal(describeExit({ code: null, signal: null, asked: 'letGo' }), 'let go');
});

test('the level at which a line of the server is shown', () => {
  const rows = [
    ['whisper_model_load:          CPU total size =    28.88 MB', 'info'],
    ['load_backend: loaded CPU backend from /b/libggml-cpu-zen4.so', 'info'],
    ['error: unknown argument: --foo', 'error'],
    ['error: failed to initialize whisper context', 'error'],
    ['load_backend: failed to load /b/libggml-hip.so: libamdhip64.so.7: cannot open', 'error'],
    ['ggml_cuda_init: failed to initialize ROCm: no ROCm-capable device is detected', 'error'],
    ["couldn't bind to server socket: hostname=127.0.0.1 port=4711", 'error'],
    ['terminate called after throwing an instance of std::invalid_argument', 'error'],
    ['whisper_backend_init_gpu: no GPU found', 'warn'],
    ['client disconnected, aborted processing', 'warn'],
    ["operator(): processing 'audio.wav' (32000 samples, 2.0 sec), 2 threads", 'debug'],
    ['system_info: n_threads = 2 / 2 | CPU : SSE3 = 1', 'debug'],
    ['Received request: audio.wav', 'debug'],
  ] as const;
  for (const [line, level] of rows) assert.equal(levelOf(line), level, line);
});

const speech = { wav: new Uint8Array(), seconds: 4, language: 'de', prompt: '', care: 'usual' } as const;
const ours: Features = {
  abortsAtOnce: true,
  boundsDecoding: true,
  choosesThreads: true,
  masksPadding: true,
};
const stockFields = {
  ...{ response_format: 'verbose_json', no_language_probabilities: 'true', max_len: '100000' },
  ...{ language: 'de', temperature: '0', temperature_inc: '0', best_of: '1' },
  ...{ no_timestamps: 'true', token_timestamps: 'false' },
};

test('what a stock server of an unknown model is asked: how sure it is, no second pass, one temperature', () => {
  assert.deepEqual(requestFields(speech), stockFields);
  assert.deepEqual(requestFields({ ...speech, care: 'full' }), stockFields);
  const { no_timestamps: _, ...long } = stockFields;
  assert.deepEqual(requestFields({ ...speech, seconds: 70 }), long);
  const prompt = 'Redis, nginx.';
  assert.deepEqual(requestFields({ ...speech, prompt }), { ...stockFields, prompt });
  assert.deepEqual(requestFields({ ...speech, keepsToWords: true }), {
    ...stockFields,
    suppress_nst: 'true',
  });
  const { no_language_probabilities: __, max_len: ___, ...draft } = stockFields;
  assert.deepEqual(requestFields({ ...speech, care: 'draft' }), { ...draft, response_format: 'json' });
});

test('our server has bounds for each request, in proportion to the sound and to its own speed', () => {
  const asking = { ...unknownServer, features: ours, wholeMs: 1_000, threads: 1 };
  assert.deepEqual(requestFields(speech, asking), {
    ...stockFields,
    ...{ temperature_inc: '0.6', best_of: '2', loop_guard: 'true', threads: '1' },
    ...{ max_tokens: '80', deadline_ms: '1300' },
  });
  const draft = requestFields({ ...speech, care: 'draft' }, asking);
  assert.deepEqual([draft['temperature_inc'], draft['best_of'], draft['max_tokens']], ['0', '1', '80']);
});

const cut = { context: { least: 256, margin: 128 } };
const contexts: readonly (readonly [
  seconds: number,
  asking: Partial<Asking>,
  context: number | undefined,
])[] = [
  [4, {}, undefined],
  [0.5, { policy: cut, features: ours }, 256],
  [4, { policy: cut, features: ours }, 384],
  [4, { policy: cut }, 512],
  [11, { policy: cut, features: ours }, 704],
  [26, { policy: cut, features: ours }, 1_472],
  [26, { policy: cut }, undefined],
  [28, { policy: cut, features: ours }, undefined],
  [4, { policy: cut, features: ours, wholeMs: 149 }, undefined],
  [4, { policy: cut, features: ours, wholeMs: 500 }, 384],
];

for (const [seconds, asking, context] of contexts) {
  test(`${seconds} s ${JSON.stringify(asking)}: the recogniser looks at ${context ?? 'the whole window'}`, () => {
    assert.equal(audioContext(seconds, { ...unknownServer, ...asking }), context);
    const { audio_ctx } = requestFields({ ...speech, care: 'full' }, { ...unknownServer, ...asking });
    assert.equal(audio_ctx, undefined);
  });
}

test('the policy of a model goes by its name, whatever its folder and its quantisation', () => {
  const names = {
    '/models/ggml-tiny.en-q5_1.bin': 'tiny.en',
    'C:\\models\\ggml-base.bin': 'base',
    'ggml-large-v3-turbo-q8_0.bin': 'large-v3-turbo',
    'ggml-base.en-ACFT.bin': 'base.en-acft',
  };
  for (const [file, name] of Object.entries(names)) assert.equal(modelName(file), name);
  assert.deepEqual(policyFor('ggml-tiny.en.bin').context, { least: 768, margin: 400 });
  assert.deepEqual(policyFor('ggml-base-q5_1.bin').context, { least: 1_280, margin: 600 });
  assert.equal(policyFor('ggml-small-q5_1.bin').context, undefined);
  assert.equal(policyFor('ggml-large-v3-turbo.bin').context, undefined);
  assert.equal(policyFor('tiny.en-of-somebody.bin').context, undefined);
  assert.notEqual(policyFor('ggml-base.en-acft-q8_0.bin').context, undefined);
});

test('what a server can do is what it says of itself, and nothing where it says nothing', () => {
  const says = { abort_encode: 'node', loop_guard: true, max_tokens: true, threads: true, deadline: true };
  assert.deepEqual(readFeatures(JSON.stringify({ status: 'ok', features: says })), {
    ...ours,
    masksPadding: false,
  });
  assert.equal(
    readFeatures(JSON.stringify({ features: { ...says, deadline: false } })).boundsDecoding,
    false,
  );
  for (const health of ['{"status":"ok"}', '', 'null', '[1]', '{"features":null}'])
    assert.deepEqual(readFeatures(health), stockFeatures);
});

const quiet = { idle: 0, total: 0, own: 0 };
const threads: readonly (readonly [now: ProcessorTimes, cores: number, threads: number | undefined])[] = [
  [{ idle: 2_000, total: 2_000, own: 0 }, 2, 2],
  [{ idle: 0, total: 2_000, own: 0 }, 2, 1],
  [{ idle: 0, total: 2_000, own: 2_000 }, 2, 2],
  [{ idle: 500, total: 2_000, own: 800 }, 2, 1],
  [{ idle: 1_500, total: 2_000, own: 200 }, 2, 2],
  [{ idle: 16_000, total: 16_000, own: 0 }, 16, 8],
  [{ idle: 4_000, total: 16_000, own: 0 }, 16, 4],
  [quiet, 2, undefined],
];

for (const [now, cores, count] of threads) {
  test(`${JSON.stringify(now)} of ${cores} cores: ${count} threads`, () =>
    assert.equal(threadsFor(quiet, now, cores), count));
}

test('an answer is its text, and anything else is none', () => {
  const rows = [
    ['{"text":" Hello.\\n"}', ' Hello.\n'],
    ['{"text":""}', ''],
    ['{"text":"ü ✓","more":1}', 'ü ✓'],
    ['{"error":"failed to read audio"}', undefined],
    ['{"text":null}', undefined],
    ['{"text":["a"]}', undefined],
    ['null', undefined],
    ['"text"', undefined],
    ['[]', undefined],
    ['<html>', undefined],
    ['{"text":"cut', undefined],
    ['', undefined],
  ] as const;
  for (const [body, text] of rows) assert.equal(readTranscript(body)?.text, text, body);
});

test('how sure an answer is: the mean over its segments, where they tell', () => {
  const rows = [
    ['{"text":"a"}', { text: 'a' }],
    ['{"text":"a","segments":[]}', { text: 'a' }],
    ['{"text":"a","segments":[{"avg_logprob":-0.5,"no_speech_prob":0.25}]}', [-0.5, 0.25]],
    ['{"text":"a","segments":[{"avg_logprob":-0.5},{"avg_logprob":-1.5,"no_speech_prob":0}]}', [-1, 0]],
    ['{"text":"a","segments":[{"avg_logprob":null},null,7]}', { text: 'a' }],
  ] as const;
  for (const [body, expected] of rows) {
    const found = readTranscript(body);
    if ('text' in expected) assert.deepEqual(found, expected, body);
    else assert.deepEqual([found?.confidence, found?.noSpeech], expected, body);
  }
});
