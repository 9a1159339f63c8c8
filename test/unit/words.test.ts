// The vocabulary as a whole: what it tells the recogniser, what an echo of that looks like, and the names of a project
// as its files come and go.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { doubleMetaphone } from 'double-metaphone';
import { doubtOf } from '../../src/dictation/doubts.ts';
import { type ModelTokens, tokensOfModel } from '../../src/models/ggml.ts';
import { english } from '../../src/text/languages/english.ts';
import { replacementsOf } from '../../src/text/replacements.ts';
import { respell } from '../../src/text/respell.ts';
import { write } from '../../src/text/write.ts';
import { ProjectNames } from '../../src/vocabulary/project.ts';
import { termOf } from '../../src/vocabulary/terms.ts';
import { tokeniserOf } from '../../src/vocabulary/tokeniser.ts';
import { Vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { Random } from './random.ts';
import { place, writingAt } from './writing.ts';

let model: ModelTokens;

before(async () => {
  const file = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'models', 'ggml-nano.en-q5_1.bin'));
  const found = await tokensOfModel(async (from, length) => file.subarray(from, from + length), file.length);
  assert.ok(found !== undefined);
  model = found;
});

function vocabularyWith(...terms: ReturnType<typeof termOf>[]): Vocabulary {
  const vocabulary = new Vocabulary(doubleMetaphone);
  vocabulary.useModel(model);
  vocabulary.set('some', terms);
  return vocabulary;
}

test('the prompt holds what is of this project, the nearest last, and nothing that is merely known', () => {
  const vocabulary = vocabularyWith(termOf('pgBouncer', 'workspace'), termOf('fetchOrders', 'neighbour'));
  const target = place('code', 'const theTotal = sumOf(orders);\nreturn |theTotal;');
  assert.equal(vocabulary.prompt(target, ''), 'Glossary: fetchOrders, sumOf, theTotal, pgBouncer.');
  assert.equal(vocabularyWith().prompt(place('prose'), ''), '');
});

test('of a file that holds secrets nothing is told, also while somebody writes in it', () => {
  const inEnvironment = { ...place('code', 'theLogin=somebodyElse\n|'), document: 'file:///work/.env' };
  assert.equal(vocabularyWith().prompt(inEnvironment, ''), '');
  assert.equal(vocabularyWith().prompt({ ...inEnvironment, document: 'git:/work/.env?%7B%7D' }, ''), '');
});

test('a word that is one token for the model needs no place, unless a person asked for it', () => {
  const terms = ['server', 'database', 'parser'].map((written) => termOf(written, 'file'));
  assert.equal(vocabularyWith(...terms).prompt(place('code'), ''), '');
  assert.equal(vocabularyWith(termOf('server', 'user')).prompt(place('code'), ''), 'Glossary: server.');
});

test('what the model was heard to write for a term is read as the term, where the place speaks for it', () => {
  const vocabulary = vocabularyWith(termOf('Kubernetes', 'workspace', { kind: 'name', near: ['pod'] }));
  vocabulary.useHeard([{ term: 'Kubernetes', prompted: false, heard: 'communities', times: 3 }]);
  const written = (text: string) => {
    const target = place('comment');
    return respell(text, target, vocabulary.lexiconFor(target), english.names);
  };
  assert.equal(written('The communities pod is down.'), 'The Kubernetes pod is down.');
  assert.equal(written('Many communities live here.'), 'Many communities live here.');
});

test('a model that is loaded while the words are sorted is the one that counts in the end', () => {
  const vocabulary = new Vocabulary(doubleMetaphone);
  vocabulary.set('some', [termOf('Kubernetes', 'workspace', { kind: 'name', near: ['pod'] })]);
  const steps = vocabulary.settling();
  steps.next();
  vocabulary.useModel(model);
  vocabulary.useHeard([{ term: 'Kubernetes', prompted: false, heard: 'communities', times: 1 }]);
  for (const _ of steps);
  assert.deepEqual(
    vocabulary
      .terms()
      .find(({ written }) => written === 'Kubernetes')
      ?.spoken.at(-1),
    'communities',
  );
});

test('an echo of a prompt is seen, whole or in part', () => {
  const vocabulary = vocabularyWith(
    ...['pgBouncer', 'fetchOrders', 'useTheme', 'OrderStatus'].map((name) => termOf(name, 'user')),
  );
  const prompt = vocabulary.prompt(place('code'), 'We begin here.');
  const words = prompt.split(' ');
  const phrase = {
    pcm: new Uint8Array(64_000),
    at: 0,
    voicedSeconds: 2,
    certainty: 1,
    overlaps: false,
    isSure: true,
  };
  for (const echo of [
    prompt,
    prompt.toLowerCase(),
    words.slice(-3).join(' '),
    words.slice(3, 6).join(' '),
    words.slice(0, 5).join(' '),
  ]) {
    assert.equal(doubtOf({ text: ` ${echo}\n` }, phrase, prompt), 'echo', echo);
  }
});

test('no prompt exceeds the budget of the model or holds a secret, whatever the place and the terms are', () => {
  const secrets = ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'sk-abcdefgh12345678', 'AKIAIOSFODNN7EXAMPLE'];
  const pieces = [
    'get',
    'User',
    'Straße',
    'שלום',
    '漢字',
    '🎉',
    '\ud800',
    '_',
    '9',
    ' = ',
    '("',
    '"); ',
    '\n',
    ', ',
  ];
  const tokeniser = tokeniserOf(model.tokens);
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = new Random(seed);
    const one = (list: readonly string[]) => list[random.whole(0, list.length - 1)] ?? '';
    const text = (length: number) =>
      Array.from({ length }, () => (random.next() < 0.02 ? ` ${one(secrets)} ` : one(pieces))).join('');
    const terms = Array.from({ length: random.whole(0, 60) }, () => termOf(text(random.whole(1, 6)), 'user'));
    const vocabulary = vocabularyWith(...terms, ...secrets.map((secret) => termOf(secret, 'workspace')));
    const promptTokens = random.whole(1, 223);
    vocabulary.useModel({ ...model, promptTokens });
    const target = { ...place('code'), before: text(random.whole(0, 400)), after: text(100) };
    const prompt = vocabulary.prompt(target, text(random.whole(0, 200)));
    assert.ok(tokeniser.count(prompt) <= promptTokens, `seed ${seed}: ${prompt}`);
    for (const secret of secrets) assert.ok(!prompt.includes(secret), `seed ${seed}: ${prompt}`);
  }
});

test('a word of another script comes through the prompt and every stage', () => {
  const vocabulary = vocabularyWith(termOf('שלום', 'user'), termOf('Straße', 'user'), termOf('पथ', 'user'));
  const prompt = vocabulary.prompt(place('code'), '');
  assert.equal(prompt, 'Glossary: पथ, Straße, שלום.');
  for (const kind of ['code', 'comment', 'prose', 'commit'] as const) {
    const target = place(kind);
    const writing = writingAt(target, {
      lexicon: vocabulary.lexiconFor(target),
      replacements: replacementsOf([['shalom', 'שלום']]),
    });
    assert.equal(write('send Shalom to the server', writing), 'send שלום to the server');
    assert.equal(write('send שלום to the server', writing), 'send שלום to the server');
  }
});

test('the names of a project are those that several files use', () => {
  const project = new ProjectNames();
  project.feed('a', 1, 'fetchOrders(); parseConfig(); user;');
  project.feed('b', 1, 'fetchOrders(); OrderStatus; user;');
  const names = () => project.terms().map(({ written }) => written);
  assert.deepEqual(names(), ['fetchOrders']);
  assert.ok(project.knows('a', 1) && !project.knows('a', 2) && !project.knows('c', 1));
  project.feed('a', 2, 'OrderStatus');
  assert.deepEqual(names(), ['OrderStatus']);
  project.forget('a');
  project.forget('b');
  assert.deepEqual(names(), []);
  assert.deepEqual(project.size, { files: 0, names: 0 });
});
