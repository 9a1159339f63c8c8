// The project's words through the screen: terms that the recogniser is told before and that the respelling mends after,
// found in the workspace's own vocabulary and in its manifest.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dictateByHolding, type Sotto, startSotto } from '../support/sotto.ts';

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: {
      'notes.md': '',
      'package.json': '{ "dependencies": { "ioredis": "5" } }',
      '.sotto/vocabulary.txt': '# ours\nKubernetes\nnginx\nPyTorch\n',
    },
  });
});
after(() => sotto.dispose());

test('three technical terms of a sentence stand as they are written', async () => {
  const { workbench } = sotto;
  await workbench.openFile('notes.md');
  // Without the vocabulary: "Start communities, then stop engine x and pie torch."
  await dictateByHolding(sotto, 'Start koober netties, then stop engine ex and pie torch.');
  await workbench.screenshot('e2e-words');
  assert.equal(await workbench.editorText(), 'Start Kubernetes, then stop nginx and PyTorch.');
});
