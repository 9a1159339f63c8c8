// The microphone as a person meets it: chosen by its name while the level moves, gone, dead, ended by a pause.

import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { oneWindow } from '../../support/oneWindow.ts';
import { waitUntil } from '../../support/processes.ts';
import { pushToTalkKey, rest, type Sotto, status, testSettings } from '../../support/sotto.ts';
import { speak } from '../../support/speech.ts';

const phrase = 'The default value is an empty string.';

describe('the microphone', () => {
  const open = oneWindow({ 'spoken.txt': '' });
  let sotto: Sotto;
  before(async () => {
    sotto = await open();
    await sotto.workbench.openFile('spoken.txt');
  });
  beforeEach(async () => {
    const { workbench } = sotto;
    await workbench.dismissNotifications();
    await workbench.press('ctrl+a');
    await workbench.press('delete');
  });

  const setting = (settings: Record<string, unknown>) =>
    sotto.vscode.writeSettings({ ...testSettings, ...settings });
  const choiceIsOpen = () =>
    waitUntil(
      async () => {
        const shown = JSON.stringify(await sotto.workbench.picker());
        return /The system’s default/.test(shown) && /Monitor of Virtual-Mic/.test(shown);
      },
      { timeoutMs: 10_000, what: 'the microphones were offered by name' },
    );
  const nobodyListens = () =>
    waitUntil(async () => (await sotto.microphone.listeners()).length === 0, {
      timeoutMs: 5_000,
      what: 'no recorder listens',
    });

  test('a microphone is chosen by its name, while its level moves with the voice', async () => {
    const { workbench, microphone } = sotto;
    await workbench.runCommand('Sotto: Choose and Test the Microphone');
    await choiceIsOpen();
    await waitUntil(async () => (await microphone.listeners()).length > 0, {
      timeoutMs: 5_000,
      what: 'the test listens',
    });
    const speaking = microphone.play(await speak(phrase));
    await waitUntil(async () => /[▅▆▇█]/.test(JSON.stringify(await workbench.picker())), {
      timeoutMs: 8_000,
      what: 'the level rose with the voice',
      everyMs: 50,
    });
    await workbench.screenshot('e2e-microphone-choice');
    await speaking;
    await workbench.pick(/^Monitor of Virtual-Mic/);
    await nobodyListens();
    await workbench.press(pushToTalkKey);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press(pushToTalkKey);
    await workbench.waitForText(phrase);
    await rest(sotto);
  });

  test('closed without a choice, nothing listens and nothing is kept', async () => {
    const { workbench } = sotto;
    await workbench.runCommand('Sotto: Choose and Test the Microphone');
    await choiceIsOpen();
    await workbench.press('escape');
    await nobodyListens();
  });

  test('a chosen microphone that is gone is told, and the default one hears', async () => {
    const { workbench, microphone } = sotto;
    await setting({ 'sotto.audio.device': 'alsa_input.usb-unplugged' });
    await workbench.press(pushToTalkKey);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press(pushToTalkKey);
    await workbench.waitForText(phrase);
    const told = await workbench.waitForNotification(/alsa_input\.usb-unplugged is not there/);
    assert.ok(told.buttons.length > 0, JSON.stringify(told));
    await workbench.screenshot('e2e-microphone-gone');
    await rest(sotto);
  });

  test('a pause ends a recording that no key holds, where that is wished', async () => {
    const { workbench, microphone } = sotto;
    await setting({ 'sotto.audio.autoStopSeconds': 1.5 });
    await workbench.press(pushToTalkKey);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.waitForText(phrase);
    await rest(sotto);
  });
});
