// Learning from writing: what is counted as prose, what is proposed, and what stays open.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passagesOf, WritingHabits } from '../../src/text/learn.ts';

const texts = (path: string, content: string) => passagesOf(path, content).map(({ text }) => text);

test('the comments of a file', () => {
  const code = [
    '// Reads the file.',
    '// And closes it.',
    'const x = 1; // behind code',
    '/* One block. */',
    '/**',
    ' * The name.',
    ' * @param x the value',
    ' */',
    '// return x;',
    '//----------',
    'f("// no comment");',
  ].join('\n');
  assert.deepEqual(texts('a.ts', code), ['Reads the file. And closes it.', 'One block.', 'The name.']);
  assert.deepEqual(texts('a.py', '#!/bin/python\n# Reads it.\nx = 1\n#  Then\n# closes it.'), [
    'Reads it.',
    'Then closes it.',
  ]);
  assert.deepEqual(texts('a.sql', '-- All users.\nselect 1;'), ['All users.']);
  assert.deepEqual(texts('a.bin', '// no'), []);
});

test('the paragraphs of Markdown', () => {
  const page =
    '# Title\r\n\r\nOne line\r\nand more.\r\n\r\n```\ncode, a and b\n```\n\n| a | b |\n\n    code\n\nLast.';
  assert.deepEqual(texts('a.md', page), ['One line and more.', 'Last.']);
});

function learned(kind: 'comment' | 'prose', ...passages: readonly string[]) {
  const habits = new WritingHabits();
  for (const text of passages) habits.read({ kind, text });
  return habits.proposals();
}

const times = (count: number, text: string) => Array.from({ length: count }, () => text);

test('what is done nearly always is proposed, with its count', () => {
  const rows = [
    ['Red, green, and blue.', 'text.style.oxfordComma', 'always'],
    ['Red, green and blue.', 'text.style.oxfordComma', 'never'],
    ['It is—so', 'text.style.dashes', 'em'],
    ['It is — so', 'text.style.dashes', 'emSpaced'],
    ['It is – so', 'text.style.dashes', 'en'],
    ['It is - so', 'text.style.dashes', 'hyphen'],
    ['Wait…', 'text.style.ellipsis', 'sign'],
    ['Wait...', 'text.style.ellipsis', 'dots'],
    ['A "word" here', 'text.style.quotes', 'straight'],
    ['A “word” here', 'text.style.quotes', 'typographic'],
    ['The colour', 'text.style.spelling', 'british'],
    ['The color', 'text.style.spelling', 'american'],
  ] as const;
  for (const [text, id, choice] of rows) {
    assert.deepEqual(learned('prose', ...times(6, text)), [{ id, choice, agree: 6, of: 6 }], text);
  }
});

test('comments tell how sentences begin and end', () => {
  assert.deepEqual(
    learned('comment', ...times(8, 'reads the file')).map(({ id, choice }) => [id, choice]),
    [
      ['text.style.start', 'lower'],
      ['text.style.finalPeriod', 'never'],
    ],
  );
  assert.deepEqual(
    learned('comment', ...times(8, 'Reads the file.'), 'one without').map(({ id, choice, agree, of }) => [
      id,
      choice,
      agree,
      of,
    ]),
    [
      ['text.style.start', 'sentence', 8, 9],
      ['text.style.finalPeriod', 'always', 8, 9],
    ],
  );
});

test('what is rare, mixed or code is not proposed', () => {
  assert.deepEqual(learned('prose', ...times(4, 'The colour')), []);
  assert.deepEqual(learned('prose', ...times(6, 'The colour'), ...times(4, 'The color')), []);
  assert.deepEqual(learned('prose', ...times(9, 'Set `color, a and b` now')), []);
  assert.deepEqual(
    learned('comment', ...times(9, 'if (x) return;'), ...times(9, 'x = a, b and c')).filter(
      ({ id }) => id === 'text.style.start',
    ),
    [],
  );
  assert.deepEqual(learned('prose'), []);
});
