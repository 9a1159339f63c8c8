// A VS Code that has just started with Sotto in it: found, active, all its commands there, and nothing running.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, settingDefaults } from '../../../src/vscode/ids.ts';
import { ownProcesses } from './processes.ts';
import { suite, test } from './runner.ts';
import { until } from './window.ts';

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

function sotto(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('sotto-voice.sotto');
  assert.ok(found, 'the extension is installed');
  return found;
}

suite('A VS Code that has just started', () => {
  test('Sotto is installed from its package, and starts by itself', async () => {
    const manifest = sotto().packageJSON as Manifest;
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.equal(manifest.main, './dist/extension.cjs');
    await until(() => sotto().isActive, 'Sotto was active');
  });

  test('activation does not throw', async () => {
    await sotto().activate();
    assert.equal(sotto().isActive, true);
  });

  test('nothing runs before the first use', () => {
    assert.deepEqual(ownProcesses(), []);
  });

  test('the commands of the manifest are registered, and no others', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('sotto.'));
    const declared = (sotto().packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.toSorted(), declared.toSorted());
    assert.deepEqual(declared.toSorted(), [...commandIds].sort());
  });

  test('every command has a title in words', () => {
    for (const { command, title } of (sotto().packageJSON as Manifest).contributes.commands) {
      assert.doesNotMatch(title, /^%|^$/, command);
    }
  });

  test('VS Code knows every setting with the default that the code has', () => {
    const configuration = vscode.workspace.getConfiguration('sotto');
    for (const [id, value] of Object.entries(settingDefaults)) {
      assert.deepEqual(configuration.inspect(id)?.defaultValue, value, id);
    }
  });
});
