// What the stages know of a language of speech: the words for symbols, and the words that tell whether those are
// meant as words. Plain data; each language is a file in languages/.

import type { CasingWords } from './casing.ts';
import type { NumberWords } from './numberWords.ts';
import type { NameWords } from './respell.ts';
import type { StyleWords } from './style/punctuation.ts';
import type { SymbolId } from './symbolTable.ts';
import { keyOf } from './tokens.ts';

export interface Language {
  readonly code: string;
  /** The names of each symbol, parted by commas, as all lists of phrases here. */
  readonly symbols: Readonly<Record<SymbolId, string>>;
  /** Deeds at the place that a dictation can end with, instead of text. */
  readonly edits: Readonly<Record<SpokenEdit, string>>;
  readonly casing: CasingWords;
  readonly names: NameWords;
  readonly numbers: NumberWords;
  readonly style: StyleWords;
  /** How the period inside a file's name is spoken. */
  readonly dot: string;
  /** Phrases that hold the name of a symbol and mean the thing: "hash table", "trial period". */
  readonly compounds: string;
  /** Before a name they make it a word: "the period", "each comma". */
  readonly determiners: ReadonlySet<string>;
  /** The same with words that speak of a sign: "missing comma", "press tab", "separated by comma". */
  readonly mentions: ReadonlySet<string>;
  /** They do it only behind a determiner: "the first comma", but "first comma second". */
  readonly adjectives: ReadonlySet<string>;
  /** Behind a name they make it a word: "period is". */
  readonly copulas: ReadonlySet<string>;
  /** Words that keep their capital inside a sentence; with `lowered` only those words lose it. */
  readonly capitalised: ReadonlySet<string>;
  readonly lowered?: ReadonlySet<string>;
}

export const spokenMoves = ['endOfLine', 'startOfLine', 'nextLine'] as const;
export type SpokenMove = (typeof spokenMoves)[number];
export type SpokenEdit = 'scratchThat' | SpokenMove;

/** Whether a capital at this word can only be the one of a sentence's start. */
export function losesCapital(
  word: string,
  { capitalised, lowered }: Pick<Language, 'capitalised' | 'lowered'>,
): boolean {
  const key = keyOf(word);
  const isPlain = word.slice(1) === key.slice(1) && /^\p{L}[\p{L}\p{M}'’]*$/u.test(word);
  return isPlain && (lowered === undefined ? !capitalised.has(key) : lowered.has(key));
}
