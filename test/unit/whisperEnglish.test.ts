// The normaliser for word error rates gives what the original gives. How the pairs were made is said in
// test/fixtures/whisper-english/README.md.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import pairs from '../fixtures/whisper-english/pairs.json' with { type: 'json' };
import { whisperEnglish, whisperWords } from '../support/whisperEnglish.ts';

test('Every text becomes what the original makes of it', () => {
  assert.ok(pairs.length > 100);
  for (const [text = '', expected] of pairs) assert.equal(whisperEnglish(text), expected, text);
});

test('Its words are those of the text, without empty ones', () => {
  assert.deepEqual(whisperWords("  Mr. Park's  colour: twenty-one!"), [
    'mister',
    'park',
    'is',
    'color',
    '21',
  ]);
  assert.deepEqual(whisperWords(' , '), []);
});
