// The index of the vocabulary for the respelling: by the words of a term, by its readings, by its sound. Pure; how a
// word sounds is handed in. Sounds are keys of consonants: two terms are alike when their keys differ by at most one
// sound and their letters agree.

import { atOnce, type Steps } from '../base/steps.ts';
import type { Lexicon, Spelling } from '../text/respell.ts';
import { keyOf, partsOf } from './names.ts';
import { holdsTogether, type Ordinary } from './ordinary.ts';
import type { Term } from './terms.ts';

/** The sounds of one word, in capitals; the second where it can be said in two ways. */
export type Phonetics = (word: string) => readonly [string, string];

const termsAStep = 100;
/** Of more that sound the same the best are enough: the rest would only cost time. */
const mostAlike = 8;
const leastSounds = 3;
/** Longer ones are found by their words. */
const mostSounds = 18;
const soundsForOneOff = 4;
const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `terms` best first: where two have the same words, the better one comes first. */
export function lexiconOf(terms: readonly Term[], ordinary: Ordinary, phonetics: Phonetics): Lexicon {
  return atOnce(buildLexicon(terms, ordinary, phonetics));
}

/** The same in steps of a few milliseconds, for who must let others run between them. */
export function* buildLexicon(
  terms: readonly Term[],
  ordinary: Ordinary,
  phonetics: Phonetics,
): Steps<Lexicon> {
  const spelled = new Map<string, Spelling[]>();
  const read = new Map<string, Spelling[]>();
  const sounds = new Map<string, Sounding[]>();
  const soundOf = soundsBy(phonetics);
  let longest = 1;
  let mostLetters = 0;
  for (const [index, term] of terms.entries()) {
    if (index % termsAStep === termsAStep - 1) yield;
    const spelling = spellingOf(term);
    const parts = partsOf(term.written);
    longest = Math.max(longest, parts.length);
    for (const key of keysOf(term.written, parts)) put(spelled, key, spelling);
    for (const reading of term.spoken) {
      put(read, keyOf(reading), spelling);
      longest = Math.max(longest, reading.split(' ').length);
    }
    if (/\d/.test(term.written)) continue; // digits have no sound, and two names often differ in nothing else
    const letters = keyOf(term.written);
    for (const key of soundOf(parts)) {
      if (!isOfUse(key)) continue;
      mostLetters = Math.max(mostLetters, letters.length);
      const sounding = { spelling, key, letters, parts };
      for (const near of withOneLess(key))
        if ((sounds.get(near)?.length ?? 0) < mostAlike) put(sounds, near, sounding);
    }
  }
  const alike = (words: readonly string[], letters: string): Alike => {
    const small = words.filter(holdsTogether); // they sound like nothing, and are no part of a name by chance
    const found = new Map<Sounding, number | undefined>();
    for (const key of soundOf(words).filter(isOfUse)) {
      for (const candidate of withOneLess(key).flatMap((near) => sounds.get(near) ?? [])) {
        if (found.has(candidate)) continue;
        const fits =
          areNear(key, candidate.key) &&
          canBeAlike(letters, candidate.letters) &&
          small.every((word) => candidate.parts.includes(word));
        found.set(candidate, fits ? likeness(letters, candidate.letters) : undefined);
      }
    }
    return [...found]
      .flatMap(([{ spelling }, score]) => (score === undefined ? [] : [{ spelling, likeness: score }]))
      .sort((a, b) => b.likeness - a.likeness);
  };
  const answers = new Map<string, Alike>();
  return {
    longest,
    spelled: (key) => spelled.get(key) ?? [],
    read: (key) => read.get(key) ?? [],
    alike(words) {
      const letters = words.join('');
      if (letters.length * leastLikeness > mostLetters) return none;
      const asked = words.join(' ');
      const answer = answers.get(asked) ?? alike(words, letters);
      if (answers.size < mostAnswers) answers.set(asked, answer);
      return answer;
    },
    ...ordinary,
  };
}

type Alike = ReturnType<Lexicon['alike']>;

const none: Alike = [];
const mostAnswers = 5_000;

/** One lexicon over another: what the first knows comes first. */
export function layered(upper: Lexicon, lower: Lexicon): Lexicon {
  return {
    longest: Math.max(upper.longest, lower.longest),
    spelled: (key) => joined(upper.spelled(key), lower.spelled(key)),
    read: (key) => joined(upper.read(key), lower.read(key)),
    alike: (words) =>
      joined(upper.alike(words), lower.alike(words)).toSorted((a, b) => b.likeness - a.likeness),
    isOrdinary: lower.isOrdinary,
    isPhrase: lower.isPhrase,
  };
}

interface Sounding {
  readonly spelling: Spelling;
  readonly key: string;
  readonly letters: string;
  readonly parts: readonly string[];
}

function spellingOf({ written, kind, source, near }: Term): Spelling {
  return { written, kind, inScope: source !== 'common', near };
}

function joined<Item>(first: readonly Item[], second: readonly Item[]): readonly Item[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

function put<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else if (known.at(-1) !== item) known.push(item);
}

/** The key of a term, and the one with its numbers as words: "utf8" is heard as "utf eight". */
function keysOf(written: string, parts: readonly string[]): readonly string[] {
  const key = keyOf(written);
  if (key === '') return [];
  const spokenNumbers = parts
    .map((part) => (/^\d+$/.test(part) ? (numberWords[Number(part)] ?? part) : part))
    .join('');
  return spokenNumbers === key || spokenNumbers === '' ? [key] : [key, spokenNumbers];
}

/** The sounds of words said one after the other. Vowels only count at the very start. */
function soundsBy(phonetics: Phonetics): (words: readonly string[]) => readonly string[] {
  const joinedBy = (words: readonly string[], way: 0 | 1) => {
    const all = words.map((word) => phonetics(word)[way]).join('');
    return (all.slice(0, 1) + all.slice(1).replaceAll('A', '')).replace(/(.)\1+/g, '$1');
  };
  return (words) => {
    const first = joinedBy(words, 0);
    const second = joinedBy(words, 1);
    return first === second ? [first] : [first, second];
  };
}

function isOfUse(sounds: string): boolean {
  return sounds.length >= leastSounds && sounds.length <= mostSounds;
}

/** The key, and where it is long enough the keys with one sound left out: two that share one differ in one sound. */
function withOneLess(key: string): readonly string[] {
  if (key.length < soundsForOneOff) return [key];
  return [key, ...Array.from({ length: key.length }, (_, at) => key.slice(0, at) + key.slice(at + 1))];
}

function areNear(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < soundsForOneOff || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}

/** Less than this is never taken for the same word. */
const leastLikeness = 0.6;

function canBeAlike(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= leastLikeness * Math.max(a.length, b.length);
}

/** How much of two words' letters agree, 0 to 1. */
export function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

/** Whether one wording can be what was heard of another: half of its letters or most of its sounds agree. */
export function alikenessBy(phonetics: Phonetics): (one: string, other: string) => boolean {
  const soundOf = soundsBy(phonetics);
  const soundsOf = (text: string) => soundOf(text.toLowerCase().match(/\p{L}+/gu) ?? [])[0] ?? '';
  return (one, other) => {
    if (likeness(keyOf(one), keyOf(other)) >= 0.5) return true;
    const sounds = [soundsOf(one), soundsOf(other)] as const;
    return Math.min(sounds[0].length, sounds[1].length) > 1 && likeness(...sounds) >= 0.5;
  };
}

function editDistance(a: string, b: string): number {
  // One row that is written over: this runs for every name that may be meant, in every run of words.
  const row = new Uint16Array(b.length + 1).map((_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      const change = diagonal + (letter === b.charCodeAt(j - 1) ? 0 : 1);
      row[j] = Math.min(change, above + 1, (row[j - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}

/** The same words come again and again. */
export function remembering(phonetics: Phonetics): Phonetics {
  const known = new Map<string, readonly [string, string]>();
  return (word) => {
    let sounds = known.get(word);
    if (sounds === undefined) {
      sounds = phonetics(word);
      if (known.size < 20_000) known.set(word, sounds);
    }
    return sounds;
  };
}
