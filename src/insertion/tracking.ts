// Where a piece of a document stands after the document changed around it. Pure arithmetic on offsets.
// Promises: what is typed at either end of a piece stays outside; a cursor stays behind what is typed at it; a
// piece whose surroundings are replaced by the same text in another layout, as a formatter or a reload does it,
// stays between the same letters.

import type { Span } from './edits.ts';

export interface Change extends Span {
  readonly text: string;
  /** What stood in the span; empty where nobody knows. */
  readonly removed: string;
}

export function follow(span: Span, change: Change): Span {
  const { start, end } = span;
  if (start === end) {
    const at = follower(start, change, 'start');
    return { start: at, end: at };
  }
  const inside = change.start >= start && change.end <= end && change.start < change.end;
  // The first and the last letters of a piece belong to it, also when they are exchanged.
  const after = {
    start: inside && change.start === start ? start : follower(start, change, 'start'),
    end: inside && change.end === end ? end + growth(change) : follower(end, change, 'end'),
  };
  return after.start <= after.end ? after : { start: after.start, end: after.start };
}

export interface Exchange {
  readonly before: string;
  readonly written: string;
}

/** The same for a text that was written in place of another: undone it is nothing, redone it is there again. */
export function followWritten(span: Span, { before, written }: Exchange, change: Change): Span {
  const { start, end } = span;
  if (change.start !== start) return follow(span, change);
  const isUndone = start < end && change.end === end && change.text === before;
  if (isUndone) return { start, end: start };
  const isRedone = start === end && change.removed === before && change.text === written;
  return isRedone ? { start, end: start + written.length } : follow(span, change);
}

function growth({ start, end, text }: Change): number {
  return text.length - (end - start);
}

function follower(at: number, change: Change, side: 'start' | 'end'): number {
  if (at < change.start || (at === change.start && side === 'end')) return at;
  if (at === change.start && change.start < change.end) return at;
  if (at >= change.end) return at + growth(change);
  return change.start + within(change.removed, change.text, at - change.start, side);
}

/** Where a place within a replaced text stands in the new one. */
function within(removed: string, text: string, at: number, side: 'start' | 'end'): number {
  const prefix = sharedPrefix(removed, text);
  if (at <= prefix) return at;
  const suffix = sharedSuffix(removed, text, prefix);
  if (removed.length - at <= suffix) return text.length - (removed.length - at);
  const letters = countOfLetters(removed.slice(0, at));
  if (sharedPrefix(lettersOf(removed), lettersOf(text)) >= letters && letters > 0) {
    return behindLetters(text, letters, removed.charAt(at - 1));
  }
  const behind = countOfLetters(removed.slice(at));
  if (behind > 0 && sharedSuffix(lettersOf(removed), lettersOf(text), 0) >= behind) {
    return behindLetters(text, countOfLetters(text) - behind, '');
  }
  return side === 'start' ? text.length : 0;
}

/** Behind so many letters, and behind the space that follows them where one stood before the place. */
function behindLetters(text: string, letters: number, before: string): number {
  let left = letters;
  let at = 0;
  for (; at < text.length && left > 0; at += 1) if (isLetter(text.charAt(at))) left -= 1;
  if (before === '' || isLetter(before)) return at;
  while (at < text.length && !isLetter(text.charAt(at))) at += 1;
  return at;
}

function isLetter(character: string): boolean {
  return character.trim() !== '';
}

function lettersOf(text: string): string {
  return text.replace(/\s+/g, '');
}

function countOfLetters(text: string): number {
  return lettersOf(text).length;
}

function sharedPrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < most && one.charCodeAt(shared) === other.charCodeAt(shared)) shared += 1;
  return shared;
}

function sharedSuffix(one: string, other: string, prefix: number): number {
  const most = Math.min(one.length, other.length) - prefix;
  let shared = 0;
  while (
    shared < most &&
    one.charCodeAt(one.length - 1 - shared) === other.charCodeAt(other.length - 1 - shared)
  )
    shared += 1;
  return shared;
}
