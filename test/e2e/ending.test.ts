// The end: nothing of ours stays behind when VS Code closes, and nothing when its extension host is killed.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { temporaryFolder } from '../support/paths.ts';
import { descendants, findByCommand, isAlive, waitUntil } from '../support/processes.ts';
import { dictateByHolding, type Sotto, startSotto, status, testModel } from '../support/sotto.ts';
import { openWorkbench } from '../support/workbench.ts';

const fewSeconds = 5_000;
/** Of its own, so that a server that was left over is known by it. */
const folder = temporaryFolder('ending');
const model = join(folder.path, 'ggml-of-this-test.bin');
copyFileSync(testModel, model);

let sotto: Sotto;
before(async () => {
  sotto = await startSotto({ settings: { 'sotto.model': model } });
});
after(async () => {
  await sotto?.workbench.close();
  await sotto?.dispose();
  folder.remove();
});

const ours = /whisper-server|sotto-keeper|parecord|pw-record|arecord|ffmpeg/;

/** The processes of ours below the extension host, with a server that surely runs. */
async function running(sotto: Sotto): Promise<readonly number[]> {
  const found = descendants(await sotto.vscode.extensionHostPid()).filter(({ command }) =>
    ours.test(command),
  );
  assert.ok(
    found.some(({ command }) => command.includes('whisper-server')),
    'the server runs',
  );
  return found.map(({ pid }) => pid);
}

async function allEnd(pids: readonly number[]): Promise<void> {
  await waitUntil(() => !pids.some(isAlive), { timeoutMs: fewSeconds, what: 'all of ours had ended' });
  assert.deepEqual(findByCommand(model), []);
}

test('VS Code closes: the server ends', async () => {
  await sotto.workbench.openFile('notes.txt');
  await dictateByHolding(sotto, 'The default value is an empty string.');
  const pids = await running(sotto);
  await sotto.workbench.close();
  await allEnd(pids);
});

test('the extension host is killed while recording: server and recorder end', async () => {
  sotto = { ...sotto, workbench: await openWorkbench(sotto.vscode) };
  await sotto.workbench.openFile('notes.txt');
  await dictateByHolding(sotto, 'The default value is an empty string.');
  // Not by a held key: VS Code starts a new extension host, which would hear its repeats.
  await sotto.workbench.runCommand('Sotto: Start or Stop Dictation');
  await sotto.workbench.waitForStatusBar(status.recording);
  const pids = await running(sotto);
  assert.ok(pids.length >= 3, 'server, guard and recorder run');
  process.kill(await sotto.vscode.extensionHostPid(), 'SIGKILL');
  await allEnd(pids);
});
