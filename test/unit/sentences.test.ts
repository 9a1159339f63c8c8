// Where a sentence of the recogniser meets the text around the place: its first letter and its last period.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { fitSentences } from '../../src/text/sentences.ts';
import type { TargetKind } from '../../src/text/target.ts';
import { expectRows, place, type Row, same } from './writing.ts';

const fitted = { start: 'fit', finalPeriod: 'fit', language: english } as const;
const long = 'This line is long enough to have been wrapped by someone who';

/** The place is `|`. */
const around: readonly (readonly [kind: TargetKind, around: string, heard: string, written: string])[] = [
  ['prose', '|', 'This is new.', 'This is new.'],
  ['prose', 'We think that |', 'This is new.', 'this is new.'],
  ['prose', 'We think that|', 'This is new.', 'this is new.'],
  ['prose', 'First, |', 'Open the file.', 'open the file.'],
  ['prose', 'See (|)', 'The file.', 'the file'],
  ['prose', 'Done. |', 'This is new.', 'This is new.'],
  ['prose', 'Done! |', 'This is new.', 'This is new.'],
  ['prose', 'Is it? |', 'This is new.', 'This is new.'],
  ['prose', 'Note: |', 'This is new.', 'This is new.'],
  ['prose', 'He said "yes." |', 'This is new.', 'This is new.'],
  ['prose', 'One line\n|', 'This is new.', 'This is new.'],
  ['prose', `${long}\n|`, 'Likes it.', 'likes it.'],
  ['prose', `${long}.\n|`, 'This is new.', 'This is new.'],
  ['prose', '- |', 'This is new.', 'This is new.'],
  ['prose', '# |', 'A title', 'A title'],
  ['prose', '1. |', 'This is new.', 'This is new.'],
  ['prose', `- ${long}\n- |`, 'This is new.', 'This is new.'],
  ['prose', '> |', 'This is new.', 'This is new.'],
  ['prose', 'A |', 'Python program.', 'Python program.'],
  ['prose', 'Then |', 'I go.', 'I go.'],
  ['prose', 'Then |', "I'm here.", "I'm here."],
  ['prose', 'The |', 'JSON file.', 'JSON file.'],
  ['prose', 'The |', 'GitHub page.', 'GitHub page.'],
  ['prose', 'We know that Zoltan is here. And |', 'Zoltan is there.', 'Zoltan is there.'],
  ['prose', 'We |is right', 'The middle.', 'the middle'],
  ['prose', 'We | is right', 'The middle.', 'the middle'],
  ['prose', 'We |.', 'Think so.', 'think so'],
  ['prose', 'We think.| Next one.', 'This too.', 'This too.'],
  ['comment', '// |', 'This is new.', 'This is new.'],
  ['comment', '// we think |', 'This is new.', 'this is new.'],
  ['comment', `// ${long}\n// |`, 'Likes it.', 'likes it.'],
  ['comment', '# |', 'This is new.', 'This is new.'],
  ['comment', ' * |', 'This is new.', 'This is new.'],
  ['comment', '/** |', 'This is new.', 'This is new.'],
  ['comment', '-- |', 'This is new.', 'This is new.'],
  ['string', 'say("|")', 'Hello world.', 'Hello world.'],
  ['commit', '|', 'Fix the parser.', 'Fix the parser'],
  ['commit', 'Fix the |', 'Parser.', 'parser'],
  ['commit', 'Fix the parser\n\n|', 'It was slow.', 'It was slow.'],
  ['code', '|', 'Return x.', 'return x'],
  ['code', '|', 'Import os. Import sys.', 'import os import sys'],
  ['code', '|', 'What is x?', 'what is x'],
  ['code', 'x = |', 'JSON parse.', 'JSON parse'],
  ['code', '|', 'PyTorch model.', 'PyTorch model'],
  ['code', '|', 'foo.bar', 'foo.bar'],
  ['code', '|', 'Const, x, y', 'const x, y'],
  ['code', '|', 'Version 1.5.', 'version 1.5'],
  ['terminal', '|', 'Git status.', 'git status'],
];

test('the text around decides', () => {
  assert.deepEqual(
    around.map(([kind, where, heard]) => [
      ...[kind, where, heard],
      fitSentences(heard, { target: place(kind, where), ...fitted }),
    ]),
    around,
  );
});

const prose = place('prose');
const styled = (changes: object) => (text: string) =>
  fitSentences(text, { target: prose, ...fitted, ...changes });

test('the start by the setting', () => {
  expectRows([['open it.', 'Open it.']], styled({ start: 'sentence' }));
  expectRows([['Open it.', 'open it.']], styled({ start: 'lower' }));
  expectRows(same(['kubectl2 runs', 'getUserById returns', '42 files', '']), styled({ start: 'sentence' }));
  expectRows(same(['I go.', 'GitHub is up.', 'HTML is text.']), styled({ start: 'lower' }));
  const middle = { target: place('prose', 'so |'), start: 'sentence' };
  expectRows(same(['open it']), styled(middle));
  expectRows(same(['Open it.', 'open it.']), styled({ start: 'asHeard', target: place('prose', 'so |') }));
});

test('the last period by the setting', () => {
  expectRows(
    [
      ['Open it', 'Open it.'],
      ['See (it)', 'See (it).'],
    ],
    styled({ finalPeriod: 'always' }),
  );
  expectRows(same(['Open it.', 'Is it?', 'Wait…', 'Wait:', '']), styled({ finalPeriod: 'always' }));
  expectRows(
    [
      ['Open it.', 'Open it'],
      ['One. Two.', 'One. Two'],
    ],
    styled({ finalPeriod: 'never' }),
  );
  expectRows(same(['Is it?', 'Wait...', 'Go!']), styled({ finalPeriod: 'never' }));
  const short: readonly Row[] = [
    ['Open the file.', 'Open the file'],
    ['Open the file and read it.', 'Open the file and read it.'],
    ['One. Two.', 'One. Two.'],
    ['Done?', 'Done?'],
  ];
  expectRows(short, styled({ finalPeriod: 'notWhenShort' }));
  expectRows(same(['The middle.']), styled({ finalPeriod: 'asHeard', target: place('prose', '|is') }));
});

test('German nouns keep their capital, small words lose it', () => {
  const inGerman = { language: german, target: place('prose', 'Wir denken, |') };
  expectRows([['Das ist neu.', 'das ist neu.']], styled(inGerman));
  expectRows(same(['Dateien sind neu.', 'Python ist neu.']), styled(inGerman));
  expectRows([['Liste öffnen.', 'liste öffnen']], styled({ language: german, target: place('code') }));
});
