// Texts and settings that were made to slow a stage down, of any length: for the limits in unit tests and benches.

import { doubleMetaphone } from 'double-metaphone';
import { replacementsOf } from '../../src/text/replacements.ts';
import type { Target } from '../../src/text/target.ts';
import type { Writing } from '../../src/text/write.ts';
import { knownTermsFor } from '../../src/vocabulary/knownTerms.ts';
import { lexiconOf, remembering } from '../../src/vocabulary/lexicon.ts';
import { termOf } from '../../src/vocabulary/terms.ts';
import { writingAt } from './writing.ts';

const vowels = [...'aeiou'];
/** Names that all sound the same, as a program can write them into code. */
const alikes = vowels.flatMap((a) =>
  vowels.flatMap((b) => vowels.flatMap((c) => vowels.map((d) => `g${a}t${b}s${c}r${d}`))),
);
const lexicon = lexiconOf(
  [
    ...alikes.map((name) => termOf(`${name.slice(0, 2)}T${name.slice(3)}`, 'project')),
    ...alikes.map((name) => termOf(`${name}Next`, 'file')),
    ...knownTermsFor(new Set(['javascript'])),
  ],
  { isOrdinary: () => false, isPhrase: () => false },
  remembering(doubleMetaphone),
);

/** Each makes a text of about so many words. */
export const hostileTexts: Readonly<Record<string, (words: number) => string>> = {
  'ordinary sentences': (words) =>
    'Read the first line, check it and close the file again. '.repeat(words / 11),
  'nothing but commands': (words) => 'camel case open paren five comma '.repeat(words / 6),
  'one endless word': (words) => 'a'.repeat(6 * words),
  'one endless name': (words) => `camel case ${'get user '.repeat(words / 2)}`,
  'no spaces': (words) => 'a,b(c)-d.'.repeat(words / 2),
  'nothing but signs': (words) => '([{"—…'.repeat(words),
  'nothing but spaces': (words) => ' \n\t '.repeat(words),
  'lists without an end': (words) => 'red, green and blue, '.repeat(words / 4),
  'dashes and quotes': (words) => `"a - b" — 'c' -- d... `.repeat(words / 6),
  'open back-ticks': (words) => '` x '.repeat(words / 2),
  'numbers without an end': (words) => 'one hundred and five point '.repeat(words / 5),
  'beginnings of names': (words) => 'less than or equal less than or '.repeat(words / 7),
  'unpaired surrogates': (words) => '\ud800 \udc00\ud800 '.repeat(words / 2),
  'right to left': (words) => 'שלום \u202eעולם مرحبا بالعالم '.repeat(words / 4),
  'brackets of noises': (words) => '[music (sound *clap '.repeat(words / 3),
  'the letters of a pattern': (words) => 'aaaaa '.repeat(words),
  'words that sound like names': (words) =>
    Array.from({ length: words }, (_, at) => `${alikes[(at * 7) % alikes.length]}p`).join(' '),
};

/** Regular expressions that would take JavaScript's own engine for ever. */
export const hostilePatterns = [
  '/(a+)+$/',
  '/(a|aa)*b/',
  '/(.*)*x/',
  '/(\\w+\\s?)*!/',
  '/a{1,90}a{1,90}b/',
  '/((a*)*)*c/',
];

/** Every stage at work, with hostile replacements and names. */
export function hostileWriting(target: Target): Writing {
  return writingAt(target, {
    lexicon,
    symbols: { 'my sign': '~>', a: 'å' },
    replacements: replacementsOf([
      ['pie torch', 'PyTorch'],
      ['red', 'green'],
      ...hostilePatterns.map((pattern) => [pattern, 'x'] as const),
    ]),
    style: {
      ...{ start: 'fit', finalPeriod: 'notWhenShort', oxfordComma: 'always', dashes: 'parentheses' },
      ...{ ellipsis: 'sign', quotes: 'typographic', spelling: 'british' },
    },
  });
}
