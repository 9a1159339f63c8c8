// The parts of Sotto that the tests in the extension host do without: a microphone, a recogniser, a server, a log.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/base/clock.node.ts';
import type { Log } from '../../../src/base/log.ts';
import type { Problem } from '../../../src/base/problem.ts';
import { fail, ok, type Result } from '../../../src/base/result.ts';
import { unknownAbility } from '../../../src/base/speech.ts';
import { Dictation } from '../../../src/dictation/dictation.ts';
import { Ledger } from '../../../src/dictation/ledger.ts';
import type { Capture, Microphone, MicrophoneEvents, Recogniser } from '../../../src/dictation/ports.ts';
import { WhisperServer } from '../../../src/server/server.node.ts';
import { languageOf } from '../../../src/text/languages/all.ts';
import { spokenEditOf } from '../../../src/text/spokenEdit.ts';
import { tidy } from '../../../src/text/tidy.ts';
import { commentPlaces } from '../../../src/vscode/editor/commentPlaces.ts';
import { DocumentChanges } from '../../../src/vscode/editor/documentChanges.ts';
import { editorPlaces } from '../../../src/vscode/editor/editorPlaces.ts';
import { placesByFocus } from '../../../src/vscode/editor/focusedPlaces.ts';
import { LivePreview } from '../../../src/vscode/editor/livePreview.ts';
import { Surroundings } from '../../../src/vscode/editor/surroundings.ts';

/** The grammars of this VS Code, read by the thread that comes with the installed Sotto. */
export const surroundings = new Surroundings(
  join(vscode.extensions.getExtension('sotto-voice.sotto')?.extensionPath ?? '', 'dist', 'grammars.cjs'),
  15_000, // a busy machine reads a cold grammar slowly
);
const editorParts = { surroundings, changes: new DocumentChanges(), livePreview: new LivePreview() };
export const places = editorPlaces(editorParts);
export const comments = commentPlaces(places, editorParts);

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

const sound = new Uint8Array(0.5 * 16_000 * 2).fill(3);

/** Flows at once and has heard something. */
export class StandInMicrophone implements Microphone {
  recordings = 0;
  abandoned = 0;

  record(events: MicrophoneEvents): Capture {
    this.recordings += 1;
    queueMicrotask(() => {
      events.flowing();
      events.heard(sound);
    });
    return {
      finish: async () => sound,
      abandon: () => {
        this.abandoned += 1;
      },
    };
  }
}

/** Hears what the test says; `meanwhile` runs while it listens. */
export class StandInRecogniser implements Recogniser {
  readonly tookMs = Number.POSITIVE_INFINITY;
  readonly ability = unknownAbility;
  hears: Result<string, Problem> = ok('spoken words');
  meanwhile: () => unknown = () => {};

  async prepare(): Promise<void> {}

  async transcribe(): Promise<Result<string, Problem>> {
    await this.meanwhile();
    return this.hears;
  }

  async draft(): Promise<undefined> {}
}

export interface EditorDictation {
  readonly dictation: Dictation;
  readonly microphone: StandInMicrophone;
  readonly recogniser: StandInRecogniser;
  readonly ledger: Ledger;
  readonly told: readonly Problem[];
}

/** A real dictation into the real editors of this window. */
export function dictationIntoEditors(): EditorDictation {
  const microphone = new StandInMicrophone();
  const recogniser = new StandInRecogniser();
  const told: Problem[] = [];
  const ledger = new Ledger();
  const dictation = new Dictation({
    ...{ microphone, recogniser, ledger, clock: systemClock, log: silentLog },
    places: placesByFocus(places, comments),
    livePreview: () => true,
    autoStopSeconds: () => 0,
    voiceDetector: () => ({ likelihood: () => 1 }),
    writer: {
      prompt: () => '',
      write: tidy,
      spoken: (said) => spokenEditOf(said, languageOf('en', said)),
    },
    tell: (problem) => void told.push(problem),
  });
  return { dictation, microphone, recogniser, ledger, told };
}

/** A server that cannot be launched. */
export function noServer(): WhisperServer {
  return new WhisperServer({
    ...{ clock: systemClock, log: silentLog, serverLog: silentLog, folder: '/nowhere' },
    warmUp: () => Promise.reject(new Error('nothing to warm up')),
    ...{ idleUnloadMinutes: () => 0, wallClock: () => 0 },
    ladder: {
      launches: async () => fail({ kind: 'serverMissing', file: '/nowhere/whisper-server' }),
      recent: async () => fail({ kind: 'serverMissing', file: '/nowhere/whisper-server' }),
      gaveWay: async () => false,
      judge: async () => ({ verdict: { kind: 'unknown' }, evidence: [] }),
      afresh: () => {},
    },
  });
}
