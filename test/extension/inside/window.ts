// The window that the tests work in: opening documents with their cursors written into the text, reading them
// back the same way, and clearing everything away. `|` is a cursor, `‹…›` a selection.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export interface Given {
  /** Default: untitled. */
  readonly file?: string;
  readonly column?: vscode.ViewColumn;
  /** Default: what VS Code makes of the file's name. */
  readonly language?: string;
  readonly crlf?: boolean;
  /** The cursor of each selection at its start instead of its end. */
  readonly backwards?: boolean;
  /** The selections handed to VS Code in the opposite order. */
  readonly lastFirst?: boolean;
}

/** Opens a document that holds the text, with the cursors and selections that are marked in it. */
export async function given(marked: string, options: Given = {}): Promise<vscode.TextEditor> {
  const { text, spans } = unmarked(options.crlf ? marked.replaceAll('\n', '\r\n') : marked);
  const viewColumn = options.column ?? vscode.ViewColumn.One;
  const editor =
    options.file === undefined
      ? await openUntitled(text, viewColumn)
      : await openSaved(options.file, text, viewColumn);
  const { document } = editor;
  if (options.language !== undefined && document.languageId !== options.language) {
    await vscode.languages.setTextDocumentLanguage(document, options.language);
  }
  if (options.crlf && document.eol !== vscode.EndOfLine.CRLF) {
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
  }
  const ordered = options.lastFirst ? spans.toReversed() : spans;
  editor.selections = ordered.map(([start, end]) => {
    const [from, to] = [document.positionAt(start), document.positionAt(end)];
    return options.backwards ? new vscode.Selection(to, from) : new vscode.Selection(from, to);
  });
  await settled();
  assert.equal(
    marksOf(editor),
    options.crlf ? marked.replaceAll('\n', '\r\n') : marked,
    'the test as written',
  );
  return editor;
}

/** The text and the cursors of an editor become these. */
export async function become(editor: vscode.TextEditor, marked: string): Promise<void> {
  const { text, spans } = unmarked(marked);
  const { document } = editor;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  await editor.edit((edit) => edit.replace(whole, text));
  editor.selections = spans.map(
    ([start, end]) => new vscode.Selection(document.positionAt(start), document.positionAt(end)),
  );
  await settled();
}

/** The text of an editor with its cursors, as soon as all that was done to it has arrived. */
export async function shown(editor = activeEditor()): Promise<string> {
  await settled();
  return marksOf(editor);
}

export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'an editor is active');
  return editor;
}

/** To the window and back, on the ordered way on which edits and selections come. */
export async function settled(): Promise<void> {
  await vscode.commands.getCommands(true);
}

/** Waits until the condition holds; for what VS Code does in its own time. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`Waited in vain until ${what}`);
}

export async function run(command: string, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
  await settled();
}

/** Closes every editor without a question, and the panel. */
export async function clearWindow(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closePanel');
  const open = () => vscode.window.tabGroups.all.some((group) => group.tabs.length > 0);
  for (let tries = 0; open() && tries < 30; tries += 1) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await settled();
  }
  await vscode.commands.executeCommand('workbench.action.joinAllGroups');
  await until(() => !open() && vscode.window.activeTextEditor === undefined, 'every editor was closed');
  // The next one may get the name, and would get the text too.
  const untitled = () => vscode.workspace.textDocuments.some((document) => document.isUntitled);
  await until(() => !untitled(), 'no untitled document was left');
}

/** On a busy machine the one before may still be closing, and the new one gets its name and its text. */
async function openUntitled(content: string, viewColumn: vscode.ViewColumn): Promise<vscode.TextEditor> {
  for (let tries = 1; ; tries += 1) {
    const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
    if (document.getText() === content || tries === 3) {
      return await vscode.window.showTextDocument(document, { preview: false, viewColumn });
    }
    await settled();
  }
}

let files = 0;

/** A new file below a folder of its own, opened as a person opens it: VS Code alone holds its document. */
async function openSaved(
  name: string,
  text: string,
  viewColumn: vscode.ViewColumn,
): Promise<vscode.TextEditor> {
  files += 1;
  const uri = inWorkspace(`${files}/${name}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false, viewColumn });
  await until(() => `${vscode.window.activeTextEditor?.document.uri}` === `${uri}`, `${name} was open`);
  return activeEditor();
}

export function inWorkspace(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

type Span = readonly [start: number, end: number];

export function unmarked(marked: string): { readonly text: string; readonly spans: readonly Span[] } {
  const spans: [number, number][] = [];
  let text = '';
  for (const character of marked) {
    if (character === '|') spans.push([text.length, text.length]);
    else if (character === '‹') spans.push([text.length, text.length]);
    else if (character === '›') (spans.at(-1) as [number, number])[1] = text.length;
    else text += character;
  }
  return { text, spans };
}

function marksOf({ document, selections }: vscode.TextEditor): string {
  const spans = selections
    .map(({ start, end }): Span => [document.offsetAt(start), document.offsetAt(end)])
    .toSorted(([a], [b]) => b - a);
  return spans.reduce((text, [start, end]) => {
    const selected = text.slice(start, end);
    return `${text.slice(0, start)}${start === end ? '|' : `‹${selected}›`}${text.slice(end)}`;
  }, document.getText());
}
