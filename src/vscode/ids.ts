// Every name that Sotto and VS Code share, once: commands, settings with their defaults, context keys. Pure data,
// so that a test can hold it against the manifest (test/rules/manifest.test.ts).

import type { finalPeriodChoices, startChoices } from '../text/sentences.ts';
import type { dashChoices, ellipsisChoices, oxfordChoices, quoteChoices } from '../text/style/punctuation.ts';
import type { spellingChoices } from '../text/style/spelling.ts';

export const commandIds = [
  'sotto.dictate',
  'sotto.pushToTalk',
  'sotto.dictateComment',
  'sotto.cancel',
  'sotto.scratchThat',
  'sotto.insertRaw',
  'sotto.retryLast',
  'sotto.text.learnStyle',
  'sotto.text.toggleMode',
  'sotto.server.start',
  'sotto.server.stop',
  'sotto.server.restart',
  'sotto.server.showLog',
  'sotto.transcribeFile',
  'sotto.microphone.select',
  'sotto.model.download',
  'sotto.gpu.show',
  'sotto.vocabulary.edit',
  'sotto.vocabulary.addSelection',
  'sotto.doctor',
  'sotto.vocabulary.showMishearings',
  'sotto.vocabulary.keepCorrection',
] as const;

export type CommandId = (typeof commandIds)[number];

export const recorderChoices = ['auto', 'pw-record', 'parecord', 'arecord', 'sox', 'ffmpeg'] as const;
export const backendChoices = ['auto', 'rocm', 'vulkan', 'cpu', 'external'] as const;
export const gpuStatusChoices = ['auto', 'always', 'never'] as const;
export const memoryChoices = ['offer', 'unload', 'smaller', 'nothing'] as const;
export const afterCodeChoices = ['trailing', 'above'] as const;
export const pushToTalkModes = ['auto', 'hold', 'toggle'] as const;

/** Settings without their prefix. What a workspace may not set untrusted is said in the manifest. */
export interface SettingTypes {
  readonly language: string;
  readonly 'comment.wrapColumn': number;
  readonly 'comment.afterCode': (typeof afterCodeChoices)[number];
  readonly 'pushToTalk.mode': (typeof pushToTalkModes)[number];
  readonly 'audio.recorder': (typeof recorderChoices)[number];
  readonly 'audio.device': string;
  readonly 'audio.autoStopSeconds': number;
  readonly 'audio.keepReady': boolean;
  readonly 'sounds.enabled': boolean;
  readonly 'insertion.livePreview': boolean;
  readonly 'text.tidy': boolean;
  readonly 'text.sentences': boolean;
  readonly 'text.spokenPunctuation': boolean;
  readonly 'text.casing': boolean;
  readonly 'text.numbers': boolean;
  readonly 'text.replacements': boolean;
  readonly 'vocabulary.replacements': readonly string[];
  readonly 'text.respellIdentifiers': boolean;
  readonly 'text.symbols': Readonly<Record<string, string>>;
  readonly 'text.style.enabled': boolean;
  readonly 'text.style.oxfordComma': (typeof oxfordChoices)[number];
  readonly 'text.style.dashes': (typeof dashChoices)[number];
  readonly 'text.style.ellipsis': (typeof ellipsisChoices)[number];
  readonly 'text.style.quotes': (typeof quoteChoices)[number];
  readonly 'text.style.spelling': (typeof spellingChoices)[number];
  readonly 'text.style.start': (typeof startChoices)[number];
  readonly 'text.style.finalPeriod': (typeof finalPeriodChoices)[number];
  readonly 'vocabulary.terms': readonly string[];
  readonly 'vocabulary.workspace': boolean;
  readonly 'vocabulary.learnMishearings': boolean;
  readonly model: string;
  readonly modelsFolder: string;
  readonly 'server.backend': (typeof backendChoices)[number];
  readonly 'server.path': string;
  readonly 'gpu.device': string;
  readonly 'server.extraArgs': readonly string[];
  readonly 'server.env': Readonly<Record<string, string>>;
  readonly 'gpu.statusBar': (typeof gpuStatusChoices)[number];
  readonly 'gpu.pollSeconds': number;
  readonly 'gpu.warnCelsius': number;
  readonly 'gpu.warnMemoryPercent': number;
  readonly 'server.idleUnloadMinutes': number;
  readonly 'gpu.whenMemoryIsShort': (typeof memoryChoices)[number];
  readonly 'endpoint.url': string;
  readonly 'endpoint.model': string;
}

export type SettingId = keyof SettingTypes;

export const settingDefaults: SettingTypes = {
  language: 'en',
  'comment.wrapColumn': 0,
  'comment.afterCode': 'trailing',
  'pushToTalk.mode': 'auto',
  'audio.recorder': 'auto',
  'audio.device': '',
  'audio.autoStopSeconds': 0,
  'audio.keepReady': false,
  'sounds.enabled': false,
  'insertion.livePreview': true,
  'text.tidy': true,
  'text.sentences': true,
  'text.spokenPunctuation': true,
  'text.casing': true,
  'text.numbers': true,
  'text.replacements': true,
  'vocabulary.replacements': [],
  'text.respellIdentifiers': true,
  'text.symbols': {},
  'text.style.enabled': true,
  'text.style.oxfordComma': 'asHeard',
  'text.style.dashes': 'asHeard',
  'text.style.ellipsis': 'asHeard',
  'text.style.quotes': 'asHeard',
  'text.style.spelling': 'asHeard',
  'text.style.start': 'fit',
  'text.style.finalPeriod': 'fit',
  'vocabulary.terms': [],
  'vocabulary.workspace': true,
  'vocabulary.learnMishearings': true,
  model: 'base.en',
  modelsFolder: '',
  'server.backend': 'auto',
  'server.path': '',
  'gpu.device': '',
  'server.extraArgs': [],
  'server.env': {},
  'gpu.statusBar': 'auto',
  'gpu.pollSeconds': 2,
  'gpu.warnCelsius': 85,
  'gpu.warnMemoryPercent': 90,
  'server.idleUnloadMinutes': 30,
  'gpu.whenMemoryIsShort': 'offer',
  'endpoint.url': '',
  'endpoint.model': '',
};

export interface ContextKeyTypes {
  readonly 'sotto.dictating': boolean;
  readonly 'sotto.state': 'idle' | 'arming' | 'recording' | 'finishing' | 'error';
  readonly 'sotto.serverReady': boolean;
  readonly 'sotto.correctionOffered': boolean;
}

export type ContextKey = keyof ContextKeyTypes;
