// The phrases of one utterance on their way to text, as a union and one pure transition. Promises: one question at a
// time, so that each has the words before it as context; phrases that wait together are asked for as one sound; every
// phrase ends as heard or as failed, in spoken order; a failure keeps no other phrase from being heard. Knows no clock,
// no recogniser and no editor.

import { secondsOf } from '../audio/format.ts';
import { type Phrase, together } from '../audio/segmenter.ts';
import type { Problem } from '../base/problem.ts';
import { type Piece, type PieceState, textOf } from './pieces.ts';

interface Done {
  readonly phrase: Phrase;
  readonly state: Exclude<PieceState, { kind: 'waiting' }>;
}

interface Question {
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
  /** In the end the last phrases are heard once more as one text. */
  readonly asOne: boolean;
  /** In the end what failed before it is asked for once more, until one fails again. */
  readonly mayRetry: boolean;
}

export type PhraseEvent =
  | { readonly kind: 'spoken'; readonly phrase: Phrase }
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** The question under way is given up: what it asks for waits, and is asked for together with what comes next. */
  | { readonly kind: 'putBack' }
  | { readonly kind: 'ended'; readonly asOne: boolean };

export type PhraseEffect =
  | { readonly kind: 'ask'; readonly phrase: Phrase; readonly said: string }
  | { readonly kind: 'done'; readonly pieces: readonly Piece[] };

export interface PhraseStep {
  readonly phrases: Phrases;
  readonly effect?: PhraseEffect;
}

export const noPhrases: Phrases = {
  ...{ done: [], waiting: [], asking: undefined },
  ...{ ended: false, asOne: false, mayRetry: false },
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
      return next({ ...phrases, ended: true, asOne: event.asOne, mayRetry });
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
  if (asking.replaces > 0) return next({ ...rest, waiting: [...asking.takes, ...waiting], asOne: false });
  const lost = asking.takes.map((phrase): Done => ({ phrase, state: { kind: 'failed', problem } }));
  return next({ ...rest, done: [...done, ...lost] });
}

function next(phrases: Phrases): PhraseStep {
  if (phrases.asking !== undefined) return { phrases };
  const { done, waiting, ended, asOne, mayRetry } = phrases;
  const whole = ended && asOne ? lastOnes(phrases) : undefined;
  if (whole !== undefined) return ask({ ...phrases, waiting: [], asOne: false }, whole);
  if (waiting.length > 0) {
    const takes = waiting.slice(0, fitting(waiting));
    const phrase = takes.reduce(together);
    const question = { phrase, at: done.length, replaces: 0, takes, tries: 1 };
    return ask({ ...phrases, waiting: waiting.slice(takes.length) }, question);
  }
  if (!ended) return { phrases };
  const at = done.findIndex(({ state }) => state.kind === 'failed');
  const again = done[at];
  if (again === undefined || !mayRetry)
    return { phrases, effect: { kind: 'done', pieces: piecesOf(phrases) } };
  return ask(phrases, { phrase: again.phrase, at, replaces: 1, takes: [], tries: mostTries });
}

/** All that waits and as many phrases before it as fit into one question; nothing where that is one phrase or too much. */
function lastOnes({ done, waiting }: Phrases): Question | undefined {
  const all = [...done.map(({ phrase }) => phrase), ...waiting];
  const count = fitting(all.toReversed());
  const replaces = count - waiting.length;
  if (count < 2 || replaces < 1) return undefined;
  const phrase = all.slice(-count).reduce(together);
  return { phrase, at: done.length - replaces, replaces, takes: waiting, tries: 1 };
}

/** How many of the first ones fit into one question; one at least. */
function fitting(phrases: readonly Phrase[]): number {
  let seconds = 0;
  const tooMany = phrases.findIndex(({ pcm }) => {
    seconds += secondsOf(pcm);
    return seconds > longestQuestionSeconds;
  });
  return tooMany < 0 ? phrases.length : Math.max(1, tooMany);
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
