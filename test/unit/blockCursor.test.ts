// Where words go while the cursor lies on a character, as in Vim's normal mode.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideBlock } from '../../src/insertion/blockCursor.ts';

/** The character under the cursor stands between brackets. */
const rows: readonly (readonly [line: string, at: number])[] = [
  ['one [t]wo', 4],
  ['[o]ne', 0],
  ['one tw[o]', 7],
  ['const a =[ ]', 10],
  ['f()[;]', 4],
  ['[x]', 1],
  ['', 0],
  ['wave [👋]', 7],
  ['wave [👋]!', 5],
];

for (const [marked, at] of rows) {
  test(`${marked || 'an empty line'}: ${at}`, () => {
    const line = marked.replace(/[[\]]/g, '');
    assert.equal(besideBlock(line, Math.max(0, marked.indexOf('['))), at);
  });
}
