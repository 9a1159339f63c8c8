// Where a dictated comment goes and how it is written: on in a comment, on an empty line, behind code or above it.
// Asks the grammars whether what it plans would be a comment there; where not, it goes further up. Pure.

import type { Result } from '../../base/result.ts';
import { fail, ok } from '../../base/result.ts';
import { columnsOf, cursor, indentOf } from './columns.ts';
import { documented } from './documented.ts';
import { withCaret } from './edit.ts';
import { enclosing } from './enclosing.ts';
import { type Fresh, inOneLine, onOwnLines } from './fresh.ts';
import { goOn } from './goOn.ts';
import { indentFor } from './indent.ts';
import type { CommentEdit, Situation } from './situation.ts';
import { marked } from './spoken.ts';

/** The language has no comments that VS Code knows of. */
export type NoComments = 'noComments';

export async function planComment(
  text: string,
  situation: Situation,
): Promise<Result<CommentEdit, NoComments>> {
  const { markers, lines, start, end } = situation;
  const isEmpty = start.line === end.line && start.character === end.character;
  const around = situation.inComment ? await enclosing(situation) : undefined;
  if (around !== undefined && isEmpty) return ok(goOn(text, around, situation));
  if (markers.line === undefined && markers.block === undefined) return fail('noComments');
  const doc = documented(text, situation);
  if (doc !== undefined) return ok(doc);

  const words = marked(text);
  const line = lines[start.line] ?? '';
  if (isEmpty && line.trim() === '') {
    const indent = line === '' ? indentFor(start.line, situation) : line;
    const own = onOwnLines(words, indent, situation);
    if (await isComment(start.line, own, situation)) {
      return ok(withCaret(own, { ...start, character: 0 }, { ...start, character: line.length }));
    }
  }
  if (isEmpty && line.slice(start.character).trim() === '' && situation.style.afterCode === 'trailing') {
    const behind = await behindCode(words, line, situation);
    if (behind !== undefined) return ok(behind);
  }
  return ok(await above(words, situation));
}

async function behindCode(
  text: string,
  line: string,
  situation: Situation,
): Promise<CommentEdit | undefined> {
  const code = line.trimEnd();
  const comment = inOneLine(text, situation);
  if (comment === undefined || code === '' || code.endsWith('\\')) return undefined;
  const whole = `${code}${gapBefore(situation)}${comment}`;
  if (columnsOf(whole, situation.style.tabSize) > situation.style.wrapColumn) return undefined;
  if (!(await isCommentFrom(situation.start.line, whole, whole.length - comment.length, situation)))
    return undefined;
  const at = { line: situation.start.line, character: code.length };
  return withCaret(whole.slice(code.length), at, { ...at, character: line.length });
}

/** Python's style guide asks for two spaces; elsewhere one is usual. */
function gapBefore({ languageId }: Fresh): string {
  return languageId === 'python' ? '  ' : ' ';
}

/** Above the line, or above where the string, tag or continued line begins that it is in. */
async function above(text: string, situation: Situation): Promise<CommentEdit> {
  const { lines, start } = situation;
  for (let line = start.line; ; line -= 1) {
    const own = onOwnLines(text, indentOf(lines[line] ?? ''), situation);
    const goesOn = /\\\s*$/.test(lines[line - 1] ?? '');
    if (line === 0 || (!goesOn && (await isComment(line, own, situation)))) {
      const at = { line, character: 0 };
      return withCaret(`${own}\n`, at, at);
    }
  }
}

function isComment(line: number, own: string, situation: Situation): Promise<boolean> {
  const first = own.split('\n')[0] ?? '';
  return isCommentFrom(line, first, first.search(/\S/), situation);
}

async function isCommentFrom(
  line: number,
  text: string,
  from: number,
  { grammar }: Situation,
): Promise<boolean> {
  const pieces = await grammar.tried(line, text.replace(cursor, ''));
  if (pieces === undefined) return true; // nobody knows better
  // The end of the marker: braces around one of JSX are code.
  return pieces.some(({ kind, start, end }) => kind === 'comment' && start <= from + 1 && from + 1 < end);
}
