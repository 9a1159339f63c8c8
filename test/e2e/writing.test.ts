// From the voice to the programmer's writing, through the screen: a casing command in code, a comment with the comma
// that the settings ask for, and the toggle between code and prose in the status bar.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dictateByHolding, type Sotto, startSotto } from '../support/sotto.ts';

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: { 'name.ts': 'const user = ', 'comment.ts': '// ', 'notes.md': '' },
    settings: { 'sotto.text.style.oxfordComma': 'always' },
  });
});
after(() => sotto.dispose());

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
  await workbench.openFile('notes.md');
  await workbench.runCommand('Sotto: Write by the Place, as Code or as Prose');
  await workbench.waitForStatusBar(/writes everything as code/);
  await dictateByHolding(sotto, 'The default value is an empty string.');
  assert.equal(await workbench.editorText(), 'the default value is an empty string');
  await workbench.screenshot('e2e-writing-as-code');
  await workbench.runCommand('Sotto: Write by the Place, as Code or as Prose');
  await workbench.waitForStatusBar(/writes everything as prose/);
});
