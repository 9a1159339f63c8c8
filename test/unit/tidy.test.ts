// The first stage: what the recogniser writes about sounds. The traps matter most: code that looks like a sound, where nothing may change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tidy } from '../../src/text/tidy.ts';

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
  [' (phone ringing)\n', ''],
  [' (water running) (wind howling)\n', ''],
  ['[CHEERING]', ''],
  ['(gunshots)', ''],
  ['(people talking)', ''],
  ['(speaking in foreign language)', ''],
  ['(speaks Spanish) Hello.', 'Hello.'],
  ['[ Laughter ]', ''],
  ['*coughing*', ''],
  ['... ', ''],
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
  '[x in music]',
  '(for the sound)',
  '(args)',
  '(a, b)',
  '(soundtrack)',
  '(no sound today)',
  '{music}',
  '"(quoted)"',
  'unclosed (music',
  'call() and list[]',
];

test('remarks about sounds, line breaks and spaces go', () => {
  for (const [transcript, text] of takenAway) assert.equal(tidy(transcript), text, transcript);
});

test('words and code stay', () => {
  for (const text of untouched) assert.equal(tidy(text), text);
});

test('a second time changes nothing', () => {
  for (const [transcript] of takenAway) assert.equal(tidy(tidy(transcript)), tidy(transcript), transcript);
});
