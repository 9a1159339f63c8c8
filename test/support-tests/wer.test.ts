// What for: holds the accuracy figures to examples worked out by hand, since every bench table rests on them.
// Must not know: any recogniser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyTable, normalisedWords, plainTable, score, totals } from '../support/wer.ts';

const cases = [
  { said: 'Open the file.', written: 'Open the file.', errors: [0, 0, 0], wer: 0, exact: true, same: true },
  { said: 'Open the file.', written: 'open the  file', errors: [0, 0, 0], wer: 0, exact: false, same: true },
  {
    said: 'Open the file.',
    written: 'Open a file.',
    errors: [1, 0, 0],
    wer: 1 / 3,
    exact: false,
    same: false,
  },
  { said: 'Open the file.', written: 'Open file.', errors: [0, 0, 1], wer: 1 / 3, exact: false, same: false },
  {
    said: 'Open the file.',
    written: 'Open up the file.',
    errors: [0, 1, 0],
    wer: 1 / 3,
    exact: false,
    same: false,
  },
  { said: 'Open the file.', written: '', errors: [0, 0, 3], wer: 1, exact: false, same: false },
  { said: 'one', written: 'one two three', errors: [0, 2, 0], wer: 2, exact: false, same: false },
  { said: '', written: '', errors: [0, 0, 0], wer: 0, exact: true, same: true },
  { said: '', written: 'see.', errors: [0, 1, 0], wer: 1, exact: false, same: false },
  { said: 'a b c d', written: 'b c d e', errors: [0, 1, 1], wer: 0.5, exact: false, same: false },
] as const;

for (const { said, written, errors, wer, exact, same } of cases) {
  test(`"${said}" written as "${written}"`, () => {
    const result = score(said, written);
    assert.deepEqual([result.substitutions, result.insertions, result.deletions], [...errors]);
    assert.equal(result.wer, wer);
    assert.equal(result.exact, exact);
    assert.equal(result.sameWords, same);
  });
}

test('words lose case and punctuation, and hyphens part them', () => {
  assert.deepEqual(normalisedWords("Don't use Node.js — re-run snake_case!"), [
    ...['dont', 'use', 'nodejs', 're', 'run', 'snake', 'case'],
  ]);
});

test('totals weigh by words, not by phrases, and end with all', () => {
  const rows = totals([
    { group: 'en-us', expected: 'one two three four', actual: 'one two three four' },
    { group: 'en-us', expected: 'five', actual: 'six' },
    { group: 'slt', expected: 'Seven.', actual: 'Seven.' },
  ]);
  assert.deepEqual(
    rows.map((row) => [row.group, row.phrases, row.words, row.errors, row.wer, row.exact, row.exactRate]),
    [
      ['en-us', 2, 5, 1, 0.2, 1, 0.5],
      ['slt', 1, 1, 0, 0, 1, 1],
      ['all', 3, 6, 1, 1 / 6, 2, 2 / 3],
    ],
  );
  assert.match(accuracyTable(rows), /^en-us +2 +5 +1 +0 +0 +20\.0 % +1 +50\.0 %$/m);
});

test('a table lines its columns up', () => {
  assert.equal(
    plainTable(
      ['name', 'n'],
      [
        ['a', '10'],
        ['longer', '1'],
      ],
    ),
    'name     n\n------  --\na       10\nlonger   1',
  );
});
