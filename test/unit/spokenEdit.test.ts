// What a dictation ends with instead of text, and the traps where it is text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../src/text/languages/all.ts';
import { type Spoken, spokenEditOf } from '../../src/text/spokenEdit.ts';

const rows: readonly (readonly [language: string, transcript: string, spoken: Spoken])[] = [
  ['en', 'Scratch that.', { said: '', edit: 'scratchThat' }],
  ['en', ' undo that', { said: '', edit: 'scratchThat' }],
  ['en', 'Delete that!', { said: '', edit: 'scratchThat' }],
  ['en', 'Return the value, scratch that.', { said: 'Return the value,', edit: 'scratchThat' }],
  ['en', 'return the value scratch that', { said: 'return the value', edit: 'scratchThat' }],
  ['en', 'Go to the end of the line.', { said: '', edit: 'endOfLine' }],
  ['en', 'return x. Go to end of line.', { said: 'return x.', edit: 'endOfLine' }],
  ['en', 'go to next line', { said: '', edit: 'nextLine' }],
  ['en', 'Go to the start of the line', { said: '', edit: 'startOfLine' }],
  ['de', 'Streich das.', { said: '', edit: 'scratchThat' }],
  ['de', 'Gehe ans Zeilenende.', { said: '', edit: 'endOfLine' }],
  // text
  ['en', 'We should not delete that', { said: 'We should not delete that' }],
  ['en', 'then undo that', { said: 'then undo that' }],
  ['en', 'move the cursor to go to end of line', { said: 'move the cursor to go to end of line' }],
  ['en', 'scratch that itch', { said: 'scratch that itch' }],
  ['en', 'scratch', { said: 'scratch' }],
  ['en', '', { said: '' }],
  ['de', 'Scratch that.', { said: 'Scratch that.' }],
  ['fr', 'scratch that', { said: 'scratch that' }],
];

for (const [language, transcript, spoken] of rows) {
  test(`${language}: ${transcript}`, () => {
    assert.deepEqual(spokenEditOf(transcript, languageOf(language, transcript)), spoken);
  });
}
