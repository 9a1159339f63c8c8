// The phrases of one dictation on their way to text, as a union and one pure transition. Promises: one phrase is
// asked for at a time, so that each has the words before it as context; texts are joined in the order in which
// they were spoken; a phrase that failed is asked for again, and stays first in line until it is heard or the
// whole dictation says that it failed. Knows no clock, no recogniser, no sound.

import type { Phrase } from '../audio/segmenter.ts';
import type { Problem } from '../base/problem.ts';
import { join } from './join.ts';

export interface Phrases {
  /** All that was heard so far. */
  readonly said: string;
  /** Not yet heard, in spoken order; the first is the one that is asked for. */
  readonly waiting: readonly Phrase[];
  /** `stuck`: the first failed; the next event of the person brings another try. */
  readonly work: 'resting' | 'asking' | 'stuck';
  readonly tries: number;
  /** The person has ended: nothing more comes. */
  readonly ended: boolean;
}

export type PhraseEvent =
  | { readonly kind: 'spoken'; readonly phrase: Phrase }
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'ended' };

export type PhraseEffect =
  | { readonly kind: 'ask'; readonly phrase: Phrase; readonly said: string }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'giveUp'; readonly problem: Problem };

export interface PhraseStep {
  readonly phrases: Phrases;
  readonly effect?: PhraseEffect;
}

export const noPhrases: Phrases = { said: '', waiting: [], work: 'resting', tries: 0, ended: false };

const mostTries = 2;

export function phraseStep(phrases: Phrases, event: PhraseEvent): PhraseStep {
  switch (event.kind) {
    case 'spoken':
      return wake({ ...phrases, waiting: [...phrases.waiting, event.phrase] });
    case 'ended':
      return wake({ ...phrases, ended: true });
    case 'heard': {
      const [first, ...waiting] = phrases.waiting;
      const said = join(phrases.said, event.text, first?.overlaps ?? false);
      return next({ ...phrases, said, waiting, work: 'resting', tries: 0 });
    }
    case 'failed': {
      const tries = phrases.tries + 1;
      if (tries < mostTries && mayPass(event.problem)) return ask({ ...phrases, tries });
      return phrases.ended
        ? { phrases: { ...phrases, work: 'stuck' }, effect: { kind: 'giveUp', problem: event.problem } }
        : { phrases: { ...phrases, work: 'stuck', tries: 0 } };
    }
  }
}

function wake(phrases: Phrases): PhraseStep {
  return phrases.work === 'asking' ? { phrases } : next({ ...phrases, tries: 0 });
}

function next(phrases: Phrases): PhraseStep {
  if (phrases.waiting.length > 0) return ask(phrases);
  const resting: Phrases = { ...phrases, work: 'resting' };
  return phrases.ended
    ? { phrases: resting, effect: { kind: 'done', text: phrases.said } }
    : { phrases: resting };
}

function ask(phrases: Phrases): PhraseStep {
  const [phrase] = phrases.waiting;
  if (phrase === undefined) return { phrases };
  return { phrases: { ...phrases, work: 'asking' }, effect: { kind: 'ask', phrase, said: phrases.said } };
}

/** What is missing stays missing, and a server that died was tried again by its owner already. */
function mayPass({ kind }: Problem): boolean {
  return kind === 'serverRefused';
}
