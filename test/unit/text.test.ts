// From transcript to written text. The traps matter most: code that looks like a sound, where nothing may change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from '../../src/text/target.ts';
import { tidy } from '../../src/text/tidy.ts';
import { write } from '../../src/text/write.ts';

const takenAway: readonly (readonly [transcript: string, text: string])[] = [
  ['', ''],
  ['\n', ''],
  [' Hello world.\n', 'Hello world.'],
  [' one\n two\n  three\n', 'one two three'],
  ['one\ttwo \r\n three', 'one two three'],
  [' [BLANK_AUDIO]\n', ''],
  ['[BLANK_AUDIO] [BLANK_AUDIO]', ''],
  ['[blank audio]', ''],
  ['[ Silence ]', ''],
  ['(music)', ''],
  ['(upbeat music)', ''],
  ['[MUSIC PLAYING]', ''],
  ['(keyboard) (typing)', '(keyboard)'],
  ['*coughs*', ''],
  ['♪♪', ''],
  ['♪ la la ♪', 'la la'],
  ['one (laughs) two', 'one two'],
  ['Done. [APPLAUSE]', 'Done.'],
  ['Done.[APPLAUSE]', 'Done.'],
  ['Done.[APPLAUSE]Next.', 'Done. Next.'],
  ['[BLANK_AUDIO] import numpy as np (sighs)', 'import numpy as np'],
];

/** Nothing here is a remark of the recogniser. */
const untouched: readonly string[] = [
  'arr[index]',
  'arr[0]',
  'f(music)',
  'play(sound)',
  'sounds[noise]',
  'über(sound)',
  'print(silence, noise)',
  'a * b * c',
  'a *b* c',
  'music',
  'the sound of silence',
  'no audio',
  '(a + b) * c',
  '[x for x in music]',
  '(soundtrack)',
  '(no sound today)',
  '{music}',
  '"(quoted)"',
  'unclosed (music',
  'call() and list[]',
];

const place: Target = { kind: 'prose', languageId: 'markdown', before: '', after: '' };
const written = (transcript: string) => write(transcript, place);

for (const stage of [tidy, written]) {
  test(`${stage.name}: remarks about sounds, line breaks and spaces go`, () => {
    for (const [transcript, text] of takenAway) assert.equal(stage(transcript), text, transcript);
  });

  test(`${stage.name}: words and code stay`, () => {
    for (const text of untouched) assert.equal(stage(text), text);
  });

  test(`${stage.name}: a second time changes nothing`, () => {
    for (const [transcript] of takenAway) {
      assert.equal(stage(stage(transcript)), stage(transcript), transcript);
    }
  });
}
