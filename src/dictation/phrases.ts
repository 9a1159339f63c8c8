// The phrases of one utterance on their way to text, as a union and one pure transition. Promises: one question at a
// time; phrases that wait together, and those before them within reach, are asked for as one sound, because words at a
// seam are heard worse; every phrase ends as heard or as failed, in spoken order; a failure keeps no other phrase from
// being heard. Knows no clock, no recogniser and no editor.

import { secondsOf } from '../audio/format.ts';
import { type Phrase, together } from '../audio/segmenter.ts';
import type { Problem } from '../base/problem.ts';
import { type Piece, type PieceState, textOf } from './pieces.ts';

interface Done {
  readonly phrase: Phrase;
  readonly state: Exclude<PieceState, { kind: 'waiting' }>;
}

export interface Question {
  readonly phrase: Phrase;
  /** The place of its answer among the phrases that are done, and how many of them it replaces. */
  readonly at: number;
  readonly replaces: number;
  /** The phrases that have no answer yet and are part of it. */
  readonly takes: readonly Phrase[];
  readonly tries: number;
}

export interface Phrases {
  readonly done: readonly Done[];
  /** Spoken and not yet asked for, in order. */
  readonly waiting: readonly Phrase[];
  readonly asking: Question | undefined;
  /** The person has ended: nothing more comes. */
  readonly ended: boolean;
  /** So many seconds are heard once more, together with what was said since, as one text. */
  readonly reach: number;
  /** In the end what failed before it is asked for once more, until one fails again. */
  readonly mayRetry: boolean;
}

export type PhraseEvent =
  | { readonly kind: 'spoken'; readonly phrase: Phrase }
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** The question under way is given up: what it asks for waits, and is asked for together with what comes next. */
  | { readonly kind: 'putBack' }
  | { readonly kind: 'ended' };

export type PhraseEffect =
  | { readonly kind: 'ask'; readonly phrase: Phrase; readonly said: string }
  | { readonly kind: 'done'; readonly pieces: readonly Piece[] };

export interface PhraseStep {
  readonly phrases: Phrases;
  readonly effect?: PhraseEffect;
}

export const noPhrases: Phrases = {
  ...{ done: [], waiting: [], asking: undefined },
  ...{ ended: false, reach: 0, mayRetry: false },
};

const mostTries = 2;
/** A little less than the window of the recogniser. */
const longestQuestionSeconds = 28;

export function phraseStep(phrases: Phrases, event: PhraseEvent): PhraseStep {
  switch (event.kind) {
    case 'spoken':
      return next({ ...phrases, waiting: [...phrases.waiting, event.phrase] });
    case 'ended': {
      const mayRetry = phrases.done.some(({ state }) => state.kind === 'failed');
      return next({ ...phrases, ended: true, mayRetry });
    }
    case 'putBack': {
      const { asking, waiting } = phrases;
      return { phrases: { ...phrases, asking: undefined, waiting: [...(asking?.takes ?? []), ...waiting] } };
    }
    case 'heard':
      return heard(phrases, event.text);
    case 'failed':
      return failed(phrases, event.problem);
  }
}

export function piecesOf({ done, waiting }: Pick<Phrases, 'done' | 'waiting'>): readonly Piece[] {
  return [
    ...done.map(({ phrase, state }) => ({ ...spanOf(phrase), state })),
    ...waiting.map((phrase) => ({ ...spanOf(phrase), state: { kind: 'waiting' } as const })),
  ];
}

/** The words before the place, or all of them. */
export function saidIn({ done }: Phrases, before = done.length): string {
  return textOf(piecesOf({ done: done.slice(0, before), waiting: [] }));
}

function heard(phrases: Phrases, text: string): PhraseStep {
  const { asking, done } = phrases;
  if (asking === undefined) return { phrases };
  const answer: Done = { phrase: asking.phrase, state: { kind: 'heard', text } };
  return next({ ...phrases, asking: undefined, done: done.toSpliced(asking.at, asking.replaces, answer) });
}

function failed(phrases: Phrases, problem: Problem): PhraseStep {
  const { asking, done, waiting } = phrases;
  if (asking === undefined) return { phrases };
  if (asking.tries < mostTries && mayPass(problem))
    return ask(phrases, { ...asking, tries: asking.tries + 1 });
  const rest = { ...phrases, asking: undefined, mayRetry: false };
  if (asking.replaces > 0) return next({ ...rest, waiting: [...asking.takes, ...waiting], reach: 0 });
  const lost = asking.takes.map((phrase): Done => ({ phrase, state: { kind: 'failed', problem } }));
  return next({ ...rest, done: [...done, ...lost] });
}

function next(phrases: Phrases): PhraseStep {
  if (phrases.asking !== undefined) return { phrases };
  const { done, waiting, ended, mayRetry } = phrases;
  if (waiting.length > 0) {
    const question = questionFor(phrases);
    return ask({ ...phrases, waiting: waiting.slice(question.takes.length) }, question);
  }
  if (!ended) return { phrases };
  const at = done.findIndex(({ state }) => state.kind === 'failed');
  const again = done[at];
  if (again === undefined || !mayRetry)
    return { phrases, effect: { kind: 'done', pieces: piecesOf(phrases) } };
  return ask(phrases, { phrase: again.phrase, at, replaces: 1, takes: [], tries: mostTries });
}

/** What waits, with a phrase that is still open if one is given, and what is within reach before it. */
export function questionFor({ done, waiting, reach }: Phrases, open?: Phrase): Question {
  const all = open === undefined ? waiting : [...waiting, open];
  const takes = all.slice(0, Math.max(1, fitting(all, longestQuestionSeconds)));
  const seconds = takes.reduce((sum, { pcm }) => sum + secondsOf(pcm), 0);
  const before = done.map(({ phrase }) => phrase).toReversed();
  const replaces = takes.length < all.length ? 0 : fitting(before, reach - seconds);
  const phrase = [...done.slice(done.length - replaces).map((one) => one.phrase), ...takes].reduce(together);
  return { phrase, at: done.length - replaces, replaces, takes, tries: 1 };
}

/** How many of the first ones fit into so many seconds. */
function fitting(phrases: readonly Phrase[], most: number): number {
  let seconds = 0;
  const tooMany = phrases.findIndex(({ pcm }) => {
    seconds += secondsOf(pcm);
    return seconds > most;
  });
  return tooMany < 0 ? phrases.length : tooMany;
}

function ask(phrases: Phrases, question: Question): PhraseStep {
  const said = saidIn(phrases, question.at);
  return {
    phrases: { ...phrases, asking: question },
    effect: { kind: 'ask', phrase: question.phrase, said },
  };
}

function spanOf({ at, pcm, overlaps }: Phrase) {
  return { from: at, to: at + secondsOf(pcm), overlaps };
}

/** What is missing stays missing, and a server that died was tried again by its owner already. */
function mayPass({ kind }: Problem): boolean {
  return kind === 'serverRefused';
}
