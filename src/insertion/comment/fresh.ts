// A comment that begins anew: on lines of its own, or behind code. Line comments where the language has them, else
// its block comments. Pure.

import { cursor } from './columns.ts';
import type { Markers } from './markers.ts';
import { safeIn } from './safe.ts';
import type { CommentStyle } from './situation.ts';
import { wrapped } from './wrap.ts';

export interface Fresh {
  readonly markers: Markers;
  readonly languageId: string;
  readonly style: CommentStyle;
}

/** Lines of their own, joined, with the cursor behind the text. */
export function onOwnLines(text: string, indent: string, fresh: Fresh): string {
  const { markers, style } = fresh;
  const margin = markers.atMargin ? '' : indent;
  const shape = { column: style.wrapColumn, tabSize: style.tabSize };
  if (markers.line !== undefined) {
    const head = `${margin}${markers.line} `;
    const safe = safeIn(text, { kind: 'line' }, fresh.languageId);
    return lines(wrapped(safe + cursor, { first: head, next: head, ...shape }), head);
  }
  const [open, close] = markers.block ?? ['', ''];
  const safe = safeIn(text, { kind: 'block', open, close }, fresh.languageId);
  const single = `${margin}${open} ${safe}${cursor} ${close}`;
  const head = `${margin}${open.startsWith('/*') ? ' * ' : style.indent}`;
  const broken = wrapped(safe + cursor, { first: `${margin}${open} `, next: head, ...shape });
  const fits =
    broken.length === 1 && wrapped(single.trim(), { first: margin, next: margin, ...shape }).length === 1;
  if (fits || broken.length === 0) return single;
  const end = open.startsWith('/*') ? ` ${close}` : close;
  const own = wrapped(safe + cursor, { first: head, next: head, ...shape });
  return `${margin}${open}\n${lines(own, head)}\n${margin}${end}`;
}

/** The comment alone, without what goes before it; `undefined` where it needs more than one line. */
export function inOneLine(text: string, { markers, languageId }: Fresh): string | undefined {
  if (text.includes('\n')) return undefined;
  if (markers.line !== undefined) {
    return markers.atMargin
      ? undefined
      : `${markers.line} ${safeIn(text, { kind: 'line' }, languageId)}${cursor}`;
  }
  const [open, close] = markers.block ?? ['', ''];
  return `${open} ${safeIn(text, { kind: 'block', open, close }, languageId)}${cursor} ${close}`;
}

function lines(own: readonly string[], head: string): string {
  return own.map((line) => `${head}${line}`.trimEnd()).join('\n');
}
