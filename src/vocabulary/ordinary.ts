// Which words are ordinary: those that people say and mean as such, so that finding them in a transcript proves
// nothing about a technical term. Pure. The model's own token list is the dictionary, because a word that is one
// token there is common in what it was trained on; without the list every word counts as ordinary.

import { languages } from '../text/languages/all.ts';
import { partsOf } from './names.ts';
import type { Tokeniser } from './tokeniser.ts';

/** Words that hold sentences together: with one of them inside, heard words are a phrase and no name. */
const holdingTogether: ReadonlySet<string> = new Set([
  ...languages.flatMap(({ names }) => [...names.small]),
  ...`a about after again all also am an and any are as at be because been before but by can could did do does for
  from had has have he her here him his how i if in into is it its just like me more most my no nor not now of off
  on only or our out over own same she should so some such than that the their them then there these they this
  those through to too under until up us very was we were what when where which while who why will with would you
  your yes`.split(/\s+/),
]);

/** Tokens of their own, yet no words of everyday speech. */
const technical: ReadonlySet<string> = new Set(
  `api apis arg args argv async auth bool boolean cli cmd config const cpu css csv ctx cuda dict dns enum env exe
  ffi ffmpeg func git github gpu gpus grpc gui hash hex href html http https idx impl init int io ip iter javascript
  json jwt kernel kubernetes len lib linux lua malloc markdown mutex mysql namespace nginx npm null nullptr oauth
  param params php pid png postgres ptr px py python redis regex repo rgb rpc ruby sdk sed sha sql sqlite src ssh
  ssl stderr stdin stdout str struct svg sync sys tcp tls tmp tuple typedef udp uint ui uri url urls usb utf utils
  uuid vim vm void webhook webpack websocket wget xml yaml`.split(/\s+/),
);

export function holdsTogether(word: string): boolean {
  return holdingTogether.has(word.toLowerCase());
}

export interface Ordinary {
  /** A word that people say in everyday speech. */
  isOrdinary(word: string): boolean;
  /** Words that can stand side by side in a sentence and mean themselves. */
  isPhrase(words: readonly string[]): boolean;
}

export function ordinaryBy(tokeniser: Tokeniser | undefined): Ordinary {
  const isKnown = (word: string) =>
    tokeniser === undefined || tokeniser.knows(word) || tokeniser.knows(capitalised(word));
  const known = new Map<string, boolean>();
  const judge = (lower: string) => {
    if (holdsTogether(lower)) return true;
    if (lower.length < 3 || technical.has(lower) || /\d/.test(lower)) return false;
    return [lower, ...stemsOf(lower)].some(isKnown);
  };
  const isOrdinary = (word: string) => {
    const lower = word.toLowerCase();
    let verdict = known.get(lower);
    if (verdict === undefined) {
      verdict = judge(lower);
      if (known.size < 20_000) known.set(lower, verdict);
    }
    return verdict;
  };
  return {
    isOrdinary,
    isPhrase: (words) =>
      words.every(isOrdinary) && (words.length === 1 || words.some(holdsTogether)) && !isSpelledOut(words),
  };
}

/** What the model writes rightly without being told: one token, and no spelling of its own. */
export function isWrittenRightly(term: string, tokeniser: Tokeniser): boolean {
  return tokeniser.knows(term) && partsOf(term).length <= 1 && !/\p{Ll}\p{Lu}/u.test(term);
}

/** "a p i": letters said one by one are no phrase, though some of them are words. */
function isSpelledOut(words: readonly string[]): boolean {
  return words.length > 1 && words.every(({ length }) => length === 1);
}

/** The word without the endings of English. */
function stemsOf(word: string): readonly string[] {
  const endings: readonly (readonly [RegExp, string])[] = [
    [/ies$/, 'y'],
    [/(?:es|s|ed|d|ing|er|ly)$/, ''],
    [/(?:ing|es|ed)$/, 'e'],
  ];
  return endings
    .filter(([ending]) => ending.test(word))
    .map(([ending, instead]) => word.replace(ending, instead))
    .filter(({ length }) => length > 3);
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
