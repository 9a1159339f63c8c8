// A sound file becomes a document, as a person asks for it.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { oneWindow } from '../../support/oneWindow.ts';
import { temporaryFolder } from '../../support/paths.ts';
import { waitUntil } from '../../support/processes.ts';
import type { Sotto } from '../../support/sotto.ts';
import { speak } from '../../support/speech.ts';

const phrase = 'The default value is an empty string.';
const folder = temporaryFolder('files');
const file = join(folder.path, 'spoken.wav');

describe('a sound file becomes a document', () => {
  const open = oneWindow();
  let sotto: Sotto;
  before(async () => {
    copyFileSync(await speak(phrase), file);
    sotto = await open();
  });
  after(() => folder.remove());

  async function transcribe(path: string, format: string): Promise<void> {
    const { workbench } = sotto;
    await workbench.runCommand('Sotto: Transcribe an Audio File');
    await workbench.waitForPicker(/Choose a sound file/);
    // The dialog lists its folder first, and would undo what was typed before.
    await waitForRow('..');
    await workbench.press('ctrl+a');
    await workbench.typeText(path);
    // It looks the path up while it is typed, and takes an early Enter for something else.
    await waitForRow(basename(path));
    await workbench.press('enter');
    await workbench.waitForPicker(/As what/);
    await workbench.screenshot('e2e-transcribe-file');
    await workbench.pick(format);
  }

  async function waitForRow(label: string): Promise<void> {
    await waitUntil(
      async () => {
        const picker = await sotto.workbench.picker();
        if (picker?.rows.some((row) => row.label === label)) return true;
        throw new Error(`it shows ${JSON.stringify(picker)}`);
      },
      { timeoutMs: 10_000, what: `the dialog listed ${label}` },
    );
  }

  test('as subtitles', async () => {
    await transcribe(file, 'SubRip (.srt)');
    const text = await sotto.workbench.waitForText(/-->/, 40_000);
    assert.match(text, /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nThe default value is an empty string\.\n$/);
  });

  test('what is no sound is told', async () => {
    const text = join(folder.path, 'text.wav');
    copyFileSync(import.meta.filename, text);
    await transcribe(text, 'Text');
    const told = await sotto.workbench.waitForNotification(/could not be read as sound/, 20_000);
    assert.match(told.message, /^.*text\.wav could not/);
  });
});
