// The text in the editor: cursors, selections, undo, cancel, tap and tap.

import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { oneWindow } from '../../support/oneWindow.ts';
import { waitUntil } from '../../support/processes.ts';
import {
  dictateByHolding,
  dictateByPalette,
  pushToTalkKey,
  rest,
  type Sotto,
  status,
} from '../../support/sotto.ts';
import { speak } from '../../support/speech.ts';

/** The test model writes it exactly, wherever in the sound it begins. */
const phrase = 'The default value is an empty string.';

describe('the text in the editor', () => {
  const open = oneWindow({ 'notes.txt': '', 'three.txt': 'a\nb\nc', 'code.py': 'x = 1\n' });
  let sotto: Sotto;
  before(async () => {
    sotto = await open();
  });

  beforeEach(async () => {
    await sotto.workbench.dismissNotifications();
  });

  test('a second dictation follows the first with one space', async () => {
    const { workbench } = sotto;
    await workbench.openFile('notes.txt');
    await dictateByHolding(sotto, phrase);
    await dictateByPalette(sotto, phrase);
    assert.equal(await workbench.editorText(), `${phrase} ${phrase}`);
    await workbench.screenshot('e2e-two-dictations');
  });

  test('one dictation is one undo step', async () => {
    const { workbench } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.press('ctrl+z');
    await workbench.waitForText(phrase);
    await workbench.press('ctrl+z');
    await workbench.waitForText('');
    await workbench.press('ctrl+shift+z');
    await workbench.waitForText(phrase);
  });

  for (const count of [2, 3]) {
    test(`every cursor of ${count} gets the text, and stands behind it`, async () => {
      const { workbench } = sotto;
      await workbench.openFile('three.txt');
      await workbench.press('ctrl+home');
      await workbench.press('end');
      for (let more = 1; more < count; more += 1) await workbench.press('shift+alt+down');
      assert.equal((await workbench.cursorPositions()).length, count);
      await dictateByHolding(sotto, phrase);
      const small = phrase.replace('The', 'the'); // behind a word
      const lines = ['a', 'b', 'c'].map((line, index) => (index < count ? `${line} ${small}` : line));
      assert.equal(await workbench.editorText(), lines.join('\n'));
      const end = 2 + small.length;
      assert.deepEqual(
        await workbench.cursorPositions(),
        lines.slice(0, count).map((_, line) => ({ line, character: end })),
      );
      await workbench.screenshot(`e2e-${count}-cursors`);
      await workbench.press('ctrl+z');
      await workbench.waitForText('a\nb\nc');
      await workbench.press('escape');
    });
  }

  test('a selection is replaced', async () => {
    const { workbench } = sotto;
    await workbench.openFile('code.py');
    await workbench.press('ctrl+home');
    await workbench.press('shift+end');
    await dictateByHolding(sotto, phrase);
    assert.equal(await workbench.editorText(), 'the default value is an empty string\n');
  });

  test('Escape while recording leaves no text and no recorder', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('notes.txt');
    const before = await workbench.editorText();
    await workbench.beginHold(pushToTalkKey);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.screenshot('e2e-recording');
    await workbench.endHold();
    await workbench.press('escape');
    await rest(sotto);
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await workbench.press('escape');
    await rest(sotto);
    await waitUntil(async () => (await microphone.listeners()).length === 0, {
      timeoutMs: 5_000,
      what: 'no recorder listens',
    });
    assert.equal(await workbench.editorText(), before);
  });

  test('tap starts, tap ends', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.press('ctrl+a');
    await workbench.press(pushToTalkKey);
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press(pushToTalkKey);
    await workbench.waitForText(phrase);
    await rest(sotto);
  });

  test('the key ends what the palette started', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.press('ctrl+a');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press(pushToTalkKey);
    await workbench.waitForText(phrase);
    await rest(sotto);
  });

  test('another tab comes to the front while speaking: the text goes where it was begun', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.press('ctrl+a');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.openFile('code.py');
    const untouched = await workbench.editorText();
    await workbench.press(pushToTalkKey);
    await rest(sotto);
    assert.equal(await workbench.editorText(), untouched);
    await workbench.openFile('notes.txt');
    await workbench.waitForText(phrase);
  });

  test('edits above the pinned place while speaking, one undo, and scratch that after more edits', async () => {
    const { workbench, microphone } = sotto;
    const written = /^# zero\n# one\. the default value is an empty string\.?$/i;
    await workbench.openFile('code.py');
    await workbench.press('ctrl+a');
    await workbench.typeText('# one.');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.press('ctrl+home');
    await workbench.typeText('# zero');
    await workbench.press('enter');
    await workbench.press(pushToTalkKey);
    await rest(sotto);
    await workbench.waitForText(written);
    await workbench.press('ctrl+z');
    await workbench.waitForText('# zero\n# one.');
    await workbench.press('ctrl+shift+z');
    await workbench.waitForText(written);
    await workbench.press('ctrl+home');
    await workbench.typeText('# new ');
    await workbench.runCommand('Sotto: Remove the Last Dictation');
    await workbench.waitForText('# new # zero\n# one.');
  });

  test('the file is closed while speaking: nothing is lost', async () => {
    const { workbench, microphone } = sotto;
    await workbench.openFile('notes.txt');
    await workbench.press('ctrl+a');
    await workbench.press('delete');
    await workbench.openFile('three.txt');
    await workbench.runCommand('Sotto: Start or Stop Dictation');
    await workbench.waitForStatusBar(status.recording);
    await microphone.play(await speak(phrase));
    await workbench.runCommand('View: Close Editor');
    await workbench.press(pushToTalkKey);
    await workbench.waitForNotification(/three\.txt was closed/);
    await workbench.openFile('notes.txt');
    await workbench.clickNotificationButton('Insert Here');
    await workbench.waitForText(/^the default value is an empty string\.?$/i);
  });
});
