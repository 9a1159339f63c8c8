// The whole way from transcript to written text, as people speak and as the recogniser writes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../src/text/language.ts';
import type { TargetKind } from '../../src/text/target.ts';
import { stageNames, write } from '../../src/text/write.ts';
import { expectRows, place, type Row, same, writingAt } from './writing.ts';

const written = (kind: TargetKind, around?: string) => (transcript: string) =>
  write(transcript, writingAt(place(kind, around)));

const inCode: readonly Row[] = [
  [' Print, open paren, quote, hello, quote, close paren.\n', 'print("hello")'],
  [' Const x equals y semicolon.', 'const x = y;'],
  [' [BLANK_AUDIO] Return x.', 'return x'],
  [' If open paren x triple equals y close paren open brace. New line.', 'if (x === y) {\n'],
];

test('into code', () => expectRows(inCode, written('code')));

test('each switch turns its stage off', () => {
  const off = Object.fromEntries(stageNames.map((name) => [name, false])) as Record<
    (typeof stageNames)[number],
    false
  >;
  const writing = writingAt(place('code'), { switches: off });
  for (const [transcript] of inCode) assert.equal(write(transcript, writing), transcript);
});

test('a language without a table: only the noises go', () => {
  const french = writingAt(place('code'), { language: 'fr' });
  expectRows([['[musique] Le point. [BLANK_AUDIO]', '[musique] Le point.']], (text) => write(text, french));
});

test('the language that is spoken is told from its small words', () => {
  assert.equal(languageOf('auto', 'Das ist die Datei, die fehlt.')?.code, 'de');
  assert.equal(languageOf('auto', 'This is the file that is missing.')?.code, 'en');
  assert.equal(languageOf('auto', '')?.code, 'en');
  assert.equal(languageOf('DE', '')?.code, 'de');
  assert.equal(languageOf('he', 'the'), undefined);
});

test('sentences into prose stay as they are', () => {
  expectRows(
    same(['Open the file and read the first line.', 'The default value is an empty string.', 'Is it valid?']),
    written('prose'),
  );
});
