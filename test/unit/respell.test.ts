// From heard words to real spellings, over the vocabulary of a small project. Half of the rows are traps: there
// nothing may change.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { doubleMetaphone } from 'double-metaphone';
import { tokensOfModel } from '../../src/models/ggml.ts';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { type Lexicon, respell } from '../../src/text/respell.ts';
import type { Target, TargetKind } from '../../src/text/target.ts';
import { knownTermsFor } from '../../src/vocabulary/knownTerms.ts';
import { lexiconOf, remembering } from '../../src/vocabulary/lexicon.ts';
import { ordinaryBy } from '../../src/vocabulary/ordinary.ts';
import { rank, termOf } from '../../src/vocabulary/terms.ts';
import { tokeniserOf } from '../../src/vocabulary/tokeniser.ts';

/** A project in TypeScript with React and Redis, and its open file. */
const identifiers =
  'getUserById userName isValid parseConfig fetchOrders OrderStatus MAX_RETRIES load_model total_count useTheme cacheKey user count cache render utf8Decoder fileName noCuda spokenPunctuation';
let lexicon: Lexicon;

before(async () => {
  const model = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'models', 'ggml-nano.en-q5_1.bin'));
  const found = await tokensOfModel(
    async (from, length) => model.subarray(from, from + length),
    model.length,
  );
  assert.ok(found !== undefined);
  const terms = rank([
    ...identifiers.split(' ').map((name) => termOf(name, 'file')),
    termOf('pgBouncer', 'user', { kind: 'name' }),
    ...knownTermsFor(new Set(['typescript', 'javascript', 'react', 'ioredis', 'kubernetes'])),
  ]);
  lexicon = lexiconOf(terms, ordinaryBy(tokeniserOf(found.tokens)), remembering(doubleMetaphone));
});

function place(kind: TargetKind): Target {
  return { kind, languageId: 'typescript', before: '', after: '' };
}

const inEnglish = (heard: string, kind: TargetKind) => respell(heard, place(kind), lexicon, english.names);

const inCode: readonly (readonly [heard: string, written: string])[] = [
  ['get user by id', 'getUserById'],
  ['Get user by ID.', 'getUserById.'],
  ['get-user-by-id', 'getUserById'],
  ['return get user by id', 'return getUserById'],
  ['get user by i d', 'getUserById'],
  ['get user buy id', 'getUserById'],
  ['const x = fetch orders', 'const x = fetchOrders'],
  ['fetch order s', 'fetchOrders'],
  ['order status', 'OrderStatus'],
  ['max retries', 'MAX_RETRIES'],
  ['load model', 'load_model'],
  ['total count plus one', 'total_count plus one'],
  ['use theme', 'useTheme'],
  ['use state', 'useState'],
  ['use effect', 'useEffect'],
  ['parse config', 'parseConfig'],
  ['pars config', 'parseConfig'],
  ['user name', 'userName'],
  ['utf eight decoder', 'utf8Decoder'],
  ['utf 8 decoder', 'utf8Decoder'],
  ['cash key', 'cacheKey'],
  ['pie torch', 'PyTorch'],
  ['parse int', 'parseInt'],
  ['local host', 'localhost'],
  ['cube control', 'kubectl'],
  ['type script', 'TypeScript'],
  ['getuserbyid', 'getUserById'],
];

const codeTraps: readonly string[] = [
  'user',
  'count',
  'User',
  'return user',
  'return count',
  'import json',
  'import numpy as np',
  'from redis import Redis',
  'const total = 1',
  'getUserById',
  'userName',
  'render the list',
  'a new line',
  'const date = today',
  'for each item',
  'order, status',
  'order. status',
  'get the user by the id',
  'return note',
  'left and right',
  '',
  '   ',
  '1234 5678',
  'max of retries',
];

const inProse: readonly (readonly [heard: string, written: string])[] = [
  ['We use pie torch here.', 'We use PyTorch here.'],
  ['The type script compiler is slow.', 'The TypeScript compiler is slow.'],
  ['Push it to git hub.', 'Push it to GitHub.'],
  ['Run cube control on the server.', 'Run kubectl on the server.'],
  ['Install engine x and post gress.', 'Install nginx and PostgreSQL.'],
  ['Call get user by id before the request.', 'Call getUserById before the request.'],
  ['The function fetch orders returns null.', 'The function fetchOrders returns null.'],
  ['The parse config method is slow.', 'The parseConfig method is slow.'],
  ['See `get user by id`.', 'See `getUserById`.'],
  ['The hook use theme is new.', 'The hook useTheme is new.'],
  ['Wait for the call to parse int in the loop.', 'Wait for the call to parseInt in the loop.'],
  ['Run cooler kernels on the GPU.', 'Run CUDA kernels on the GPU.'],
  ['The cooler module is not loaded.', 'The CUDA module is not loaded.'],
  ['Clear the cash entry.', 'Clear the cache entry.'],
  ['Set the key in read is on the server.', 'Set the key in Redis on the server.'],
  ['Use a sink functions.', 'Use async functions.'],
  ['Our p g bouncer is down.', 'Our pgBouncer is down.'],
  ['The github action failed.', 'The GitHub action failed.'],
  ['It reads json.', 'It reads JSON.'],
  ['The engine x config.', 'The nginx config.'],
  ['web socket', 'WebSocket'],
  ['web sockets', 'WebSockets'],
  ['The is valid method is slow.', 'The isValid method is slow.'],
  ['A Boolean value.', 'A boolean value.'],
  ['Call is valid first.', 'Call isValid first.'],
  ['A github-based flow.', 'A GitHub-based flow.'],
  ['Use es lint.', 'Use ESLint.'],
  ['The o auth flow.', 'The OAuth flow.'],
  ["Type script's types.", "TypeScript's types."],
];

const proseTraps: readonly string[] = [
  'The function is valid for one day.',
  'The method is valid.',
  'There is no CUDA.',
  'Boolean values only.',
  'It is slow. Regex is the cause.',
  'The JSON5 format.',
  'A type file name here.',
  'It has no spoken punctuation.',
  'Spoken punctuation works.',
  'See github.com for it.',
  'Open src/redis/index now.',
  'The file name is long.',
  'Get the user by name.',
  'The user name is shown in the header.',
  'Get user by id from the list.',
  'Load model weights first.',
  'The order status is wrong.',
  'He paid in cash.',
  'The water is cooler today.',
  'Many communities live here.',
  'We read is as a word.',
  'The kitchen has a sink.',
  'We fly to Tokyo.',
  'He was rocking and rolling.',
  'She broke her hip.',
  'Use state of the art tools.',
  'It is valid.',
  'The total count of votes.',
  'Wait a week.',
  'Such is life.',
  'A new order status came.',
  'The engine is on. X marks the spot.',
  'The web. Socket wrenches.',
  'The next day.',
  'The standard error of the mean.',
  'The basil in the garden.',
  'We express our thanks.',
  'He reacts to it.',
  'The doctor is in.',
  'An axis and a bully.',
  'My pie is cold.',
  'Set time out of mind.',
  'It is up to string players.',
  'The colonel and the demon.',
  'Max retries hard.',
  'שלום עולם',
  'Go home.',
  'Rust is brown.',
  'A swift end.',
  'The flask is full.',
];

test('in code the names of the project are found', () => {
  const found = inCode.map(([heard]) => [heard, inEnglish(heard, 'code')]);
  assert.deepEqual(
    found,
    inCode.map((row) => [...row]),
  );
});

test('in code nothing else is touched', () => {
  assert.deepEqual(
    codeTraps.map((heard) => inEnglish(heard, 'code')),
    codeTraps,
  );
});

for (const kind of ['prose', 'comment', 'string', 'commit'] as const) {
  test(`in a ${kind} the unambiguous and what is asked for are found`, () => {
    const found = inProse.map(([heard]) => [heard, inEnglish(heard, kind)]);
    assert.deepEqual(
      found,
      inProse.map((row) => [...row]),
    );
  });

  test(`in a ${kind} ordinary sentences stay as they are`, () => {
    assert.deepEqual(
      proseTraps.map((heard) => inEnglish(heard, kind)),
      proseTraps,
    );
  });
}

const inGerman: readonly (readonly [heard: string, written: string])[] = [
  ['Die Funktion get user by id gibt null zurück.', 'Die Funktion getUserById gibt null zurück.'],
  ['Rufe fetch orders auf.', 'Rufe fetchOrders auf.'],
  ['Die parse config Methode ist langsam.', 'Die parseConfig Methode ist langsam.'],
  ['Wir nutzen pie torch dafür.', 'Wir nutzen PyTorch dafür.'],
  ['Der Server braucht Konfiguration für engine x.', 'Der Server braucht Konfiguration für nginx.'],
  ['Setze den Schlüssel in read is auf dem Server.', 'Setze den Schlüssel in Redis auf dem Server.'],
  ['Die Variable user name ist leer.', 'Die Variable userName ist leer.'],
  ['Starte cube control auf dem Cluster.', 'Starte kubectl auf dem Cluster.'],
  ['Lies die Jason Datei.', 'Lies die JSON Datei.'],
];

const germanTraps: readonly string[] = [
  'Der user name steht oben.',
  'Das ist die Liste der Benutzer.',
  'Lade das Modell zuerst.',
  'Die Funktion ist langsam.',
  'Wir fliegen nach Tokyo.',
  'Er hat bar bezahlt.',
  'Die Methode gibt nichts zurück.',
  'Rufe mich an.',
];

test('in German the names are found, and nothing else is touched', () => {
  for (const [heard, written] of [...inGerman, ...germanTraps.map((trap) => [trap, trap] as const)])
    assert.equal(respell(heard, place('comment'), lexicon, german.names), written);
});

test('what is respelled once stays so', () => {
  for (const [, written] of inCode) assert.equal(inEnglish(written, 'code'), written);
  for (const [, written] of inProse) assert.equal(inEnglish(written, 'prose'), written);
});

test('of strange texts one that is eight times as long takes no square of the time', () => {
  const hostile = ['x', 'get user by ', '\ud800\udc00\ud800 ', 'a-', '`', 'שלום עולם '];
  for (const part of hostile) {
    const [short, long] = [10_000, 80_000].map((letters) =>
      cpuMsOf(part.repeat(Math.ceil(letters / part.length))),
    );
    // In proportion it is 8 times, as a square 64 times. What takes no time at all is not compared.
    assert.ok((long ?? 0) <= 24 * Math.max(20, short ?? 0), `${part}: ${short} ms, then ${long} ms`);
  }
});

function cpuMsOf(text: string): number {
  const before = process.cpuUsage();
  inEnglish(text, 'code');
  return process.cpuUsage(before).user / 1_000;
}
