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
  /** Nothing but words may come: no "(laughs)" and no signs of music. */
  readonly keepsToWords?: boolean;
}

export interface Transcript {
  readonly text: string;
  /** The mean logarithm of the likelihood of its tokens: 0 is certain, under -1 is a guess. */
  readonly confidence?: number;
  /** How likely it is, from 0 to 1, that nobody spoke. */
  readonly noSpeech?: number;
  /** It went round, was stopped, and this is what it said once. */
  readonly wentRound?: boolean;
  /** The recogniser looked at its whole window, so that asking it to do so brings nothing new. */
  readonly sawWhole?: boolean;
}

/** What a recogniser is known to do, as far as it changes how it is asked. */
export interface Ability {
  /** It leaves a question in the middle when nobody waits for the answer any more. */
  readonly abortsAtOnce: boolean;
  /** The shortest time in which it has looked at its whole window; undefined before it did so. */
  readonly wholeMs: number | undefined;
}

export const unknownAbility: Ability = { abortsAtOnce: false, wholeMs: undefined };
