// What to say to a model to learn what it writes for a term, and how to read its answer. Pure. A term is said inside
// plain sentences: from them it is known where the term's words begin and end, and an answer whose sentence came out
// otherwise teaches nothing.

import type { Heard } from './heard.ts';
import { partsOf } from './names.ts';
import type { Term } from './terms.ts';

export interface Sentence {
  readonly before: string;
  readonly after: string;
}

export const sentences: readonly [Sentence, ...Sentence[]] = [
  { before: 'This function uses', after: '' },
  { before: 'The', after: 'module is not loaded' },
];

/**
 * The ways in which people say a term, as text for a synthesiser. What it would make of a single strange word itself,
 * such as "stdout", nobody says where better readings are known.
 */
export function readingsOf({ written, spoken }: Term): readonly string[] {
  const parts = partsOf(written).map((part, _, all) =>
    all.length > 1 && /^[bcdfghjklmnpqrstvwxz]{2,4}$/.test(part) ? [...part].join(' ') : part,
  );
  const own = /^\p{Lu}{2,5}$/u.test(written) ? [...written.toLowerCase()].join(' ') : parts.join(' ');
  if (parts.length === 1 && spoken.length > 0) return spoken.slice(0, 3);
  return [...new Set([...spoken.slice(0, 2), own])].slice(0, 3);
}

export function sentenceWith({ before, after }: Sentence, reading: string): string {
  return `${[before, reading, after].filter((piece) => piece !== '').join(' ')}.`;
}

const mostWords = 6;

/** The words that stand where the term was said; undefined where the sentence around is not what was said. */
export function heardIn(transcript: string, { before, after }: Sentence): string | undefined {
  const words = transcript.match(/[\p{L}\p{N}\p{M}_$'+#/-]+(?:\.\p{L}+)*/gu) ?? [];
  const first = before.split(' ');
  const last = after === '' ? [] : after.split(' ');
  const middle = words.slice(first.length, words.length - last.length);
  const agrees = (heard: readonly string[], said: readonly string[]) =>
    heard.map((word) => word.toLowerCase()).join(' ') === said.map((word) => word.toLowerCase()).join(' ');
  if (middle.length === 0 || middle.length > mostWords) return undefined;
  if (!agrees(words.slice(0, first.length), first)) return undefined;
  return agrees(words.slice(words.length - last.length), last) ? middle.join(' ') : undefined;
}

/** The terms that this model was not asked about yet, best first. */
export function termsToLearn(terms: readonly Term[], heard: readonly Heard[], most: number): readonly Term[] {
  const known = new Set(heard.map(({ term }) => term));
  const worthIt = (term: Term) =>
    !known.has(term.written) &&
    term.source !== 'common' &&
    term.source !== 'here' &&
    /\p{L}{3}/u.test(term.written);
  return terms.filter(worthIt).slice(0, most);
}

/** What was heard, with one more hearing. */
export function withHearing(heard: readonly Heard[], hearing: Omit<Heard, 'times'>): readonly Heard[] {
  const isSame = (other: Heard) =>
    other.term === hearing.term && other.prompted === hearing.prompted && other.heard === hearing.heard;
  return heard.some(isSame)
    ? heard.map((other) => (isSame(other) ? { ...other, times: other.times + 1 } : other))
    : [...heard, { ...hearing, times: 1 }];
}
