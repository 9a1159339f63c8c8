// The GPU as a person sees it: the item in the status bar and its tooltip, the panel in three themes. The hardware
// is a reconstructed tree (test/support/machines.ts); the server and VS Code are real.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Settings } from '../support/codeServer.ts';
import { writeTree } from '../support/kernelTrees.ts';
import { machines } from '../support/machines.ts';
import { repositoryRoot } from '../support/paths.ts';
import { descendants, waitUntil } from '../support/processes.ts';
import { dictateByHolding, type Sotto, startSotto, testSettings } from '../support/sotto.ts';
import { speak } from '../support/speech.ts';

const phrase = 'The default value is an empty string.';
const folder = mkdtempSync(join(tmpdir(), 'sotto-gpu-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tree = writeTree(machines.rx7800xt, folder);
const device = join(tree.sys, 'bus', 'pci', 'devices', '0000:03:00.0');
const machine = { SOTTO_SYSFS_ROOT: tree.sys, SOTTO_DEV_ROOT: tree.dev, SOTTO_PROC_ROOT: tree.proc };

/** The page inside the panel: VS Code puts a frame into a frame. */
const panelText = () =>
  waitUntil(
    async () => {
      for (const frame of sotto.workbench.page.frames()) {
        const text = await frame
          .locator('#live')
          .innerText({ timeout: 500 })
          .catch(() => '');
        if (text !== '') return { text, frame };
      }
      return undefined;
    },
    { timeoutMs: 15_000, what: 'the panel showed its page' },
  );

/** The other machines come into the same VS Code, which sees them with a new extension host. */
let sotto: Sotto;
before(async () => {
  sotto = await startSotto({ env: machine });
});
after(() => sotto?.dispose());

async function newWindow(settings: Settings): Promise<void> {
  await sotto.vscode.writeSettings(settings);
  await sotto.workbench.reload();
  await sotto.workbench.openFile('notes.txt');
}

describe('a machine with a Radeon RX 7800 XT', () => {
  before(() => sotto.workbench.openFile('notes.txt'));

  const item = () => sotto.workbench.statusBar('sotto-voice.sotto.sotto.gpu');

  test('nothing is shown before the server is needed', async () => {
    assert.equal(await item(), undefined);
  });

  test('with the server up, the item shows who works and the figures', async () => {
    await dictateByHolding(sotto, phrase);
    const shown = await sotto.workbench.waitForStatusBar(/CPU · GPU 43% 1\.9\/16G 58°/);
    assert.match(shown.ariaLabel, /^GPU: CPU · GPU 43%/);
    const tooltip = sotto.workbench.page.locator('.monaco-hover:visible');
    const onItem = sotto.workbench.page.locator('[id="sotto-voice.sotto.sotto.gpu"]');
    await waitUntil(
      async () => {
        // Moved a little each time: a hover that was closed comes back only with a movement.
        await sotto.workbench.page.mouse.move(640, 400);
        await onItem.hover();
        await tooltip.getByText('junction 58°').waitFor({ timeout: 2_000 });
        return true;
      },
      { timeoutMs: 15_000, what: 'the tooltip was shown' },
    );
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    for (const part of [/Radeon RX 7800 XT · gfx1101/, /112 W/, /Last dictation: \d+\.\d s of speech/])
      assert.match(text, part);
    await sotto.workbench.screenshot('e2e-gpu-tooltip');
  });

  test('a hot junction turns it into a warning, and cooling takes the warning back', async () => {
    const junction = join(device, 'hwmon', 'hwmon4', 'temp2_input');
    await sotto.vscode.writeSettings({ ...testSettings, 'sotto.gpu.pollSeconds': 0.5 });
    writeFileSync(junction, '91000\n');
    await dictateByHolding(sotto, phrase);
    await sotto.workbench.waitForStatusBar(/91°/);
    assert.match((await item())?.ariaLabel ?? '', /The GPU is hot/);
    await sotto.workbench.screenshot('e2e-gpu-hot');
    writeFileSync(junction, '58000\n');
    await dictateByHolding(sotto, phrase);
    await sotto.workbench.waitForStatusBar(/58°/);
    assert.doesNotMatch((await item())?.ariaLabel ?? '', /hot/);
  });

  test('on "auto", a CPU at work beside a GPU is a warning', async () => {
    await sotto.vscode.writeSettings({ ...testSettings, 'sotto.server.backend': 'auto' });
    await sotto.workbench.runCommand('Sotto: Restart the Server');
    await waitUntil(async () => /runs on the CPU although/.test((await item())?.ariaLabel ?? ''), {
      timeoutMs: 30_000,
      what: 'the item warned',
    });
    await sotto.workbench.screenshot('e2e-gpu-fell-back');
    await sotto.vscode.writeSettings(testSettings);
  });

  test('the panel shows charts, evidence and the models that fit, in every kind of theme', async () => {
    await sotto.workbench.clickStatusBar('sotto-voice.sotto.sotto.gpu');
    const { text, frame } = await panelText();
    for (const part of [
      /Radeon RX 7800 XT/,
      /Load\s+43 %/,
      /Temperature\s+58°/,
      /MB of the model lie on CPU/,
    ])
      assert.match(text, part);
    assert.match(text, /large-v3-turbo\s+q5_0\s+1\.2 GB\s+fits\s+to download/);
    const figures = await frame.locator('figure').evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.equal(figures.length, 4);
    assert.match(figures[0] ?? '', /^Load: 43 %, between 43 % and 43 % in the last minutes/);
    for (const [name, theme] of Object.entries({
      dark: 'Default Dark Modern',
      light: 'Default Light Modern',
      'high-contrast': 'Default High Contrast',
    })) {
      await sotto.vscode.writeSettings({ ...testSettings, 'workbench.colorTheme': theme });
      await panelText();
      await sotto.workbench.screenshot(`e2e-gpu-panel-${name}`);
    }
  });

  test('the keyboard reaches its buttons, and it can be copied as text', async () => {
    const { frame } = await panelText();
    const { keyboard } = sotto.workbench.page;
    await frame.locator('h1').click();
    const focused = () => frame.evaluate('document.activeElement.textContent');
    for (const label of ['Copy as Text', 'Check This Setup', 'Restart the Server']) {
      await keyboard.press('Tab');
      assert.equal(await focused(), label);
    }
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    const copied = () => sotto.workbench.page.evaluate<string>('navigator.clipboard.readText()');
    await waitUntil(async () => /Radeon RX 7800 XT/.test(await copied()), {
      timeoutMs: 5_000,
      what: 'the clipboard had the text',
    });
    assert.match(await copied(), /Load: 43 %[\s\S]*large-v3 +f16 +3\.8 GB +fits/);
  });

  test('the doctor opens a report, and its buttons lead to what mends it', async () => {
    const { workbench, vscode, microphone } = sotto;
    const wav = await speak(phrase);
    const button = (label: string) =>
      workbench.page.locator('.codelens-decoration a').getByText(label, { exact: true });
    await vscode.writeSettings({ ...testSettings, 'sotto.model': 'base.en' });
    await workbench.runCommand('Sotto: Check This Setup');
    await microphone.play(wav);
    const report = await workbench.waitForText(
      /^Sotto setup check: 1 to mend, \d+ to know, \d+ fine\n/,
      20_000,
    );
    for (const line of [
      /^✗ The speech model base\.en is not on this machine yet/m,
      /^! This build of the server has no backend for a GPU/m,
      /^✓ \/dev\/dri\/renderD128 can be opened$/m,
      /^✓ ROCm computes on gfx1101/m,
      /^✓ The microphone delivers sound$/m,
      /^✓ The model runs on the CPU$/m,
    ])
      assert.match(report, line);
    await button('Change the Model').waitFor({ timeout: 10_000 });
    await workbench.screenshot('e2e-doctor');

    await button('Copy for a Bug Report').click();
    const copied = () => workbench.page.evaluate<string>('navigator.clipboard.readText()');
    await waitUntil(async () => /^Sotto setup check/.test(await copied()), {
      timeoutMs: 5_000,
      what: 'the clipboard had the report',
    });
    for (const name of [homedir(), hostname(), vscode.folder])
      assert.ok(!(await copied()).includes(name), name);

    await button('Change the Model').click();
    await workbench.page.locator('.settings-editor').waitFor({ timeout: 10_000 });
    await workbench.screenshot('e2e-doctor-fix');
    await vscode.writeSettings(testSettings);
    // VS Code shows its settings over the editors, until Escape.
    await workbench.press('escape');
    await workbench.page.locator('.settings-editor').waitFor({ state: 'hidden', timeout: 10_000 });
    await button('Check Again').click();
    await microphone.play(wav);
    await workbench.waitForText(/^Sotto setup check: 0 to mend/, 20_000);
  });

  test('the walkthrough begins with the doctor', async () => {
    const { workbench, microphone } = sotto;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pick(/Speak into your code with Sotto/);
    const walkthrough = workbench.page.locator('.gettingStartedContainer');
    const button = walkthrough.getByText('Check This Setup', { exact: true });
    await button.waitFor({ timeout: 10_000 });
    await workbench.screenshot('e2e-walkthrough');
    await button.click();
    await microphone.play(await speak(phrase));
    await workbench.waitForText(/^Sotto setup check: 0 to mend/, 20_000);
  });
});

describe('a server that says that the model lies on the GPU', () => {
  // There is no GPU here: this stands in for one. It says so in the server's words and is the real server otherwise.
  const program = join(folder, 'whisper-server-on-a-gpu');
  const real = join(repositoryRoot, 'native', 'bin', `${process.platform}-${process.arch}`, 'whisper-server');
  const saying = 'whisper_model_load:    ROCm0 total size =  9999.00 MB';
  const settings = { ...testSettings, 'sotto.server.path': program, 'sotto.gpu.pollSeconds': 0.5 };
  const used = join(device, 'mem_info_vram_used');
  before(async () => {
    writeFileSync(program, `#!/bin/sh\necho '${saying}' >&2\nexec '${real}' "$@"\n`, { mode: 0o755 });
    await newWindow(settings);
  });

  const servers = async () =>
    descendants(await sotto.vscode.extensionHostPid()).filter(({ command }) => command.startsWith(real));

  test('the item names the backend, and no load is a warning', async () => {
    writeFileSync(join(device, 'gpu_busy_percent'), '100\n');
    await dictateByHolding(sotto, phrase);
    const item = await sotto.workbench.waitForStatusBar(/ROCm 100% 1\.9\/16G 58°/);
    assert.equal(item.ariaLabel, 'GPU: ROCm 100% 1.9/16G 58°');
    await sotto.workbench.screenshot('e2e-gpu-item');
  });

  test('the panel shows whose the memory is', async () => {
    const [server] = await servers();
    const account = join(tree.sys, 'class', 'kfd', 'kfd', 'proc', String(server?.pid));
    mkdirSync(account, { recursive: true });
    writeFileSync(join(account, 'vram_19123'), `${931 * 2 ** 20}\n`);
    await sotto.workbench.runCommand('Sotto: Show GPU and Server Status');
    const { text, frame } = await panelText();
    assert.match(text, /The speech server has 931 MB of it/);
    assert.match(text, /speech server 0\.9 GB, other programs 1 GB, free 14 GB/);
    assert.match(text, /MB of the model lie on ROCm0/);
    await frame.locator('table').scrollIntoViewIfNeeded();
    await sotto.workbench.screenshot('e2e-gpu-panel-models');
    await sotto.workbench.runCommand('View: Close Editor');
    await sotto.workbench.openFile('notes.txt');
  });

  test('when another program fills the memory, room is offered and made; the next key-down brings the model back', async () => {
    const { workbench } = sotto;
    writeFileSync(used, `${15.5 * 2 ** 30}\n`);
    await dictateByHolding(sotto, phrase);
    await workbench.waitForNotification(/another program needs the memory of the GPU/);
    assert.match(
      (await workbench.statusBar(/15\/16G|16\/16G/))?.ariaLabel ?? '',
      /memory of the GPU is nearly full/,
    );
    await workbench.screenshot('e2e-gpu-neighbour');
    assert.ok((await servers()).length > 0);
    await workbench.clickNotificationButton('Unload Now');
    await waitUntil(async () => (await servers()).length === 0, {
      timeoutMs: 10_000,
      what: 'the server was gone',
    });
    writeFileSync(used, `${2 ** 30}\n`);
    await workbench.press('ctrl+a');
    await workbench.press('delete');
    await dictateByHolding(sotto, phrase);
    await workbench.waitForText(phrase);
  });

  test('a GPU that falls asleep is shown asleep', async () => {
    writeFileSync(join(device, 'power', 'runtime_status'), 'suspended\n');
    await dictateByHolding(sotto, phrase);
    await sotto.workbench.waitForStatusBar(/ROCm asleep/);
  });
});

describe('a machine with an NVIDIA card alone', () => {
  before(async () => {
    for (const root of Object.values(tree)) rmSync(root, { recursive: true });
    writeTree(machines.nvidiaOnly, folder);
    await newWindow(testSettings);
  });

  test('nothing in the status bar tells of a GPU, and the panel shows it as what it is', async () => {
    await dictateByHolding(sotto, phrase);
    assert.equal(await sotto.workbench.statusBar('sotto-voice.sotto.sotto.gpu'), undefined);
    await sotto.workbench.runCommand('Sotto: Show GPU and Server Status');
    const { text } = await panelText();
    assert.match(
      text,
      /No GPU whose figures can be read[\s\S]*Other GPUs\s+NVIDIA GPU 0x2684 · driver nvidia/,
    );
  });
});
