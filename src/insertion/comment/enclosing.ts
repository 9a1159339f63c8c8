// The comment around a place: where it begins, with which marker, and whether it ends with its line. Read from the
// pieces of the lines above, because a line inside a block comment does not show that it is in one. Pure.

import type { Piece } from '../../grammar/pieces.ts';
import type { Markers } from './markers.ts';
import type { Point, Situation } from './situation.ts';

export interface Enclosing {
  readonly kind: 'line' | 'block';
  readonly start: Point;
  /** With the signs that belong to it: `///`, `/**`, `#'`. */
  readonly open: string;
  /** Empty for a comment that ends with its line. */
  readonly close: string;
}

const linesLookedAt = 400;

export async function enclosing({
  lines,
  start,
  markers,
  grammar,
}: Situation): Promise<Enclosing | undefined> {
  const from = Math.max(0, start.line - linesLookedAt);
  const pieces = await grammar.pieces(from, start.line);
  let open: Enclosing | undefined;
  for (let line = from; line <= start.line; line += 1) {
    const text = lines[line] ?? '';
    for (const run of commentRuns(pieces?.[line - from] ?? guessed(text, markers))) {
      const goesOn = open !== undefined && run.start === 0;
      const comment =
        goesOn && open ? open : begun(text, { line, character: firstSign(text, run.start) }, markers);
      const isHere = line === start.line && run.start <= start.character && start.character <= run.end;
      const ended = text
        .slice(goesOn ? 0 : comment.start.character + comment.open.length, run.end)
        .endsWith(comment.close);
      if (isHere && !(comment.kind === 'block' && ended && start.character === run.end)) return comment;
      open = comment.kind === 'block' && !ended && run.end >= text.length ? comment : undefined;
    }
    if ((pieces?.[line - from] ?? []).length > 0 && commentRuns(pieces?.[line - from] ?? []).length === 0) {
      open = undefined;
    }
  }
  return undefined;
}

/** Some grammars count the white space before a comment to it. */
function firstSign(text: string, from: number): number {
  return from + Math.max(0, text.slice(from).search(/\S/));
}

interface Run {
  readonly start: number;
  readonly end: number;
}

function commentRuns(pieces: readonly Piece[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { kind, start, end } of pieces) {
    if (kind !== 'comment') continue;
    const last = runs.at(-1);
    if (last?.end === start && runs.length > 0) runs[runs.length - 1] = { start: last.start, end };
    else runs.push({ start, end });
  }
  return runs;
}

function begun(text: string, start: Point, { line, block }: Markers): Enclosing {
  const rest = text.slice(start.character);
  const quotes = /^[a-zA-Z]{0,2}("""|''')/.exec(rest);
  if (quotes?.[1]) return { kind: 'block', start, open: quotes[0], close: quotes[1] };
  for (const [open, close] of [...(block ? [block] : []), ...usualBlocks]) {
    if (!rest.startsWith(open)) continue;
    const signs = open === '/*' ? (/^[*!]?(?![/*])/.exec(rest.slice(2))?.[0] ?? '') : '';
    return { kind: 'block', start, open: open + signs, close };
  }
  const marker =
    line !== undefined && rest.startsWith(line) ? line : (/^[^\p{L}\p{N}\s]+/u.exec(rest)?.[0] ?? '');
  const signs = /^[/!#*;%'|^:<>-]*/.exec(rest.slice(marker.length))?.[0] ?? '';
  return { kind: 'line', start, open: marker + signs, close: '' };
}

/** For the comments of a language inside another one, whose markers are not at hand. */
const usualBlocks: readonly (readonly [string, string])[] = [
  ['/*', '*/'],
  ['<!--', '-->'],
  ['--[[', ']]'],
  ['{-', '-}'],
  ['(*', '*)'],
  ['<#', '#>'],
  ['#=', '=#'],
  ['=begin', '=end'],
];

/** Without a grammar: a line that begins with the line marker is a comment. */
function guessed(text: string, { line }: Markers): readonly Piece[] {
  const start = text.search(/\S/);
  if (line === undefined || start < 0 || !text.startsWith(line, start)) return [];
  return [{ start, end: text.length, kind: 'comment', languageId: '', scopes: [] }];
}
