// The key in the places that are no text editor, and what happens to a place while the key is down: the terminal,
// the search, the box for a commit message, a notebook's cell, a read-only editor, a file that is closed, two windows.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { waitUntil } from '../support/processes.ts';
import { dictateByHolding, pushToTalkKey, rest, type Sotto, startSotto, status } from '../support/sotto.ts';
import { speak } from '../support/speech.ts';
import { openWorkbench } from '../support/workbench.ts';

const phrase = 'The default value is an empty string.';
/** What stands around a place goes into the prompt, and the test model may then write less of it. */
const roughly = /^The default value is .*string/;
const secondKey = 'f9';

/** A version control without anything, for its box; and the active editor closes when the file `close` is there. */
const helper = `'use strict';
const vscode = require('vscode');
const { existsSync } = require('node:fs');
exports.activate = ({ subscriptions }) => {
  subscriptions.push(vscode.scm.createSourceControl('test', 'Test', vscode.workspace.workspaceFolders[0].uri));
  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'close').fsPath;
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(timer);
    vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  }, 50);
  subscriptions.push({ dispose: () => clearInterval(timer) });
};
`;

const notebook = {
  cells: [{ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['x = 1'] }],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({
    folder: { 'notes.txt': '', 'shut.txt': '', 'locked.txt': 'locked', 'a.ipynb': JSON.stringify(notebook) },
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    keybindings: [{ key: secondKey, command: 'sotto.pushToTalk' }],
    helpers: { places: helper },
  });
});
after(() => sotto?.dispose());

beforeEach(async () => {
  await sotto.workbench.dismissNotifications();
});

/** What stands in an element, with ordinary spaces. */
async function textOf(selector: string): Promise<string> {
  const text = await sotto.workbench.page.locator(selector).first().innerText();
  return text.replaceAll('\u00a0', ' ');
}

async function waitForTextIn(selector: string, wanted: RegExp): Promise<void> {
  let text = '';
  await waitUntil(
    async () => {
      text = await textOf(selector);
      if (!wanted.test(text)) throw new Error(`it is ${JSON.stringify(text)}`);
      return true;
    },
    { timeoutMs: 10_000, what: `${selector} showed ${wanted}` },
  );
}

test('the terminal gets one line behind its prompt, and nothing runs', async () => {
  const { workbench } = sotto;
  await workbench.runCommand('Terminal: Create New Terminal');
  await workbench.page.locator('.terminal-wrapper.active .xterm.focus').waitFor({ timeout: 15_000 });
  await dictateByHolding(sotto, phrase);
  await waitForTextIn('.terminal-wrapper.active .xterm-rows', /[$#] ?the default value is .*string\s*$/);
  await workbench.screenshot('e2e-terminal');
  await workbench.press('ctrl+c');
  await workbench.runCommand('View: Hide Panel');
});

test('the box of the search gets the words', async () => {
  const { workbench } = sotto;
  await workbench.runCommand('Search: Find in Files');
  const box = workbench.page.locator('.search-view .search-widget .search-container textarea');
  await box.first().waitFor();
  await dictateByHolding(sotto, phrase);
  await waitUntil(async () => roughly.test(await box.first().inputValue()), {
    timeoutMs: 5_000,
    what: 'the search looked for it',
  });
  await workbench.screenshot('e2e-search');
});

test('another box: the words are in the clipboard, and that is said', async () => {
  const { workbench } = sotto;
  await workbench.openFile('notes.txt');
  await workbench.press('ctrl+f');
  await workbench.page.locator('.find-widget.visible').waitFor();
  await dictateByHolding(sotto, phrase);
  await workbench.waitForNotification(/The text is in the clipboard/);
  await workbench.press('ctrl+v');
  const box = workbench.page.locator('.find-widget .find-part textarea');
  await waitUntil(async () => roughly.test(await box.first().inputValue()), {
    timeoutMs: 5_000,
    what: 'it could be pasted',
  });
  await workbench.dismissNotifications();
});

test('the box for a commit message gets a title without a period', async () => {
  const { workbench } = sotto;
  await workbench.page.locator('.activitybar [aria-label^="Source Control"]').first().click();
  await workbench.page.locator('.scm-editor .monaco-editor').first().click();
  await dictateByHolding(sotto, phrase);
  await workbench.screenshot('e2e-commit');
  await waitForTextIn('.scm-editor .view-lines', /^The default value is .*string\s*$/);
  await dictateByHolding(sotto, phrase);
  await waitForTextIn('.scm-editor .view-lines', /string The\s+default value/);
});

test('who leaves the box for a commit message while the key is down finds the words in the clipboard', async () => {
  const { workbench, microphone } = sotto;
  const { page } = workbench;
  await workbench.openFile('notes.txt');
  await workbench.press('ctrl+a');
  await workbench.press('delete');
  await page.locator('.scm-editor .monaco-editor').first().click();
  await workbench.press('ctrl+a');
  await workbench.press('delete');
  await workbench.beginHold(pushToTalkKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  await page.locator('.editor-instance .view-lines').first().click();
  await waitUntil(
    () => page.evaluate<boolean>(`document.activeElement?.closest('.editor-instance') !== null`),
    {
      timeoutMs: 5_000,
      what: 'the editor had the focus',
    },
  );
  // The key goes on repeating where the focus is now.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await workbench.endHold();
  await workbench.waitForNotification(/The text is in the clipboard/);
  await workbench.screenshot('e2e-box-left');
  await rest(sotto);
  assert.equal(await workbench.editorText(), '');
  await workbench.press('ctrl+v');
  await workbench.waitForText(roughly);
});

test('the window loses the focus while the key is down: what was said stands there', async () => {
  const { workbench, microphone } = sotto;
  await workbench.openFile('notes.txt');
  await workbench.press('ctrl+a');
  await workbench.press('delete');
  await workbench.beginHold(pushToTalkKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  await workbench.page.evaluate(`window.dispatchEvent(new Event('blur'))`);
  // No release comes before all is asserted.
  let letGo = () => {};
  const unseenUntil = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const up = workbench.endHold({ unseenUntil });
  try {
    await workbench.waitForText(roughly);
    await rest(sotto);
    assert.deepEqual(await microphone.listeners(), []);
  } finally {
    letGo();
    await up;
  }
});

test('a cell of a notebook', async () => {
  const { workbench } = sotto;
  await workbench.press('ctrl+p');
  await workbench.typeText('a.ipynb');
  await workbench.pick('a.ipynb');
  await workbench.page.locator('.notebookOverlay .cell .monaco-editor .view-lines').first().click();
  await workbench.press('ctrl+end');
  await dictateByHolding(sotto, phrase);
  const cell = await waitUntil(
    async () => (await workbench.state()).documents.find(({ uri }) => uri.startsWith('vscode-notebook-cell')),
    { timeoutMs: 5_000, what: 'the cell was there' },
  );
  assert.match(cell.text, /^x = 1 the default value is .*string$/);
  await workbench.screenshot('e2e-notebook');
});

test('a read-only editor: it is said before anything is recorded', async () => {
  const { workbench, microphone } = sotto;
  await workbench.openFile('locked.txt');
  await workbench.runCommand('File: Set Active Editor Read-only in Session');
  await workbench.press(pushToTalkKey);
  await workbench.waitForNotification(/locked\.txt is read-only/);
  assert.deepEqual(await microphone.listeners(), []);
  await workbench.runCommand('File: Reset Active Editor Read-only in Session');
});

test('a second key ends what the first one began, and holds as well', async () => {
  const { workbench, microphone } = sotto;
  await workbench.openFile('notes.txt');
  await workbench.press('ctrl+a');
  await workbench.press(pushToTalkKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  await workbench.press(secondKey);
  await workbench.waitForText(roughly);
  await rest(sotto);
  await workbench.press('ctrl+a');
  await workbench.press('delete');
  await workbench.beginHold(secondKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  await workbench.endHold();
  await workbench.waitForText(roughly);
  await rest(sotto);
});

test('the editor is closed while the key is down: the words are handed back', async () => {
  const { workbench, microphone, vscode } = sotto;
  await workbench.openFile('shut.txt');
  await workbench.beginHold(pushToTalkKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  writeFileSync(join(vscode.folder, 'close'), '');
  await waitUntil(
    async () => (await workbench.state()).visible.every(({ uri }) => !uri.endsWith('/shut.txt')),
    { timeoutMs: 5_000, what: 'the editor was closed' },
  );
  await workbench.endHold();
  await workbench.waitForNotification(/shut\.txt was closed .*default value/i);
});

test('a screen reader is told of each state, and not of each second', async () => {
  const { workbench } = sotto;
  const item = workbench.page.locator('[id="sotto-voice.sotto.sotto.status"] [role]').first();
  await workbench.openFile('notes.txt');
  assert.equal(await item.getAttribute('role'), 'status');
  await workbench.press(pushToTalkKey);
  await workbench.waitForStatusBar(/Recording 0:02/);
  assert.equal(await item.getAttribute('role'), 'timer');
  await workbench.press('escape');
  await workbench.waitForStatusBar(status.idle);
  assert.equal(await item.getAttribute('role'), 'status');
});

/** The last test: the witness of the texts speaks for the second window from here on. */
test('where another window begins to record, this one ends and writes what was said to it', async () => {
  const { workbench, microphone, vscode } = sotto;
  await workbench.openFile('notes.txt');
  await workbench.press('ctrl+a');
  await workbench.press(pushToTalkKey);
  await workbench.waitForStatusBar(status.recording);
  await microphone.play(await speak(phrase));
  const other = await openWorkbench(vscode);
  try {
    await other.runCommand('File: New Untitled Text File');
    await other.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await other.press(pushToTalkKey);
    await other.waitForStatusBar(status.recording);
    await workbench.waitForStatusBar(status.idle);
    await waitForTextIn('.editor-instance .view-lines', roughly);
    await other.waitForStatusBar(status.recording);
    await other.screenshot('e2e-second-window');
    await other.press('escape');
    await other.waitForStatusBar(status.idle);
  } finally {
    await other.close();
  }
});
