// A term of the vocabulary and what makes it weigh: where it was found, how near, how often. Pure; ranks the terms
// of all sources "by now", best first, each once.

import { atOnce, type Steps } from '../base/steps.ts';
import { isCompound, isSpelledUnusually } from './names.ts';

/** `name`: what people call things in prose too (PyTorch). `identifier`: what stands in code (getUserById). */
export type TermKind = 'name' | 'identifier';

export type Source =
  | 'user' // the setting
  | 'workspace' // .sotto/vocabulary.txt and files like it
  | 'known' // the curated list, where the project depends on it
  | 'common' // the curated list, whatever the project is
  | 'diagnostic'
  | 'change' // branch, diff, commit box
  | 'here' // the text around the place
  | 'file' // the file that is open
  | 'neighbour'
  | 'project';

export interface Term {
  readonly written: string;
  readonly kind: TermKind;
  readonly source: Source;
  /** How it is said or heard, where that is not its parts. */
  readonly spoken: readonly string[];
  /** Words that speak for it when they stand near. */
  readonly near: readonly string[];
  /** 0 to 1 within its source: nearness to the cursor, or how often. */
  readonly closeness: number;
}

const weights: Readonly<Record<Source, number>> = {
  user: 150,
  workspace: 140,
  here: 80,
  diagnostic: 70,
  change: 60,
  file: 50,
  known: 45,
  neighbour: 25,
  project: 12,
  common: 5,
};

/** Terms of different sources, best first; one that several sources know counts for more than its best. */
export function rank(terms: readonly Term[]): readonly Term[] {
  return atOnce(ranking(terms));
}

const termsAStep = 500;

/** The same in steps of a few milliseconds, for who must let others run between them. */
export function* ranking(terms: readonly Term[]): Steps<readonly Term[]> {
  const best = new Map<string, Weighed>();
  for (const [index, term] of terms.entries()) {
    if (index % termsAStep === termsAStep - 1) yield;
    const weighed = { term, weight: weightOf(term) };
    const known = best.get(term.written);
    best.set(term.written, known === undefined ? weighed : merged(known, weighed));
  }
  yield;
  return [...best.values()].sort((a, b) => b.weight - a.weight).map(({ term }) => term);
}

function weightOf({ written, source, closeness }: Term): number {
  const shape = isCompound(written) ? 1.4 : isSpelledUnusually(written) ? 1.2 : 0.7;
  const told = source === 'user' || source === 'workspace';
  return (weights[source] + 20 * closeness) * (told ? 1 : shape);
}

interface Weighed {
  readonly term: Term;
  readonly weight: number;
}

function merged(a: Weighed, b: Weighed): Weighed {
  const [first, second] = a.weight >= b.weight ? [a, b] : [b, a];
  const union = (one: readonly string[], other: readonly string[]) =>
    other.length === 0 ? one : [...new Set([...one, ...other])];
  return {
    weight: first.weight + second.weight * 0.1,
    term: {
      ...first.term,
      kind: first.term.kind === 'name' || second.term.kind === 'name' ? 'name' : 'identifier',
      spoken: union(first.term.spoken, second.term.spoken),
      near: union(first.term.near, second.term.near),
    },
  };
}

export function termOf(written: string, source: Source, more: Partial<Term> = {}): Term {
  return { written, source, kind: 'identifier', spoken: [], near: [], closeness: 0, ...more };
}
