// Makes an edit of a text in which a sign stands for the cursor. Pure.

import { cursor } from './columns.ts';
import type { CommentEdit, Point } from './situation.ts';

export function withCaret(marked: string, start: Point, end: Point): CommentEdit {
  const caret = marked.indexOf(cursor);
  const text = marked.replace(cursor, '');
  return { start, end, text, caret: caret < 0 ? text.length : caret };
}
