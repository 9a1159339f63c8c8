// Replacements of the user: whole words in any case, and regular expressions that mean what JavaScript's mean but
// cannot hang.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplacementFault } from '../../src/base/problem.ts';
import { compilePattern } from '../../src/text/pattern.ts';
import { replaced, replacementsOf } from '../../src/text/replacements.ts';
import { Random } from './random.ts';
import { expectRows, type Row, same } from './writing.ts';

const rules = replacementsOf([
  ['cash', 'cache'],
  ['pie torch', 'PyTorch'],
  ['git hub', 'GitHub'],
  ['c sharp', 'C#'],
  ['get hub actions', 'GitHub Actions'],
  ['get hub', 'GitHub'],
  ['my address', 'me@example.org'],
  ['to do', 'TODO'],
  ['arrow here', '$1 =>'],
  ['über', 'ueber'],
]);

const rows: readonly Row[] = [
  ['the cash is full', 'the cache is full'],
  ['Cash the result.', 'Cache the result.'],
  ['CASH it', 'cache it'],
  ['use pie torch now', 'use PyTorch now'],
  ['Pie torch is here', 'PyTorch is here'],
  ['pie-torch, please', 'PyTorch, please'],
  ['(pie torch)', '(PyTorch)'],
  ['pie torch.', 'PyTorch.'],
  ['get hub actions run', 'GitHub Actions run'],
  ['get hub runs', 'GitHub runs'],
  ['cash cash', 'cache cache'],
  ['f(cash, cash)', 'f(cache, cache)'],
  ['write to my address', 'write to me@example.org'],
  ['c sharp', 'C#'],
  ['Über uns', 'Ueber uns'],
  ['go arrow here', 'go $1 =>'],
];

const traps: readonly string[] = [
  'cashier',
  'the cashed one',
  'my_cash',
  'pie, torch',
  'pie. Torch',
  'apple pie torches',
  'magpie torch',
  'pie\ntorch',
  'todo',
  'cash-flow',
  'a big-cash',
  'cache',
  'PyTorch',
  '',
];

test('words', () => expectRows(rows, (text) => replaced(text, rules)));
test('traps', () => expectRows(same(traps), (text) => replaced(text, rules)));

test('what is written is not replaced again, and what is named later wins', () => {
  const circle = replacementsOf([
    ['a', 'b'],
    ['b', 'a'],
    ['b', 'c'],
  ]);
  assert.equal(replaced('a b', circle), 'b c');
});

const patterned = (spoken: string, written: string) => (text: string) =>
  replaced(text, replacementsOf([[spoken, written]]));

test('patterns', () => {
  expectRows([['see #12 and #7', 'see issue 12 and issue 7']], patterned('/#(\\d+)/', 'issue $1'));
  expectRows([['Foo foo', 'bar bar']], patterned('/foo/i', 'bar'));
  expectRows([['Foo foo', 'Foo bar']], patterned('/foo/', 'bar'));
  expectRows([['a  b   c', 'a b c']], patterned('/ {2,}/', ' '));
  expectRows([['a, b', 'a$, b']], patterned('/,/', '$$,'));
  expectRows([['cat cats concat', 'dog cats concat']], patterned('/\\bcat\\b/', 'dog'));
  expectRows([['ab', 'ba']], patterned('/(a)(b)/', '$2$1'));
  expectRows([['x', 'x!']], patterned('/(x)(y)?/', '$1$2!'));
  expectRows(same(['abc', '']), patterned('/z*/', '-'));
});

test('what cannot be used is told with its reason, and the others work', () => {
  const bad: readonly (readonly [spoken: string, why: ReplacementFault])[] = [
    ['/(?=a)/', 'notKnown'],
    ['/(?<n>a)/', 'notKnown'],
    ['/(a)\\1/', 'notKnown'],
    ['/\\p{L}/', 'notKnown'],
    ['/(a/', 'incomplete'],
    ['/a)/', 'incomplete'],
    ['/[a/', 'incomplete'],
    ['/a\\/', 'incomplete'],
    ['/*/', 'repetition'],
    ['/a**/', 'repetition'],
    ['/^*/', 'repetition'],
    ['/a{1000}/', 'repetition'],
    ['/[z-a]/', 'repetition'],
    ['/((((a{50}){50}){50}){50})/', 'repetition'],
    [`/${'a'.repeat(400)}/`, 'tooLong'],
    [`/${'('.repeat(40)}a${')'.repeat(40)}/`, 'tooLong'],
    ['...', 'notWords'],
    ['c++', 'notWords'],
    ['', 'notWords'],
    ['a b c d e f g h i j k l m', 'notWords'],
  ];
  const some = replacementsOf([...bad.map(([spoken]) => [spoken, 'x'] as const), ['good', 'better']]);
  assert.deepEqual(
    some.refused,
    bad.map(([spoken, why]) => ({ spoken, why })),
  );
  assert.equal(replaced('good', some), 'better');
});

test('a pattern means what it means to JavaScript', () => {
  const random = new Random(5);
  const pick = <Item>(items: readonly Item[]) => items[random.whole(0, items.length - 1)] as Item;
  const pattern = (depth: number): string => {
    const one = () => pick(['a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\s', '\\b', '^', '$', ' ']);
    const inner =
      depth > 0 && random.next() < 0.4 ? `(${random.next() < 0.5 ? '?:' : ''}${pattern(depth - 1)})` : one();
    const isBorder = /^(?:\\b|\^|\$)$/.test(inner);
    const times = isBorder ? '' : pick(['', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,2}', '{0,1}?']);
    const more = random.next() < 0.6 ? pattern(depth) : '';
    return `${inner}${times}${random.next() < 0.15 ? '|' : ''}${more}`;
  };
  let compared = 0;
  for (let round = 0; round < 8_000; round += 1) {
    const source = pattern(2);
    if (source.length > 40 || /\)[*+?{]/.test(source)) continue; // empty rounds of a group differ in their groups
    const text = Array.from({ length: random.whole(0, 12) }, () => pick(['a', 'b', 'c', ' '])).join('');
    const ours = compilePattern(source, false);
    assert.ok(ours.ok, source);
    const found = ours.value.find(text, 0, { left: 1e9 });
    const theirs = new RegExp(source, 'u').exec(text);
    const about = `/${source}/ on "${text}"`;
    assert.deepEqual(found?.groups, theirs === null ? undefined : [...theirs], about);
    assert.equal(found?.start, theirs?.index, about);
    compared += 1;
  }
  assert.ok(compared > 2_000, `${compared}`);
});

test('hostile patterns end: the steps are counted', () => {
  const evil = [
    '/(a+)+$/',
    '/(a|a)*b/',
    '/(a|aa)+$/',
    '/(.*)*x/',
    '/(a*)*b/',
    '/a{1,100}a{1,100}a{1,100}b/',
    '/(x+x+)+y/',
  ];
  const text = `${'a'.repeat(20_000)}!`;
  for (const spoken of evil) {
    const budget = { left: 3_000_000 };
    const compiled = compilePattern(spoken.slice(1, -1), false);
    assert.ok(compiled.ok);
    compiled.value.find(text, 0, budget);
    assert.ok(budget.left > -10_000, `${spoken} went on for ${-budget.left} steps`);
    assert.equal(replaced(text, replacementsOf([[spoken, '']])).length > 0, true);
  }
});
