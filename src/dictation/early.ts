// Asks for a phrase as soon as the person falls silent, before it is known whether the phrase is over: who lets go of
// the key a moment after the last word finds the text there. Promises: an answer counts only for a phrase in which
// nothing more was said; the first sound of voice drops the question.

import type { Phrase } from '../audio/segmenter.ts';
import { windowSeconds } from '../audio/voice.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';

type Heard = Result<string, Problem>;

interface Question {
  readonly phrase: Phrase;
  readonly abort: AbortController;
  readonly heard: Promise<Heard>;
}

export class Early {
  private question: Question | undefined;

  constructor(
    private readonly hear: (phrase: Phrase, said: string, dropped: AbortSignal) => Promise<Heard>,
  ) {}

  get isAsking(): boolean {
    return this.question !== undefined;
  }

  /** `said`: the words before it. */
  ask(phrase: Phrase, said: string): void {
    const abort = new AbortController();
    this.question = { phrase, abort, heard: this.hear(phrase, said, abort.signal) };
  }

  /** The answer for this phrase, if it was asked for. Whatever else was asked for is dropped. */
  answerFor(phrase: Phrase): Promise<Heard> | undefined {
    const { question } = this;
    if (question === undefined || !hasSameVoice(question.phrase, phrase)) {
      this.drop();
      return undefined;
    }
    this.question = undefined;
    return question.heard;
  }

  drop(): void {
    this.question?.abort.abort();
    this.question = undefined;
  }
}

/** They may differ by the silence at their end. */
function hasSameVoice(one: Phrase, other: Phrase): boolean {
  return one.at === other.at && Math.abs(one.voicedSeconds - other.voicedSeconds) < windowSeconds / 2;
}
