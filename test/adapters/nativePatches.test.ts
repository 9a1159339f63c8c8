// Our changes to whisper.cpp before anything is compiled with them: they fit the pinned tree, another tree is
// told what does not fit it, and nobody's tree is touched. And the parts of the server that need no model.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
// @ts-expect-error: a plain module of the build, without types
import { ourFiles, patchTree } from '../../native/patches.mjs';
import { cacheRoot, repositoryRoot, temporaryFolder } from '../support/paths.ts';

interface Patched {
  readonly dir: string;
  readonly patches: string[];
  readonly leftOut: { readonly what: string; readonly why: string }[];
  readonly server: boolean;
}

const pin = JSON.parse(readFileSync(join(repositoryRoot, 'native/source.json'), 'utf8')) as {
  carrier: string;
  version: string;
};
const pinned = join(cacheRoot, 'native', `${pin.carrier}-${pin.version}`);
const withoutTree = existsSync(pinned) ? false : `${pinned} was never fetched: npm run native -- --quick`;
const series = readdirSync(join(repositoryRoot, 'native/patches')).sort();
const names = series.map((name) => name.replace('.patch', ''));

const scratch = temporaryFolder('patches');
after(() => scratch.remove());

test('every patch says why, and what upstream knows about it', () => {
  for (const name of series) {
    const head = patchText(name).split('\n---\n')[0] ?? '';
    assert.match(head, /^Subject: (whisper|server) : /, name);
    assert.ok(head.split('\n\n').length > 1, name);
    if (name !== '0008-server.patch') assert.match(head, /\nUpstream: /, name);
  }
});

test('what decides about the bytes is every patch and every source file, not their tests', () => {
  const files = (ourFiles() as [string, string][]).map(([name]) => name);
  for (const name of series) assert.ok(files.includes(name), name);
  assert.ok(files.includes('loop.cpp') && files.includes('loop.h'));
  assert.ok(!files.includes('unit.cpp'));
});

test('the pinned tree takes all of them and stays as it is', { skip: withoutTree }, () => {
  const before = fingerprint(pinned);
  const { dir, patches, leftOut, server } = patched(pinned, true);
  assert.deepEqual(patches, names);
  assert.deepEqual(leftOut, []);
  assert.equal(server, true);
  assert.deepEqual(fingerprint(pinned), before);
  assert.match(readFileSync(join(dir, 'src/whisper.cpp'), 'utf8'), /KQ_mask_pad/);

  // A file that is right already keeps its time, so that nothing is compiled again.
  const time = statSync(join(dir, 'src/whisper.cpp')).mtimeMs;
  writeFileSync(join(dir, 'src/strange.cpp'), '');
  patched(pinned, true);
  assert.equal(statSync(join(dir, 'src/whisper.cpp')).mtimeMs, time);
  assert.ok(!existsSync(join(dir, 'src/strange.cpp')));
});

test('a pinned tree that has changed under a patch fails the build', { skip: withoutTree }, () => {
  const tree = copyOfTouched('changed');
  edit(tree, 'src/whisper.cpp', (text) => text.replaceAll('n_dims', 'dims'));
  assert.throws(() => patched(tree, true), /The patch 0003-malformed-model does not fit this tree/);
});

test('another tree is built with what fits it, and told the rest', { skip: withoutTree }, () => {
  const tree = copyOfTouched('own');
  edit(tree, 'src/whisper.cpp', (text) => `// a line more\n${text.replaceAll('n_dims', 'dims')}`);
  const fits = patched(tree, false);
  assert.deepEqual(fits.leftOut, [{ what: 'patch 0003-malformed-model', why: 'does not fit this tree' }]);
  assert.equal(fits.server, true);

  const again = patched(fits.dir, false);
  assert.deepEqual(again.patches, []);
  for (const { why } of again.leftOut) assert.match(why, /is in this tree already|does not fit|needs/);

  edit(tree, 'include/whisper.h', (text) => text.replaceAll('abort_callback', 'cancel_callback'));
  const { leftOut, server } = patched(tree, false);
  assert.equal(server, false);
  assert.deepEqual(leftOut.at(-1), { what: 'patch 0008-server', why: 'needs 0006-abort-inside-graphs' });
});

test('the parts of the server that need no model', { skip: withoutTree }, (t) => {
  if (spawnSync('c++', ['--version']).status !== 0) return t.skip('no c++ on this machine');
  const { dir } = patched(pinned, true);
  const program = join(scratch.path, 'unit');
  const folder = join(repositoryRoot, 'native/server');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.cpp'));
  const made = spawnSync(
    'c++',
    [
      ...['-std=c++17', '-Wall', '-Wextra', '-Werror', '-g', '-fsanitize=address,undefined', '-pthread'],
      ...['-DSOTTO_FLASH_ATTN_MASK=1', '-DSOTTO_NO_SPEECH_PROB=1', `-I${join(repositoryRoot, 'native')}`],
      ...['-isystem', join(dir, 'include'), '-isystem', join(dir, 'ggml/include'), '-o', program],
      ...[...sources, 'test/unit.cpp'].map((name) => join(folder, name)),
    ],
    { encoding: 'utf8' },
  );
  assert.equal(made.status, 0, made.stderr);
  const run = spawnSync(program, { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, /^\d{3,} checks, 0 failed$/m);
});

function patched(tree: string, fixed: boolean): Patched {
  return patchTree({
    source: { dir: tree, fixed },
    tools: { patch: 'patch' },
    cache: scratch.path,
  }) as Patched;
}

function patchText(name: string): string {
  return readFileSync(join(repositoryRoot, 'native/patches', name), 'utf8');
}

/** Only the files that patches touch: enough of a tree to be patched. */
function copyOfTouched(name: string): string {
  const tree = join(scratch.path, name);
  for (const patch of series) {
    for (const [, file = ''] of patchText(patch).matchAll(/^--- a\/(\S+)/gm)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      cpSync(join(pinned, file), join(tree, file));
    }
  }
  return tree;
}

function edit(tree: string, file: string, change: (text: string) => string): void {
  writeFileSync(join(tree, file), change(readFileSync(join(tree, file), 'utf8')));
}

function fingerprint(tree: string): string[] {
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${statSync(join(tree, name)).mtimeMs}`);
}
