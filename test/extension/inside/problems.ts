// Samples of everything that can go wrong, complete by type: a new kind or reason does not compile without one.

import type {
  DownloadFault,
  EndpointFault,
  Fix,
  ModelFault,
  Problem,
  ProblemKind,
  ReplacementFault,
  StartFault,
} from '../../../src/base/problem.ts';

type Samples = { readonly [Kind in ProblemKind]: readonly Extract<Problem, { kind: Kind }>[] };

const modelFaults = every<ModelFault>({ notAModel: 0, truncated: 0, wrongContent: 0, unreadable: 0 });
const downloadFaults = every<DownloadFault>({ network: 0, refused: 0, disk: 0, wrongContent: 0 });
const startFaults = every<StartFault>({
  ...{ notRunnable: 0, missingLibrary: 0, badModel: 0, badArgument: 0 },
  ...{ portTaken: 0, crashed: 0, exited: 0, timeout: 0 },
});

const replacementFaults = every<ReplacementFault>({
  ...{ tooLong: 0, notKnown: 0, incomplete: 0, repetition: 0, notWords: 0 },
});

const endpointFaults = every<EndpointFault>({
  ...{ invalid: 0, notAllowed: 0, notOurs: 0, unreachable: 0 },
  ...{ timeout: 0, unauthorized: 0, refused: 0, noTranscript: 0 },
});

const samples: Samples = {
  recorderMissing: [
    { kind: 'recorderMissing', wanted: ['sox', 'ffmpeg'], install: 'sudo apt install sox' },
    { kind: 'recorderMissing', wanted: ['sox'], install: undefined },
  ],
  recorderFailed: [{ kind: 'recorderFailed', program: 'arecord', detail: 'device busy' }],
  recorderStopped: [{ kind: 'recorderStopped', program: 'parecord', detail: 'exit code 1' }],
  microphoneSilent: [
    { kind: 'microphoneSilent', why: 'noFrames' },
    { kind: 'microphoneSilent', why: 'constant' },
    { kind: 'microphoneSilent', why: 'muted' },
  ],
  recordingGap: [
    { kind: 'recordingGap', program: 'parecord', why: 'stalled', seconds: 1.24 },
    { kind: 'recordingGap', program: 'parecord', why: 'stopped', seconds: 0.05 },
  ],
  deviceMissing: [{ kind: 'deviceMissing', device: 'alsa_input.usb' }],
  recordingLong: [{ kind: 'recordingLong' }],
  soundFileUnreadable: [{ kind: 'soundFileUnreadable', file: '/a.m4a', detail: 'no', install: undefined }],
  nothingHeard: [{ kind: 'nothingHeard' }],
  nothingToTakeBack: [{ kind: 'nothingToTakeBack' }],
  cannotTakeBack: [{ kind: 'cannotTakeBack' }],
  nothingToRetry: [{ kind: 'nothingToRetry' }],
  modelMissing: [{ kind: 'modelMissing', name: 'base.en', bytes: 147_964_211, file: '/models/base.en.bin' }],
  modelUnknown: [{ kind: 'modelUnknown', name: 'huge', known: ['base.en', 'small'] }],
  modelFileMissing: [{ kind: 'modelFileMissing', file: '/models/mine.bin' }],
  modelBroken: modelFaults.flatMap((why) => [
    { kind: 'modelBroken', file: '/models/mine.bin', why, downloadable: true },
    { kind: 'modelBroken', file: '/models/mine.bin', why, downloadable: false },
  ]),
  downloadFailed: downloadFaults.map((why) => ({
    ...{ kind: 'downloadFailed', name: 'base.en', why, detail: 'the reason' },
  })),
  serverMissing: [{ kind: 'serverMissing', file: '/opt/whisper-server' }],
  backendMissing: [{ kind: 'backendMissing', backend: 'rocm', built: ['cpu', 'vulkan'] }],
  badServerArgument: [{ kind: 'badServerArgument', argument: '--port' }],
  folderUnusable: [{ kind: 'folderUnusable', folder: '/storage', detail: 'no space left' }],
  serverWontStart: startFaults.flatMap((why) => [
    { kind: 'serverWontStart', why, detail: 'exit code 1', tail: ['loading', 'error: libfoo.so.1'] },
    { kind: 'serverWontStart', why, detail: 'exit code 1', tail: [] },
  ]),
  serverDied: [{ kind: 'serverDied', detail: 'SIGKILL', tail: ['working'] }],
  serverKeepsDying: [
    { kind: 'serverKeepsDying', crashes: 5, detail: 'SIGKILL', tail: ['working'] },
    { kind: 'serverKeepsDying', crashes: 5, detail: 'SIGKILL', tail: [] },
  ],
  serverRefused: [{ kind: 'serverRefused', status: 500, detail: 'no' }],
  serverTimeout: [{ kind: 'serverTimeout', seconds: 30 }],
  endpointFailed: endpointFaults.map((why) => ({
    ...{ kind: 'endpointFailed', address: 'https://speech.example', why, detail: 'HTTP 500: no' },
  })),
  noEditor: [{ kind: 'noEditor' }],
  readOnly: [{ kind: 'readOnly', file: '/project/main.py' }],
  noComments: [{ kind: 'noComments', language: 'plaintext', text: 'spoken words' }],
  placeGone: [{ kind: 'placeGone', file: '/project/main.py', text: 'import numpy as np' }],
  replacementRefused: replacementFaults.map((why) => ({ kind: 'replacementRefused', spoken: '/(a/', why })),
  pathRelative: (['server', 'model', 'modelsFolder'] as const).map((of) => ({
    ...{ kind: 'pathRelative', path: 'bin/server', of },
  })),
  soundFilePartial: [undefined, 125].map((seconds) => ({
    ...{ kind: 'soundFilePartial', file: '/music/talk.mp3', heardSeconds: 62, seconds },
    ...{ detail: 'ended by SIGKILL', install: undefined },
  })),
  workspaceUntrusted: [{ kind: 'workspaceUntrusted', file: '.sotto/vocabulary.txt' }],
};

export const problems: readonly Problem[] = Object.values(samples).flat();

export const allFixes = every<Fix>({
  ...{ retryLast: 0, copyInstallCommand: 0, chooseRecorder: 0, chooseDevice: 0, downloadModel: 0 },
  ...{ chooseModelFile: 0, chooseModel: 0, chooseModelsFolder: 0, chooseServer: 0, chooseBackend: 0 },
  ...{
    editServerArguments: 0,
    setEndpointKey: 0,
    editEndpoint: 0,
    restartServer: 0,
    showLog: 0,
    insertHere: 0,
    copyText: 0,
  },
  ...{ editReplacements: 0, manageTrust: 0, transcribeFile: 0 },
});

function every<Name extends string>(names: Readonly<Record<Name, 0>>): readonly Name[] {
  return Object.keys(names) as Name[];
}
