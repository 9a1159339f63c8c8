// Phrases on their way to text: their order, the context they are given, what happens to one that fails, and
// how their texts are joined.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phrase } from '../../src/audio/segmenter.ts';
import type { Problem } from '../../src/base/problem.ts';
import { join } from '../../src/dictation/join.ts';
import { noPhrases, type PhraseEffect, type PhraseEvent, phraseStep } from '../../src/dictation/phrases.ts';

const refused: Problem = { kind: 'serverRefused', status: 500, detail: '' };
const missing: Problem = { kind: 'modelFileMissing', file: '/m.bin' };

/** A phrase by a letter; a capital begins within the one before. */
function phraseOf(letter: string): Phrase {
  const pcm = new TextEncoder().encode(letter);
  return { pcm, at: 0, voicedSeconds: 1, certainty: 1, overlaps: letter !== letter.toLowerCase() };
}

/** `+a` a phrase was spoken, `"text"` was heard, `!` the server refused, `?` the model is missing, `.` the end. */
function eventOf(sign: string): PhraseEvent {
  if (sign.startsWith('+')) return { kind: 'spoken', phrase: phraseOf(sign.slice(1)) };
  if (sign === '!') return { kind: 'failed', problem: refused };
  if (sign === '?') return { kind: 'failed', problem: missing };
  if (sign === '.') return { kind: 'ended' };
  return { kind: 'heard', text: sign.replaceAll('"', '').replaceAll('_', ' ') };
}

function shown(effect: PhraseEffect | undefined): string {
  switch (effect?.kind) {
    case undefined:
      return '-';
    case 'ask':
      return `ask ${new TextDecoder().decode(effect.phrase.pcm)} (${effect.said})`;
    case 'done':
      return `done (${effect.text})`;
    case 'giveUp':
      return `give up: ${effect.problem.kind}`;
  }
}

const rows: Readonly<Record<string, readonly (readonly [event: string, effect: string])[]>> = {
  'one phrase': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['.', 'done (one)'],
  ],
  'the end comes before the text': [
    ['+a', 'ask a ()'],
    ['.', '-'],
    ['"one"', 'done (one)'],
  ],
  'phrases wait for each other and know what was said before': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['+c', '-'],
    ['"one"', 'ask b (one)'],
    ['.', '-'],
    ['"two"', 'ask c (one two)'],
    ['"three"', 'done (one two three)'],
  ],
  'nothing in a phrase': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['""', 'ask b ()'],
    ['"two"', '-'],
    ['.', 'done (two)'],
  ],
  'a phrase that overlaps': [
    ['+a', 'ask a ()'],
    ['+B', '-'],
    ['"write_the_file"', 'ask B (write the file)'],
    ['"File_again"', '-'],
    ['.', 'done (write the File again)'],
  ],
  'a server that refuses once is asked again at once': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['!', 'ask a ()'],
    ['"one"', 'ask b (one)'],
    ['"two"', '-'],
    ['.', 'done (one two)'],
  ],
  'what stays broken is tried again with each phrase, in order': [
    ['+a', 'ask a ()'],
    ['!', 'ask a ()'],
    ['!', '-'],
    ['+b', 'ask a ()'],
    ['"one"', 'ask b (one)'],
    ['!', 'ask b (one)'],
    ['!', '-'],
    ['.', 'ask b (one)'],
    ['"two"', 'done (one two)'],
  ],
  'what stays broken at the end fails as a whole': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['+b', 'ask b (one)'],
    ['.', '-'],
    ['!', 'ask b (one)'],
    ['!', 'give up: serverRefused'],
  ],
  'what no second try can mend is not tried at once': [
    ['+a', 'ask a ()'],
    ['?', '-'],
    ['.', 'ask a ()'],
    ['?', 'give up: modelFileMissing'],
  ],
  'no phrase at all': [['.', 'done ()']],
};

for (const [name, steps] of Object.entries(rows)) {
  test(name, () => {
    let phrases = noPhrases;
    for (const [sign, expected] of steps) {
      const step = phraseStep(phrases, eventOf(sign));
      assert.equal(shown(step.effect), expected, sign);
      phrases = step.phrases;
    }
  });
}

test('in any order of events every phrase is heard once and in spoken order', () => {
  // Every way to mix three phrases, their texts, two failures and the end.
  const walk = (phrases: typeof noPhrases, spoken: number, failures: number): void => {
    const asking = phrases.work === 'asking';
    if (spoken < 3 && !phrases.ended) {
      const event = eventOf(`+${'abc'[spoken]}`);
      walk(phraseStep(phrases, event).phrases, spoken + 1, failures);
    }
    if (asking && failures < 2) {
      const step = phraseStep(phrases, eventOf('!'));
      if (step.effect?.kind !== 'giveUp') walk(step.phrases, spoken, failures + 1);
    }
    if (asking || (spoken === 3 && !phrases.ended)) {
      const first = new TextDecoder().decode(phrases.waiting[0]?.pcm);
      const step = phraseStep(phrases, eventOf(asking ? `"${first}"` : '.'));
      if (step.effect?.kind === 'done')
        assert.equal(step.effect.text, 'abc'.slice(0, spoken).split('').join(' '));
      else walk(step.phrases, spoken, failures);
    }
  };
  walk(noPhrases, 0, 0);
});

const seams: readonly (readonly [said: string, next: string, overlaps: boolean, joined: string])[] = [
  ['', 'one', false, 'one'],
  ['one', '', false, 'one'],
  ['one two', 'two three', false, 'one two two three'],
  ['one two', 'two three', true, 'one two three'],
  ['one two.', 'Two three', true, 'one Two three'],
  ['go to the', 'to the end', true, 'go to the end'],
  ['one', 'two', true, 'one two'],
  ['the impor', 'important file', true, 'the important file'],
  ['the important', 'tant file', true, 'the important file'],
  ['a', 'able', true, 'a able'],
  ['one', '', true, 'one'],
  ['', 'one', true, 'one'],
  [' one \n', ' two\n', false, 'one two'],
  ['one ...', '... two', true, 'one ... ... two'],
];

for (const [said, next, overlaps, joined] of seams) {
  test(`${JSON.stringify(said)} ${overlaps ? 'overlaps' : 'and'} ${JSON.stringify(next)}`, () => {
    assert.equal(join(said, next, overlaps), joined);
  });
}
