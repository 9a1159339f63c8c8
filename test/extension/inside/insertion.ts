// Dictated text in the editor: at every cursor and over every selection, each fitted to what stands around it.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { places } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, type Given, given, run, settled, shown } from './window.ts';

/** Opens `before`, inserts the text where the cursors are, and expects `after`. */
async function inserts(text: string, before: string, after: string, options: Given = {}): Promise<void> {
  const editor = await given(before, options);
  await insertHere(text);
  assert.equal(await shown(editor), after);
}

async function insertHere(text: string): Promise<void> {
  const place = places.pin();
  assert.ok(place.ok, JSON.stringify(place));
  assert.ok((await place.value.insert(text)).ok);
}

suite('Insertion', () => {
  test('into an empty document', () => inserts('import os', '|', 'import os|'));

  test('into a saved document, which is not saved by it', async () => {
    await inserts('os', 'import |\n', 'import os|\n', { file: 'saved.py' });
    assert.equal(activeEditor().document.isDirty, true);
  });

  test('between two words, with a space where one is missing', async () => {
    await inserts('big', 'a| world', 'a big| world');
    await inserts('big', 'a |world', 'a big |world');
    await inserts('big', 'a | world', 'a big| world');
    await inserts('name', 'print(|)', 'print(name|)');
  });

  test('at three cursors, each by its own surroundings', () =>
    inserts('value', 'a|\nb |\n(|)\n', 'a value|\nb value|\n(value|)\n'));

  test('at three cursors in one line', () => inserts('x', '| | |', 'x| x| x|'));

  test('over one selection', () => inserts('total', 'sum = ‹count› + 1', 'sum = total| + 1'));

  test('over a selection made from its end to its start', () =>
    inserts('total', 'sum = ‹count› + 1', 'sum = total| + 1', { backwards: true }));

  test('over a selection of several lines', () => inserts('x', 'a ‹b\nc\n› d', 'a x| d'));

  test('over selections of different lengths, cursors among them', () =>
    inserts('new', '‹a› = ‹longer name› + |\n‹two\nlines›, |end', 'new| = new| + new|\nnew|, new |end'));

  test('over selections that were made from the last to the first', () =>
    inserts('new', '‹a› = ‹longer name› + |\n‹b›', 'new| = new| + new|\nnew|', { lastFirst: true }));

  test('over selections made backwards, from the last to the first', () =>
    inserts('n', '‹first› ‹second›\n‹third›', 'n| n|\nn|', { lastFirst: true, backwards: true }));

  test('over selections that overlap, which VS Code makes one', async () => {
    const editor = await given('one two three|');
    const at = (character: number) => new vscode.Position(0, character);
    editor.selections = [new vscode.Selection(at(13), at(4)), new vscode.Selection(at(7), at(0))];
    await settled();
    await insertHere('all');
    assert.equal(await shown(editor), 'all|');
  });

  test('a selection is replaced by a text that is the same', () => inserts('x', '‹x› = 1', 'x| = 1'));

  test('with Windows line ends', () =>
    inserts('x', 'one|\ntwo ‹2›\n|', 'one x|\r\ntwo x|\r\nx|', { crlf: true, file: 'windows.txt' }));

  test('of several lines, with Unix line ends', () =>
    inserts('a\r\nb', 'one |\ntwo |\n', 'one a\nb|\ntwo a\nb|\n'));

  test('of several lines, with Windows line ends', () =>
    inserts('a\nb', 'one |\ntwo |\n', 'one a\r\nb|\r\ntwo a\r\nb|\r\n', { crlf: true, file: 'windows.txt' }));

  test('behind tabs, which stay tabs', () => inserts('x', '\t\t|\n\ta\t‹b›', '\t\tx|\n\ta\tx|'));

  test('behind characters that take two places', () =>
    inserts('x', '🎙🎙 |\n𝒜𝒷 ‹😀😀› é|', '🎙🎙 x|\n𝒜𝒷 x| é x|'));

  test('of a text with such characters, at several cursors', () =>
    inserts('👍🏽 ok', '|\n|\n', '👍🏽 ok|\n👍🏽 ok|\n'));

  test('at the end of the file, with and without a last line end', async () => {
    await inserts('x', 'a\n|', 'a\nx|');
    await inserts('x', 'a|', 'a x|');
  });

  test('the next key does not remove it', async () => {
    await given('‹old› and |');
    await insertHere('new');
    await run('type', { text: '!' });
    assert.equal(await shown(), 'new!| and new!|');
  });

  test('VS Code adds no bracket, no quote and no indent of its own', () =>
    inserts('f("[{', 'def f():\n    |', 'def f():\n    f("[{|', { file: 'indented.py' }));

  test('what is typed at the same moment does not hinder it', async () => {
    const editor = await given('a |');
    const place = places.pin();
    assert.ok(place.ok);
    const typed = vscode.commands.executeCommand('type', { text: 'b' });
    assert.ok((await place.value.insert('spoken')).ok);
    await typed;
    await settled();
    assert.deepEqual(editor.document.getText().split(/\s+/).toSorted(), ['a', 'b', 'spoken']);
  });

  test('where the cursor lies on a character, as in Vim: before it, and behind the last one of a line', async () => {
    const editor = await given('one |two\nthre|e\n|');
    editor.options = { ...editor.options, cursorStyle: vscode.TextEditorCursorStyle.Block };
    await insertHere('new');
    assert.equal(await shown(editor), 'one new |two\nthree new|\nnew|');
  });

  test('where the person wishes a cursor like a block, it is between two characters', async () => {
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update('cursorStyle', 'block', vscode.ConfigurationTarget.Global);
    try {
      await inserts('x', 'on|e', 'on x |e');
    } finally {
      await settings.update('cursorStyle', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('ten in a row', async () => {
    await given('|');
    for (let count = 0; count < 10; count += 1) await insertHere(`w${count}`);
    assert.equal(await shown(), 'w0 w1 w2 w3 w4 w5 w6 w7 w8 w9|');
  });
});
