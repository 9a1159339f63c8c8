// Comments through the screen and the microphone: the key for comments held and tapped, in TypeScript, Python, Rust, HTML and CSS.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rest, type Sotto, startSotto, status } from '../support/sotto.ts';
import { speak } from '../support/speech.ts';

/** It was tried: the test model writes it exactly. */
const phrase = 'Please update the documentation.';
const key = 'ctrl+alt+/';

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: {
      'a.ts': 'const a = 1;',
      'a.py': 'def f():\n    return 1\n',
      'a.html': '<style>\np { color: red; }\n</style>\n',
      'a.rs': '/// One.',
      'a.css': '',
    },
  });
});
after(() => sotto?.dispose());

async function hold(): Promise<void> {
  const wav = await speak(phrase);
  await sotto.workbench.beginHold(key);
  try {
    await sotto.workbench.waitForStatusBar(status.recording);
    await sotto.microphone.play(wav);
  } finally {
    await sotto.workbench.endHold();
  }
  await rest(sotto);
}

async function holdsIn(file: string, keys: readonly string[], text: string): Promise<void> {
  const { workbench } = sotto;
  await workbench.openFile(file);
  for (const pressed of keys) await workbench.press(pressed);
  await hold();
  assert.equal(await workbench.editorText(), text);
}

test('held behind code: a trailing comment, and one undo takes it back', async () => {
  const { workbench } = sotto;
  await holdsIn('a.ts', ['ctrl+end'], `const a = 1; // ${phrase}`);
  await workbench.screenshot('e2e-comment-behind-code');
  await workbench.press('ctrl+z');
  await workbench.waitForText('const a = 1;');
});

test('above code in Python, in a doc line, in a style sheet in HTML', async () => {
  await holdsIn('a.py', ['ctrl+home', 'down'], `def f():\n    # ${phrase}\n    return 1\n`);
  await holdsIn('a.rs', ['ctrl+end'], `/// One. ${phrase}`);
  await holdsIn(
    'a.html',
    ['ctrl+home', 'down', 'end'],
    `<style>\np { color: red; } /* ${phrase} */\n</style>\n`,
  );
  await sotto.workbench.screenshot('e2e-comment-in-html');
});

test('tapped and tapped: the second phrase goes on inside the block comment', async () => {
  const { workbench, microphone } = sotto;
  await workbench.openFile('a.css');
  for (let count = 0; count < 2; count += 1) {
    await workbench.press(key);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press(key);
    await rest(sotto);
  }
  await workbench.waitForText(`/* ${phrase} ${phrase} */`);
  await workbench.screenshot('e2e-comment-goes-on');
});
