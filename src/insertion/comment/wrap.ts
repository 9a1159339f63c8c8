// Breaks the text of a comment into lines that end before the wrap column. Paragraphs and the author's own breaks
// stay; the lines of a list item hang behind its bullet. Pure.

import { columnsOf } from './columns.ts';

export interface Wrapping {
  /** What stands before the first line, and before each other one; both count. */
  readonly first: string;
  readonly next: string;
  readonly column: number;
  readonly tabSize: number;
}

const bullet = /^(?:[-*+•]|\d{1,3}[.)])\s+/;

/** The lines without what stands before them. A word that is too long stays whole. */
export function wrapped(text: string, { first, next, column, tabSize }: Wrapping): string[] {
  const lines: string[] = [];
  for (const own of text.split('\n')) {
    const hang = ' '.repeat(bullet.exec(own)?.[0].length ?? 0);
    let rest = own.trimEnd();
    for (let head = ''; ; head = hang) {
      const before = lines.length === 0 ? first : next;
      const room = column - columnsOf(before, tabSize) - head.length;
      const cut = cutAt(rest, room, tabSize);
      lines.push(head + rest.slice(0, cut).trimEnd());
      rest = rest.slice(cut).trimStart();
      if (rest === '') break;
    }
  }
  return lines;
}

/** Where to break: behind the last word that fits, or behind the first one. */
function cutAt(text: string, room: number, tabSize: number): number {
  if (columnsOf(text, tabSize) <= room) return text.length;
  const start = bullet.exec(text)?.[0].length ?? 0;
  let cut = -1;
  for (const { index } of text.matchAll(/\s+/g)) {
    if (index <= start) continue;
    if (cut >= 0 && columnsOf(text.slice(0, index), tabSize) > room) break;
    cut = index;
  }
  return cut < 0 ? text.length : cut;
}
