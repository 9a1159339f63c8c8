// What the benches count as wrong in a transcript: words, stops and capitals that nobody said, loops.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../bench/figures.ts';
import { judge, loopsIn } from '../bench/judge.ts';
import { aligned } from '../support/alignment.ts';

test('Two rows of words are laid beside each other with the fewest changes', () => {
  assert.deepEqual(aligned(['a', 'b', 'c'], ['a', 'x', 'c', 'd']), [
    { kind: 'same', said: 0, written: 0 },
    { kind: 'changed', said: 1, written: 1 },
    { kind: 'same', said: 2, written: 2 },
    { kind: 'added', written: 3 },
  ]);
  assert.deepEqual(aligned(['a', 'b'], []), [
    { kind: 'missing', said: 0 },
    { kind: 'missing', said: 1 },
  ]);
  assert.deepEqual(aligned([], []), []);
});

const words: readonly [
  said: string,
  text: string,
  errors: readonly [changed: number, added: number, missing: number],
][] = [
  ['the average man is a coward', "The average man's a coward.", [0, 0, 0]],
  ['tear down the fence', 'Hair down. Tear down the fence.', [0, 2, 0]],
  ['when churchyards yawn', 'When church yards yarn', [2, 1, 0]],
  ['twenty one', '21', [0, 0, 0]],
  ['what time is it', '', [0, 0, 4]],
  ['', 'Thank you.', [0, 2, 0]],
];
for (const [said, text, [substitutions, insertions, deletions]] of words) {
  test(`Words: "${said}" heard as "${text}"`, () => {
    const { errors, ...found } = judge(said, text);
    assert.deepEqual(
      [found.substitutions, found.insertions, found.deletions],
      [substitutions, insertions, deletions],
    );
    assert.equal(errors, substitutions + insertions + deletions);
    assert.equal(found.isEmpty, text === '');
  });
}

const fellows = 'And so, my fellow Americans, ask not what you can do.';
const joints: readonly [
  said: string,
  text: string,
  stops: number | undefined,
  capitals: number | undefined,
][] = [
  [fellows, fellows, 0, 0],
  [fellows, 'And so my fellow Americans. Ask not what you can do.', 1, 1],
  [fellows, 'and so my Fellow Americans ask not what you can do', 0, 1],
  [fellows, 'And so! My fellow Americans, ask not. What you can do?', 2, 2],
  ['Wait. Then go on.', 'Wait, then go on.', 0, 0],
  ['no case here', 'No. Case. Here.', undefined, undefined],
];
for (const [said, text, stops, capitals] of joints) {
  test(`Joints: "${text}"`, () => {
    const found = judge(said, text);
    assert.deepEqual([found.stops, found.capitals], [stops, capitals]);
    assert.equal(found.exact, stops === undefined ? undefined : said === text);
  });
}

test('A loop is what stands three times in a row and was not said so often', () => {
  const of = (text: string, reference = '') => loopsIn(text.split(' '), reference.split(' '));
  assert.deepEqual(of('what time is it what time is it what time is it'), ['what time is it (3 times)']);
  assert.deepEqual(of('no no'), []);
  assert.deepEqual(of('no no no no and no'), ['no (4 times)']);
  assert.deepEqual(of('no no no', 'no no no'), []);
  assert.deepEqual(of('a b a b a b c c c'), ['a b (3 times)', 'c (3 times)']);
});

test('A name is there only as it is written, and as a whole', () => {
  assert.equal(holds('We use PyTorch here.', 'PyTorch'), true);
  assert.equal(holds('We use Pytorch here.', 'PyTorch'), false);
  assert.equal(holds('Reactive', 'React'), false);
  assert.equal(holds('It is next.js, really', 'next.js'), true);
  assert.equal(holds('nextajs', 'next.js'), false);
});
