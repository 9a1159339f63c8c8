// Which changes of a dictated text are corrections of what was misheard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubleMetaphone } from 'double-metaphone';
import { afterChange, correctionIn, haveSameWords } from '../../src/vocabulary/correction.ts';
import { alikenessBy } from '../../src/vocabulary/lexicon.ts';

const alike = alikenessBy(doubleMetaphone);

const corrections: readonly (readonly [dictated: string, now: string, spoken: string, written: string])[] = [
  ['We use pie torch here.', 'We use PyTorch here.', 'pie torch', 'PyTorch'],
  ['Deploy it to communities.', 'Deploy it to Kubernetes.', 'communities', 'Kubernetes'],
  ['Clear the cash.', 'Clear the cache.', 'cash', 'cache'],
  ['get user by id', 'getUserById', 'get user by id', 'getUserById'],
  ['the jason file', 'the JSON file', 'jason', 'JSON'],
  ['the github page', 'the GitHub page', 'github', 'GitHub'],
  ['Ask pedro', 'Ask Pydro', 'pedro', 'Pydro'],
  ['run cube control', 'run kubectl', 'cube control', 'kubectl'],
];

const others: readonly (readonly [dictated: string, now: string])[] = [
  ['The file is open.', 'The files is open.'],
  ['Open the file.', 'open the file.'],
  ['Open the file.', 'Open the file'],
  ['Open the file.', 'Open the big file.'],
  ['Open the file.', 'Open file.'],
  ['Open the file.', ''],
  ['Open the file.', 'Close every door in the house.'],
  ['Open the file.', 'Open the door.'],
  ['It was loaded.', 'It was load.'],
  ['one two three', 'one 2 three'],
  ['', 'something'],
  ['same text', 'same text'],
];

test('a word that was misheard and mended is a pair', () => {
  for (const [dictated, now, spoken, written] of corrections) {
    assert.deepEqual(correctionIn(dictated, now, alike), { spoken, written }, now);
  }
});

test('other changes are none', () => {
  for (const [dictated, now] of others) assert.equal(correctionIn(dictated, now, alike), undefined, now);
});

test('a dictated text is found again after changes before, behind and inside it', () => {
  const stretch = { from: 10, to: 20 };
  const table: readonly (readonly [at: number, removed: number, added: number, from: number, to: number])[] =
    [
      [0, 0, 5, 15, 25],
      [0, 3, 0, 7, 17],
      [21, 4, 9, 10, 20],
      [10, 4, 6, 10, 22],
      [16, 4, 1, 10, 17],
      [12, 0, 1, 10, 21],
      [10, 10, 0, 10, 10],
      [20, 0, 3, 10, 23],
    ];
  for (const [at, removed, added, from, to] of table) {
    assert.deepEqual(afterChange(stretch, { at, removed, added }), { from, to }, `${at} ${removed} ${added}`);
  }
  assert.equal(afterChange(stretch, { at: 5, removed: 8, added: 1 }), undefined);
  assert.equal(afterChange(stretch, { at: 15, removed: 8, added: 1 }), undefined);
});

test('words that became a comment are the same words', () => {
  assert.ok(haveSameWords('We use vulcan, here.', '  // We use vulcan,\n  // here.'));
  assert.ok(haveSameWords('Two words.', '/** Two words. */'));
  assert.ok(!haveSameWords('Two words.', '// Three words.'));
  assert.ok(!haveSameWords('();', '[];'));
});
