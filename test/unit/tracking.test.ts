// Pieces of a document through thousands of random edits, against a model in which the ends of a piece are marks
// that stand among the letters; and the cases in which a plain model knows no answer, as a table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '../../src/insertion/edits.ts';
import { type Change, follow, followWritten } from '../../src/insertion/tracking.ts';
import { Random } from './random.ts';

/** Letters, and the marks `S` and `E` of a piece, or `C` of a cursor, which no edit takes away. */
type Cell = { readonly mark: 'S' | 'E' | 'C' } | { readonly letter: string };

class Model {
  constructor(private cells: readonly Cell[]) {}

  get text(): string {
    return this.cells.map((cell) => ('letter' in cell ? cell.letter : '')).join('');
  }

  get span(): Span {
    const at = (mark: string) => {
      const index = this.cells.findIndex((cell) => 'mark' in cell && cell.mark === mark);
      return index < 0 ? undefined : this.cells.slice(0, index).filter((cell) => 'letter' in cell).length;
    };
    const cursor = at('C');
    if (cursor !== undefined) return { start: cursor, end: cursor };
    return { start: at('S') ?? Number.NaN, end: at('E') ?? Number.NaN };
  }

  /** An insertion goes before a mark that begins something, and behind one that ends it. */
  insert(offset: number, text: string): void {
    let letters = 0;
    let index = 0;
    while (index < this.cells.length) {
      const cell = this.cells[index] as Cell;
      if ('letter' in cell) {
        if (letters === offset) break;
        letters += 1;
      } else if (letters === offset && cell.mark !== 'E') break;
      index += 1;
    }
    const added = [...text].map((letter) => ({ letter }));
    this.cells = [...this.cells.slice(0, index), ...added, ...this.cells.slice(index)];
  }

  delete(start: number, end: number): void {
    let letters = 0;
    this.cells = this.cells.filter((cell) => {
      if ('mark' in cell) return true;
      letters += 1;
      return letters <= start || letters > end;
    });
    this.closeUp();
  }

  /** A piece of which nothing is left is a cursor. */
  private closeUp(): void {
    const { start, end } = this.span;
    if (start !== end || this.cells.some((cell) => 'mark' in cell && cell.mark === 'C')) return;
    this.cells = this.cells.flatMap((cell): Cell[] =>
      'mark' in cell ? (cell.mark === 'S' ? [{ mark: 'C' }] : []) : [cell],
    );
  }
}

const alphabet = 'abcdefgh 0123\n';

function someText(random: Random, most: number): string {
  const length = random.whole(1, most);
  return Array.from({ length }, () => alphabet.charAt(random.whole(0, alphabet.length - 1))).join('');
}

test('20,000 random edits: the piece stands where the marks of the model stand', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = new Random(seed);
    const letters = [...someText(random, 60)].map((letter) => ({ letter }));
    const start = random.whole(0, letters.length);
    const end = random.next() < 0.4 ? start : random.whole(start, letters.length);
    const marks: Cell[][] = start === end ? [[{ mark: 'C' }], []] : [[{ mark: 'S' }], [{ mark: 'E' }]];
    const cells = [...letters.slice(0, start), ...(marks[0] ?? [])];
    const model = new Model([
      ...cells,
      ...letters.slice(start, end),
      ...(marks[1] ?? []),
      ...letters.slice(end),
    ]);
    let span: Span = model.span;
    for (let count = 0; count < 40; count++) {
      const { text } = model;
      const from = random.whole(0, text.length);
      const isInsertion = text.length === 0 || random.next() < 0.55;
      const change: Change = isInsertion
        ? { start: from, end: from, text: someText(random, 6), removed: '' }
        : deletion(text, from, Math.min(text.length, from + random.whole(0, 9)));
      span = follow(span, change);
      if (isInsertion) model.insert(from, change.text);
      else model.delete(change.start, change.end);
      assert.deepEqual(span, model.span, `seed ${seed}, edit ${count}: ${JSON.stringify(change)}`);
    }
  }
});

function deletion(text: string, start: number, end: number): Change {
  return { start, end, text: '', removed: text.slice(start, end) };
}

test('2,000 documents laid out anew as a whole: the piece stands between the same letters', () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const random = new Random(seed);
    const words = Array.from(
      { length: random.whole(2, 20) },
      () => someText(random, 5).replace(/\s/g, '') || 'x',
    );
    const laidOut = () => words.map((word) => word + ' \n\t  '.slice(0, random.whole(1, 5))).join('');
    const [removed, text] = [laidOut(), laidOut()];
    const first = random.whole(0, words.length - 1);
    const last = random.whole(first, words.length - 1);
    const spanIn = (document: string): Span => {
      let at = 0;
      const spans = words.map((word) => {
        const start = document.indexOf(word, at);
        at = start + word.length;
        return { start, end: at };
      });
      return { start: spans[first]?.start ?? Number.NaN, end: spans[last]?.end ?? Number.NaN };
    };
    const change = { start: 0, end: removed.length, text, removed };
    const found = follow(spanIn(removed), change);
    assert.equal(
      text.slice(found.start, found.end).replace(/\s/g, ''),
      words.slice(first, last + 1).join(''),
      `seed ${seed}`,
    );
  }
});

const exchange = { before: '', written: 'spoken' };
const rows: readonly (readonly [
  what: string,
  before: string,
  change: readonly [string, string],
  after: string,
])[] = [
  ['what is typed at a cursor stands before it', 'a|b', ['a#b', 'x'], 'ax|b'],
  ['typed at the start of a piece', 'a[bc]d', ['a#bcd', 'x'], 'ax[bc]d'],
  ['typed at the end of a piece', 'a[bc]d', ['abc#d', 'x'], 'a[bc]xd'],
  ['typed inside', 'a[bc]d', ['ab#cd', 'x'], 'a[bxc]d'],
  ['its first letter is exchanged', 'a[bc]d', ['a{b}cd', 'xy'], 'a[xyc]d'],
  ['its last letter is exchanged', 'a[bc]d', ['ab{c}d', 'xy'], 'a[bxy]d'],
  ['all of it is exchanged', 'a[bc]d', ['a{bc}d', 'xyz'], 'a[xyz]d'],
  ['all of it is deleted', 'a[bc]d', ['a{bc}d', ''], 'a|d'],
  ['deleted with what stands around', 'a[bc]d', ['{abcd}', ''], '|'],
  ['the line is indented anew', '  a|', ['{  }a', '    '], '    a|'],
  ['a cursor in white space that is laid out anew', 'a = |b', ['{a = b}', 'a =    b'], 'a = |   b'],
  ['quotes are exchanged behind it', "f(|'x')", ["{f('x')}", 'f("x")'], 'f(|"x")'],
  ['quotes are exchanged before it', "f('x', |y)", ["{f('x', y)}", 'f("x", y)'], 'f("x", |y)'],
  [
    'quotes around it are exchanged and lines are broken',
    "f('x', |y, 'z')",
    ["{f('x', y, 'z')}", "f(\n  'x',\n  y,\n  'z',\n)"],
    "f(\n  'x',\n  |y,\n  'z',\n)",
  ],
  ['undo takes it, redo brings it', 'a[spoken]d', ['a{spoken}d', ''], 'a|d'],
  ['redo', 'a|d', ['a#d', 'spoken'], 'a[spoken]d'],
];

for (const [what, before, [where, text], after] of rows) {
  test(`${what}: ${before}`, () => {
    const span = spanOf(before);
    const plain = where.replace(/[#{}]/g, '');
    const start = where.search(/[#{]/);
    const end = where.includes('}') ? where.indexOf('}') - 1 : start;
    const change = { start, end, text, removed: plain.slice(start, end) };
    const follows = what === 'redo' ? followWritten(span, exchange, change) : follow(span, change);
    const changed = plain.slice(0, start) + text + plain.slice(end);
    assert.deepEqual(
      { changed, span: follows },
      { changed: after.replace(/[[\]|]/g, ''), span: spanOf(after) },
    );
  });
}

function spanOf(marked: string): Span {
  const cursor = marked.indexOf('|');
  return cursor >= 0
    ? { start: cursor, end: cursor }
    : { start: marked.indexOf('['), end: marked.indexOf(']') - 1 };
}
