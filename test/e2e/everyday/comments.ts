// Comments through the screen and the microphone: the key for comments held and tapped, in twelve languages.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { table } from '../../extension/inside/commentTable.ts';
import { oneWindow } from '../../support/oneWindow.ts';
import { rest, type Sotto, status } from '../../support/sotto.ts';
import { speak } from '../../support/speech.ts';

const phrase = 'Please update the documentation.';
/** The test model writes it exactly, but on a busy machine it may miss the end of the last word. */
const heard = 'Please update the document(?:ation)?\\.';

/** The text, exact but for what the model makes of the phrase. */
function exactly(text: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`^${text.split(phrase).map(literal).join(heard)}$`);
}

const key = 'ctrl+alt+/';

const languages: ReadonlySet<string> = new Set(
  'typescript python rust go c java csharp ruby shellscript sql html css'.split(' '),
);
/** Rows of the table of situations, one for each language; their results are read by parsers in the adapters' tier. */
const behindCode = table.filter(
  ({ language, situation }) => languages.has(language) && /^behind (code|text)$/.test(situation),
);
const unmarked = (text: string) => text.replace('|', '');

describe('comments', () => {
  const open = oneWindow({
    'undo.ts': 'const a = 1;',
    'above.py': 'def f():\n    return 1\n',
    'style.html': '<style>\np { color: red; }\n</style>\n',
    'doc.rs': '/// One.',
    'empty.css': '',
    ...Object.fromEntries(behindCode.map(({ file, before }) => [file, unmarked(before)])),
  });
  let sotto: Sotto;
  before(async () => {
    sotto = await open();
  });

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
    assert.match(await workbench.editorText(), exactly(text));
  }

  test('held behind code: a trailing comment, and one undo takes it back', async () => {
    const { workbench } = sotto;
    await holdsIn('undo.ts', ['ctrl+end'], `const a = 1; // ${phrase}`);
    await workbench.screenshot('e2e-comment-behind-code');
    await workbench.press('ctrl+z');
    await workbench.waitForText('const a = 1;');
  });

  test(`behind code in ${languages.size} languages`, async () => {
    const { workbench } = sotto;
    assert.equal(behindCode.length, languages.size);
    for (const { file, before, said, after } of behindCode) {
      const above = before.slice(0, before.indexOf('|')).split('\n').slice(1);
      await holdsIn(
        file,
        ['ctrl+home', ...above.map(() => 'down'), 'end'],
        unmarked(after).replace(said, phrase),
      );
    }
    await workbench.screenshot('e2e-comment-in-css');
  });

  test('above code in Python, in a doc line, in a style sheet in HTML', async () => {
    await holdsIn('above.py', ['ctrl+home', 'down'], `def f():\n    # ${phrase}\n    return 1\n`);
    await holdsIn('doc.rs', ['ctrl+end'], `/// One. ${phrase}`);
    await holdsIn(
      'style.html',
      ['ctrl+home', 'down', 'end'],
      `<style>\np { color: red; } /* ${phrase} */\n</style>\n`,
    );
    await sotto.workbench.screenshot('e2e-comment-in-html');
  });

  test('tapped and tapped: the second phrase goes on inside the block comment', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('empty.css');
    for (let count = 0; count < 2; count += 1) {
      await workbench.press(key);
      await workbench.waitForStatusBar(status.recording);
      await microphone.play(await speak(phrase));
      await workbench.press(key);
      await rest(sotto);
    }
    await workbench.waitForText(exactly(`/* ${phrase} ${phrase} */`));
    await workbench.screenshot('e2e-comment-goes-on');
  });
});
