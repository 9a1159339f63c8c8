// The one place that constructs and connects, with the files beside it. Starts no process and reads no file: that
// waits for the first use.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { listDevices } from '../audio/devices.node.ts';
import { SystemMicrophone } from '../audio/microphone.node.ts';
import { whenWindowsRecord } from '../audio/otherWindows.node.ts';
import { play } from '../audio/player.node.ts';
import { ReadyMicrophone } from '../audio/readyMicrophone.ts';
import { voiceDetectors } from '../audio/voiceModel.node.ts';
import { systemClock } from '../base/clock.node.ts';
import { DisposableStore } from '../base/disposables.ts';
import { Dictation } from '../dictation/dictation.ts';
import { Ledger } from '../dictation/ledger.ts';
import { isBusy } from '../dictation/machine.ts';
import { onlyOneWindowRecords } from '../dictation/oneWindow.node.ts';
import { PushToTalk } from '../dictation/pushToTalk.ts';
import { soundSignals } from '../dictation/soundSignals.ts';
import { systemRoots } from '../gpu/files.node.ts';
import { registerCommands } from '../vscode/commands.ts';
import { ContextKeys } from '../vscode/contextKeys.ts';
import { Doctor } from '../vscode/doctor/doctor.ts';
import { aboutThis, secretsOf, setupFacts } from '../vscode/doctor/setupFacts.ts';
import { commentPlaces } from '../vscode/editor/commentPlaces.ts';
import { DocumentChanges } from '../vscode/editor/documentChanges.ts';
import { editorPlaces } from '../vscode/editor/editorPlaces.ts';
import { placesByFocus } from '../vscode/editor/focusedPlaces.ts';
import { LivePreview } from '../vscode/editor/livePreview.ts';
import { PlaceMark } from '../vscode/editor/placeMark.ts';
import { Surroundings } from '../vscode/editor/surroundings.ts';
import { EndpointAccess, remoteBeside } from '../vscode/endpointAccess.ts';
import { applyFix } from '../vscode/fixes.ts';
import { Channel } from '../vscode/logs.ts';
import { showProblem } from '../vscode/messages.ts';
import { ModelDownload } from '../vscode/modelDownload.ts';
import { keepReady } from '../vscode/readyMicrophone.ts';
import { RetryModel } from '../vscode/retryModel.ts';
import { externalAddress, setting } from '../vscode/settings.ts';
import { StatusBar } from '../vscode/statusBar.ts';
import { commandHandlers } from './commands.ts';
import { composeGpu, type Gpu } from './gpu.ts';
import { type Ground, shipped } from './ground.ts';
import { composeRecognition, type Recognition } from './recognition.ts';
import { composeWords, type Words } from './words.ts';

const startTimes = 'recorderStartTimes';

export interface Sotto {
  shutDown(): void;
}

export function compose(context: vscode.ExtensionContext): Sotto {
  const all = new DisposableStore();
  const endpointAccess = new EndpointAccess(context.globalState, context.secrets, () =>
    remoteBeside(context.extension),
  );
  const ground: Ground = {
    ...{ context, all, clock: systemClock, roots: systemRoots(process.env) },
    log: all.add(new Channel('Sotto')),
    serverLog: all.add(new Channel('Sotto Server')),
    tell: (problem, audioKept) =>
      void showProblem(problem, audioKept, (fix) =>
        applyFix(fix, problem, { places, endpointAccess, ledger }),
      ),
  };
  const { clock, log, tell } = ground;
  const contextKeys = new ContextKeys();

  const surroundings = all.add(new Surroundings(shipped(ground, 'dist', 'grammars.cjs')));
  const livePreview = all.add(new LivePreview());
  const editorParts = { surroundings, changes: all.add(new DocumentChanges()), livePreview };
  const editors = editorPlaces(editorParts);
  const places = placesByFocus(editors, commentPlaces(editors, editorParts));

  const recognition: Recognition = composeRecognition(ground, {
    endpointAccess,
    model: () => retryModel.current,
    document: () => editors.pinnedDocument,
  });
  const retryModel = new RetryModel({
    usual: () => gpu.neighbours.model,
    onDisk: async () => (externalAddress() === undefined ? recognition.models.onDisk() : new Set()),
  });
  const words = composeWords(ground, recognition, contextKeys);

  const microphoneOn = (device: () => string) =>
    new SystemMicrophone({
      ...{ clock, log },
      definitionFile: shipped(ground, 'dist', 'recorderDefinition.cjs'),
      wish: () => ({ recorder: setting('audio.recorder'), device: device() }),
      memory: {
        read: () => context.globalState.get(startTimes),
        write: (times) => void context.globalState.update(startTimes, times),
      },
    });
  const chosenMicrophone = microphoneOn(() => setting('audio.device'));
  const meeting = join(process.env['XDG_RUNTIME_DIR'] || context.globalStorageUri.fsPath, 'sotto-windows');
  const microphone = all.add(
    new ReadyMicrophone({
      ...{ clock, log },
      open: (listener) => chosenMicrophone.open(listener),
      watchOthers: (begins) => whenWindowsRecord(meeting, 'recording', begins, log),
    }),
  );
  const voiceDetector = voiceDetectors(shipped(ground, 'native', 'bin', 'silero-v6.bin'), log);
  const ledger = new Ledger();
  const dictation = all.add(
    new Dictation({
      ...{ microphone, places, voiceDetector, ledger, clock, log, tell },
      recogniser: recognition.recogniser,
      writer: words.writer,
      livePreview: () => setting('insertion.livePreview'),
      autoStopSeconds: (): number => (pushToTalk.isHeld ? 0 : setting('audio.autoStopSeconds')),
    }),
  );
  const pushToTalk = all.add(
    new PushToTalk(
      dictation,
      clock,
      () => setting('pushToTalk.mode'),
      (answered) => contextKeys.roundTrip(answered),
    ),
  );
  all.add(soundSignals(dictation, play, () => setting('sounds.enabled')));
  all.add(onlyOneWindowRecords(dictation, meeting, log));
  all.add(keepReady(microphone));
  all.add(new PlaceMark(dictation, () => editors.pinned, vscode.Uri.joinPath(context.extensionUri, 'media')));
  all.add(new StatusBar(dictation, recognition.server, clock, externalAddress));
  const gpu: Gpu = composeGpu(ground, recognition, dictation);
  connect(ground, { dictation, recognition, words, contextKeys });

  const modelDownload = new ModelDownload(
    (model) => recognition.models.fileOf(model),
    (problem) => tell(problem, dictation.speechWaits),
    { waits: () => dictation.speechWaits, transcribe: () => dictation.retryLast() },
  );
  const doctor = all.add(
    new Doctor({
      inspect: () =>
        setupFacts({
          ...{ context, clock, microphone: chosenMicrophone },
          sampler: gpu.sampler,
          models: recognition.models,
          program: recognition.program,
          server: () => recognition.server.current,
          isDictating: () => isBusy(dictation.current),
        }),
      about: () => aboutThis(context),
      secrets: secretsOf,
    }),
  );
  const microphones = { listDevices, play, microphoneOn: (device: string) => microphoneOn(() => device) };
  all.add(
    registerCommands(
      commandHandlers(ground, {
        ...{ dictation, pushToTalk, ledger, retryModel, voiceDetector, microphones },
        ...{ recognition, words, gpu, modelDownload, doctor },
      }),
      log,
    ),
  );

  return {
    shutDown() {
      dictation.cancel();
      all.dispose();
    },
  };
}

interface Connected {
  readonly dictation: Dictation;
  readonly recognition: Recognition;
  readonly words: Words;
  readonly contextKeys: ContextKeys;
}

/** What follows when a dictation begins or ends, and when the server comes or goes. */
function connect({ all, tell }: Ground, { dictation, recognition, words, contextKeys }: Connected): void {
  all.add(
    dictation.onChange((state) => {
      contextKeys.set('sotto.state', state.kind);
      contextKeys.set('sotto.dictating', isBusy(state));
      if (state.kind === 'arming' || state.kind === 'finishing') void words.ownReplacements.read();
      if (state.kind === 'arming') {
        words.wordMiner.begin();
        void words.modelWords.dictationBegins();
      } else if (!isBusy(state)) words.modelWords.dictationEnded();
    }),
  );
  all.add(
    recognition.server.onChange((state) => {
      contextKeys.set('sotto.serverReady', state.kind === 'ready');
      // Nobody asked for this restart, so nobody else tells that it came to nothing.
      if (state.kind === 'failed' && state.problem.kind === 'serverKeepsDying') tell(state.problem, false);
    }),
  );
}
