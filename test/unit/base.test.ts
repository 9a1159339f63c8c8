// The small things that everyone uses: problems with their ways out, what is taken and given back, listeners.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Disposable, DisposableStore, disposable } from '../../src/base/disposables.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { reasonOf } from '../../src/base/errors.ts';
import { type Fix, fixesFor, type Problem, type ProblemKind } from '../../src/base/problem.ts';

/** One of each kind, and its fixes where no audio is kept; the compiler asks for a new kind here. */
const problems: {
  readonly [Kind in ProblemKind]: readonly [Extract<Problem, { kind: Kind }>, readonly Fix[]];
} = {
  recorderMissing: [
    { kind: 'recorderMissing', wanted: ['rec'], install: 'sudo apt install sox' },
    ['copyInstallCommand', 'chooseRecorder'],
  ],
  recorderFailed: [
    { kind: 'recorderFailed', program: 'rec', detail: '' },
    ['chooseRecorder', 'chooseDevice', 'showLog'],
  ],
  recorderStopped: [{ kind: 'recorderStopped', program: 'rec', detail: '' }, ['chooseRecorder']],
  microphoneSilent: [{ kind: 'microphoneSilent', why: 'constant' }, ['chooseDevice', 'chooseRecorder']],
  recordingGap: [
    { kind: 'recordingGap', program: 'rec', why: 'stalled', seconds: 1.2 },
    ['chooseRecorder', 'chooseDevice'],
  ],
  deviceMissing: [{ kind: 'deviceMissing', device: 'mic' }, ['chooseDevice']],
  recordingLong: [{ kind: 'recordingLong' }, []],
  soundFileUnreadable: [
    { kind: 'soundFileUnreadable', file: '/a.m4a', detail: 'no', install: 'apt install ffmpeg' },
    ['copyInstallCommand'],
  ],
  nothingHeard: [{ kind: 'nothingHeard' }, ['chooseDevice']],
  nothingToTakeBack: [{ kind: 'nothingToTakeBack' }, []],
  cannotTakeBack: [{ kind: 'cannotTakeBack' }, []],
  nothingToRetry: [{ kind: 'nothingToRetry' }, []],
  replacementRefused: [
    { kind: 'replacementRefused', spoken: '/(/', why: 'incomplete' },
    ['editReplacements'],
  ],
  modelMissing: [
    { kind: 'modelMissing', name: 'base.en', bytes: 1, file: '/m' },
    ['downloadModel', 'chooseModelFile'],
  ],
  modelUnknown: [{ kind: 'modelUnknown', name: 'x', known: [] }, ['chooseModel', 'chooseModelFile']],
  modelFileMissing: [{ kind: 'modelFileMissing', file: '/m' }, ['chooseModelFile', 'chooseModel']],
  modelBroken: [
    { kind: 'modelBroken', file: '/m', why: 'truncated', downloadable: true },
    ['downloadModel', 'chooseModelFile'],
  ],
  downloadFailed: [
    { kind: 'downloadFailed', name: 'base.en', why: 'network', detail: '' },
    ['downloadModel', 'chooseModelsFolder', 'chooseModelFile'],
  ],
  serverMissing: [{ kind: 'serverMissing', file: '/s' }, ['chooseServer', 'showLog']],
  backendMissing: [{ kind: 'backendMissing', backend: 'rocm', built: [] }, ['chooseBackend']],
  badServerArgument: [{ kind: 'badServerArgument', argument: '--host' }, ['editServerArguments']],
  folderUnusable: [{ kind: 'folderUnusable', folder: '/f', detail: '' }, ['restartServer', 'showLog']],
  serverWontStart: [
    { kind: 'serverWontStart', why: 'crashed', detail: '', tail: [] },
    ['restartServer', 'showLog', 'chooseServer'],
  ],
  serverDied: [{ kind: 'serverDied', detail: '', tail: [] }, ['showLog']],
  serverKeepsDying: [
    { kind: 'serverKeepsDying', crashes: 5, detail: '', tail: [] },
    ['restartServer', 'showLog', 'chooseBackend'],
  ],
  serverRefused: [{ kind: 'serverRefused', status: 500, detail: '' }, ['showLog']],
  serverTimeout: [{ kind: 'serverTimeout', seconds: 60 }, ['restartServer', 'showLog']],
  endpointFailed: [
    { kind: 'endpointFailed', address: 'http://x', why: 'unauthorized', detail: '' },
    ['setEndpointKey', 'editEndpoint', 'chooseBackend'],
  ],
  noEditor: [{ kind: 'noEditor' }, []],
  readOnly: [{ kind: 'readOnly', file: '/a.ts' }, []],
  noComments: [{ kind: 'noComments', language: 'plaintext', text: 'hello' }, ['insertHere', 'copyText']],
  placeGone: [{ kind: 'placeGone', file: '/a.ts', text: 'hello' }, ['insertHere', 'copyText']],
  soundFilePartial: [
    {
      ...{ kind: 'soundFilePartial', file: '/a.mp3', heardSeconds: 1, seconds: 2, detail: '' },
      install: 'sudo apt install ffmpeg',
    },
    ['copyInstallCommand', 'transcribeFile'],
  ],
  pathRelative: [{ kind: 'pathRelative', path: 'bin/server', of: 'server' }, ['chooseServer']],
  workspaceUntrusted: [{ kind: 'workspaceUntrusted', file: 'vocabulary.txt' }, ['manageTrust']],
};

test('every problem has its ways out, and none of them is a retry without audio', () => {
  for (const [kind, [problem, fixes]] of Object.entries(problems)) {
    assert.deepEqual(fixesFor(problem, false), fixes, kind);
  }
});

test('with audio every problem offers the retry once, first where it is the best way', () => {
  const first: readonly string[] = [
    ...['recorderStopped', 'nothingHeard', 'serverDied', 'serverRefused', 'serverTimeout', 'endpointFailed'],
  ];
  for (const [kind, [problem, fixes]] of Object.entries(problems)) {
    // The words are there already: hearing them again would help nobody.
    const withRetry = first.includes(kind) ? ['retryLast', ...fixes] : [...fixes, 'retryLast'];
    assert.deepEqual(fixesFor(problem, true), 'text' in problem ? fixes : withRetry, kind);
  }
});

test('a fix that is not possible is not offered', () => {
  const rows: readonly (readonly [Problem, readonly Fix[]])[] = [
    [{ kind: 'recorderMissing', wanted: [], install: undefined }, ['chooseRecorder']],
    [{ kind: 'pathRelative', path: 'a.bin', of: 'model' }, ['chooseModel']],
    [{ kind: 'pathRelative', path: 'models', of: 'modelsFolder' }, ['chooseModelsFolder']],
    [{ kind: 'modelBroken', file: '/m', why: 'notAModel', downloadable: false }, ['chooseModelFile']],
    [
      { kind: 'endpointFailed', address: 'http://x', why: 'unreachable', detail: '' },
      ['editEndpoint', 'chooseBackend'],
    ],
    [{ kind: 'endpointFailed', address: 'http://x', why: 'notAllowed', detail: '' }, ['chooseBackend']],
  ];
  for (const [problem, fixes] of rows) assert.deepEqual(fixesFor(problem, false), fixes, problem.kind);
});

function noted(log: string[], name: string): Disposable {
  return { dispose: () => log.push(name) };
}

test('a store gives back in reverse order, once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  for (const name of ['a', 'b', 'c']) store.add(noted(log, name));
  store.dispose();
  store.dispose();
  assert.deepEqual(log, ['c', 'b', 'a']);
});

test('what comes to a store after its end is given back at once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  const late = noted(log, 'late');
  assert.equal(store.add(late), late);
  assert.deepEqual(log, ['late']);
});

test('what is added while a store ends is given back too', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.add(noted(log, 'first'));
  store.add(disposable(() => store.add(noted(log, 'late'))));
  store.dispose();
  assert.deepEqual(log, ['late', 'first']);
});

test('a disposable runs once', () => {
  let runs = 0;
  const once = disposable(() => {
    runs += 1;
  });
  once.dispose();
  once.dispose();
  assert.equal(runs, 1);
});

test('listeners are called in their order until they are disposed', () => {
  const log: string[] = [];
  const emitter = new Emitter<number>();
  const first = emitter.listen((value) => log.push(`first ${value}`));
  emitter.listen((value) => log.push(`second ${value}`));
  emitter.fire(1);
  first.dispose();
  emitter.fire(2);
  assert.deepEqual(log, ['first 1', 'second 1', 'second 2']);
});

test('a listener that comes while it fires hears the next value', () => {
  const log: number[] = [];
  const emitter = new Emitter<number>();
  const adding = emitter.listen(() => emitter.listen((value) => log.push(value)));
  emitter.fire(1);
  adding.dispose();
  emitter.fire(2);
  assert.deepEqual(log, [2]);
});

test('an error says its reason, wherever it keeps it', () => {
  const unnamed = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
  const rows: readonly (readonly [unknown, string])[] = [
    [new Error('no such file'), 'no such file'],
    [
      new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
      'fetch failed: connect ECONNREFUSED',
    ],
    [new TypeError('fetch failed', { cause: unnamed }), 'fetch failed: ECONNREFUSED'],
    [unnamed, 'ECONNREFUSED'],
    [new RangeError(''), 'RangeError'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ];
  for (const [error, reason] of rows) assert.equal(reasonOf(error), reason);
});
