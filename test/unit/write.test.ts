// The whole way from transcript to written text, as people speak and as the recogniser writes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../src/text/languages/all.ts';
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
  [' Camel case, get user by id.', 'getUserById'],
  [' Camel case. Get user by id.\n', 'getUserById'],
  [' Const, camel case, max count, equals five, semicolon.', 'const maxCount = 5;'],
  [' Const camel case user name equals quote bob quote semicolon.', 'const userName = "bob";'],
  [' Return camel case get user by id, open paren, zero, close paren.', 'return getUserById(0)'],
  [' Snake case max size equals ten.', 'max_size = 10'],
  [' Constant case max size equals zero x ff.', 'MAX_SIZE = 0xff'],
  [' For camel case user name in users colon.', 'for userName in users:'],
  [' Pascal case user.', 'User'],
  [' Class pascal case user service open brace close brace.', 'class UserService {}'],
  [' If x equals equals minus one colon.', 'if x == -1:'],
  [' Def dunder init open paren self comma name close paren colon.', 'def __init__(self, name):'],
  [' Items open bracket zero close bracket dot name.', 'items[0].name'],
  [' x equals three point five.', 'x = 3.5'],
  [' At sign property new line def name open paren self close paren colon', '@property\ndef name(self):'],
  [' Import quote fs quote.', 'import "fs"'],
  [' Console dot log open paren back tick dollar sign x back tick close paren.', 'console.log(`$x`)'],
  [' Let x colon colon int', 'let x::int'],
];

const inProse: readonly Row[] = [
  [' Call camel case get user by id, then stop.', 'Call getUserById, then stop.'],
  [' See line forty two. New line. It is wrong.', 'See line 42.\nIt is wrong.'],
  [' The mask open paren zero x ff close paren is wrong.', 'The mask (0xff) is wrong.'],
  [' Open main dot py comma then run it period', 'Open main.py, then run it.'],
  [' Quote camel case user name quote is the key.', '"userName" is the key.'],
];

const proseTraps: readonly string[] = [
  'Open the file and read the first line.',
  'The default value is an empty string.',
  'The process will exit with code one.',
  'The template contains three parameters.',
  'After the trial period a new line of products is sold.',
  'Names are written in camel case.',
  'Is it valid?',
  'A token is valid for one session.',
  'The index of the first element is zero.',
  'It costs one plus one, which equals two.',
  'The hash map holds a comma separated list.',
  'There is no such file or directory.',
  'We use snake case and camel case.',
  'The arrow points to the left.',
  'That is the point.',
];

const inTerminal: readonly Row[] = [
  [' Git commit dash m quote fix the parser quote.', 'git commit -m "fix the parser"'],
  [' npm run test colon unit', 'npm run test: unit'],
  [' Tail dash n twenty log.', 'tail -n 20 log'],
  [' Cat camel case my file pipe grep error.', 'cat myFile | grep error'],
];

test('into code', () => expectRows(inCode, written('code')));
test('into prose', () => expectRows(inProse, written('prose')));
test('into a comment', () => expectRows(inProse, written('comment', '// |')));
test('into a terminal', () => expectRows(inTerminal, written('terminal')));
test('sentences stay', () => {
  for (const kind of ['prose', 'comment', 'string'] as const) expectRows(same(proseTraps), written(kind));
});

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
