// Punctuation style of prose, one habit after the other, and that each leaves everything else alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { type PunctuationStyle, styled } from '../../src/text/style/style.ts';
import type { TargetKind } from '../../src/text/target.ts';
import { expectRows, place, plainStyle, type Row, same } from './writing.ts';

const style =
  (changes: Partial<PunctuationStyle>, kind: TargetKind = 'prose', language = english) =>
  (text: string) =>
    styled(text, { target: place(kind), language, style: { ...plainStyle, ...changes } });

const always: readonly Row[] = [
  ['Red, green and blue.', 'Red, green, and blue.'],
  ['It reads, parses and writes files.', 'It reads, parses, and writes files.'],
  ['Use red, green or blue.', 'Use red, green, or blue.'],
  ['The host, the port and the path.', 'The host, the port, and the path.'],
  ['a, b, c and d', 'a, b, c, and d'],
  ['Call `f`, `g` and `h`.', 'Call `f`, `g`, and `h`.'],
];
const oxfordTraps: readonly string[] = [
  'Red and blue.',
  'It failed, and we know why.',
  'If it fails, stop and think.',
  'Black and white, and blue.',
  'However, it works and is fast.',
  'First, we read and write.',
  'The file, which is open and read.',
  'Then, he and she.',
  'When done, close it and wait.',
];

test('the comma before the last of a list', () => {
  expectRows(always, style({ oxfordComma: 'always' }));
  expectRows(
    always.map(([without, withComma]) => [withComma, without] as const),
    style({ oxfordComma: 'never' }),
  );
  expectRows(same(always.map(([, withComma]) => withComma)), style({ oxfordComma: 'always' }));
  expectRows(same(always.map(([without]) => without)), style({ oxfordComma: 'never' }));
  expectRows(same(oxfordTraps), style({ oxfordComma: 'always' }));
  expectRows(same(oxfordTraps), style({ oxfordComma: 'never' }));
  expectRows(
    [['Rot, grün und blau.', 'Rot, grün, und blau.']],
    style({ oxfordComma: 'always' }, 'prose', german),
  );
});

test('dashes', () => {
  const heard = [
    'It is — I think — late.',
    'It is—I think—late.',
    'It is – I think – late.',
    'It is - I think - late.',
    'It is -- I think -- late.',
  ];
  const as = (text: string) => heard.map((spoken) => [spoken, text] as const);
  expectRows(as('It is—I think—late.'), style({ dashes: 'em' }));
  expectRows(as('It is — I think — late.'), style({ dashes: 'emSpaced' }));
  expectRows(as('It is – I think – late.'), style({ dashes: 'en' }));
  expectRows(as('It is - I think - late.'), style({ dashes: 'hyphen' }));
  expectRows(as('It is, I think, late.'), style({ dashes: 'commas' }));
  expectRows(as('It is (I think) late.'), style({ dashes: 'parentheses' }));
  expectRows(same(['One — two.', 'A — b — c — d.']), style({ dashes: 'parentheses' }));
  const traps = [
    'A well-known name.',
    'Pages 3–5.',
    '- an item',
    'x - ',
    'See 2020-01-02.',
    '`a - b`',
    '--flag',
    'a--b',
    '5 - 3',
  ];
  for (const dashes of ['em', 'emSpaced', 'en', 'hyphen', 'commas', 'parentheses'] as const) {
    expectRows(same(traps), style({ dashes }));
  }
});

test('the ellipsis', () => {
  expectRows(
    [
      ['Wait... now', 'Wait… now'],
      ['Wait…', 'Wait…'],
    ],
    style({ ellipsis: 'sign' }),
  );
  expectRows(
    [
      ['Wait… now', 'Wait... now'],
      ['Wait...', 'Wait...'],
    ],
    style({ ellipsis: 'dots' }),
  );
  expectRows(same(['a....b', 'a..b', '`...args`', 'End.']), style({ ellipsis: 'sign' }));
});

test('quotes', () => {
  const pairs: readonly Row[] = [
    ['He said "yes".', 'He said “yes”.'],
    ['"Yes," he said.', '“Yes,” he said.'],
    ["It's the user's.", 'It’s the user’s.'],
    ["A 'word' here.", 'A ‘word’ here.'],
    ['("yes")', '(“yes”)'],
  ];
  expectRows(pairs, style({ quotes: 'typographic' }));
  expectRows(
    pairs.map(([straight, curly]) => [curly, straight] as const),
    style({ quotes: 'straight' }),
  );
  expectRows(same(pairs.map(([, curly]) => curly)), style({ quotes: 'typographic' }));
  expectRows([['Er sagte "ja".', 'Er sagte „ja“.']], style({ quotes: 'typographic' }, 'prose', german));
  expectRows(same(['Call `f("x")` now.', 'no quotes']), style({ quotes: 'typographic' }));
  expectRows(same(['say "yes"']), style({ quotes: 'typographic' }, 'string'));
});

test('code and terminal have straight quotes and nothing else', () => {
  const all = {
    oxfordComma: 'always',
    dashes: 'em',
    ellipsis: 'sign',
    quotes: 'typographic',
    spelling: 'british',
  } as const;
  for (const kind of ['code', 'terminal'] as const) {
    expectRows([['f(“x”)', 'f("x")']], style(all, kind));
    expectRows(same(['f(a, b and c)', 'x - y', '...args', 'color = "red"', "it's"]), style(all, kind));
  }
});

test('spelling', () => {
  const pairs: readonly Row[] = [
    ['The color of the center.', 'The colour of the centre.'],
    ['Colors change behavior.', 'Colours change behaviour.'],
    ['COLOR', 'COLOUR'],
    ['Initialize and serialize it.', 'Initialise and serialise it.'],
    ['The optimization was canceled.', 'The optimisation was cancelled.'],
    ['We analyzed the catalog.', 'We analysed the catalogue.'],
    ['A gray dialog.', 'A grey dialogue.'],
    ['Labeled and modeled.', 'Labelled and modelled.'],
  ];
  expectRows(pairs, style({ spelling: 'british' }));
  expectRows(
    pairs.map(([american, british]) => [british, american] as const),
    style({ spelling: 'american' }),
  );
  const traps = [
    '`color`',
    'my_color',
    'backgroundColor',
    'theme.color',
    'color()',
    'size',
    'prize',
    'seize',
    'rise',
    'exercise',
    'raise',
    'wise',
    'organic',
    'discolor',
  ];
  expectRows(same(traps), style({ spelling: 'british' }));
  expectRows(
    same(['promise', 'exercise', 'noise', 'otherwise', 'analyses', 'precise', 'likewise', 'four', 'hour']),
    style({ spelling: 'american' }),
  );
  expectRows(same(['Die color.']), style({ spelling: 'british' }, 'prose', german));
});

test('as heard nothing changes', () => {
  expectRows(same(['Red, green and blue — “wait...” the color’s', '']), style({}));
});

test('a text that uses the placeholder’s letter comes through', () => {
  assert.equal(style({ dashes: 'em' })('\u{F8FF} `a - b` c - d'), '\u{F8FF} `a - b` c - d');
});
