// What for: shows that a module runs inside a real extension host, and that its answer and its failure
// arrive.
// Must not know: Sotto.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/paths.ts';
import { findByCommand } from '../support/processes.ts';
import { runInsideVscode } from '../support/runInsideVscode.ts';
import { whichVscode } from '../support/whichVscode.ts';

const inside = (name: string) => join(import.meta.dirname, 'inside', name);

test('a module runs inside VS Code and its answer arrives', async () => {
  const extensionPath = unpackedExtension();
  const { value } = await runInsideVscode({
    testModule: inside('looksAround.ts'),
    extensionPath,
    settings: { 'editor.tabSize': 7 },
    folder: { 'a.txt': 'a' },
    env: { SOTTO_TEST_SAYS: 'hello' },
  });
  const answer = value as Record<string, unknown>;
  assert.match(String(answer['version']), /^1\./);
  assert.equal(answer['text'], 'spoken');
  assert.equal(answer['setting'], 7);
  assert.equal(answer['said'], 'hello');
  assert.equal(answer['extension'], extensionPath);
  assert.ok(String(answer['workspace']).endsWith('workspace'));
});

test('a failure inside is a failure outside', async () => {
  await assert.rejects(runInsideVscode({ testModule: inside('fails.ts') }), /meant to fail/);
});

test('the kind of VS Code is chosen by the environment', async () => {
  assert.equal(
    await whichVscode({ SOTTO_VSCODE: 'browser', SOTTO_VSCODE_EXECUTABLE: '/code', DISPLAY: ':0' }),
    'browser',
  );
  assert.equal(await whichVscode({ SOTTO_VSCODE: 'desktop' }), 'desktop');
  assert.equal(await whichVscode({ CI: 'true', DISPLAY: ':0' }), 'browser');
  if (process.platform === 'linux') {
    assert.equal(await whichVscode({ SOTTO_VSCODE_EXECUTABLE: '/code' }), 'browser');
    assert.equal(await whichVscode({ SOTTO_VSCODE_EXECUTABLE: '/code', DISPLAY: ':0' }), 'desktop');
  }
  await assert.rejects(whichVscode({ SOTTO_VSCODE: 'other' }), /may be auto, desktop or browser/);
});

/** Stands in for a desktop VS Code, which not every machine has: takes its arguments, calls the module. */
function fakeDesktop(behaviour: string): string {
  const file = join(temporaryFolder('desktop').path, 'code');
  const program = `#!${process.execPath}
    const value = (name) => process.argv.find((one) => one.startsWith(name + '='))?.slice(name.length + 1);
    const tests = value('--extensionTestsPath');
    if (!value('--extensionDevelopmentPath') || !process.argv.includes('--user-data-dir')) process.exit(9);
    ${behaviour}`;
  writeFileSync(file, program, { mode: 0o755 });
  return file;
}

test('the desktop path: an answer, a failure, a window that hangs, one that dies', async () => {
  const runFake = async (behaviour: string) => {
    process.env['SOTTO_VSCODE_EXECUTABLE'] = fakeDesktop(behaviour);
    try {
      return await runInsideVscode({ testModule: inside('fails.ts'), kind: 'desktop', timeoutMs: 2500 });
    } finally {
      delete process.env['SOTTO_VSCODE_EXECUTABLE'];
    }
  };
  await assert.rejects(runFake('require(tests).run()'), /desktop.*\n.*meant to fail/);
  await assert.rejects(runFake('setInterval(() => {}, 1000)'), /2500 ms in vain until .*fails\.ts had run/);
  await assert.rejects(runFake('process.exit(0)'), /ended before .*fails\.ts had run/);
  assert.deepEqual(findByCommand('sotto-desktop-'), []);
});

function unpackedExtension(): string {
  const folder = join(temporaryFolder('unpacked').path, 'extension');
  mkdirSync(folder);
  const manifest = {
    publisher: 'sotto-tests',
    name: 'unpacked',
    version: '2.0.0',
    engines: { vscode: '^1.80.0' },
  };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...manifest, main: './main', activationEvents: [] }),
  );
  writeFileSync(join(folder, 'main.js'), 'exports.activate = (context) => context.extensionPath;');
  return folder;
}
