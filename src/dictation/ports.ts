// What a dictation needs from the world, said by the dictation: a microphone, a recogniser, a place for the
// text. The real ones are handed in by compose/; nothing here knows how they work.

import type { Phrase } from '../audio/segmenter.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import type { Ability } from '../base/speech.ts';
import type { SpokenMove } from '../text/language.ts';
import type { Spoken } from '../text/spokenEdit.ts';
import type { Target } from '../text/target.ts';

export interface MicrophoneEvents {
  /** The first sound data came: from now on what is said is kept. */
  flowing(): void;
  /** Sound as it comes, all of it in order, until `finish` has given the whole. */
  heard(pcm: Uint8Array): void;
  /** Something that the person should know while the recording goes on. */
  noticed(problem: Problem): void;
  /** The recorder ended by itself; what came before is still there for `finish`. */
  ended(problem: Problem): void;
}

export interface Capture {
  /** Ends the recording a moment after now and gives all of it. */
  finish(): Promise<Uint8Array>;
  /** Ends the recording at once and forgets it. */
  abandon(): void;
}

export interface Microphone {
  record(events: MicrophoneEvents): Capture;
}

export interface Recogniser {
  /** How long the last answer took; infinitely long before the first. */
  readonly tookMs: number;
  readonly ability: Ability;
  /** Starts what is needed; called at key-down so that it happens while the person speaks. Fails in silence. */
  prepare(): Promise<void>;
  /** One phrase, with the text that is told to the recogniser before it listens. */
  transcribe(phrase: Phrase, prompt: string, signal: AbortSignal): Promise<Result<string, Problem>>;
  /** A quick guess at a phrase that is still spoken; undefined where there is none worth showing. */
  draft(phrase: Phrase, prompt: string, signal: AbortSignal): Promise<string | undefined>;
}

/** What the words become: the project's vocabulary before the recognition, the programmer's writing after it. */
export interface Writer {
  /** The text that is told to the recogniser before it listens; `said` are all words of this dictation so far. */
  prompt(target: Target, said: string): string;
  write(transcript: string, target: Target): string;
  /** The deed that a transcript ends with, and the words before it. */
  spoken(transcript: string, target: Target): Spoken;
}

export interface Place {
  /** What the text will stand among, as it is when asked. Known after a short, bounded reading that `pin` began. */
  target(): Promise<Target>;
  /** Shows what is being understood, without writing it; nothing for an empty text. */
  preview(text: string): void;
  insert(text: string): Promise<Result<Insertion, Problem>>;
  /** Moves the cursors, where there are some and they are shown. */
  move(to: SpokenMove): void;
  /** Nothing more will be written here. */
  release(): void;
}

/** What was written, wherever it stands now. */
export interface Insertion {
  /** False when none of it is there any more: undone, deleted by hand, its file closed. */
  readonly stands: boolean;
  /** It went where nobody can change it from here. */
  readonly isFinal: boolean;
  /** What it stands among, as it is when asked. */
  target(): Promise<Target>;
  /** Brings back what stood there before. */
  remove(): Promise<Result<unknown, Problem>>;
  replace(text: string): Promise<Result<Insertion, Problem>>;
  /** It will not be asked for again. */
  forget(): void;
}

/** What is no editor, or one that nobody can write into. VS Code tells only to a key that the focus is there. */
export const otherPlaces = ['readOnly', 'terminal', 'commit', 'input', 'search', 'elsewhere'] as const;
export type OtherPlace = (typeof otherPlaces)[number];

/** VS Code shows these boxes to no extension: only what has the focus can be written to. */
export function needsFocus(where: Where): boolean {
  return where === 'commit' || where === 'input';
}

/** Where the words go: into the editor as they are, or as a comment in its language, or where the focus is instead. */
export type Where = 'editor' | 'comment' | OtherPlace;

export interface Places {
  /** The place where the person is now; it stays the place of this dictation. */
  pin(where: Where): Result<Place, Problem>;
}
