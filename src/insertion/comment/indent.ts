// How far in a comment on an empty line belongs: that of what it stands before, or one step into the block that was
// just opened, or, before the end of a block, that of the line above. Pure.

import { columnsOf, indentOf } from './columns.ts';
import type { Situation } from './situation.ts';

const opens = /(?:[{([:]|=>|\b(?:then|do|else|begin))\s*$/;
const closes = /^\s*(?:[})\]]|<\/|(?:end|fi|done|esac)\b)/;

export function indentFor(line: number, { lines, style }: Pick<Situation, 'lines' | 'style'>): string {
  const previous = nearest(lines, line, -1);
  const next = nearest(lines, line, 1);
  const before = previous === undefined ? '' : indentOf(previous);
  const after = next === undefined ? undefined : indentOf(next);
  const wide = (indent: string) => columnsOf(indent, style.tabSize);
  if (previous !== undefined && opens.test(previous)) {
    return after !== undefined && wide(after) > wide(before) ? after : before + style.indent;
  }
  if (next === undefined) return (lines[line - 1] ?? '').trim() === '' ? '' : before;
  return closes.test(next) ? before : (after ?? '');
}

function nearest(lines: readonly string[], from: number, step: 1 | -1): string | undefined {
  for (let line = from + step; line >= 0 && line < lines.length; line += step) {
    const text = lines[line] ?? '';
    if (text.trim() !== '') return text;
  }
  return undefined;
}
