// What is asked about a text and what is answered, on the way to the thread that reads grammars. Plain data.

import type { Piece } from './pieces.ts';

export interface Question {
  readonly id: number;
  /** Names the document: what was read of it is kept for the next question. */
  readonly document: string;
  readonly languageId: string;
  /** From the first line of the document to the last one of interest, which may hold a word to try. */
  readonly text: string;
  /** Pieces are wanted from this line on. */
  readonly from: number;
  /** How long to read for it. What was read is kept, so that a question can also be asked to be ready for the next. */
  readonly withinMs: number;
}

export interface Answer {
  readonly id: number;
  /** The pieces of each line; `undefined` for a language without a grammar and a text too long for the time. */
  readonly lines: readonly (readonly Piece[])[] | undefined;
}
