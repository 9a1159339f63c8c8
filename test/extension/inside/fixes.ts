// What the buttons do: run a command, open a setting, hand over the kept text.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Fix, Problem } from '../../../src/base/problem.ts';
import { Ledger } from '../../../src/dictation/ledger.ts';
import { scratchThat } from '../../../src/dictation/takeBack.ts';
import { applyFix } from '../../../src/vscode/fixes.ts';
import { setting } from '../../../src/vscode/settings.ts';
import { places } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { given, shown } from './window.ts';

const kept: Problem = { kind: 'placeGone', file: '/a.py', text: 'import os' };
const missing: Problem = { kind: 'recorderMissing', wanted: ['sox'], install: 'sudo apt install sox' };

const asked: string[] = [];
const ledger = new Ledger();
const means = {
  places,
  ledger,
  endpointAccess: { askKey: async (origin: string) => void asked.push(origin) },
};

/** The commands that the button runs. */
async function commandsOf(fix: Fix): Promise<readonly unknown[][]> {
  const commands: unknown[][] = [];
  const standIn = async (...call: unknown[]) => void commands.push(call);
  await replacing(vscode.commands, 'executeCommand', standIn as never, () => applyFix(fix, kept, means));
  return commands;
}

/** What the button leaves in the clipboard. */
async function copiedBy(fix: Fix, problem: Problem): Promise<string> {
  await vscode.env.clipboard.writeText('nothing');
  await applyFix(fix, problem, means);
  return await vscode.env.clipboard.readText();
}

suite('Ways out', () => {
  test('the key of another server is asked for', async () => {
    const problem = {
      kind: 'endpointFailed',
      address: 'https://a.b',
      why: 'unauthorized',
      detail: '',
    } as const;
    await applyFix('setEndpointKey', problem, means);
    assert.deepEqual(asked.splice(0), ['https://a.b']);
  });

  test('those that run a command', async () => {
    assert.deepEqual(await commandsOf('retryLast'), [['sotto.retryLast', 'sameModel']]);
    assert.deepEqual(await commandsOf('downloadModel'), [['sotto.model.download']]);
    assert.deepEqual(await commandsOf('restartServer'), [['sotto.server.restart']]);
    assert.deepEqual(await commandsOf('showLog'), [['sotto.server.showLog']]);
    assert.deepEqual(await commandsOf('chooseDevice'), [['sotto.microphone.select']]);
    assert.deepEqual(await commandsOf('transcribeFile'), [['sotto.transcribeFile']]);
    assert.deepEqual(await commandsOf('manageTrust'), [['workbench.trust.manage']]);
  });

  test('those that open a setting', async () => {
    const opens: Partial<Record<Fix, string>> = {
      chooseModel: 'sotto.model',
      chooseModelsFolder: 'sotto.modelsFolder',
      chooseRecorder: 'sotto.audio.recorder',
      chooseServer: 'sotto.server.path',
      chooseBackend: 'sotto.server.backend',
      editServerArguments: 'sotto.server.extraArgs',
      editEndpoint: 'sotto.endpoint.url',
      editReplacements: 'sotto.vocabulary.replacements',
    };
    for (const [fix, id] of Object.entries(opens)) {
      const commands = await commandsOf(fix as Fix);
      assert.deepEqual(commands, [['workbench.action.openSettings', id]]);
    }
  });

  test('a chosen model file becomes the model, an empty choice changes nothing', async () => {
    const choose = async (files: vscode.Uri[] | undefined) =>
      replacing(
        vscode.window,
        'showOpenDialog',
        async () => files,
        () => applyFix('chooseModelFile', kept, means),
      );
    await choose(undefined);
    assert.equal(setting('model'), 'base.en');
    await choose([vscode.Uri.file('/models/mine.bin')]);
    try {
      assert.equal(setting('model'), '/models/mine.bin');
    } finally {
      await vscode.workspace.getConfiguration('sotto').update('model', undefined, true);
    }
  });

  test('the kept text is copied, and so is the command that installs a recorder', async () => {
    assert.equal(await copiedBy('copyText', kept), 'import os');
    assert.equal(await copiedBy('copyInstallCommand', missing), 'sudo apt install sox');
  });

  test('the kept text goes to the editor where the person is now', async () => {
    await given('a |b');
    await applyFix('insertHere', kept, means);
    assert.equal(await shown(), 'a import os |b');
  });

  test('what went there is the last dictation, and the place is let go', async () => {
    await given('a |b');
    await applyFix('insertHere', kept, means);
    assert.equal(places.pinned, undefined);
    assert.ok((await scratchThat(ledger)).ok);
    assert.equal(await shown(), 'a |b');
    assert.equal(ledger.last, undefined);
  });

  test('it goes to every cursor and takes the place of what is selected', async () => {
    await given('‹old›\nx|');
    await applyFix('insertHere', kept, means);
    assert.equal(await shown(), 'import os|\nx import os|');
  });

  test('where there is no editor it is copied', async () => {
    assert.equal(await copiedBy('insertHere', kept), 'import os');
  });
});
