// The project's words through the screen: terms that the recogniser is told before and that the respelling mends after,
// found in the workspace's own vocabulary and in its manifest.

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
      'notes.md': '',
      'ideas.md': '',
      'package.json': '{ "dependencies": { "ioredis": "5" } }',
      '.sotto/vocabulary.txt': '# ours\nPyTorch\ngRPC\nSQLite\n',
    },
  });
});
after(() => sotto.dispose());

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
