// The words: those of the project, those that the model mishears, and what a transcript is made into.

import { join } from 'node:path';
import { doubleMetaphone } from 'double-metaphone';
import type { Writer } from '../dictation/ports.ts';
import { alikenessBy } from '../vocabulary/lexicon.ts';
import { Vocabulary } from '../vocabulary/vocabulary.ts';
import type { ContextKeys } from '../vscode/contextKeys.ts';
import { setting } from '../vscode/settings.ts';
import { Corrections } from '../vscode/words/corrections.ts';
import { ModelWords } from '../vscode/words/modelWords.ts';
import { OwnReplacements } from '../vscode/words/ownReplacements.ts';
import { WordMiner } from '../vscode/words/wordMiner.ts';
import { writerWith } from '../vscode/words/writer.ts';
import { WritingMode } from '../vscode/words/writingMode.ts';
import type { Ground } from './ground.ts';
import type { Recognition } from './recognition.ts';

export interface Words {
  readonly writer: Writer;
  readonly writingMode: WritingMode;
  readonly ownReplacements: OwnReplacements;
  readonly wordMiner: WordMiner;
  readonly modelWords: ModelWords;
  readonly corrections: Corrections;
}

export function composeWords(
  { context, all, clock, log, roots, tell }: Ground,
  { models, server }: Recognition,
  contextKeys: ContextKeys,
): Words {
  const vocabulary = new Vocabulary(doubleMetaphone);
  const writingMode = all.add(new WritingMode());
  const ownReplacements = new OwnReplacements((problem) => tell(problem, false));
  const wordMiner = all.add(new WordMiner(vocabulary, clock, log));
  const modelWords = all.add(
    new ModelWords({
      ...{ vocabulary, clock, log, sysRoot: roots.sys },
      locate: () => models.locate(setting('model')),
      folder: join(context.globalStorageUri.fsPath, 'mishearings'),
      mayLearn: () => setting('vocabulary.learnMishearings'),
      serverIsReady: () => server.current.kind === 'ready',
      transcribe: (request, signal) => server.transcribe(request, signal),
    }),
  );
  const corrections = all.add(new Corrections(clock, contextKeys, alikenessBy(doubleMetaphone)));
  const writer = writerWith({ vocabulary, writingMode, ownReplacements, corrections, log });
  return { writer, writingMode, ownReplacements, wordMiner, modelWords, corrections };
}
