// "Document this …" above a function: a doc comment in the form of its language, with a slot for each parameter of
// the signature, filled by what was spoken. Pure. `undefined`: not asked for, or there is no function here.

import { cursor, indentOf } from './columns.ts';
import { type DocForm, docForm } from './docForms.ts';
import { withCaret } from './edit.ts';
import { safeIn } from './safe.ts';
import { type Signature, signatureAt } from './signature.ts';
import type { CommentEdit, Situation } from './situation.ts';
import { type SpokenDoc, spokenDoc } from './spoken.ts';
import { wrapped } from './wrap.ts';

export function documented(text: string, situation: Situation): CommentEdit | undefined {
  if (spokenDoc(text, []) === undefined) return undefined;
  const { lines, languageId, markers } = situation;
  const line = functionLine(situation);
  const signature = line === undefined ? undefined : signatureAt(lines, line, languageId);
  const spoken = signature && spokenDoc(text, signature.params);
  const form = docForm(languageId, markers.line);
  if (line === undefined || signature === undefined || spoken === undefined || form === undefined)
    return undefined;
  const isInside = form.inside === true;
  const indent = indentOf(lines[line] ?? '') + (isInside ? situation.style.indent : '');
  const comment = written(form, signature, spoken, indent, situation);
  const at = { line: isInside ? signature.lastLine + 1 : line, character: 0 };
  if (!isInside) return onBlankLine(comment, line, situation);
  if (/^\s*[rRuUbB]{0,2}["']/.test(lines[at.line] ?? '')) return undefined; // it has one
  if (at.line < lines.length) return withCaret(`${comment}\n`, at, at);
  const end = { line: signature.lastLine, character: (lines[signature.lastLine] ?? '').length };
  return withCaret(`\n${comment}`, end, end);
}

/** The blank line of the cursor right above the function takes the comment; else it gets lines of its own. */
function onBlankLine(comment: string, line: number, { start, lines }: Situation): CommentEdit {
  const own = lines[start.line] ?? '';
  if (start.line === line - 1 && own.trim() === '') {
    return withCaret(
      comment,
      { line: start.line, character: 0 },
      { line: start.line, character: own.length },
    );
  }
  return withCaret(`${comment}\n`, { line, character: 0 }, { line, character: 0 });
}

/** The function that begins at the place or below its blank lines; else the one around it, if VS Code knows. */
function functionLine({ lines, start, languageId, functionAround }: Situation): number | undefined {
  let line = start.line;
  while (line < lines.length && (lines[line] ?? '').trim() === '') line += 1;
  return signatureAt(lines, line, languageId) === undefined ? functionAround : line;
}

function written(
  form: DocForm,
  signature: Signature,
  spoken: SpokenDoc,
  indent: string,
  { style, languageId }: Situation,
): string {
  const { open = '', close = '' } = form;
  const shelter =
    close === '' ? ({ kind: 'line' } as const) : ({ kind: 'block', open, close: close.trim() } as const);
  const clean = (text: string) => safeIn(asSentence(text), shelter, languageId);
  const said = (name: string) => spoken.params.find((param) => param.name === name)?.text ?? '';
  const sections = form
    .sections({
      name: signature.name,
      summary: spoken.summary && clean(spoken.summary) + cursor,
      params: signature.params.map((name) => ({ name, text: clean(said(name)) })),
      returns: spoken.returns === undefined ? (signature.returns ? '' : undefined) : clean(spoken.returns),
      throws: spoken.throws === undefined ? undefined : clean(spoken.throws),
      thrownType: signature.throws,
    })
    .map((lines) => lines.filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
  const head = `${indent}${form.head}`;
  const shape = { column: style.wrapColumn, tabSize: style.tabSize };
  const broken = sections.flatMap((lines, index) => [
    ...(index === 0 ? [] : ['']),
    ...lines.flatMap((line) => {
      const inner = indentOf(line);
      const first = head + inner;
      return wrapped(line.trim(), { first, next: first, ...shape }).map((own) => inner + own);
    }),
  ]);
  const lines = (broken.length === 0 ? [''] : broken).map((own) => head + own);
  const marked = spoken.summary ? lines : lines.map((own, index) => (index === 0 ? own + cursor : own));
  return enclosed(marked, indent, form, style.wrapColumn)
    .map((own) => own.trimEnd())
    .join('\n');
}

function enclosed(
  lines: readonly string[],
  indent: string,
  form: DocForm,
  column: number,
): readonly string[] {
  const { open, close, head } = form;
  if (open === undefined) return lines;
  const [first = '', ...rest] = lines;
  const content = first.slice(indent.length + head.length);
  if (close === undefined) return [`${indent}${open} ${content}`, ...rest];
  const single = `${indent}${open}${head === '' ? '' : ' '}${content}${head === '' ? '' : ' '}${close.trim()}`;
  if (rest.length === 0 && single.length <= column) return [single];
  if (head === '') return [`${indent}${open}${content}`, ...rest, `${indent}${close}`];
  return [`${indent}${open}`, ...lines, `${indent}${close}`];
}

function asSentence(text: string): string {
  if (text === '') return '';
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`;
}
