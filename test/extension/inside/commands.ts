// The installed Sotto by its commands, as a keybinding runs them, where nothing is to be done: no error, no
// process, no change of a document.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ownProcesses } from './processes.ts';
import { suite, test } from './runner.ts';
import { given, run, shown, until } from './window.ts';

suite('Commands of the installed Sotto', () => {
  for (const command of ['sotto.dictate', 'sotto.pushToTalk']) {
    test(`${command} without an editor starts nothing`, async () => {
      await run(command);
      await run(command);
      // The second call of the key may be a tap of its own, which is known only when no more calls follow.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      assert.deepEqual(ownProcesses(), []);
    });
  }

  test('sotto.cancel and sotto.retryLast at rest change nothing', async () => {
    const editor = await given('as it |was');
    await run('sotto.cancel');
    await run('sotto.retryLast');
    assert.equal(await shown(editor), 'as it |was');
    assert.deepEqual(ownProcesses(), []);
  });

  test('sotto.server.stop without a server does nothing', async () => {
    await run('sotto.server.stop');
    assert.deepEqual(ownProcesses(), []);
  });

  test('sotto.server.showLog shows the log and leaves the focus', async () => {
    const editor = await given('here |');
    await run('sotto.server.showLog');
    const schemes = () => vscode.window.visibleTextEditors.map(({ document }) => document.uri.scheme);
    await until(() => schemes().includes('output'), 'the log was shown');
    assert.equal(vscode.window.activeTextEditor, editor);
  });
});
