// Goes on in a comment: the text at the place, broken before the wrap column, each new line with what the lines of
// this comment begin with. Pure.

import { fit } from '../fit.ts';
import { blankLike, cursor, indentOf } from './columns.ts';
import { withCaret } from './edit.ts';
import type { Enclosing } from './enclosing.ts';
import { safeIn } from './safe.ts';
import type { CommentEdit, Situation } from './situation.ts';
import { wrapped } from './wrap.ts';

export function goOn(text: string, comment: Enclosing, situation: Situation): CommentEdit {
  const { lines, start, end, languageId } = situation;
  const line = lines[start.line] ?? '';
  const shelter =
    comment.kind === 'line' ? ({ kind: 'line' } as const) : ({ ...comment, kind: 'block' } as const);
  const safe = safeIn(text, shelter, languageId);
  const { lead, next, isClosing } = headsOf(line, comment, situation);
  if (isClosing) return beforeEnd(safe, line, next, situation);

  const from = Math.max(start.character, lead.length);
  const endLine = lines[end.line] ?? '';
  const { content: after, tail } = cutTail(
    endLine.slice(Math.max(end.character, start.line === end.line ? from : 0)),
    comment,
  );
  const before = line.slice(lead.length, from);
  const head = lead === '' || /[\s"']$/.test(lead) ? lead : `${lead} `;
  const content = `${before}${fit(safe, { before, after, isCode: false })}${cursor}${after}`;
  const shape = { first: head, next };
  const inLine = wrapped(content, { ...shape, ...measures(situation, tail.trimEnd().length) });
  const ownLine = tail !== '' && inLine.length > 1 && comment.start.line === start.line;
  const broken = ownLine ? wrapped(content, { ...shape, ...measures(situation, 0) }) : inLine;
  const all = ownLine
    ? onLinesOfItsOwn(broken, head, next, comment, situation)
    : joined(broken, head, next) + tail;
  return withCaret(all, { line: start.line, character: 0 }, { line: end.line, character: endLine.length });
}

interface Heads {
  /** What the line of the place has before the text of the comment, and what a new line begins with. */
  readonly lead: string;
  readonly next: string;
  /** The line holds nothing but the end marker. */
  readonly isClosing?: boolean;
}

function headsOf(line: string, comment: Enclosing, situation: Situation): Heads {
  const { start, open, kind, close } = comment;
  const { tabSize } = situation.style;
  if (start.line === situation.start.line) {
    const before = line.slice(0, start.character);
    const spaces = /^\s*/.exec(line.slice(start.character + open.length))?.[0] ?? '';
    const lead = before + open + spaces;
    if (kind === 'line') {
      const margin = before.trim() === '' ? before : blankLike(before, tabSize);
      return { lead, next: `${margin}${open}${spaces || ' '}` };
    }
    const margin = blankLike(before, tabSize);
    if (open.startsWith('/*')) return { lead, next: `${margin} * ` };
    return { lead, next: /["']$/.test(open) ? margin : `${margin}${' '.repeat(open.length + 1)}` };
  }
  const stars = /^\s*\*(?!\/)[ \t]*/.exec(line)?.[0];
  if (stars !== undefined) return { lead: stars, next: /\s$/.test(stars) ? stars : `${stars} ` };
  const model = starredAbove(comment, situation);
  if (line.trim() === close) return { lead: '', next: model ?? indentOf(line), isClosing: true };
  const indent = indentOf(line);
  if (line.trim() === '' && model !== undefined) return { lead: model, next: model };
  return { lead: indent, next: indent };
}

/** How the lines of a block comment begin, where they begin with stars. */
function starredAbove(
  { start, open }: Enclosing,
  { lines, start: at, style }: Situation,
): string | undefined {
  for (let line = at.line - 1; line > start.line; line -= 1) {
    const stars = /^\s*\*(?!\/)/.exec(lines[line] ?? '')?.[0];
    if (stars !== undefined) return `${stars} `;
  }
  if (!open.startsWith('/*') || at.line !== start.line + 1) return undefined;
  return `${blankLike((lines[start.line] ?? '').slice(0, start.character), style.tabSize)} * `;
}

/** On the line of the end marker the text gets a line above it. */
function beforeEnd(safe: string, line: string, next: string, situation: Situation): CommentEdit {
  const at = { line: situation.start.line, character: 0 };
  const broken = wrapped(safe + cursor, { first: next, next, ...measures(situation, 0) });
  return withCaret(`${joined(broken, next, next)}\n${line}`, at, { ...at, character: line.length });
}

function cutTail(after: string, { close }: Enclosing): { readonly content: string; readonly tail: string } {
  const at = close === '' ? -1 : after.indexOf(close);
  if (at < 0) return { content: after, tail: '' };
  const content = after.slice(0, at).trimEnd();
  const gap = /["']$/.test(close) ? after.slice(content.length, at) : after.slice(content.length, at) || ' ';
  return { content, tail: gap + after.slice(at) };
}

/** A comment of one line that becomes longer has its markers on lines of their own, where that is its form. */
function onLinesOfItsOwn(
  broken: readonly string[],
  head: string,
  next: string,
  { open, close, start }: Enclosing,
  { style }: Situation,
): string {
  const margin = blankLike(head.slice(0, start.character), style.tabSize);
  if (open === '/**') return `${head.trimEnd()}\n${joined(broken, next, next)}\n${margin} ${close}`;
  if (/["']$/.test(open)) return `${joined(broken, head, next)}\n${margin}${close}`;
  return `${joined(broken, head, next)} ${close}`;
}

function measures({ style }: Situation, tail: number) {
  return { column: style.wrapColumn - tail, tabSize: style.tabSize };
}

function joined(broken: readonly string[], first: string, next: string): string {
  return broken.map((own, index) => `${index === 0 ? first : next}${own}`.trimEnd()).join('\n');
}
