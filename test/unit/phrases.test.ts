// Phrases on their way to text: their order, the context they are given, what happens to one that fails, and
// how their texts are joined.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phrase } from '../../src/audio/segmenter.ts';
import type { Problem } from '../../src/base/problem.ts';
import { join } from '../../src/dictation/join.ts';
import {
  noPhrases,
  type PhraseEffect,
  type PhraseEvent,
  type Phrases,
  phraseStep,
} from '../../src/dictation/phrases.ts';

const refused: Problem = { kind: 'serverRefused', status: 500, detail: '' };
const missing: Problem = { kind: 'modelFileMissing', file: '/m.bin' };

/** A phrase of one second by a letter; a capital begins within the one before. */
function phraseOf(letter: string, at = letter.toLowerCase().charCodeAt(0) - 97): Phrase {
  const pcm = new Uint8Array(32_000).fill(letter.charCodeAt(0));
  const overlaps = letter !== letter.toLowerCase();
  return { pcm, at, voicedSeconds: 1, certainty: 1, isSure: true, overlaps };
}

function lettersOf({ pcm }: Phrase): string {
  return Array.from({ length: pcm.length / 32_000 }, (_, second) =>
    String.fromCharCode(pcm[second * 32_000] ?? 0),
  ).join('');
}

/**
 * `+a` a phrase was spoken, `"text"` was heard, `!` the server refused, `?` the model is missing, `<` the question is put
 * back, `.` the end.
 */
function eventOf(sign: string): PhraseEvent {
  if (sign.startsWith('+')) return { kind: 'spoken', phrase: phraseOf(sign.slice(1)) };
  if (sign === '!') return { kind: 'failed', problem: refused };
  if (sign === '?') return { kind: 'failed', problem: missing };
  if (sign === '<') return { kind: 'putBack' };
  if (sign === '.') return { kind: 'ended' };
  return { kind: 'heard', text: sign.replaceAll('"', '').replaceAll('_', ' ') };
}

function shown(effect: PhraseEffect | undefined): string {
  if (effect === undefined) return '-';
  if (effect.kind === 'ask') return `ask ${lettersOf(effect.phrase)} (${effect.said})`;
  const pieces = effect.pieces.map(({ from, to, state }) => {
    return `${from}-${to} ${state.kind === 'heard' ? state.text : state.kind}`;
  });
  return `done [${pieces.join(', ')}]`;
}

const rows: Readonly<Record<string, readonly (readonly [event: string, effect: string])[]>> = {
  'one phrase': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['.', 'done [0-1 one]'],
  ],
  'the end comes before the text': [
    ['+a', 'ask a ()'],
    ['.', '-'],
    ['"one"', 'done [0-1 one]'],
  ],
  'phrases that wait together are asked for as one, and know what was said before': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['+c', '-'],
    ['"one"', 'ask bc (one)'],
    ['.', '-'],
    ['"two_three"', 'done [0-1 one, 1-3 two three]'],
  ],
  'nothing in a phrase': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['""', 'ask b ()'],
    ['"two"', '-'],
    ['.', 'done [0-1 , 1-2 two]'],
  ],
  'a server that refuses once is asked again at once': [
    ['+a', 'ask a ()'],
    ['+b', '-'],
    ['!', 'ask a ()'],
    ['"one"', 'ask b (one)'],
    ['"two"', '-'],
    ['.', 'done [0-1 one, 1-2 two]'],
  ],
  'a phrase that fails keeps no other from being heard, and has another try in the end': [
    ['+a', 'ask a ()'],
    ['?', '-'],
    ['+b', 'ask b ()'],
    ['"two"', '-'],
    ['.', 'ask a ()'],
    ['"one"', 'done [0-1 one, 1-2 two]'],
  ],
  'what fails in the end too is told with its place': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['+b', 'ask b (one)'],
    ['.', '-'],
    ['!', 'ask b (one)'],
    ['!', 'done [0-1 one, 1-2 failed]'],
  ],
  'after one more failure the others are not tried again': [
    ['+a', 'ask a ()'],
    ['?', '-'],
    ['+b', 'ask b ()'],
    ['?', '-'],
    ['.', 'ask a ()'],
    ['?', 'done [0-1 failed, 1-2 failed]'],
  ],
  'a question that is put back is asked with what comes next': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['+b', 'ask b (one)'],
    ['<', '-'],
    ['+c', 'ask bc (one)'],
    ['.', '-'],
    ['"two_three"', 'done [0-1 one, 1-3 two three]'],
  ],
  'no phrase at all': [['.', 'done []']],
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

const reaching: typeof rows = {
  'what is within reach is heard once more as one text': [
    ['+a', 'ask a ()'],
    ['"One."', '-'],
    ['+b', 'ask ab ()'],
    ['"One,_two."', '-'],
    ['+c', 'ask c (One, two.)'],
    ['"Three."', '-'],
    ['.', 'done [0-2 One, two., 2-3 Three.]'],
  ],
  'if that fails, what was heard stays, and the rest is asked for alone': [
    ['+a', 'ask a ()'],
    ['"one"', '-'],
    ['+b', 'ask ab ()'],
    ['?', 'ask b (one)'],
    ['"two"', '-'],
    ['.', 'done [0-1 one, 1-2 two]'],
  ],
  'what failed is heard with what comes next': [
    ['+a', 'ask a ()'],
    ['?', '-'],
    ['+b', 'ask ab ()'],
    ['"one_two"', '-'],
    ['.', 'done [0-2 one two]'],
  ],
};

for (const [name, steps] of Object.entries(reaching)) {
  test(name, () => {
    let phrases: Phrases = { ...noPhrases, reach: 2 };
    for (const [sign, expected] of steps) {
      const step = phraseStep(phrases, eventOf(sign));
      assert.equal(shown(step.effect), expected, sign);
      phrases = step.phrases;
    }
  });
}

test('more than fits into one question is more than one question', () => {
  let phrases = phraseStep(noPhrases, eventOf('+a')).phrases;
  for (let second = 1; second <= 40; second++)
    phrases = phraseStep(phrases, { kind: 'spoken', phrase: phraseOf('b', second) }).phrases;
  const { effect, phrases: after } = phraseStep(phrases, eventOf('"one"'));
  assert.equal(effect?.kind === 'ask' && effect.phrase.pcm.length / 32_000, 28);
  assert.equal(after.waiting.length, 12);
});

test('in any order of events every phrase is in one piece, in spoken order, heard or told to have failed', () => {
  let ends = 0;
  // Every way to mix three phrases, their texts, three failures, a question that is put back, and the end.
  const walk = (
    phrases: Phrases,
    asked: string,
    spoken: number,
    failures: number,
    putBacks: number,
  ): void => {
    const go = (sign: string, more: { spoken?: number; failures?: number; putBacks?: number } = {}) => {
      const { phrases: now, effect } = phraseStep(phrases, eventOf(sign));
      if (effect?.kind === 'done') {
        ends += 1;
        const all = effect.pieces.flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, second) => from + second),
        );
        assert.deepEqual(all, [0, 1, 2].slice(0, spoken));
        for (const { state, from, to } of effect.pieces)
          if (state.kind === 'heard') assert.equal(state.text, 'abc'.slice(from, to));
        return;
      }
      const next = effect?.kind === 'ask' ? lettersOf(effect.phrase) : asked;
      walk(now, next, more.spoken ?? spoken, more.failures ?? failures, more.putBacks ?? putBacks);
    };
    if (spoken < 3 && !phrases.ended) go(`+${'abc'[spoken]}`, { spoken: spoken + 1 });
    if (phrases.asking !== undefined) {
      go(`"${asked}"`);
      if (failures < 3) for (const sign of ['!', '?']) go(sign, { failures: failures + 1 });
      if (putBacks < 1 && !phrases.ended) go('<', { putBacks: putBacks + 1 });
    }
    if (!phrases.ended) go('.');
  };
  for (const reach of [0, 2, 3]) walk({ ...noPhrases, reach }, '', 0, 0, 0);
  assert.ok(ends > 1_000, `${ends} ends`);
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
  ['And so, my fellow Americans.', 'ask not', false, 'And so, my fellow Americans ask not'],
  ['My fellow Americans...', 'ask not', false, 'My fellow Americans ask not'],
  ['Ask not', 'What your country can do.', false, 'Ask not what your country can do.'],
  ['Ask not', 'I will.', false, 'Ask not I will.'],
  ['Ask not', 'PyTorch.', false, 'Ask not PyTorch.'],
  ['Open the file.', 'Close it.', false, 'Open the file. Close it.'],
  ['Is it open?', 'Close it.', false, 'Is it open? Close it.'],
  ['', 'Close it.', false, 'Close it.'],
];

for (const [said, next, overlaps, joined] of seams) {
  test(`${JSON.stringify(said)} ${overlaps ? 'overlaps' : 'and'} ${JSON.stringify(next)}`, () => {
    assert.equal(join(said, next, overlaps), joined);
  });
}
