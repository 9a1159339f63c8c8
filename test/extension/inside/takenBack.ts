// What was dictated is taken away or exchanged where it stands now, whatever was edited since.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ok } from '../../../src/base/result.ts';
import type { Insertion } from '../../../src/dictation/ports.ts';
import { insertRaw, scratchThat } from '../../../src/dictation/takeBack.ts';
import { dictationIntoEditors, type EditorDictation, places } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, type Given, given, run, settled, shown, until } from './window.ts';

async function written(marked: string, text: string, options: Given = {}): Promise<Insertion> {
  await given(marked, options);
  return insertedHere(text);
}

async function insertedHere(text: string): Promise<Insertion> {
  const place = places.pin();
  assert.ok(place.ok);
  const inserted = await place.value.insert(text);
  assert.ok(inserted.ok);
  place.value.release();
  return inserted.value;
}

async function type(line: number, character: number, text: string): Promise<void> {
  await activeEditor().edit((edit) => edit.insert(new vscode.Position(line, character), text));
}

async function dictate({ dictation, recogniser }: EditorDictation, words: string): Promise<void> {
  recogniser.hears = ok(words);
  dictation.toggle();
  await until(() => dictation.current.kind === 'recording', 'it recorded');
  dictation.toggle();
  await until(() => ['idle', 'error'].includes(dictation.current.kind), 'it was done');
}

const text = () => activeEditor().document.getText();

suite('Taken back', () => {
  test('a dictation, with the space that came with it', async () => {
    const insertion = await written('one|', 'two');
    assert.equal(text(), 'one two');
    assert.ok((await insertion.remove()).ok);
    assert.equal(await shown(), 'one|');
    assert.equal(insertion.stands, false);
  });

  test('after edits before, behind and within it', async () => {
    const insertion = await written('one |', 'two three');
    await type(0, 0, 'zero\n');
    await type(1, 13, ' four');
    await type(1, 7, ' (and)');
    assert.equal(text(), 'zero\none two (and) three four');
    assert.ok((await insertion.remove()).ok);
    assert.equal(text(), 'zero\none  four');
  });

  test('at three cursors and over selections: what was selected is back', async () => {
    const insertion = await written('a|\n‹old›\n(|)', 'new');
    await type(0, 0, '# ');
    assert.equal(text(), '# a new\nnew\n(new)');
    assert.ok((await insertion.remove()).ok);
    assert.equal(text(), '# a\nold\n()');
  });

  test('behind another tab', async () => {
    const insertion = await written('one|', 'two', { file: 'behind.txt' });
    const { document } = activeEditor();
    await given('other|');
    assert.ok((await insertion.remove()).ok);
    assert.equal(document.getText(), 'one');
    assert.equal(text(), 'other');
  });

  test('in one undo step', async () => {
    const insertion = await written('one|', 'two');
    await insertion.remove();
    await run('undo');
    assert.equal(text(), 'one two');
    assert.equal(insertion.stands, true, 'and it stands again');
  });

  test('undone by hand it stands no more, redone it does', async () => {
    const insertion = await written('say ‹old›', 'new words');
    assert.equal(insertion.stands, true);
    await run('undo');
    assert.equal(text(), 'say old');
    assert.equal(insertion.stands, false);
    await run('redo');
    assert.equal(insertion.stands, true);
    assert.ok((await insertion.remove()).ok);
    assert.equal(text(), 'say old');
  });

  test('its file closed it is gone', async () => {
    const insertion = await written('one|', 'two', { file: 'shut.txt' });
    await run('workbench.action.revertAndCloseActiveEditor');
    await until(() => !hasTab('shut.txt'), 'the tab was closed');
    const removed = await insertion.remove();
    assert.ok(!removed.ok && removed.error.kind === 'placeGone');
  });

  test('by voice, several in a row, other edits between them', async () => {
    const parts = dictationIntoEditors();
    try {
      await given('|');
      await dictate(parts, 'first');
      await dictate(parts, 'second');
      await type(0, 0, '// ');
      await dictate(parts, 'Scratch that.');
      assert.equal(text(), '// first');
      await dictate(parts, 'scratch that');
      assert.equal(text(), '// ');
      await dictate(parts, 'scratch that');
      assert.deepEqual(parts.told, [{ kind: 'nothingToTakeBack' }]);
      assert.equal(text(), '// ');
    } finally {
      parts.dictation.dispose();
    }
  });

  test('exchanged for the raw transcript, and that is taken back as a whole', async () => {
    const parts = dictationIntoEditors();
    try {
      await given('say |');
      await dictate(parts, 'hello [music] there');
      assert.equal(text(), 'say hello there');
      assert.ok((await insertRaw(parts.ledger)).ok);
      assert.equal(text(), 'say hello [music] there');
      assert.ok((await scratchThat(parts.ledger)).ok);
      assert.equal(text(), 'say ');
    } finally {
      parts.dictation.dispose();
    }
  });

  test('transcribed again it is exchanged where it stands, though the person is elsewhere', async () => {
    const parts = dictationIntoEditors();
    try {
      const { document } = await given('say |', { file: 'retried.txt' });
      await dictate(parts, 'hallo');
      await type(0, 0, 'I ');
      const other = await given('elsewhere|');
      parts.recogniser.hears = ok('hello');
      parts.dictation.retryLast();
      await until(() => parts.dictation.current.kind === 'idle', 'the retry was done');
      assert.equal(document.getText(), 'I say hello');
      assert.equal(await shown(other), 'elsewhere|');
    } finally {
      parts.dictation.dispose();
    }
  });

  test('a spoken move of the cursor', async () => {
    const parts = dictationIntoEditors();
    try {
      await given('f(|)\n  next\n');
      await dictate(parts, 'x. Go to end of line.');
      assert.equal(await shown(), 'f(x.)|\n  next\n');
      await dictate(parts, 'Go to the next line.');
      assert.equal(await shown(), 'f(x.)\n  |next\n');
      await settled();
      assert.deepEqual(parts.told, []);
    } finally {
      parts.dictation.dispose();
    }
  });
});

function hasTab(name: string): boolean {
  return vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => tab.label === name));
}
