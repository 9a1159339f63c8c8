// The place of a dictation is where it began, wherever the person is when the words come. What cannot be written
// there is handed back, and is never written elsewhere.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Problem } from '../../../src/base/problem.ts';
import type { Result } from '../../../src/base/result.ts';
import type { Place } from '../../../src/dictation/ports.ts';
import { places } from './parts.ts';
import { Skip, suite, test } from './runner.ts';
import { activeEditor, given, run, settled, shown, until } from './window.ts';

function pin(): Place {
  const place = places.pin();
  assert.ok(place.ok, JSON.stringify(place));
  return place.value;
}

function assertHandedBack(result: Result<unknown, Problem>, file: string, text: string): void {
  assert.ok(!result.ok, 'the text was not written');
  const { error } = result;
  assert.deepEqual(error, { kind: 'placeGone', file: error.kind === 'placeGone' ? error.file : '', text });
  assert.ok(error.kind === 'placeGone' && error.file.endsWith(file), JSON.stringify(error));
}

async function show(document: vscode.TextDocument, column = vscode.ViewColumn.One) {
  const editor = await vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
  await settled();
  return editor;
}

suite('The pinned place', () => {
  test('without an editor there is none', () => {
    assert.deepEqual(places.pin(), { ok: false, error: { kind: 'noEditor' } });
  });

  test('stays where it began when the cursor goes elsewhere in its editor, and leaves the cursor there', async () => {
    const editor = await given('one|\ntwo');
    const place = pin();
    editor.selections = [new vscode.Selection(1, 3, 1, 3)];
    await settled();
    assert.ok((await place.insert('x')).ok);
    assert.equal(await shown(editor), 'one x\ntwo|');
  });

  test('follows what is typed above it, before it and behind it', async () => {
    const editor = await given('one\nhere | end');
    const place = pin();
    const type = (line: number, character: number, text: string) =>
      editor.edit((edit) => edit.insert(new vscode.Position(line, character), text));
    await type(0, 0, 'zero\n');
    await type(2, 0, 'right ');
    await type(2, 15, '!');
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(editor), 'zero\none\nright here spoken| end!');
  });

  test('follows every cursor and selection of three', async () => {
    const editor = await given('a|\n‹old›\nb |');
    const place = pin();
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'x = '));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    assert.ok((await place.insert('new')).ok);
    assert.equal(editor.document.getText(), '\na new\nx = new\nb new');
  });

  test('follows edits behind another tab', async () => {
    const { document } = await given('one\nhere |', { file: 'edited.txt' });
    const place = pin();
    await given('other|');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'above\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(document.getText(), 'above\none\nhere spoken');
  });

  test('follows a document that is laid out anew as a whole', async () => {
    const editor = await given('f( a,b );\ng(|);\n');
    const place = pin();
    const { document } = editor;
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, 'f(a, b);\n\n  g();\n'));
    assert.ok((await place.insert('x')).ok);
    assert.equal(document.getText(), 'f(a, b);\n\n  g(x);\n');
  });

  test('follows a change of the line ends', async () => {
    const editor = await given('one\ntwo\nhere |', { file: 'ends.txt' });
    const place = pin();
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(editor.document.getText(), 'one\r\ntwo\r\nhere spoken');
  });

  test('whose selection was deleted meanwhile is a cursor, and cursors that met are one', async () => {
    const editor = await given('a ‹b› c|d|');
    const place = pin();
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 1, 0, 3)));
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 3, 0, 4)));
    assert.ok((await place.insert('x')).ok);
    assert.equal(editor.document.getText(), 'a x c x');
  });

  test('stays while the person works in the editor beside it', async () => {
    const left = await given('left |');
    const place = pin();
    const right = await given('right|', { column: vscode.ViewColumn.Two });
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(left), 'left spoken|');
    assert.equal(await shown(right), 'right|');
    assert.equal(activeEditor(), right, 'the person is where they were');
  });

  test('is found again when its tab was left and is back', async () => {
    const { document } = await given('here |');
    const place = pin();
    await given('other|');
    await show(document);
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(), 'here spoken|');
  });

  test('is still written when its tab is behind another one', async () => {
    const { document } = await given('one\nhere | end');
    const place = pin();
    const other = await given('other|');
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(other), 'other|');
    assert.equal(activeEditor(), other, 'the other tab stays in front');
    assert.equal(document.getText(), 'one\nhere spoken end');
  });

  test('behind another tab: every cursor and selection, as one undo step', async () => {
    const { document } = await given('a|\n‹old›\n(|)', { file: 'hidden.txt' });
    const before = document.getText();
    const place = pin();
    await given('other|');
    assert.ok((await place.insert('new')).ok);
    const after = 'a new\nnew\n(new)';
    assert.equal(document.getText(), after);
    assert.equal(document.isDirty, true);
    await show(document);
    await run('undo');
    assert.equal(document.getText(), before);
    await run('redo');
    assert.equal(document.getText(), after);
  });

  test('behind another tab with Windows line ends', async () => {
    const { document } = await given('a |\nb |\n', { file: 'windows.txt', crlf: true });
    const place = pin();
    await given('other|');
    assert.ok((await place.insert('1\n2')).ok);
    assert.equal(document.getText(), 'a 1\r\n2\r\nb 1\r\n2\r\n');
  });

  test('behind another tab, and cut short meanwhile: the text stands within the document', async () => {
    const { document } = await given('first\nhere |', { file: 'changed.txt' });
    const place = pin();
    await given('other|');
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 2, 9, 0));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(document.getText(), 'fi spoken');
  });

  test('is where it was, not where another view of the same file has its cursor', async () => {
    const { document } = await given('one |\ntwo\n', { file: 'twice.txt' });
    const place = pin();
    const beside = await show(document, vscode.ViewColumn.Two);
    beside.selections = [new vscode.Selection(1, 3, 1, 3)];
    await given('other|', { column: vscode.ViewColumn.One });
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(document.getText(), 'one spoken\ntwo\n');
  });

  test('of two views of a file it is the one where it began', async () => {
    const { document } = await given('one |\ntwo\n', { file: 'twice.txt' });
    const first = activeEditor();
    const place = pin();
    const second = await show(document, vscode.ViewColumn.Two);
    second.selections = [new vscode.Selection(1, 3, 1, 3)];
    await settled();
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(first), 'one spoken|\ntwo\n');
    assert.equal(await shown(second), 'one spoken\ntwo|\n');
  });

  test('moved to the group beside it is written there', async () => {
    const { document } = await given('here |', { file: 'moved.txt' });
    await given('other|');
    await show(document);
    const place = pin();
    await run('workbench.action.moveEditorToNextGroup');
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(document.getText(), 'here spoken');
    assert.equal(await shown(), 'here spoken|');
  });

  test('survives a change of the language', async () => {
    const { document } = await given('here |');
    const place = pin();
    await vscode.languages.setTextDocumentLanguage(document, 'python');
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(), 'here spoken|');
  });

  test('survives a save', async () => {
    const { document } = await given('here |', { file: 'here.txt' });
    const place = pin();
    await document.save();
    assert.ok((await place.insert('spoken')).ok);
    assert.equal(await shown(), 'here spoken|');
  });

  test('whose file was closed is gone, and the text is handed back', async () => {
    const { document } = await given('here |', { file: 'here.txt' });
    const place = pin();
    await run('workbench.action.closeActiveEditor');
    assertHandedBack(await place.insert('spoken'), '/here.txt', 'spoken');
    assert.equal(await onDisk(document.uri), 'here ');
  });

  test('whose file was closed, while another extension still holds its document', async () => {
    const { document } = await given('here |', { file: 'held.txt' });
    const held = await vscode.workspace.openTextDocument(document.uri);
    const place = pin();
    await run('workbench.action.closeActiveEditor');
    assertHandedBack(await place.insert('spoken'), '/held.txt', 'spoken');
    assert.equal(held.getText(), 'here ');
  });

  test('whose untitled document was closed is gone, even where a new one has its name', async () => {
    const { document } = await given('|');
    const place = pin();
    await run('workbench.action.revertAndCloseActiveEditor');
    const again = await given('|');
    assertHandedBack(await place.insert('spoken'), document.uri.path, 'spoken');
    assert.equal(await shown(again), '|');
  });

  test('whose file was closed while another is open: that one stays as it is', async () => {
    const { document } = await given('here |', { file: 'here.txt' });
    const place = pin();
    const other = await given('other|');
    await vscode.window.tabGroups.close(tabOf(document));
    await settled();
    assertHandedBack(await place.insert('spoken'), '/here.txt', 'spoken');
    assert.equal(await shown(other), 'other|');
  });

  test('whose tab is closed at the same moment: the text is written, or handed back', async () => {
    const { document } = await given('here |', { file: 'closing.txt' });
    const place = pin();
    const closing = vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const result = await place.insert('spoken');
    if (!result.ok) assertHandedBack(result, '/closing.txt', 'spoken');
    else assert.equal(document.getText(), 'here spoken');
    await Promise.race([closing, settled()]);
  });

  test('whose tab is left at the same moment: the text is written there all the same', async () => {
    const { document: other } = await given('other|');
    const { document } = await given('here |');
    const place = pin();
    const leaving = vscode.window.showTextDocument(other, { preview: false });
    assert.ok((await place.insert('spoken')).ok);
    await leaving;
    await settled();
    assert.equal(document.getText(), 'here spoken');
    assert.equal(other.getText(), 'other');
  });

  test('whose file was deleted on disk: the text is in the editor, or handed back', async () => {
    const { document } = await given('here |', { file: 'deleted.txt' });
    const place = pin();
    await vscode.workspace.fs.delete(document.uri);
    await settled();
    const result = await place.insert('spoken');
    if (result.ok) assert.equal(document.getText(), 'here spoken');
    else assertHandedBack(result, '/deleted.txt', 'spoken');
  });

  test('on the right side of a comparison', async () => {
    const { document: left } = await given('left|\n', { file: 'left.txt' });
    const { document: right } = await given('right|\n', { file: 'right.txt' });
    await run('vscode.diff', left.uri, right.uri);
    const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab;
    await until(() => tab()?.input instanceof vscode.TabInputTextDiff, 'they were compared');
    await until(() => vscode.window.activeTextEditor?.document === right, 'the right side was active');
    activeEditor().selections = [new vscode.Selection(0, 5, 0, 5)];
    assert.ok((await pin().insert('spoken')).ok);
    assert.equal(activeEditor().document.getText(), 'right spoken\n');
  });

  test('in a cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'import ', 'python');
    const data = new vscode.NotebookData([cell]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data).then(
      (opened) => opened,
      () => {
        throw new Skip('this VS Code opens no notebooks');
      },
    );
    await vscode.window.showNotebookDocument(notebook);
    await run('notebook.cell.edit');
    await until(() => vscode.window.activeTextEditor !== undefined, 'the cell was edited');
    activeEditor().selections = [new vscode.Selection(0, 7, 0, 7)];
    assert.ok((await pin().insert('spoken')).ok);
    assert.equal(notebook.cellAt(0).document.getText(), 'import spoken');
  });
});

async function onDisk(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

function tabOf({ uri }: vscode.TextDocument): vscode.Tab {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const found = tabs.find(({ input }) => input instanceof vscode.TabInputText && `${input.uri}` === `${uri}`);
  assert.ok(found, `${uri} has a tab`);
  return found;
}
