// Stage: the programmer's own punctuation, in prose. What stands in back-ticks is code and stays. In code and in a
// terminal quotes are straight, whatever the recogniser thought; nothing else is touched there.

import type { Language } from '../language.ts';
import { isProse, type Target } from '../target.ts';
import {
  type dashChoices,
  type ellipsisChoices,
  type oxfordChoices,
  type quoteChoices,
  withDashes,
  withEllipsis,
  withOxfordComma,
  withQuotes,
} from './punctuation.ts';
import { type spellingChoices, withSpelling } from './spelling.ts';

export interface PunctuationStyle {
  readonly oxfordComma: (typeof oxfordChoices)[number];
  readonly dashes: (typeof dashChoices)[number];
  readonly ellipsis: (typeof ellipsisChoices)[number];
  readonly quotes: (typeof quoteChoices)[number];
  readonly spelling: (typeof spellingChoices)[number];
}

export interface StyleContext {
  readonly target: Target;
  readonly language: Language;
  readonly style: PunctuationStyle;
}

export function styled(text: string, { target, language, style }: StyleContext): string {
  if (!isProse(target)) return withQuotes(text, 'straight', language.style);
  // Quotes in a string of code would end it.
  const quotes = target.kind === 'string' ? 'straight' : style.quotes;
  const own = (prose: string): string => {
    const listed = withOxfordComma(prose, style.oxfordComma, language.style);
    const dashed = withDashes(listed, style.dashes);
    const spelled = language.code === 'en' ? withSpelling(dashed, style.spelling) : dashed;
    return withQuotes(withEllipsis(spelled, style.ellipsis), quotes, language.style);
  };
  return outsideBackTicks(text, own);
}

/** The pieces of code are handed through as one word, so that a list that holds them is still seen as one. */
function outsideBackTicks(text: string, change: (prose: string) => string): string {
  if (text.includes(placeholder)) return text;
  const code: string[] = [];
  const prose = text.replace(/`[^`\n]*`/g, (piece) => {
    code.push(piece);
    return placeholder;
  });
  let next = 0;
  return change(prose).replaceAll(placeholder, () => code[next++] ?? '');
}

/** A letter of the private area: nobody speaks or writes it. */
const placeholder = '\u{F8FF}';
