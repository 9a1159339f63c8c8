// What reaches a shell: never a line's end, never a sign that acts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalText } from '../../src/insertion/terminalText.ts';

const rows: readonly (readonly [text: string, sent: string])[] = [
  ['git status', 'git status'],
  ['rm -rf build\n', 'rm -rf build'],
  ['git add .\ngit commit', 'git add . git commit'],
  ['a\r\n\r\nb', 'a b'],
  ['one\u2028two\u2029three', 'one two three'],
  ['next\u0085line', 'next line'],
  ['a\tb', 'a b'],
  ['a\u001b[2Jb', 'a [2Jb'],
  ['a\u0003b\u0004c\u007f', 'a b c'],
  ['\u009b31m', '31m'],
  ['x\u202ey', 'xy'],
  ['größe 你好 😀', 'größe 你好 😀'],
  ['\n', ''],
];

for (const [text, sent] of rows) {
  test(JSON.stringify(text), () => assert.equal(terminalText(text), sent));
}
