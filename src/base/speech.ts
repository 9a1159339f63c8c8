// What is asked of a recogniser and what it answers, in the words that the dictation and the server share.

/**
 * `draft`: a quick guess while the phrase is still spoken. `usual`: the recogniser looks at the length of the phrase
 * only. `full`: at its whole window, slower, for where the usual result looks wrong.
 */
export type Care = 'draft' | 'usual' | 'full';

export interface SpeechRequest {
  /** A whole WAV file. */
  readonly wav: Uint8Array;
  readonly seconds: number;
  readonly language: string;
  /** Text that the recogniser takes as spoken before; empty for none. */
  readonly prompt: string;
  readonly care: Care;
}

export interface Transcript {
  readonly text: string;
  /** The mean logarithm of the likelihood of its tokens: 0 is certain, under -1 is a guess. */
  readonly confidence?: number;
  /** How likely it is, from 0 to 1, that nobody spoke. */
  readonly noSpeech?: number;
}
