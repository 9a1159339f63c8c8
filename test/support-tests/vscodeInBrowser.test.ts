// What for: shows that the library drives a real VS Code: files, palette, keys with auto-repeat, cursors,
// status bar, notifications, settings; and that it leaves nothing behind.
// Must not know: Sotto. A small extension of the test's own stands in for it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createVSIX } from '@vscode/vsce';
import { temporaryFolder } from '../support/paths.ts';
import { descendants, findByCommand, isAlive, openSockets, waitUntil } from '../support/processes.ts';
import { type RunningVscode, startVscode } from '../support/vscodeInBrowser.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const scratch = temporaryFolder('vscodetest');
let vscode: RunningVscode;
let workbench: Workbench;

before(async () => {
  vscode = await startVscode({
    vsix: [await packProbe()],
    folder: { 'notes.txt': longText, 'src/main.py': 'def main():\n    pass\n' },
    settings: { 'editor.tabSize': 3 },
    keybindings: [{ key: 'ctrl+alt+space', command: 'probe.count' }],
  });
  workbench = await openWorkbench(vscode);
});
after(async () => {
  await workbench?.close();
  await vscode?.dispose();
  scratch.remove();
});

const longText = Array.from(
  { length: 300 },
  (_, i) => `line ${i}:\tleft  two spaces\u00a0and a hard one`,
).join('\n');

test('a long file is read whole, with its true white space', async () => {
  await workbench.openFile('notes.txt');
  assert.equal(await workbench.editorText(), longText);
  await workbench.screenshot('support-open-file');
});

test('a file in a folder is opened, typed into and saved', async () => {
  await workbench.openFile('src/main.py');
  await workbench.press('ctrl+end');
  await workbench.typeText('main(1)');
  await workbench.waitForText('def main():\n    pass\nmain(1)');
  assert.deepEqual(await workbench.cursorPositions(), [{ line: 2, character: 7 }]);
  await workbench.press('ctrl+s');
  await waitUntil(async () => (await workbench.state()).active?.dirty === false, {
    timeoutMs: 5000,
    what: 'saved',
  });
});

test('several cursors in an untitled editor', async () => {
  await workbench.newUntitled();
  await workbench.typeText('one\ntwo\nthree');
  await workbench.press('ctrl+home');
  await workbench.runCommand('Add Cursor Below');
  await workbench.runCommand('Add Cursor Below');
  await workbench.typeText('> ');
  await workbench.waitForText('> one\n> two\n> three');
  assert.deepEqual(
    await workbench.cursorPositions(),
    [0, 1, 2].map((line) => ({ line, character: 2 })),
  );
});

test('a held key types again and again, as an operating system repeats it', async () => {
  await workbench.newUntitled();
  const presses = await workbench.holdKey('x', 1000);
  // 500 ms to the first repeat, then one each 33 ms.
  assert.ok(presses >= 12 && presses <= 17, `${presses} presses`);
  await workbench.waitForText('x'.repeat(presses));
});

test('a held key calls its command as often as it repeats, and stops when it is released', async () => {
  await workbench.newUntitled();
  await workbench.beginHold('ctrl+alt+space');
  await workbench.waitForStatusBar(/^count \d\d/);
  const presses = await workbench.endHold();
  await workbench.waitForStatusBar(`count ${presses}`);
  assert.equal(await workbench.editorText(), '');
  await workbench.screenshot('support-held-key');
});

test('modifiers released first leave a key that types by itself', async () => {
  await workbench.newUntitled();
  await workbench.holdKey('ctrl+alt+space', 200, { modifiersFirstMs: 600 });
  await workbench.waitForText(/^ +$/);
});

test('the palette runs a command by its exact title and says what is not there', async () => {
  await workbench.runCommand('Probe: Complain');
  const notification = await workbench.waitForNotification(/went wrong/);
  assert.deepEqual(
    { severity: notification.severity, buttons: notification.buttons },
    { severity: 'error', buttons: ['Mend It', 'Ignore'] },
  );
  await workbench.screenshot('support-notification');
  await workbench.clickNotificationButton('Mend It');
  await workbench.waitForStatusBar('chose Mend It');
  assert.deepEqual(await workbench.notifications(), []);
  assert.match((await workbench.notificationsSeen()).at(-1)?.message ?? '', /went wrong/);

  assert.ok((await workbench.offeredCommands('Probe: ')).includes('Probe: Ask'));
  await assert.rejects(
    workbench.runCommand('Probe: No Such Command'),
    /palette offered "Probe: No Such Command"/,
  );
  assert.equal(await workbench.picker(), null);
});

test('a picker and a modal dialog are answered', async () => {
  await workbench.runCommand('Probe: Ask');
  const { rows } = await workbench.waitForPicker();
  assert.deepEqual(
    rows.map((row) => row.label),
    ['first', 'second', 'second best'],
  );
  await workbench.screenshot('support-picker');
  await workbench.pick('second');
  await workbench.waitForStatusBar('chose second');
  await workbench.runCommand('Probe: Ask Modally');
  const dialog = await waitUntil(() => workbench.dialog(), { timeoutMs: 5000, what: 'a dialog was shown' });

  assert.equal(dialog.message, 'Really?');
  assert.deepEqual(dialog.buttons, ['Cancel', 'Yes']);
  await workbench.screenshot('support-dialog');
  await workbench.clickDialogButton('Yes');
  await workbench.waitForStatusBar('chose Yes');
});

test('a status bar item tells its text, icon, spoken label and severity', async () => {
  const item = await workbench.waitForStatusBar('sotto-tests.probe.item');
  assert.deepEqual(
    { ...item, text: '' },
    { id: 'sotto-tests.probe.item', text: '', ariaLabel: 'Probe item', icons: ['mic'], severity: 'error' },
  );
  await workbench.clickStatusBar('sotto-tests.probe.item');
  await workbench.waitForStatusBar(/^count/);
});

test('settings written while the window is open arrive', async () => {
  await vscode.writeSettings({ 'probe.word': 'changed' });
  await workbench.waitForStatusBar('word changed');
  await vscode.writeSettings({});
  await workbench.waitForStatusBar('word none');
});

test('the extension host is known, and its sockets are seen', async () => {
  const pid = await vscode.extensionHostPid();
  assert.ok(isAlive(pid) && descendants(vscode.pid).some((info) => info.pid === pid));
  assert.ok(openSockets(pid).some((socket) => socket.kind === 'unix' && socket.listening));
  const port = descendants(vscode.pid)
    .flatMap((info) => openSockets(info.pid))
    .find((socket) => socket.listening);
  assert.ok(port);
});

test('closed, it leaves no extension host; disposed, no process and no folder', async () => {
  const home = join(vscode.folder, '..');
  const host = await vscode.extensionHostPid();
  await workbench.close();
  await waitUntil(() => !isAlive(host), { timeoutMs: 10_000, what: 'the extension host had ended' });
  await vscode.dispose();
  assert.deepEqual(findByCommand(home), []);
  assert.equal(existsSync(home), false);
});

async function packProbe(): Promise<string> {
  const folder = join(scratch.path, 'probe');
  mkdirSync(folder);
  const command = (name: string, title: string) => ({ command: `probe.${name}`, title, category: 'Probe' });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      ...{
        name: 'probe',
        publisher: 'sotto-tests',
        version: '1.0.0',
        engines: { vscode: '^1.80.0' },
        main: 'main.js',
      },
      license: 'MIT',
      repository: 'https://example.invalid/probe',
      activationEvents: ['onStartupFinished'],
      contributes: {
        commands: [
          ...[command('count', 'Count'), command('complain', 'Complain')],
          ...[command('ask', 'Ask'), command('modal', 'Ask Modally')],
        ],
        configuration: { properties: { 'probe.word': { type: 'string', default: 'none' } } },
      },
    }),
  );
  writeFileSync(join(folder, 'LICENSE'), 'MIT');
  writeFileSync(
    join(folder, 'main.js'),
    `const vscode = require('vscode');
exports.activate = (context) => {
  const item = vscode.window.createStatusBarItem('item', vscode.StatusBarAlignment.Left, 100);
  item.name = 'Probe'; item.command = 'probe.count'; item.accessibilityInformation = { label: 'Probe item' };
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
  const show = (text) => { item.text = '$(mic) ' + text; item.show(); };
  show('ready');
  let count = 0;
  const on = (name, run) => context.subscriptions.push(vscode.commands.registerCommand('probe.' + name, run));
  on('count', () => show('count ' + (count += 1)));
  on('complain', async () =>
    show('chose ' + (await vscode.window.showErrorMessage('Something went wrong.', 'Mend It', 'Ignore'))));
  on('ask', async () => show('chose ' + (await vscode.window.showQuickPick(['first', 'second', 'second best']))));
  on('modal', async () => show('chose ' + (await vscode.window.showInformationMessage('Really?', { modal: true }, 'Yes'))));
  vscode.workspace.onDidChangeConfiguration(() => show('word ' + vscode.workspace.getConfiguration('probe').get('word')));
};`,
  );
  const packagePath = join(scratch.path, 'probe.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false });
  return packagePath;
}
