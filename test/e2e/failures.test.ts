// What goes wrong, as a person meets it: each failure has its message and its way out, and what was spoken is
// kept for a retry.

import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { descendants, processInfo, waitUntil } from '../support/processes.ts';
import {
  dictateByHolding,
  type Sotto,
  speakWhileHolding,
  startSotto,
  status,
  testModel,
  testSettings,
} from '../support/sotto.ts';

/** The test model hears it rightly wherever the recorder begins. */
const phrase = 'The default value is an empty string.';
const folder = mkdtempSync(join(tmpdir(), 'sotto-failures-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('on a machine where all is there', () => {
  let sotto: Sotto;
  /** Of the host of the models: it sends what is none. */
  const asked: string[] = [];
  const fakeHuggingFace = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-length': 200_000 });
    response.end(Buffer.alloc(200_000, 1));
  });
  before(async () => {
    await new Promise<void>((listening) => fakeHuggingFace.listen(0, '127.0.0.1', listening));
    const { port } = fakeHuggingFace.address() as AddressInfo;
    sotto = await startSotto({ env: { HF_ENDPOINT: `http://127.0.0.1:${port}` } });
    await sotto.workbench.openFile('notes.txt');
  });
  after(async () => {
    await sotto?.dispose();
    fakeHuggingFace.close();
  });
  beforeEach(async () => {
    await sotto.workbench.dismissNotifications();
    await sotto.vscode.writeSettings(testSettings);
  });

  const setting = (settings: Record<string, unknown>) =>
    sotto.vscode.writeSettings({ ...testSettings, ...settings });
  const serverPid = async () =>
    descendants(await sotto.vscode.extensionHostPid()).find(({ command }) =>
      /^\S*whisper-server /.test(command),
    )?.pid;

  /** The failure is told, then its cause is mended, then the kept audio becomes the text. */
  const failsThenRetries = async (message: RegExp, buttons: readonly string[], name: string) => {
    const { workbench } = sotto;
    await workbench.press('ctrl+a');
    await workbench.press('delete');
    await speakWhileHolding(sotto, phrase);
    const shown = await workbench.waitForNotification(message, 30_000);
    for (const button of [...buttons, 'Transcribe Again'])
      assert.ok(shown.buttons.includes(button), `${button} in ${shown.buttons}`);
    await workbench.waitForStatusBar(status.problem);
    await workbench.screenshot(`e2e-failure-${name}`);
    assert.equal(await workbench.editorText(), '');
    await sotto.vscode.writeSettings(testSettings);
    await workbench.clickNotificationButton('Transcribe Again');
    await workbench.waitForText(phrase, 30_000);
  };

  test('the server is missing', async () => {
    await setting({ 'sotto.server.path': join(folder, 'nowhere', 'whisper-server') });
    await failsThenRetries(
      /speech server is missing: .*nowhere/,
      ['Set the Server Path', 'Show Log'],
      'server-missing',
    );
  });

  test('the server is a damaged file', async () => {
    const damaged = join(folder, 'whisper-server');
    writeFileSync(damaged, Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(4_000, 7)]));
    chmodSync(damaged, 0o755);
    await setting({ 'sotto.server.path': damaged });
    await failsThenRetries(
      /no program that runs here/,
      ['Set the Server Path', 'Show Log'],
      'server-damaged',
    );
  });

  test('the model file is missing', async () => {
    await setting({ 'sotto.model': join(folder, 'gone.bin') });
    await failsThenRetries(/model file .*gone\.bin does not exist/, ['Choose a File…'], 'model-missing');
  });

  test('the model file is cut short', async () => {
    const cut = join(folder, 'cut.bin');
    copyFileSync(testModel, cut);
    truncateSync(cut, readFileSync(testModel).byteLength - 1_000);
    await setting({ 'sotto.model': cut });
    await failsThenRetries(/model file is cut short/, ['Choose a File…'], 'model-truncated');
  });

  test('the server does not know an argument', async () => {
    await setting({ 'sotto.server.extraArgs': ['--no-such-thing'] });
    await failsThenRetries(/did not accept its arguments/, ['Show Log'], 'server-argument');
  });

  test('the server is killed while it transcribes: it is started anew and nothing is lost', async () => {
    const { workbench, microphone } = sotto;
    await dictateByHolding(sotto, phrase); // the server is up
    await workbench.press('ctrl+a');
    await workbench.press('delete');
    const pid = await serverPid();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGSTOP'); // so that it is surely in the middle
    await speakWhileHolding(sotto, phrase);
    await waitUntil(async () => (await microphone.listeners()).length === 0 && isAsked(pid), {
      timeoutMs: 10_000,
      what: 'the recording was over and its request on the way',
    });
    process.kill(pid, 'SIGKILL');
    await workbench.waitForText(phrase, 30_000);
    assert.notEqual(await serverPid(), pid);
  });

  test('the microphone is muted: a dead signal is no silence', async () => {
    const { workbench } = sotto;
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    const shown = await workbench.waitForNotification(/only a dead signal.*muted/);
    assert.ok(shown.buttons.includes('Choose Device'));
    await workbench.screenshot('e2e-failure-microphone-dead');
  });

  test('the microphone gives nothing at all', async () => {
    const { workbench, microphone } = sotto;
    await setting({ 'sotto.audio.recorder': 'parecord' });
    await microphone.setSuspended(true);
    try {
      await workbench.runCommand('Sotto: Start or Stop Dictation');
      const shown = await workbench.waitForNotification(/microphone gives nothing/, 15_000);
      assert.ok(shown.buttons.includes('Choose Device'));
      await workbench.screenshot('e2e-failure-microphone-nothing');
    } finally {
      await microphone.setSuspended(false);
    }
  });

  test('no editor is open', async () => {
    const { workbench } = sotto;
    await workbench.runCommand('File: Revert File'); // else VS Code asks whether to save
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForNotification(/Open a file and put the cursor/);
    await workbench.openFile('notes.txt');
  });

  test('the file is closed while speaking: the text is handed back', async () => {
    const { workbench, microphone } = sotto;
    const { speak } = await import('../support/speech.ts');
    const untitled = await workbench.newUntitled();
    assert.equal(untitled.text, '');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.runCommand('View: Close Editor');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    const shown = await workbench.waitForNotification(/was closed or cannot be written/, 20_000);
    assert.deepEqual(shown.buttons, ['Insert Here', 'Copy Text']);
    assert.ok(shown.message.includes(phrase));
    await workbench.screenshot('e2e-failure-place-gone');
    await workbench.openFile('hello.py');
    await workbench.clickNotificationButton('Insert Here');
    await workbench.waitForText(phrase);
  });

  test('the first use asks before it downloads, shows the failure, and keeps nothing wrong', async () => {
    const { workbench } = sotto;
    const model = 'User/globalStorage/sotto-voice.sotto/models/ggml-base.en.bin';
    await setting({ 'sotto.model': 'base.en' });
    await workbench.openFile('notes.txt');
    await speakWhileHolding(sotto, phrase);
    const question = await workbench.waitForNotification(/base\.en is not on this machine yet \(148 MB/);
    assert.deepEqual(question.buttons, ['Download', 'Choose a File…', 'Transcribe Again']);
    await workbench.screenshot('e2e-first-use');
    assert.deepEqual(asked, []);
    await workbench.clickNotificationButton('Download');
    const failed = await workbench.waitForNotification(/base\.en could not be downloaded/);
    assert.ok(failed.buttons.includes('Download'));
    await workbench.screenshot('e2e-download-cut');
    assert.deepEqual(asked, ['/ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin']);
    await waitUntil(() => !isThere(join(sotto.vscode.userDataDir, model)), {
      timeoutMs: 1_000,
      what: 'no file stood under the name of the model',
    });
  });
});

test('no recorder program is installed: the message names the package', async () => {
  // VS Code asks the user's login shell for PATH: what it is told there counts.
  const home = join(folder, 'home');
  const bare = join(home, 'bin');
  mkdirSync(bare, { recursive: true });
  for (const profile of ['.bash_profile', '.profile', '.zshenv'])
    writeFileSync(join(home, profile), `export PATH=${bare}\n`);
  const sotto = await startSotto({ env: { HOME: home, PATH: bare } });
  try {
    const { workbench } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    const shown = await workbench.waitForNotification(/No program to record with/);
    assert.match(shown.message, /pw-record, parecord, arecord, rec, ffmpeg/);
    assert.ok(shown.buttons.includes('Choose Recorder'));
    await workbench.screenshot('e2e-failure-recorder-missing');
  } finally {
    await sotto.dispose();
  }
});

/** Whether something lies unread at the server's port: the first column of waiting bytes in the kernel's table. */
function isAsked(pid: number): boolean {
  const port = / --port (\d+)/.exec(processInfo(pid)?.command ?? '')?.[1];
  const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .some((line) => new RegExp(`^\\s*\\d+: 0100007F:${hex} \\S+ 01 \\w+:(?!00000000)`).test(line));
}

function isThere(path: string): boolean {
  try {
    readFileSync(path, { flag: 'r' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
