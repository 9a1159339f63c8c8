// Everything that can go wrong for a person, as values: the kind, what is known about it, and the ids of the
// actions that get out of it. No wording: sentences and buttons are made in vscode/messages.ts, and the
// compiler makes every new kind be worded there and given its fixes here.

export type Problem =
  // microphone
  | {
      readonly kind: 'recorderMissing';
      readonly wanted: readonly string[];
      readonly install: string | undefined;
    }
  | { readonly kind: 'recorderFailed'; readonly program: string; readonly detail: string }
  | { readonly kind: 'recorderStopped'; readonly program: string; readonly detail: string }
  | { readonly kind: 'microphoneSilent'; readonly why: 'noFrames' | 'constant' | 'muted' }
  /** The recorder broke off and was started again: what was said in these seconds is missing. */
  | {
      readonly kind: 'recordingGap';
      readonly program: string;
      readonly why: 'stalled' | 'stopped';
      readonly seconds: number;
    }
  | { readonly kind: 'deviceMissing'; readonly device: string }
  | { readonly kind: 'recordingLong' }
  | {
      readonly kind: 'soundFileUnreadable';
      readonly file: string;
      readonly detail: string;
      readonly install: string | undefined;
    }
  /** The text of what came before is shown. */
  | {
      readonly kind: 'soundFilePartial';
      readonly file: string;
      readonly heardSeconds: number;
      readonly seconds: number | undefined;
      readonly detail: string;
      readonly install: string | undefined;
    }
  | { readonly kind: 'nothingHeard' }
  | { readonly kind: 'nothingToRetry' }
  | { readonly kind: 'nothingToTakeBack' }
  // model
  | { readonly kind: 'modelMissing'; readonly name: string; readonly bytes: number; readonly file: string }
  | { readonly kind: 'modelUnknown'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'modelFileMissing'; readonly file: string }
  | {
      readonly kind: 'modelBroken';
      readonly file: string;
      readonly why: ModelFault;
      readonly downloadable: boolean;
    }
  | {
      readonly kind: 'downloadFailed';
      readonly name: string;
      readonly why: DownloadFault;
      readonly detail: string;
    }
  /** It belongs to no folder that is open and trusted. */
  | { readonly kind: 'pathRelative'; readonly path: string; readonly of: 'server' | 'model' | 'modelsFolder' }
  // server
  | { readonly kind: 'serverMissing'; readonly file: string }
  | { readonly kind: 'backendMissing'; readonly backend: string; readonly built: readonly string[] }
  | { readonly kind: 'badServerArgument'; readonly argument: string }
  | { readonly kind: 'folderUnusable'; readonly folder: string; readonly detail: string }
  | {
      readonly kind: 'serverWontStart';
      readonly why: StartFault;
      readonly detail: string;
      readonly tail: readonly string[];
    }
  | { readonly kind: 'serverDied'; readonly detail: string; readonly tail: readonly string[] }
  | {
      readonly kind: 'serverKeepsDying';
      readonly crashes: number;
      readonly detail: string;
      readonly tail: readonly string[];
    }
  | { readonly kind: 'serverRefused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'serverTimeout'; readonly seconds: number }
  | {
      readonly kind: 'endpointFailed';
      readonly address: string;
      readonly why: EndpointFault;
      readonly detail: string;
    }
  // place
  | { readonly kind: 'noEditor' }
  | { readonly kind: 'readOnly'; readonly file: string }
  | { readonly kind: 'noComments'; readonly language: string; readonly text: string }
  | { readonly kind: 'placeGone'; readonly file: string; readonly text: string }
  | { readonly kind: 'cannotTakeBack' }
  // text
  | { readonly kind: 'replacementRefused'; readonly spoken: string; readonly why: ReplacementFault }
  /** Its words are left out. */
  | { readonly kind: 'workspaceUntrusted'; readonly file: string };

export type ProblemKind = Problem['kind'];

export type ModelFault = 'notAModel' | 'truncated' | 'wrongContent' | 'unreadable';
export type DownloadFault = 'network' | 'refused' | 'disk' | 'wrongContent';
export type StartFault =
  | 'notRunnable'
  | 'missingLibrary'
  | 'badModel'
  | 'badArgument'
  | 'portTaken'
  | 'crashed'
  | 'exited'
  | 'timeout';

/** Why a replacement of the user cannot be used. The first four are about its regular expression. */
export type ReplacementFault = 'tooLong' | 'notKnown' | 'incomplete' | 'repetition' | 'notWords';

/** Of a server that somebody else runs. */
export type EndpointFault =
  | 'invalid'
  | 'notAllowed'
  | 'notOurs'
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'refused'
  | 'noTranscript';

/** What a person can do about it; the edge gives each a label and a deed. */
export type Fix =
  | 'retryLast'
  | 'copyInstallCommand'
  | 'chooseRecorder'
  | 'chooseDevice'
  | 'downloadModel'
  | 'chooseModelFile'
  | 'chooseModel'
  | 'chooseModelsFolder'
  | 'chooseServer'
  | 'chooseBackend'
  | 'editServerArguments'
  | 'setEndpointKey'
  | 'editEndpoint'
  | 'restartServer'
  | 'showLog'
  | 'insertHere'
  | 'copyText'
  | 'editReplacements'
  | 'manageTrust'
  | 'transcribeFile';

const fixes: { readonly [Kind in ProblemKind]: readonly Fix[] } = {
  recorderMissing: ['copyInstallCommand', 'chooseRecorder'],
  recorderFailed: ['chooseRecorder', 'chooseDevice', 'showLog'],
  recorderStopped: ['retryLast', 'chooseRecorder'],
  microphoneSilent: ['chooseDevice', 'chooseRecorder'],
  recordingGap: ['chooseRecorder', 'chooseDevice'],
  deviceMissing: ['chooseDevice'],
  recordingLong: [],
  soundFileUnreadable: ['copyInstallCommand'],
  soundFilePartial: ['copyInstallCommand', 'transcribeFile'],
  nothingHeard: ['retryLast', 'chooseDevice'],
  nothingToRetry: [],
  nothingToTakeBack: [],
  modelMissing: ['downloadModel', 'chooseModelFile'],
  modelUnknown: ['chooseModel', 'chooseModelFile'],
  modelFileMissing: ['chooseModelFile', 'chooseModel'],
  modelBroken: ['downloadModel', 'chooseModelFile'],
  downloadFailed: ['downloadModel', 'chooseModelsFolder', 'chooseModelFile'],
  pathRelative: ['chooseServer', 'chooseModel', 'chooseModelsFolder'],
  serverMissing: ['chooseServer', 'showLog'],
  backendMissing: ['chooseBackend'],
  badServerArgument: ['editServerArguments'],
  folderUnusable: ['restartServer', 'showLog'],
  serverWontStart: ['restartServer', 'showLog', 'chooseServer'],
  serverDied: ['retryLast', 'showLog'],
  serverKeepsDying: ['restartServer', 'showLog', 'chooseBackend'],
  serverRefused: ['retryLast', 'showLog'],
  serverTimeout: ['retryLast', 'restartServer', 'showLog'],
  endpointFailed: ['retryLast', 'setEndpointKey', 'editEndpoint', 'chooseBackend'],
  noEditor: [],
  readOnly: [],
  noComments: ['insertHere', 'copyText'],
  placeGone: ['insertHere', 'copyText'],
  cannotTakeBack: [],
  replacementRefused: ['editReplacements'],
  workspaceUntrusted: ['manageTrust'],
};

/** The ways out of a problem, best first. `audioKept` adds the retry where speech waits for it. */
export function fixesFor(problem: Problem, audioKept: boolean): readonly Fix[] {
  const own = fixes[problem.kind].filter((fix) => isPossible(fix, problem, audioKept));
  return audioKept && !own.includes('retryLast') && !('text' in problem) ? [...own, 'retryLast'] : own;
}

function isPossible(fix: Fix, problem: Problem, audioKept: boolean): boolean {
  if (fix === 'retryLast') return audioKept;
  if (fix === 'copyInstallCommand') return 'install' in problem && problem.install !== undefined;
  if (fix === 'downloadModel' && problem.kind === 'modelBroken') return problem.downloadable;
  if (problem.kind === 'pathRelative') return fix === pathFixes[problem.of];
  if (problem.kind === 'endpointFailed' && fix === 'setEndpointKey') return problem.why === 'unauthorized';
  if (problem.kind === 'endpointFailed' && fix === 'editEndpoint') return problem.why !== 'notAllowed';
  return true;
}

const pathFixes = {
  server: 'chooseServer',
  model: 'chooseModel',
  modelsFolder: 'chooseModelsFolder',
} as const;
