// What each command does, said once, with the parts that do it.

import { join } from 'node:path';
import { readSoundFile } from '../audio/soundFile.node.ts';
import type { VoiceDetector } from '../audio/voice.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import type { Dictation } from '../dictation/dictation.ts';
import type { Ledger } from '../dictation/ledger.ts';
import type { PushToTalk } from '../dictation/pushToTalk.ts';
import { insertRaw, scratchThat } from '../dictation/takeBack.ts';
import { defaultModel, modelWish } from '../models/catalogue.ts';
import type { CommandHandlers } from '../vscode/commands.ts';
import type { Doctor } from '../vscode/doctor/doctor.ts';
import { whereOf } from '../vscode/editor/focusedPlaces.ts';
import { transcribeFile } from '../vscode/fileTranscription.ts';
import { chooseMicrophone } from '../vscode/microphoneChoice.ts';
import type { ModelDownload } from '../vscode/modelDownload.ts';
import { type RetryModel, sameModel } from '../vscode/retryModel.ts';
import { setting } from '../vscode/settings.ts';
import { learnStyle } from '../vscode/words/styleLearning.ts';
import { addSelection, editVocabulary } from '../vscode/words/vocabularyFiles.ts';
import type { Gpu } from './gpu.ts';
import { type Ground, programsOf } from './ground.ts';
import type { Recognition } from './recognition.ts';
import type { Words } from './words.ts';

export interface CommandParts {
  readonly dictation: Dictation;
  readonly pushToTalk: PushToTalk;
  readonly ledger: Ledger;
  readonly retryModel: RetryModel;
  readonly voiceDetector: () => VoiceDetector;
  readonly microphones: Parameters<typeof chooseMicrophone>[0];
  readonly recognition: Recognition;
  readonly words: Words;
  readonly gpu: Gpu;
  readonly modelDownload: ModelDownload;
  readonly doctor: Doctor;
}

export function commandHandlers(ground: Ground, parts: CommandParts): CommandHandlers {
  const { tell, serverLog } = ground;
  const { dictation, pushToTalk, ledger, recognition, words } = parts;
  const { ladder, servers } = recognition;
  const report = async (deed: Promise<Result<unknown, Problem>>, audioKept = dictation.speechWaits) => {
    const done = await deed;
    if (!done.ok) tell(done.error, audioKept);
  };
  const afresh = (deed: () => Promise<Result<unknown, Problem>>) => {
    ladder.afresh();
    return report(deed());
  };
  return {
    'sotto.dictate': (argument) => dictation.toggle(whereOf(argument)),
    'sotto.pushToTalk': (argument) => pushToTalk.press(whereOf(argument)),
    'sotto.dictateComment': (argument) => pushToTalk.press(whereOf(argument, 'comment')),
    'sotto.cancel': () => dictation.cancel(),
    'sotto.retryLast': async (argument) => {
      const isSame = argument === sameModel;
      const begun = isSame ? dictation.retryLast() : await parts.retryModel.retry(dictation);
      if (!begun) tell({ kind: 'nothingToRetry' }, false);
    },
    'sotto.scratchThat': () => report(scratchThat(ledger), false),
    'sotto.insertRaw': () => report(insertRaw(ledger), false),
    'sotto.transcribeFile': () =>
      transcribeFile({
        recogniser: recognition.recogniser,
        voiceDetector: parts.voiceDetector,
        read: (file, events, signal) =>
          readSoundFile(file, { decoder: join(programsOf(ground), 'sotto-decode') }, events, signal),
        tell: (problem) => tell(problem, false),
      }),
    'sotto.text.learnStyle': learnStyle,
    'sotto.text.toggleMode': () => words.writingMode.toggle(),
    'sotto.vocabulary.edit': editVocabulary,
    'sotto.vocabulary.addSelection': addSelection,
    'sotto.vocabulary.keepCorrection': () => words.corrections.take(),
    'sotto.vocabulary.showMishearings': () => words.modelWords.showFile(),
    'sotto.microphone.select': () => chooseMicrophone(parts.microphones),
    'sotto.model.download': () => {
      const wish = modelWish(setting('model'));
      return parts.modelDownload.run(wish.kind === 'catalogue' ? wish.model : defaultModel);
    },
    'sotto.server.start': () => afresh(() => servers.start()),
    'sotto.server.stop': () => report(servers.stop()),
    'sotto.server.restart': () => afresh(() => servers.restart()),
    'sotto.server.showLog': () => serverLog.show(),
    'sotto.gpu.show': () => parts.gpu.gpuPanel.show(),
    'sotto.doctor': () => parts.doctor.run(),
  };
}
