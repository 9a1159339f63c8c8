// What is shipped: nothing but what is meant to be, and small.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

before(() => {
  const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, encoding: 'utf8' });
  assert.equal(built.status, 0, built.stderr);
});

test('the package holds exactly the files that it should', async () => {
  const { listFiles } = createRequire(import.meta.url)('@vscode/vsce') as typeof import('@vscode/vsce');
  const files = await listFiles({ cwd: root, packageManager: 0 });
  const allowed = [
    ...['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.md'],
    ...[
      'dist/extension.cjs',
      'dist/client.cjs',
      'dist/grammars.cjs',
      'dist/onig.wasm',
      'dist/recorderDefinition.cjs',
    ],
    ...[
      'media/icon.png',
      'media/mark-finishing.svg',
      'media/mark-recording.svg',
      'media/gpuPanel.css',
      'media/gpuPanel.js',
      'media/proof.wav',
      'media/walkthrough.md',
    ],
  ];
  assert.deepEqual(files.filter((file) => !file.startsWith('native/bin/')).sort(), allowed.sort());
});

test('the bundle is at most 500 KB', () => {
  const { size } = statSync(join(root, 'dist', 'extension.cjs'));
  assert.ok(size <= 500 * 1024, `${size} bytes`);
});

test('the bundle asks at run time for nothing but Node, VS Code and our own files', () => {
  const bundle = readFileSync(join(root, 'dist', 'extension.cjs'), 'utf8');
  const asked = new Set([...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? ''));
  const { builtinModules } = createRequire(import.meta.url)('node:module') as typeof import('node:module');
  const strangers = [...asked].filter(
    (name) =>
      name !== 'vscode' &&
      name !== './client.cjs' &&
      !name.startsWith('node:') &&
      !builtinModules.includes(name),
  );
  assert.deepEqual(strangers, []);
});
