// The one place that constructs and connects. Starts no process and reads no file: that waits for the first use.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import { listDevices } from './audio/devices.node.ts';
import { SystemMicrophone } from './audio/microphone.node.ts';
import { play } from './audio/player.node.ts';
import { readSoundFile } from './audio/soundFile.node.ts';
import { voiceDetectors } from './audio/voiceModel.node.ts';
import { systemClock } from './base/clock.node.ts';
import { DisposableStore } from './base/disposables.ts';
import type { Problem } from './base/problem.ts';
import type { Result } from './base/result.ts';
import { Dictation } from './dictation/dictation.ts';
import { Ledger } from './dictation/ledger.ts';
import { isBusy } from './dictation/machine.ts';
import { PushToTalk } from './dictation/pushToTalk.ts';
import { recogniserOn } from './dictation/recogniser.ts';
import { soundSignals } from './dictation/soundSignals.ts';
import { insertRaw, scratchThat } from './dictation/takeBack.ts';
import { systemRoots } from './gpu/files.node.ts';
import { GpuSampler } from './gpu/sampler.node.ts';
import { defaultModel, modelWish } from './models/catalogue.ts';
import { ModelStore } from './models/store.node.ts';
import { ServerChoice } from './server/choice.ts';
import { ExternalServer } from './server/endpoint.node.ts';
import { meetingFolder } from './server/folder.node.ts';
import { BackendLadder } from './server/ladder.node.ts';
import { clipFrom } from './server/proof.node.ts';
import { chosenGpu } from './server/rungs.ts';
import { WhisperServer } from './server/server.node.ts';
import { alikenessBy } from './vocabulary/lexicon.ts';
import { Vocabulary } from './vocabulary/vocabulary.ts';
import { registerCommands } from './vscode/commands.ts';
import { commentPlaces } from './vscode/commentPlaces.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import { Corrections } from './vscode/corrections.ts';
import { Doctor } from './vscode/doctor.ts';
import { DocumentChanges } from './vscode/documentChanges.ts';
import { editorPlaces } from './vscode/editorPlaces.ts';
import { EndpointAccess } from './vscode/endpointAccess.ts';
import { serverLines } from './vscode/evidenceWords.ts';
import { transcribeFile } from './vscode/fileTranscription.ts';
import { applyFix } from './vscode/fixes.ts';
import { placesByFocus, whereOf } from './vscode/focusedPlaces.ts';
import { GpuPanel } from './vscode/gpuPanel.ts';
import { GpuStatus } from './vscode/gpuStatus.ts';
import { LivePreview } from './vscode/livePreview.ts';
import { Channel } from './vscode/logs.ts';
import { MemoryNeighbours } from './vscode/memoryNeighbours.ts';
import { showProblem } from './vscode/messages.ts';
import { chooseMicrophone } from './vscode/microphoneChoice.ts';
import { ModelDownload } from './vscode/modelDownload.ts';
import { ModelWords } from './vscode/modelWords.ts';
import { OwnReplacements } from './vscode/ownReplacements.ts';
import { PlaceMark } from './vscode/placeMark.ts';
import { externalAddress, ownBackend, setting } from './vscode/settings.ts';
import { aboutThis, secretsOf, setupFacts } from './vscode/setupFacts.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { learnStyle } from './vscode/styleLearning.ts';
import { Surroundings } from './vscode/surroundings.ts';
import { addSelection, editVocabulary } from './vscode/vocabularyFiles.ts';
import { WordMiner } from './vscode/wordMiner.ts';
import { writerWith } from './vscode/writer.ts';
import { WritingMode } from './vscode/writingMode.ts';

export interface Sotto {
  shutDown(): void;
}

export function compose(context: vscode.ExtensionContext): Sotto {
  const all = new DisposableStore();
  const clock = systemClock;
  const log = all.add(new Channel('Sotto'));
  const serverLog = all.add(new Channel('Sotto Server'));
  const surroundings = all.add(new Surroundings(join(context.extensionPath, 'dist', 'grammars.cjs')));
  const livePreview = all.add(new LivePreview());
  const editorParts = { surroundings, changes: all.add(new DocumentChanges()), livePreview };
  const editors = editorPlaces(editorParts);
  const places = placesByFocus(editors, commentPlaces(editors, editorParts));
  const endpointAccess = new EndpointAccess(context.globalState, context.secrets);
  const tell = (problem: Problem, audioKept: boolean) =>
    void showProblem(problem, audioKept, (fix) => applyFix(fix, problem, { places, endpointAccess }));

  const roots = systemRoots(process.env);
  const storage = context.globalStorageUri.fsPath;
  const models = new ModelStore(() => setting('modelsFolder') || join(storage, 'models'));
  const programs = join(context.extensionPath, 'native', 'bin', `${process.platform}-${process.arch}`);
  const bundledServer = join(programs, 'whisper-server');
  const program = () => setting('server.path') || bundledServer;
  const clip = () => clipFrom(join(context.extensionPath, 'media', 'proof.wav'));
  const ladder = new BackendLadder({
    ...{ clock, log, serverLog, clip },
    folder: join(storage, 'backends'),
    wish: () => ({
      program: program(),
      backend: ownBackend(),
      device: setting('gpu.device'),
      threads: Math.min(8, availableParallelism()),
      extraArgs: setting('server.extraArgs'),
      env: setting('server.env'),
      roots,
      locateModel: () => models.locate(neighbours.model),
    }),
  });
  const server: WhisperServer = all.add(
    new WhisperServer({
      ...{ clock, log, serverLog, ladder },
      folder: meetingFolder([process.env['XDG_RUNTIME_DIR'], storage]),
      warmUp: clip,
      idleUnloadMinutes: () => setting('server.idleUnloadMinutes'),
      wallClock: () => Date.now(),
    }),
  );

  const microphoneOn = (device: () => string) =>
    new SystemMicrophone({
      ...{ clock, log },
      definitionFile: join(context.extensionPath, 'dist', 'recorderDefinition.cjs'),
      wish: () => ({ recorder: setting('audio.recorder'), device: device() }),
    });
  const microphone = microphoneOn(() => setting('audio.device'));
  const servers = new ServerChoice(server, new ExternalServer(endpointAccess), externalAddress);
  const recogniser = recogniserOn(servers, () => setting('language', editors.pinnedDocument));
  const writingMode = all.add(new WritingMode());
  const ownReplacements = new OwnReplacements((problem) => tell(problem, false));
  const vocabulary = new Vocabulary(doubleMetaphone);
  const wordMiner = all.add(new WordMiner(vocabulary, clock, log));
  const modelWords = all.add(
    new ModelWords({
      ...{ vocabulary, clock, log, sysRoot: roots.sys },
      locate: () => models.locate(setting('model')),
      folder: join(storage, 'mishearings'),
      mayLearn: () => setting('vocabulary.learnMishearings'),
      serverIsReady: () => server.current.kind === 'ready',
      transcribe: (request, signal) => server.transcribe(request, signal),
    }),
  );
  const contextKeys = new ContextKeys();
  const corrections = all.add(new Corrections(clock, contextKeys, alikenessBy(doubleMetaphone)));
  const writer = writerWith({ vocabulary, writingMode, ownReplacements, corrections, log });
  const ledger = new Ledger();
  const voiceDetector = voiceDetectors(join(context.extensionPath, 'native', 'bin', 'silero-v6.bin'), log);
  const dictation = all.add(
    new Dictation({
      ...{ microphone, recogniser, places, writer, ledger, clock, log, tell },
      voiceDetector,
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
  const modelDownload = new ModelDownload(
    (model) => models.fileOf(model),
    (problem) => tell(problem, dictation.speechWaits),
    { waits: () => dictation.speechWaits, transcribe: () => dictation.retryLast() },
  );

  all.add(
    dictation.onChange((state) => {
      contextKeys.set('sotto.state', state.kind);
      contextKeys.set('sotto.dictating', isBusy(state));
      if (state.kind === 'arming' || state.kind === 'finishing') void ownReplacements.read();
      if (state.kind === 'arming') {
        wordMiner.begin();
        void modelWords.dictationBegins();
      } else if (!isBusy(state)) modelWords.dictationEnded();
    }),
  );
  all.add(
    server.onChange((state) => {
      contextKeys.set('sotto.serverReady', state.kind === 'ready');
      // Nobody asked for this restart, so nobody else tells that it came to nothing.
      if (state.kind === 'failed' && state.problem.kind === 'serverKeepsDying') tell(state.problem, false);
    }),
  );
  all.add(soundSignals(dictation, play, () => setting('sounds.enabled')));
  all.add(new PlaceMark(dictation, () => editors.pinned, vscode.Uri.joinPath(context.extensionUri, 'media')));
  all.add(new StatusBar(dictation, server, clock, externalAddress));

  const sampler = all.add(
    new GpuSampler({
      ...{ clock, roots },
      choose: (gpus) => chosenGpu(gpus, setting('gpu.device')),
      pollMs: () => Math.max(0.5, setting('gpu.pollSeconds')) * 1_000,
      serverPid: () => server.pid,
    }),
  );
  const gpuStatus = all.add(
    new GpuStatus({
      ...{ server, dictation, sampler },
      wish: () => setting('gpu.statusBar'),
      thresholds: () => ({
        hotCelsius: setting('gpu.warnCelsius'),
        fullPercent: setting('gpu.warnMemoryPercent'),
      }),
    }),
  );
  const neighbours = all.add(
    new MemoryNeighbours({
      ...{ server, dictation, sampler },
      wish: () => setting('gpu.whenMemoryIsShort'),
      fullPercent: () => setting('gpu.warnMemoryPercent'),
      model: () => setting('model'),
      modelsOnDisk: () => models.onDisk(),
    }),
  );
  const gpuPanel = all.add(
    new GpuPanel({
      ...{ clock, server, sampler },
      media: vscode.Uri.joinPath(context.extensionUri, 'media'),
      worries: () => gpuStatus.worries,
      serverLines: () => serverLines(server.current),
      model: () => neighbours.model,
      modelsOnDisk: () => models.onDisk(),
      inView: (isInView) => gpuStatus.panel(isInView),
    }),
  );

  const doctor = all.add(
    new Doctor({
      inspect: () =>
        setupFacts({
          ...{ context, clock, sampler, models, microphone, program },
          isDictating: () => isBusy(dictation.current),
        }),
      about: () => aboutThis(context),
      secrets: secretsOf,
    }),
  );

  const report = async (deed: Promise<Result<unknown, Problem>>, audioKept = dictation.speechWaits) => {
    const done = await deed;
    if (!done.ok) tell(done.error, audioKept);
  };
  const afresh = (deed: () => ReturnType<ServerChoice['start']>) => {
    ladder.afresh();
    return report(deed());
  };
  all.add(
    registerCommands(
      {
        'sotto.dictate': (argument) => dictation.toggle(whereOf(argument)),
        'sotto.pushToTalk': (argument) => pushToTalk.press(whereOf(argument)),
        'sotto.dictateComment': () => pushToTalk.press('comment'),
        'sotto.cancel': () => dictation.cancel(),
        'sotto.retryLast': () => {
          if (!dictation.retryLast()) tell({ kind: 'nothingToRetry' }, false);
        },
        'sotto.text.learnStyle': learnStyle,
        'sotto.text.toggleMode': () => writingMode.toggle(),
        'sotto.scratchThat': () => report(scratchThat(ledger), false),
        'sotto.insertRaw': () => report(insertRaw(ledger), false),
        'sotto.server.start': () => afresh(() => servers.start()),
        'sotto.server.stop': () => report(servers.stop()),
        'sotto.server.restart': () => afresh(() => servers.restart()),
        'sotto.server.showLog': () => serverLog.show(),
        'sotto.transcribeFile': () =>
          transcribeFile({
            ...{ recogniser, voiceDetector },
            read: (file, events, signal) =>
              readSoundFile(file, { decoder: join(programs, 'sotto-decode') }, events, signal),
            tell: (problem) => tell(problem, false),
          }),
        'sotto.microphone.select': () =>
          chooseMicrophone({ listDevices, play, microphoneOn: (device) => microphoneOn(() => device) }),
        'sotto.model.download': () => {
          const wish = modelWish(setting('model'));
          return modelDownload.run(wish.kind === 'catalogue' ? wish.model : defaultModel);
        },
        'sotto.gpu.show': () => gpuPanel.show(),
        'sotto.vocabulary.edit': editVocabulary,
        'sotto.vocabulary.addSelection': addSelection,
        'sotto.doctor': () => doctor.run(),
        'sotto.vocabulary.keepCorrection': () => corrections.take(),
        'sotto.vocabulary.showMishearings': () => modelWords.showFile(),
      },
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
