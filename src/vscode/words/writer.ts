// The writer of this window: the project's words before the recognition, and after it what the settings, the mode
// and the words make of a transcript. What was written is told to those who watch for corrections.

import type { Log } from '../../base/log.ts';
import type { Writer } from '../../dictation/ports.ts';
import { languageOf } from '../../text/languages/all.ts';
import { spokenEditOf } from '../../text/spokenEdit.ts';
import { write } from '../../text/write.ts';
import type { Vocabulary } from '../../vocabulary/vocabulary.ts';
import { setting } from '../settings.ts';
import type { Corrections } from './corrections.ts';
import type { OwnReplacements } from './ownReplacements.ts';
import { scopeOf, writingFor } from './writing.ts';
import type { WritingMode } from './writingMode.ts';

interface WriterParts {
  readonly vocabulary: Vocabulary;
  readonly writingMode: WritingMode;
  readonly ownReplacements: OwnReplacements;
  readonly corrections: Corrections;
  readonly log: Log;
}

export function writerWith(parts: WriterParts): Writer {
  const { vocabulary, writingMode, ownReplacements, corrections, log } = parts;
  return {
    prompt(target, said) {
      const prompt = vocabulary.prompt(writingMode.applied(target), said);
      log.debug(`prompt: ${prompt}`);
      return prompt;
    },
    write(transcript, place) {
      const target = writingMode.applied(place);
      const lexicon = vocabulary.lexiconFor(target);
      const text = write(transcript, writingFor(target, ownReplacements.current, lexicon));
      corrections.expect(text);
      return text;
    },
    spoken: (transcript, target) =>
      spokenEditOf(transcript, languageOf(setting('language', scopeOf(target)), transcript)),
  };
}
