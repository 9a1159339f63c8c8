// From the voice to the programmer's writing, through the screen: a casing command in code, a comment with the comma
// that the settings ask for, the toggle between code and prose in the status bar; and the project's words, which the
// recogniser is told before and the respelling mends after, from the workspace's own vocabulary and from its manifest.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitUntil } from '../support/processes.ts';
import { dictateByHolding, type Sotto, startSotto } from '../support/sotto.ts';

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: {
      'name.ts': 'const user = ',
      'comment.ts': '// ',
      'code.md': '',
      'notes.md': '',
      'ideas.md': '',
      'package.json': '{ "dependencies": { "ioredis": "5" } }',
      '.sotto/vocabulary.txt': '# ours\nPyTorch\ngRPC\nSQLite\n',
    },
    settings: { 'sotto.text.style.oxfordComma': 'always' },
  });
});
after(() => sotto?.dispose());

test('"camel case get user by id" is getUserById in TypeScript', async () => {
  const { workbench } = sotto;
  await workbench.openFile('name.ts');
  await workbench.press('ctrl+end');
  await dictateByHolding(sotto, 'Camel case get user by eye dee.');
  assert.equal(await workbench.editorText(), 'const user = getUserById');
  await workbench.screenshot('e2e-camel-case');
});

test('a comment has the comma before the last of a list, by the setting', async () => {
  const { workbench } = sotto;
  await workbench.openFile('comment.ts');
  await workbench.press('ctrl+end');
  await dictateByHolding(sotto, 'Read the name comma the path and the date.');
  assert.equal(await workbench.editorText(), '// Read the name, the path, and the date.');
  await workbench.screenshot('e2e-oxford-comma');
});

test('the toggle writes prose as code, and the status bar shows it', async () => {
  const { workbench } = sotto;
  await workbench.openFile('code.md');
  await workbench.runCommand('Sotto: Write by the Place, as Code or as Prose');
  await workbench.waitForStatusBar(/writes everything as code/);
  await dictateByHolding(sotto, 'The default value is an empty string.');
  assert.equal(await workbench.editorText(), 'the default value is an empty string');
  await workbench.screenshot('e2e-writing-as-code');
  await workbench.runCommand('Sotto: Write by the Place, as Code or as Prose');
  await workbench.waitForStatusBar(/writes everything as prose/);
  await workbench.runCommand('Sotto: Write by the Place, as Code or as Prose');
  await workbench.waitForStatusBar(/writes by the place/);
});

test('a sentence with three technical terms stands as they are written', async () => {
  const { workbench } = sotto;
  await workbench.openFile('notes.md');
  // Without the vocabulary: "Use pie torch and g r p c instead of sequel light."
  await dictateByHolding(sotto, 'Use pie torch and gee are pea see instead of sequel light.');
  await workbench.screenshot('e2e-words');
  assert.equal(await workbench.editorText(), 'Use PyTorch and gRPC instead of SQLite.');
});

test('a word that is mended is offered once, and once taken it is written rightly', async () => {
  const { workbench } = sotto;
  await workbench.openFile('ideas.md');
  // The test model hears this one rightly wherever it begins.
  const phrase = 'The default value is an empty string.';
  await dictateByHolding(sotto, phrase);
  assert.equal(await workbench.editorText(), phrase);
  await workbench.press('ctrl+home');
  for (const key of ['ctrl+right', 'ctrl+right', 'right', 'ctrl+shift+right']) await workbench.press(key);
  await workbench.page.keyboard.type('Valkey');
  await workbench.waitForStatusBar(/value → Valkey\?/);
  await workbench.screenshot('e2e-correction');
  await workbench.clickStatusBar(/value → Valkey/);
  await workbench.pick('In this workspace');
  await waitUntil(
    () =>
      readFileSync(join(sotto.vscode.folder, '.sotto', 'vocabulary.txt'), 'utf8').includes('value => Valkey'),
    {
      timeoutMs: 5_000,
      what: 'the pair stood in the vocabulary of the workspace',
    },
  );
  await workbench.press('ctrl+a');
  await workbench.press('delete');
  await dictateByHolding(sotto, phrase);
  assert.equal(await workbench.editorText(), 'The default Valkey is an empty string.');
});
