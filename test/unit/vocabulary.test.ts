// The vocabulary's pure pieces: names taken apart, lines of the file, secrets kept out, the model's own count of
// tokens, and the prompt that never exceeds it.

import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { tokensOfModel } from '../../src/models/ggml.ts';
import { dependenciesIn, importsIn } from '../../src/vocabulary/dependencies.ts';
import { changedLines } from '../../src/vocabulary/diff.ts';
import { parseEntries, termsInMarkdown, withEntry } from '../../src/vocabulary/entries.ts';
import { exclusionBy } from '../../src/vocabulary/exclusion.ts';
import { knownTerms, knownTermsFor } from '../../src/vocabulary/knownTerms.ts';
import { isCompound, keyOf, partsOf } from '../../src/vocabulary/names.ts';
import { packPrompt, usualLimits } from '../../src/vocabulary/prompt.ts';
import { namesIn } from '../../src/vocabulary/scan.ts';
import { isSecretFile, looksLikeSecret, withoutSecrets } from '../../src/vocabulary/secrets.ts';
import { rank, termOf } from '../../src/vocabulary/terms.ts';
import { cautiousTokeniser, type Tokeniser, tokeniserOf } from '../../src/vocabulary/tokeniser.ts';
import { Random } from './random.ts';

const models = join(import.meta.dirname, '..', 'fixtures', 'models');
let tokeniser: Tokeniser;

before(async () => {
  const file = openSync(join(models, 'ggml-nano.en-q5_1.bin'), 'r');
  try {
    const found = await tokensOfModel(async (offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    }, fstatSync(file).size);
    assert.ok(found !== undefined);
    assert.equal(found.promptTokens, 223);
    tokeniser = tokeniserOf(found.tokens);
  } finally {
    closeSync(file);
  }
});

test('names are taken apart as they are spoken', () => {
  const table: readonly (readonly [string, string])[] = [
    ['getUserById', 'get user by id'],
    ['GET_USER_BY_ID', 'get user by id'],
    ['get-user-by-id', 'get user by id'],
    ['HTTPServer', 'http server'],
    ['parseJSON2', 'parse json 2'],
    ['utf8', 'utf 8'],
    ['__init__', 'init'],
    ['größeÄndern', 'größe ändern'],
    ['שלום', 'שלום'],
    ['$', ''],
  ];
  for (const [name, spoken] of table) assert.equal(partsOf(name).join(' '), spoken, name);
  assert.equal(keyOf('Get user, by-ID'), 'getuserbyid');
  assert.ok(isCompound('useState') && !isCompound('state') && !isCompound('utf8'));
});

test('the file is read line by line, and what is wrong in it is skipped', () => {
  const text =
    '# ours\nKubernetes\n\n  pie torch =>  PyTorch # said so\nC#\n=> nothing\nnothing =>\nשלום\r\nlast';
  assert.deepEqual(parseEntries(text), [
    { kind: 'term', written: 'Kubernetes' },
    { kind: 'pair', spoken: 'pie torch', written: 'PyTorch' },
    { kind: 'term', written: 'C#' },
    { kind: 'term', written: 'שלום' },
    { kind: 'term', written: 'last' },
  ]);
  assert.equal(withEntry('a', { kind: 'term', written: 'b' }), 'a\nb\n');
  assert.equal(withEntry('a\nb\n', { kind: 'term', written: 'b' }), 'a\nb\n');
  assert.equal(withEntry('', { kind: 'pair', spoken: 'x y', written: 'xY' }), 'x y => xY\n');
});

test('lists of terms for other tools are read as far as they are terms', () => {
  const text =
    'Write `useQuery` and never say so.\n\n- Kubernetes: our cluster\n* **pgBouncer**\n- A whole sentence about something.\n';
  assert.deepEqual(termsInMarkdown(text), ['useQuery', 'Kubernetes', 'pgBouncer']);
});

test('secrets are seen, and names are none', () => {
  const secrets = [
    'sk-proj-abcdefgh12345678',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
    'd41d8cd98f00b204e9800998ecf8427e',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'x7Fq2Lp9Zt4Wm8Kd',
  ];
  const names = [
    'getUserById',
    'HTTPServerError404',
    'sha256',
    'deadbeef',
    'useEffect',
    'AKIA',
    'skill_tree',
    'utf8ToBase64Url',
    'x86_64_unknown_linux_gnu',
    'Kubernetes',
    'strengths',
    'fallthroughs',
  ];
  for (const secret of secrets) assert.ok(looksLikeSecret(secret), secret);
  for (const name of names) assert.ok(!looksLikeSecret(name), name);
  for (const path of [
    '/a/.env',
    '.env.local',
    'prod.env',
    'c:\\x\\id_rsa',
    '/h/.ssh/config',
    'tls.key',
    'secrets.yaml',
    '.envrc',
    '/h/.docker/config.json',
    '/h/.pgpass',
  ]) {
    assert.ok(isSecretFile(path), path);
  }
  for (const path of ['/a/env.ts', 'environment.ts', 'keys.ts', 'secretary.md', '.envoy/x.ts']) {
    assert.ok(!isSecretFile(path), path);
  }
});

test('what is given to a name that speaks of a secret, and what is encoded, gives no names', () => {
  const table: readonly (readonly [text: string, names: string])[] = [
    ["const password: string = 'hunterTwo';", 'password'],
    ['apiKey := "alpha beta"', 'apiKey'],
    ['"client_secret": "alphaBeta",', 'client_secret'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'AWS_SECRET_ACCESS_KEY'],
    ['key sk-abcdefgh12345678 here', 'key here'],
    ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7', ''],
    ['token = getToken2(parser)', 'token getToken2 parser'],
    ['tokenKind === otherKind', 'tokenKind otherKind'],
    ['getUserByIdFromDatabaseV2()', 'getUserByIdFromDatabaseV2'],
    ['src/components/UserProfile/AvatarImage2', 'src components UserProfile AvatarImage2'],
  ];
  for (const [text, names] of table) {
    const found = namesIn(text).map(({ name }) => name);
    assert.equal(found.join(' '), names, text);
    assert.equal(withoutSecrets(text).length, text.length, text);
  }
});

test('a diff gives its changed lines, and none of a file that holds secrets', () => {
  const diff = `diff --git a/x.ts b/x.ts
--- a/x.ts
+++ b/x.ts
@@ -1 +1 @@
-oldName
+newName
 context
diff --git a/.env b/.env
+KEY=value
diff --git "a/my caf\\303\\251.env" "b/my caf\\303\\251.env"
+KEY=other
diff --cc merged.ts
++bothSides
+ ours
  context
diff --cc .env
++KEY=third`;
  assert.equal(changedLines(diff), 'oldName\nnewName\nbothSides\nours');
});

test('a file is left out by the patterns of `files.exclude`, with all that is in its folder', () => {
  const table: readonly (readonly [pattern: string, path: string, isOut: boolean])[] = [
    ['**/.git', 'a/b/.git/config', true],
    ['**/.git', '.git', true],
    ['**/.git', 'a/.gitignore', false],
    ['out', 'out/x.js', true],
    ['out', 'src/out/x.js', false],
    ['**/*.js', 'src/x.js', true],
    ['**/*.js', 'src/x.jsx', false],
    ['src/*/gen', 'src/a/gen/x.ts', true],
    ['src/*/gen', 'src/a/b/gen/x.ts', false],
    ['**/{a,b}.{ts,js}', 'x/b.js', true],
    ['**/{a,b}.{ts,js}', 'x/c.js', false],
    ['v?.[0-9]', 'v1.2', true],
    ['v?.[!0-9]', 'v1.2', false],
    ['docs/**', 'docs/a/b.md', true],
    ['a+b(c)', 'a+b(c)', true],
    ['{open', '{open', false],
  ];
  for (const [pattern, path, isOut] of table)
    assert.equal(exclusionBy([pattern])(path), isOut, `${pattern} ${path}`);
});

test('the scanner finds names once each, nearest to the focus, and neither keywords nor secrets', () => {
  const text = 'const userId = load(); return userId + ghp_16C7e42F292c6912E7710c838347Ae178B4a;';
  const found = namesIn(text, text.length);
  assert.deepEqual(
    found.map(({ name, count }) => [name, count]),
    [
      ['userId', 2],
      ['load', 1],
    ],
  );
  assert.equal(found[0]?.at, text.lastIndexOf('userId'));
});

test('manifests and imports tell what a project uses', () => {
  assert.deepEqual(
    dependenciesIn('package.json', '{"dependencies":{"react":"1"},"devDependencies":{"vite":"2"}}'),
    ['react', 'vite', 'javascript'],
  );
  assert.deepEqual(dependenciesIn('package.json', '{broken'), ['javascript']);
  assert.deepEqual(
    dependenciesIn(
      'Cargo.toml',
      '[package]\nname = "x"\n[dependencies]\ntokio = "1"\n[dev-dependencies.serde]\nversion = "1"\n',
    ),
    ['tokio', 'serde', 'rust'],
  );
  assert.ok(
    dependenciesIn('pyproject.toml', '[project]\ndependencies = ["torch>=2", "numpy"]').includes('torch'),
  );
  assert.deepEqual(dependenciesIn('requirements.txt', '# x\nredis==5\nSQLAlchemy[asyncio] >= 2\n'), [
    'redis',
    'sqlalchemy',
    'python',
  ]);
  assert.deepEqual(dependenciesIn('go.mod', 'module x\nrequire (\n\tgoogle.golang.org/grpc v1.2.3\n)'), [
    'google.golang.org/grpc',
    'go',
  ]);
  assert.deepEqual(importsIn("import x from 'react';\nconst y = require('fs/promises');\nimport './z.ts';"), [
    'react',
    'fs/promises',
    'fs',
  ]);
  assert.deepEqual(importsIn('import numpy as np\nfrom torch.nn import Linear\n'), [
    'numpy',
    'torch.nn',
    'torch',
  ]);
});

test('the curated list is whole: no name twice, no reading of two names', () => {
  const terms = knownTerms();
  assert.ok(terms.length >= 140, String(terms.length));
  assert.equal(new Set(terms.map(({ written }) => written)).size, terms.length);
  const readers = new Map<string, Set<string>>();
  for (const { written, spoken } of terms) {
    for (const reading of spoken) {
      const key = keyOf(reading);
      readers.set(key, (readers.get(key) ?? new Set()).add(written));
    }
  }
  assert.deepEqual(
    [...readers].filter(([, written]) => written.size > 1),
    [],
  );
  assert.equal(
    knownTermsFor(new Set(['torch'])).find(({ written }) => written === 'PyTorch')?.source,
    'known',
  );
  assert.equal(knownTermsFor(new Set()).find(({ written }) => written === 'PyTorch')?.source, 'common');
});

test('what is near and compound comes first, and the same term from two sources counts more', () => {
  const ranked = rank([
    termOf('project', 'project'),
    termOf('getUser', 'file', { closeness: 0.1 }),
    termOf('setUser', 'file', { closeness: 0.9 }),
    termOf('setUser', 'neighbour'),
    termOf('user', 'file', { closeness: 0.9 }),
    termOf('Kubernetes', 'user', { kind: 'name' }),
  ]).map(({ written }) => written);
  assert.deepEqual(ranked, ['Kubernetes', 'setUser', 'getUser', 'user', 'project']);
});

test('tokens are counted exactly as whisper.cpp counts them', () => {
  // Made once with whisper_tokenize of whisper.cpp 1.9.1 and the test model.
  const table = JSON.parse(readFileSync(join(models, 'token-counts.json'), 'utf8')) as [number, string][];
  assert.ok(table.length > 300);
  for (const [count, text] of table) assert.equal(tokeniser.count(text), count, JSON.stringify(text));
});

test('the prompt ends with the best term, and the words said before stand in front', () => {
  assert.equal(packPrompt(['best', 'good', 'fair'], '', tokeniser), 'Glossary: fair, good, best.');
  assert.equal(packPrompt(['best'], 'We begin.', tokeniser), 'We begin. Glossary: best.');
  assert.equal(packPrompt([], 'We begin.', tokeniser), 'We begin.');
  assert.equal(packPrompt([], '', tokeniser), '');
  assert.equal(packPrompt(['sk-abcdefgh12345678', 'two\nlines', 'fine'], '', tokeniser), 'Glossary: fine.');
});

test('without the model file the count errs on the side of too many', () => {
  for (const { written } of knownTerms()) {
    assert.ok(cautiousTokeniser.count(`, ${written}`) >= tokeniser.count(`, ${written}`), written);
  }
});

test('no prompt is longer than its budget, whatever the terms are', () => {
  const pieces = [
    'get',
    'User',
    '_',
    'ß',
    'é',
    '漢字',
    '🎉',
    ' ',
    '9',
    '::',
    '\ud800',
    'שלום',
    'x'.repeat(30),
    '\n',
    ',',
  ];
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = new Random(seed);
    const word = () =>
      Array.from({ length: random.whole(1, 8) }, () => pieces[random.whole(0, pieces.length - 1)]).join('');
    const terms = Array.from({ length: random.whole(0, 300) }, word);
    const said = Array.from({ length: random.whole(0, 120) }, word).join(' ');
    const tokens = random.whole(1, 223);
    const prompt = packPrompt(terms, said, tokeniser, { ...usualLimits, tokens, worthwhile: 223 });
    assert.ok(tokeniser.count(prompt) <= tokens, `seed ${seed}: ${tokeniser.count(prompt)} of ${tokens}`);
  }
});
