// What for: windows of VS Code, each with an extension host of its own, in which a person dictates at the same time,
// beginning with none of them having a server: how many servers there are, and whether every window has its words.
// Promises: the packaged extension, the real recorder and server; what was still there after the last window.
// Must not know: how it is told.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressIn } from '../adapters/support/whisper.ts';
import { packageFile } from '../setup/project.mjs';
import { allProcesses, descendants, findByCommand, waitUntil } from '../support/processes.ts';
import { status, testModel, testSettings } from '../support/sotto.ts';
import { speak } from '../support/speech.ts';
import { startVirtualMicrophone } from '../support/virtualMicrophone.ts';
import { startVscode } from '../support/vscodeInBrowser.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

/** One that the test model hears rightly wherever a recorder begins. */
const phrase = 'The default value is an empty string.';

export interface Windows {
  readonly windows: number;
  readonly extensionHosts: number;
  readonly mostServers: number;
  readonly serversInAll: number;
  readonly textsRight: number;
  readonly textsRightAfterKill: number;
  readonly leftBehind: readonly string[];
  readonly allWrittenAfterMs: number;
}

/** `startVscode` is asked for one folder; each window gets one below it, so that no two write the same file. */
export async function windowsAtOnce(count: number): Promise<Windows> {
  const microphone = await startVirtualMicrophone();
  const vscode = await startVscode({
    vsix: [packageFile()],
    env: microphone.env,
  });
  const names = Array.from({ length: count }, (_, index) => `window-${index + 1}`);
  const fileOf = (name: string) => join(vscode.folder, name, 'notes.txt');
  for (const name of names) {
    mkdirSync(join(vscode.folder, name));
    writeFileSync(fileOf(name), '');
  }
  const isServer = ({ command }: { readonly command: string }) =>
    /^\S*whisper-server .*--request-path/.test(command) && command.includes(testModel);
  const secrets = new Set<string>();
  let most = 0;
  const watch = setInterval(() => {
    const now = new Set(
      allProcesses()
        .filter(isServer)
        .map(({ command }) => addressIn(command).secret),
    );
    for (const secret of now) secrets.add(secret);
    most = Math.max(most, now.size);
  }, 50);
  const opened: Workbench[] = [];
  try {
    for (const name of names) {
      const folder = new URLSearchParams({ folder: join(vscode.folder, name) });
      const url = `http://127.0.0.1:${vscode.port}/?${folder}`;
      const window = await openWorkbench({ ...vscode, url });
      opened.push(window);
      if (opened.length === 1) {
        const saving = { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 };
        await vscode.writeSettings({ ...testSettings, ...saving });
      }
      await window.waitForStatusBar(status.idle, 60_000);
      await open(window, 'notes.txt');
    }
    const extensionHosts = descendants(vscode.pid).filter(({ command }) =>
      command.includes('--type=extensionHost'),
    ).length;
    const wav = await speak(phrase);
    const dictate = async () => {
      await Promise.all(opened.map((window) => window.waitForStatusBar(status.idle, 60_000)));
      await Promise.all(opened.map((window) => window.runCommand('Sotto: Start or Stop Dictation')));
      await Promise.all(opened.map((window) => window.waitForStatusBar(status.recording, 30_000)));
      await microphone.play(wav);
      await Promise.all(opened.map((window) => window.runCommand('Sotto: Start or Stop Dictation')));
    };
    const right = async (wanted: string) => {
      const isRight = (name: string) => readFileSync(fileOf(name), 'utf8').trim() === wanted;
      await waitUntil(() => names.every(isRight), { timeoutMs: 40_000, what: 'all had their words' }).catch(
        () => {},
      );
      return names.filter(isRight).length;
    };
    await dictate();
    const before = performance.now();
    const textsRight = await right(phrase);
    const allWrittenAfterMs = Math.round(performance.now() - before);

    // Once more, and the one server of all is killed while they wait.
    await dictate();
    for (const { pid } of allProcesses().filter(isServer)) process.kill(pid, 'SIGKILL');
    const textsRightAfterKill = await right(`${phrase} ${phrase}`);

    await Promise.all(opened.map((window) => window.close()));
    const left = () =>
      findByCommand(/whisper-server|sotto-keeper/).filter(({ command }) => command.includes(testModel));
    await waitUntil(() => left().length === 0, { timeoutMs: 10_000, what: 'all had ended' }).catch(() => {});
    return {
      ...{ windows: count, extensionHosts, mostServers: most, serversInAll: secrets.size, textsRight },
      ...{ textsRightAfterKill, leftBehind: left().map(({ command }) => command), allWrittenAfterMs },
    };
  } finally {
    clearInterval(watch);
    await Promise.all(opened.map((window) => window.close().catch(() => {})));
    await vscode.dispose();
    await microphone.dispose();
  }
}

/** By the page alone: the witness of the tests knows only one window. */
async function open(window: Workbench, name: string): Promise<void> {
  await window.press('ctrl+p');
  await window.waitForPicker();
  await window.page.keyboard.type(name);
  await waitUntil(async () => (await window.picker())?.rows.some((row) => row.label === name), {
    ...{ timeoutMs: 15_000, what: `Quick Open offered ${name}` },
  });
  await window.press('enter');
  await window.page.locator('.tab.active').getByText(name).waitFor({ timeout: 10_000 });
  await window.page.locator('.monaco-editor .view-lines').first().click();
}
