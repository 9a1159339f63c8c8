// Learning what a model mishears: what is said to it, how its answers are read and kept, and that it stops at once.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  formatHeard,
  type Heard,
  parseHeard,
  spokenAsHeard,
  writtenRightlyBy,
} from '../../src/vocabulary/heard.ts';
import { learn } from '../../src/vocabulary/learning.ts';
import { heardIn, readingsOf, sentenceWith, termsToLearn } from '../../src/vocabulary/lessons.ts';
import { isOnBattery } from '../../src/vocabulary/power.node.ts';
import { termOf } from '../../src/vocabulary/terms.ts';

const sentence = { before: 'The', after: 'module is not loaded' };
const pyTorch = termOf('PyTorch', 'user', { spoken: ['pie torch'] });

test('the words of a term are those between the words of the sentence, and else nothing is learned', () => {
  assert.equal(sentenceWith(sentence, 'pie torch'), 'The pie torch module is not loaded.');
  const table: readonly (readonly [string, string | undefined])[] = [
    [' The pie torch module is not loaded.\n', 'pie torch'],
    ['the PyTorch module is not loaded', 'PyTorch'],
    ['The g r p c module is not loaded.', 'g r p c'],
    ['The module is not loaded.', undefined],
    ['The pie torch module is loaded.', undefined],
    ['A pie torch module is not loaded.', undefined],
    ['The a b c d e f g module is not loaded.', undefined],
    ['', undefined],
  ];
  for (const [transcript, heard] of table) assert.equal(heardIn(transcript, sentence), heard, transcript);
});

test('a term is said as people read it, and as its parts', () => {
  assert.deepEqual(readingsOf(pyTorch), ['pie torch', 'py torch']);
  assert.deepEqual(readingsOf(termOf('getUserById', 'file')), ['get user by id']);
  assert.deepEqual(readingsOf(termOf('CUDA', 'file')), ['c u d a']);
  assert.deepEqual(readingsOf(termOf('stdout', 'file', { spoken: ['standard out'] })), ['standard out']);
  assert.deepEqual(readingsOf(termOf('stdout', 'file')), ['stdout']);
});

test('the file says what was heard and is read back', () => {
  const heard: readonly Heard[] = [
    { term: 'PyTorch', prompted: false, heard: 'pie torch', times: 3 },
    { term: 'PyTorch', prompted: true, heard: 'PyTorch', times: 3 },
  ];
  assert.deepEqual(parseHeard(formatHeard(heard)), heard);
  assert.deepEqual(parseHeard('# nothing\nnonsense\n\na\tb\n'), []);
});

test('what was misheard is a reading, and what came out right needs no prompt', () => {
  const heard = parseHeard(
    'PyTorch\tplain\tpie torch\t1\nRedis\tplain\tRedis\t2\nfoo\tplain\tRedis\t1\nbar\tplain\tis the\t1\n',
  );
  const terms = ['PyTorch', 'Redis', 'foo', 'bar'].map((written) => termOf(written, 'user'));
  assert.deepEqual(
    spokenAsHeard(terms, heard).map(({ spoken }) => spoken),
    [['pie torch'], [], [], []],
  );
  assert.deepEqual([...writtenRightlyBy(heard)], ['Redis']);
});

test('terms of this project are learned, each once', () => {
  const terms = [pyTorch, termOf('Redis', 'common'), termOf('useTheme', 'file'), termOf('x1', 'file')];
  const known = [{ term: 'PyTorch', prompted: false, heard: '', times: 1 }];
  assert.deepEqual(
    termsToLearn(terms, known, 9).map(({ written }) => written),
    ['useTheme'],
  );
});

function roomThatHears(answer: string | undefined, onAsk = () => {}) {
  const asked: string[] = [];
  const kept: (readonly Heard[])[] = [];
  return {
    ...{ asked, kept, voices: ['one', 'two'] },
    say: async (text: string) => new TextEncoder().encode(text),
    async hear(sound: Uint8Array, prompt: string) {
      asked.push(`${new TextDecoder().decode(sound)}|${prompt}`);
      onAsk();
      return answer;
    },
    keep: async (heard: readonly Heard[]) => void kept.push(heard),
  };
}

test('each term is said in every voice and reading, without and with it in the prompt', async () => {
  const room = roomThatHears('This function uses pie torch.');
  const learned = await learn([pyTorch], [], room, new AbortController().signal);
  assert.equal(room.asked.length, 8);
  assert.equal(room.asked[0], 'This function uses pie torch.|');
  assert.equal(room.asked[1], 'This function uses pie torch.|Glossary: PyTorch.');
  assert.deepEqual(learned, [
    { term: 'PyTorch', prompted: false, heard: 'pie torch', times: 2 },
    { term: 'PyTorch', prompted: true, heard: 'pie torch', times: 2 },
  ]);
  assert.deepEqual(room.kept, [learned]);
});

test('it stops at the next word when a dictation begins, and without a server at once', async () => {
  const stop = new AbortController();
  const room = roomThatHears('This function uses pie torch.', () => stop.abort());
  assert.deepEqual(await learn([pyTorch, pyTorch], [], room, stop.signal), []);
  assert.equal(room.asked.length, 1);
  const nobody = roomThatHears(undefined);
  assert.deepEqual(await learn([pyTorch], [], nobody, new AbortController().signal), []);
  assert.equal(nobody.asked.length, 1);
});

test('a laptop on its battery is seen, a mouse with one is not', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sotto-power-'));
  const supply = (name: string, files: Readonly<Record<string, string>>) => {
    const folder = join(root, 'class', 'power_supply', name);
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), `${text}\n`);
  };
  try {
    assert.equal(await isOnBattery(root), false);
    supply('AC', { type: 'Mains', online: '0' });
    supply('mouse', { type: 'Battery', scope: 'Device', status: 'Discharging' });
    supply('BAT0', { type: 'Battery', status: 'Charging' });
    assert.equal(await isOnBattery(root), false);
    supply('BAT0', { type: 'Battery', status: 'Discharging' });
    assert.equal(await isOnBattery(root), true);
  } finally {
    rmSync(root, { recursive: true });
  }
});
