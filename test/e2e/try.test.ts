// The README's first command, as a newcomer types it: with a phrase that is spoken for them, with a desktop VS Code
// (a stand-in that writes down how it was called), and with words that it does not know.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { repositoryRoot, temporaryFolder } from '../support/paths.ts';

const folder = temporaryFolder('try');
after(() => folder.remove());

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

function tryIt(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['test/try.mjs', ...args], {
      cwd: repositoryRoot,
      env: { ...process.env, NODE_TEST_CONTEXT: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('close', (code) => resolve({ code, output }));
  });
}

test('--say speaks, and tells what was inserted and where', async () => {
  const phrase = 'The default value is an empty string.';
  const { code, output } = await tryIt(['--say', phrase]);
  assert.equal(code, 0, output);
  assert.match(output, /spoken: +The default value is an empty string\./);
  assert.match(output, /inserted: +The default value is an empty string\./);
  assert.match(output, /where: .*notes\.txt, line 1/);
});

test('a desktop VS Code gets the package and is opened', async () => {
  const bin = join(folder.path, 'bin');
  const calls = join(folder.path, 'calls');
  mkdirSync(bin);
  const fakeCode = join(bin, 'code');
  writeFileSync(fakeCode, `#!/bin/sh\necho "$*" >> "${calls}"\n`);
  chmodSync(fakeCode, 0o755);
  const { code, output } = await tryIt([], {
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    DISPLAY: ':99',
  });
  assert.equal(code, 0, output);
  const [install = '', open = ''] = readFileSync(calls, 'utf8').split('\n');
  assert.match(install, /^--install-extension \S+\.vsix --force$/);
  assert.equal(basename(open), 'hello.py');
});

test('what it does not know, or has nothing to say, ends with a word about it', async () => {
  const unknown = await tryIt(['--sya', 'hello']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.output, /--sya[\s\S]*npm run try -- --say/);
  const silent = await tryIt(['--say', ' ']);
  assert.equal(silent.code, 1);
  assert.match(silent.output, /nothing to say/);
});
