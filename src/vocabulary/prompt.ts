// Packs the best terms into the text that the recogniser takes as spoken before. Pure. Promises: never more tokens
// than the budget, as the model itself counts them; the best term last, because the end weighs most; nothing
// that looks like a secret. What was said before in this dictation stands first, as far as it fits.

import { withoutSecrets } from './secrets.ts';
import type { Tokeniser } from './tokeniser.ts';

export interface PromptLimits {
  /** What the server keeps of a prompt; 223 for every whisper model so far. */
  readonly tokens: number;
  /** What is worth its time: more terms bring less and every token is decoded (npm run bench:words). */
  readonly worthwhile: number;
  /** The share of it for what was said before. */
  readonly before: number;
}

export const usualLimits: PromptLimits = { tokens: 223, worthwhile: 64, before: 40 };

const frame = { start: 'Glossary: ', between: ', ', end: '.' };

/** `terms` best first. */
export function packPrompt(
  terms: readonly string[],
  said: string,
  tokeniser: Tokeniser,
  limits: PromptLimits = usualLimits,
): string {
  const room = Math.min(limits.tokens, limits.worthwhile);
  const before = lastWords(said, Math.min(limits.before, room), tokeniser);
  const glossary = packGlossary(terms, room - (before === '' ? 0 : tokeniser.count(`${before} `)), tokeniser);
  if (glossary === '') return before;
  const whole = before === '' ? glossary : `${before} ${glossary}`;
  return tokeniser.count(whole) <= room ? whole : glossary;
}

function packGlossary(terms: readonly string[], room: number, tokeniser: Tokeniser): string {
  const chosen: string[] = [];
  // The pieces are counted apart and the whole once at the end: cutting at a comma never makes fewer tokens.
  let used = tokeniser.count(frame.start) + tokeniser.count(frame.end);
  for (const term of terms) {
    if (!fitsInAList(term)) continue;
    const cost = tokeniser.count(` ${term}`) + tokeniser.count(frame.between);
    if (used + cost > room) {
      if (room - used < 3) break;
      continue; // a shorter one may still fit
    }
    used += cost;
    chosen.push(term);
  }
  while (chosen.length > 0) {
    const text = `${frame.start}${chosen.toReversed().join(frame.between)}${frame.end}`;
    if (tokeniser.count(text) <= room) return text;
    chosen.pop();
  }
  return '';
}

function fitsInAList(term: string): boolean {
  return !/[\n\r,]/.test(term) && term.length <= 80 && withoutSecrets(term) === term;
}

/** The end of a text in whole words, as much as fits. */
function lastWords(text: string, room: number, tokeniser: Tokeniser): string {
  const words = withoutSecrets(text.slice(-1_000))
    .split(/\s+/)
    .filter((word) => word !== '');
  if (text.length > 1_000) words.shift(); // may be half a word
  let kept = '';
  for (const word of words.toReversed()) {
    const longer = kept === '' ? word : `${word} ${kept}`;
    if (tokeniser.count(longer) > room) break;
    kept = longer;
  }
  return kept;
}
