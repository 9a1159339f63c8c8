// Finds out what a person corrected in a text that was just dictated: one run of words replaced by another, short and
// alike in sound or letters. Pure. A rewritten sentence, a deleted word or an added one is no correction of a
// mishearing, and neither is a change of grammar.

import { keyOf } from './names.ts';

export interface Correction {
  /** What the recogniser wrote. */
  readonly spoken: string;
  /** What the person made of it. */
  readonly written: string;
}

/** Whether two words sound alike; the judge is handed in. */
export type Alikeness = (spoken: string, written: string) => boolean;

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One change of a document: so many characters at an offset became a text of that length. */
export interface Change {
  readonly at: number;
  readonly removed: number;
  readonly added: number;
}

/**
 * Where a text stands after a change. What is mended at its ends belongs to it: the first or the last word may be the
 * wrong one. Undefined where more than the text was replaced: then nobody corrects it word by word.
 */
export function afterChange({ from, to }: Stretch, { at, removed, added }: Change): Stretch | undefined {
  const growth = added - removed;
  if (at > to) return { from, to };
  if (at + removed < from) return { from: from + growth, to: to + growth };
  return at < from || at + removed > to ? undefined : { from, to: to + growth };
}

const mostWords = 4;

export function correctionIn(dictated: string, now: string, soundsAlike: Alikeness): Correction | undefined {
  const before = wordsOf(dictated);
  const after = wordsOf(now);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const spoken = before.slice(start, before.length - end);
  const written = after.slice(start, after.length - end);
  if (spoken.length === 0 || written.length === 0) return undefined;
  if (spoken.length > mostWords || written.length > mostWords) return undefined;
  const found = { spoken: spoken.join(' ').toLowerCase(), written: written.join(' ') };
  return isMishearing(found, soundsAlike) ? found : undefined;
}

/** Whether one text is the other but for signs and line breaks, as where words became a comment. */
export function haveSameWords(one: string, other: string): boolean {
  const words = wordsOf(one).join(' ');
  return words !== '' && words === wordsOf(other).join(' ');
}

function isMishearing({ spoken, written }: Correction, soundsAlike: Alikeness): boolean {
  const [a, b] = [keyOf(spoken), keyOf(written)];
  if (a.length < 2 || b.length < 2 || !/\p{L}/u.test(b)) return false;
  // Only capitals changed, as at the start of a sentence: the spelling of a name has more than that.
  if (a === b)
    return /\p{L}\p{Lu}|\p{Lu}.*\p{Lu}/u.test(written) || spoken.includes(' ') !== written.includes(' ');
  if (/^[\p{Ll} ]+$/u.test(written) && isOtherForm(a, b)) return false;
  return soundsAlike(spoken, written);
}

/** "file" and "files", "load" and "loaded": the person means another form, not another word. */
function isOtherForm(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && /^(?:s|es|d|ed|ing|er|ly|n)$/.test(long.slice(short.length));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}_$]+(?:[.'#+-]+[\p{L}\p{N}_$]+)*/gu) ?? [];
}
