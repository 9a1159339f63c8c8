// The stages that turn a transcript into written text, in their order. Each is pure, has a file of its own and a
// switch of its own; what they need to know of the place, the speaker and the settings is one value.

import { cased } from './casing.ts';
import type { Language } from './language.ts';
import { languageOf } from './languages/all.ts';
import { english } from './languages/english.ts';
import { numbersAndForms } from './numbers.ts';
import { type Replacements, replaced } from './replacements.ts';
import { type Lexicon, respell } from './respell.ts';
import { fitSentences, type SentencesContext } from './sentences.ts';
import { type PunctuationStyle, styled } from './style/style.ts';
import { spokenSymbols } from './symbols.ts';
import type { Target } from './target.ts';
import { tidy } from './tidy.ts';

export const stageNames = [
  'tidy',
  'sentences',
  'symbols',
  'casing',
  'numbers',
  'replacements',
  'respell',
  'style',
] as const;
export type StageName = (typeof stageNames)[number];

export interface Writing {
  readonly target: Target;
  /** The code of the language that is spoken, or `auto`. */
  readonly language: string;
  readonly switches: Readonly<Record<StageName, boolean>>;
  /** The user's own spoken symbols. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly replacements: Replacements;
  readonly style: Style;
  /** The names that may be meant. */
  readonly lexicon: Lexicon;
}

export type Style = Pick<SentencesContext, 'start' | 'finalPeriod'> & PunctuationStyle;

interface Stage {
  readonly name: StageName;
  /** `language` is undefined where the one that is spoken has no table. */
  readonly run: (text: string, writing: Writing, language: Language | undefined) => string;
}

const stages: readonly Stage[] = [
  { name: 'tidy', run: tidy },
  {
    name: 'sentences',
    run: (text, { target, style }, language) =>
      language === undefined ? text : fitSentences(text, { target, language, ...style }),
  },
  {
    name: 'symbols',
    run: (text, { target, symbols: own }, language) =>
      language === undefined ? text : spokenSymbols(text, { target, language, own }),
  },
  {
    name: 'casing',
    run: (text, { target }, language) => (language === undefined ? text : cased(text, { target, language })),
  },
  {
    name: 'numbers',
    run: (text, { target }, language) =>
      language === undefined ? text : numbersAndForms(text, { target, language }),
  },
  { name: 'replacements', run: (text, { replacements }) => replaced(text, replacements) },
  {
    name: 'respell',
    // The names of a project are the same in every language: one without a table speaks of them as English does.
    run: (text, { target, lexicon }, language = english) => respell(text, target, lexicon, language.names),
  },
  {
    name: 'style',
    run: (text, { target, style }, language) =>
      language === undefined ? text : styled(text, { target, language, style }),
  },
];

export function write(transcript: string, writing: Writing): string {
  const language = languageOf(writing.language, transcript);
  return stages.reduce(
    (text, { name, run }) => (writing.switches[name] ? run(text, writing, language) : text),
    transcript,
  );
}
