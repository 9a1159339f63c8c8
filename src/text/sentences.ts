// Stage: the recogniser writes whole sentences, each with a capital and a period; here they become what the place
// needs. Promises: in code and in a terminal there are no sentences; in prose a text that goes on in the middle of
// a sentence begins small, and one before the rest of a sentence ends without a period. Runs before anything that
// is spoken becomes a sign, so that what was said on purpose is safe.

import { type Language, losesCapital } from './language.ts';
import { isProse, type Target } from './target.ts';
import { type Token, textOf, tokensOf } from './tokens.ts';

/** `fit` goes by the text around the place. */
export const startChoices = ['fit', 'asHeard', 'sentence', 'lower'] as const;
export const finalPeriodChoices = ['fit', 'asHeard', 'always', 'never', 'notWhenShort'] as const;

export interface SentencesContext {
  readonly target: Target;
  readonly language: Language;
  readonly start: (typeof startChoices)[number];
  readonly finalPeriod: (typeof finalPeriodChoices)[number];
}

export function fitSentences(text: string, context: SentencesContext): string {
  if (text === '') return text;
  const tokens = tokensOf(text);
  if (!isProse(context.target)) return textOf(withoutSentences(tokens, context.language));
  return withEnd(textOf(withStart(tokens, context)), tokens, context);
}

const sentenceEnd = /^(["')\]]*)[.?!…]+$/;

function withoutSentences(tokens: readonly Token[], language: Language): Token[] {
  let starts = true;
  return tokens.map((token) => {
    const word = starts ? lowered(token.word, language, true) : token.word;
    starts = sentenceEnd.test(token.tail);
    return { ...token, word, tail: token.word === '' ? token.tail : tailInCode(token) };
  });
}

/** Behind a keyword a comma is a pause of the speaker. */
const keywords =
  /^(?:const|let|var|def|class|function|fn|func|return|import|from|new|if|while|for|await|case|type|interface)$/i;

function tailInCode({ word, tail }: Token): string {
  return tail === ',' && keywords.test(word) ? '' : tail.replace(sentenceEnd, '$1');
}

function withStart(
  tokens: readonly Token[],
  { target, language, start }: SentencesContext,
): readonly Token[] {
  const [first, ...others] = tokens;
  if (first === undefined || start === 'asHeard') return tokens;
  const goesOn = start === 'lower' || (start === 'fit' && continues(target.before));
  if (goesOn) {
    if (isNamedAround(first.word, target)) return tokens;
    return [{ ...first, word: lowered(first.word, language, false) }, ...others];
  }
  if (start !== 'sentence' || continues(target.before) || !/^\p{Ll}+$/u.test(first.word)) return tokens;
  return [{ ...first, word: first.word.slice(0, 1).toUpperCase() + first.word.slice(1) }, ...others];
}

const shortWords = 5;

function withEnd(text: string, tokens: readonly Token[], { target, finalPeriod }: SentencesContext): string {
  const isTitle = target.kind === 'commit' && !target.before.includes('\n');
  const goesOn = /^[ \t]*(?:\p{Ll}|[,;:.?!)])/u.test(target.after);
  const ends = text.endsWith('.') && !text.endsWith('..');
  if (isTitle || (goesOn && finalPeriod !== 'asHeard')) return ends ? text.slice(0, -1) : text;
  switch (finalPeriod) {
    case 'fit':
    case 'asHeard':
      return text;
    case 'always':
      return /[\p{L}\p{N})\]"'`]$/u.test(text) ? `${text}.` : text;
    case 'never':
      return ends ? text.slice(0, -1) : text;
    case 'notWhenShort': {
      const oneSentence = tokens.slice(0, -1).every(({ tail }) => !sentenceEnd.test(tail));
      return ends && oneSentence && tokens.length <= shortWords ? text.slice(0, -1) : text;
    }
  }
}

function lowered(word: string, language: Language, inCode: boolean): string {
  const loses = losesCapital(word, inCode ? { capitalised: language.capitalised } : language);
  return loses ? word.slice(0, 1).toLowerCase() + word.slice(1) : word;
}

/** The signs that begin a line of a comment, a list, a quotation or a heading. */
const lineStart = /^[ \t]*(?:(?:\/\/[/!]?|\/\*\*?!?|[*+>-]|#+|--|;+|%|<!--|"""|'''|\d+[.)])[ \t]+)?/;
const goesOnAfter = /[\p{L}\p{N},;(–—-]$/u;

/** Whether a text that is added behind this one goes on in the middle of a sentence. */
export function continues(before: string): boolean {
  const lines = before.slice(-2_000).split(/\r?\n/);
  const [above = '', last = ''] = lines.length > 1 ? lines.slice(-2) : ['', ...lines];
  const [marker = ''] = lineStart.exec(last) ?? [];
  const line = last.slice(marker.length).trimEnd();
  if (line !== '') return goesOnAfter.test(line);
  const isItem = /^(?:[+>-]|\d)/.test(marker.trim());
  return !isItem && lineStart.exec(above)?.[0].trim() === marker.trim() && isWrapped(above);
}

/** A line of prose that ended in the middle: long enough to have been wrapped, no sign behind its last word. */
function isWrapped(line: string): boolean {
  return line.length > 50 && /[\p{Ll},]$/u.test(line.trimEnd());
}

/** The same word with its capital in the middle of a sentence nearby is a name. */
function isNamedAround(word: string, { before, after }: Target): boolean {
  if (word === '' || word.length > 60) return false;
  const around = `${before.slice(-4_000)} ${after.slice(0, 4_000)}`;
  for (let at = around.indexOf(word); at >= 0; at = around.indexOf(word, at + 1)) {
    const inside = /[\p{Ll},] $/u.test(around.slice(Math.max(0, at - 2), at));
    if (inside && !/[\p{L}\p{N}_]/u.test(around.charAt(at + word.length))) return true;
  }
  return false;
}
