// Respells what was heard to what is written: "get user by id" to getUserById, "pie torch" to PyTorch. Pure. Looks
// at runs of words, longest first: the same words as a name, a known reading of it, then what sounds alike.
// Careful in prose: there an identifier must be asked for ("the function get user by id") or mean nothing else, and
// what is also a phrase of everyday speech needs neighbours that speak for the term.

import { wordSet } from './languages/wordSet.ts';
import { isProse, type Target } from './target.ts';

export interface Spelling {
  readonly written: string;
  readonly kind: 'name' | 'identifier';
  /** Of this project: not merely known in general. */
  readonly inScope: boolean;
  /** Words that speak for it when they stand near. */
  readonly near: readonly string[];
}

/** The words that may be meant, as the vocabulary knows them now. Keys are words in small letters without gaps. */
export interface Lexicon {
  /** The most words that a spelling is made of. */
  readonly longest: number;
  /** Spellings whose own words these are, best first. */
  spelled(key: string): readonly Spelling[];
  /** Spellings that are said or heard so. */
  read(key: string): readonly Spelling[];
  /** Spellings that sound nearly like these words, each with how alike the letters are, 0 to 1. */
  alike(words: readonly string[]): readonly { readonly spelling: Spelling; readonly likeness: number }[];
  isOrdinary(word: string): boolean;
  /** Words that can stand side by side in a sentence and mean themselves. */
  isPhrase(words: readonly string[]): boolean;
}

/** How a language of speech speaks of names. */
export interface NameWords {
  /** Behind them a name of the code comes: "call". */
  readonly ask: ReadonlySet<string>;
  /** Behind these too, but not "the function is valid". */
  readonly kinds: ReadonlySet<string>;
  readonly predicates: ReadonlySet<string>;
  /** Before them one was: "the get user function". */
  readonly follow: ReadonlySet<string>;
  /** Who says them speaks of technical things. */
  readonly technical: ReadonlySet<string>;
  /** Of these alone no name is made. */
  readonly small: ReadonlySet<string>;
}

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly from: number;
  readonly to: number;
}

/** A run of words and what it stands among. */
interface Run {
  readonly words: readonly Word[];
  readonly first: number;
  readonly last: number;
  readonly text: string;
  readonly target: Target;
  readonly lexicon: Lexicon;
  readonly names: NameWords;
}

const mostWords = 7;
const reach = 6;
const longestWord = 60;

export function respell(text: string, target: Target, lexicon: Lexicon, names: NameWords): string {
  const words = wordsOf(text);
  const longest = Math.min(mostWords, lexicon.longest + 2);
  let written = '';
  let done = 0;
  for (let first = 0; first < words.length; ) {
    if ((words[first]?.text.length ?? 0) > longestWord) {
      first += 1;
      continue;
    }
    const end = endOfRun(text, words, first, longest);
    const found = spellingFrom({ words, first, text, target, lexicon, names }, end);
    if (found === undefined) {
      first += 1;
      continue;
    }
    written += text.slice(done, words[first]?.from) + found.written;
    done = words[found.last]?.to ?? text.length;
    first = found.last + 1;
  }
  return written + text.slice(done);
}

function spellingFrom(
  at: Omit<Run, 'last'>,
  end: number,
): { readonly written: string; readonly last: number } | undefined {
  const runs: Run[] = [];
  for (let last = end; last >= at.first; last -= 1) runs.push({ ...at, last });
  const several = runs.slice(0, -1);
  const single = runs.slice(-1);
  for (const [find, among] of [
    [bySpelling, runs],
    [byReading, several],
    [bySound, several],
    [byReading, single],
    [bySound, single],
  ] as const) {
    for (const run of among) {
      const spelling = find(run);
      if (spelling !== undefined) return { written: spelling.written, last: run.last };
    }
  }
  return undefined;
}

function bySpelling(run: Run): Spelling | undefined {
  const spellings = run.lexicon.spelled(keyOf(run));
  const heard = textOf(run);
  const asIs = spellings.find(({ written }) => written === heard);
  if (asIs !== undefined) return asIs; // right already
  if (isProse(run.target) && isSentenceStart(run)) {
    const small = spellings.find(({ written }) => written === heard.toLowerCase());
    if (small !== undefined) return { ...small, written: heard }; // a plain word with the capital of its sentence
  }
  return isProse(run.target)
    ? spellings.find((spelling) => spelledInProse(run, spelling))
    : [...spellings].sort(identifiersFirst).find((spelling) => spelledInCode(run, spelling));
}

function spelledInCode(run: Run, { kind, inScope }: Spelling): boolean {
  const heard = heardWords(run);
  // One word, other capitals: `import json` is no JSON, and a variable `user` no class `User`.
  if (heard.length === 1) return kind === 'identifier' && inScope && !run.lexicon.isOrdinary(heard[0] ?? '');
  return (
    !heard.every((word) => run.names.small.has(word)) &&
    !(heard.length === 2 && opensStatement.has(heard[0] ?? ''))
  );
}

function spelledInProse(run: Run, spelling: Spelling): boolean {
  const heard = heardWords(run);
  if (spelling.kind === 'identifier') {
    return isAskedFor(run) || (spelling.inScope && meansNothingElse(run, heard));
  }
  if (isInsideAddress(run)) return false;
  return !run.lexicon.isPhrase(heard) || isSpokenFor(run, spelling);
}

/** Words that stand side by side in no sentence. A long word that the model does not know may be merely rare. */
function meansNothingElse({ lexicon, names }: Run, heard: readonly string[]): boolean {
  const telling = heard.filter((word) => !names.small.has(word));
  const strange = heard.filter((word) => word.length >= 3 && !lexicon.isOrdinary(word));
  const isTechnical = telling.length > 2 ? strange.length > 0 : strange.some(({ length }) => length <= 5);
  return telling.length > 1 && isTechnical && !lexicon.isPhrase(heard);
}

function byReading(run: Run): Spelling | undefined {
  if (run.first === run.last && run.lexicon.spelled(keyOf(run)).length > 0) return undefined; // it is a term itself
  return run.lexicon.read(keyOf(run)).find((spelling) => {
    if (isProse(run.target) && spelling.kind === 'identifier') return isAskedFor(run);
    if (!run.lexicon.isPhrase(heardWords(run))) return true;
    return (!isProse(run.target) && spelling.inScope) || isSpokenFor(run, spelling);
  });
}

function bySound(run: Run): Spelling | undefined {
  const heard = heardWords(run);
  const { isOrdinary, isPhrase } = run.lexicon;
  if (heard.length === 1 && isOrdinary(heard[0] ?? '')) return undefined;
  if (heard.some((word) => /\d/.test(word))) return undefined; // digits have no sound
  if (heard.some((word) => run.lexicon.spelled(word).length > 0 && !isOrdinary(word))) return undefined;
  const prose = isProse(run.target);
  const plain = heard.every(isOrdinary);
  if (prose && plain && isPhrase(heard)) return undefined;
  const enough = (prose ? 0.75 : 0.65) + (plain ? 0.1 : 0);
  return run.lexicon.alike(heard).find(({ spelling, likeness }) => {
    if (likeness < enough) return false;
    if (spelling.kind === 'identifier') return spelling.inScope && (!prose || isAskedFor(run));
    return spelling.inScope || !plain;
  })?.spelling;
}

/** Something around says that a name of the code comes: a back-tick, or a word such as "function". */
function isAskedFor({ words, first, last, text, names }: Run): boolean {
  const before = words[first - 1];
  const after = words[last + 1];
  if (text[(words[first]?.from ?? 0) - 1] === '`') return true;
  const isBeside = (from: number | undefined, to: number | undefined) => /^\s+$/.test(text.slice(from, to));
  const asks = ({ lower }: Word) =>
    names.ask.has(lower) || (names.kinds.has(lower) && !names.predicates.has(words[first]?.lower ?? ''));
  return (
    (before !== undefined && asks(before) && isBeside(before.to, words[first]?.from)) ||
    (after !== undefined && names.follow.has(after.lower) && isBeside(words[last]?.to, after.from))
  );
}

function isSentenceStart({ words, first, text }: Run): boolean {
  return first === 0 || /[.?!]\s+["'(]?$/.test(text.slice(words[first - 1]?.to ?? 0, words[first]?.from));
}

/** "github.com", "src/redis": a part of something that is written as it is. */
function isInsideAddress({ words, first, last, text }: Run): boolean {
  const [from = 0, to = 0] = [words[first]?.from, words[last]?.to];
  return (
    /[\p{L}\p{N}][./:@\\]$/u.test(text.slice(Math.max(0, from - 3), from)) ||
    /^[./:@\\][\p{L}\p{N}]/u.test(text.slice(to, to + 3))
  );
}

/** A word near it in the same sentence belongs to the same subject. */
function isSpokenFor(
  { words, first, last, text, lexicon, names }: Run,
  { near, written }: Spelling,
): boolean {
  const speaks = ({ lower, text: word }: Word) =>
    [lower, lower.replace(/s$/, '')].some((one) => near.includes(one) || names.technical.has(one)) ||
    lexicon
      .spelled(lower)
      .some((other) => other.written === word && other.written !== written && !lexicon.isOrdinary(lower));
  const inOneSentence = (from: number | undefined, to: number | undefined) =>
    !/[.?!;\n]\s/.test(text.slice(from, to));
  const before = words
    .slice(Math.max(0, first - reach), first)
    .filter(({ to }) => inOneSentence(to, words[first]?.from));
  const after = words
    .slice(last + 1, last + 1 + reach)
    .filter(({ from }) => inOneSentence(words[last]?.to, from));
  return [...before, ...after].some(speaks);
}

const opensStatement = wordSet(
  'if for while return import from throw await yield else case new not print let const var def',
);
function identifiersFirst(a: Spelling, b: Spelling): number {
  return Number(b.kind === 'identifier') - Number(a.kind === 'identifier');
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}_$]+/gu)].map((match) => ({
    text: match[0],
    lower: match[0].toLowerCase(),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** The last word that one run from `first` can reach: only a space or a hyphen may stand between its words. */
function endOfRun(text: string, words: readonly Word[], first: number, longest: number): number {
  let last = first;
  while (last + 1 < words.length && last + 1 - first < longest) {
    const gap = text.slice(words[last]?.to, words[last + 1]?.from);
    if ((gap !== ' ' && gap !== '-') || (words[last + 1]?.text.length ?? 0) > longestWord) break;
    last += 1;
  }
  return last;
}

function heardWords({ words, first, last }: Run): readonly string[] {
  return words.slice(first, last + 1).map(({ lower }) => lower);
}

function keyOf(run: Run): string {
  return heardWords(run).join('').replace(/[_$]/g, '');
}

function textOf({ words, first, last, text }: Run): string {
  return text.slice(words[first]?.from, words[last]?.to);
}
