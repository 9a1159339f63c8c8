// What is asked of a recogniser and what it answers, in the words that the dictation and the server share.

export interface SpeechRequest {
  /** A whole WAV file. */
  readonly wav: Uint8Array;
  readonly seconds: number;
  readonly language: string;
  /** Text that the recogniser takes as spoken before; empty for none. */
  readonly prompt: string;
}

export interface Transcript {
  readonly text: string;
}
