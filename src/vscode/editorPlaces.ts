// The text editor as the place of a dictation: pinned at the start, written at every cursor and selection as one
// undo step. Switching to another tab does not move it; where its file is closed the text is handed back.

import * as vscode from 'vscode';
import type { Problem } from '../base/problem.ts';
import { fail, ok } from '../base/result.ts';
import type { Place, Places } from '../dictation/ports.ts';
import { cursorsAfter, type Replacement } from '../insertion/edits.ts';
import { fit } from '../insertion/fit.ts';
import type { LivePreview } from './livePreview.ts';
import type { Surroundings } from './surroundings.ts';

export function editorPlaces(surroundings: Surroundings, livePreview: LivePreview): Places {
  return {
    pin() {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) return fail({ kind: 'noEditor' });
      const { uri } = editor.document;
      // `undefined` means that nobody knows: then the write itself decides.
      if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false || uri.scheme === 'output') {
        return fail({ kind: 'readOnly', file: uri.path });
      }
      return ok(placeIn(editor, surroundings, livePreview));
    },
  };
}

/** Something typed, shown or closed in the same moment makes VS Code refuse a write: then it is looked anew. */
const attempts = 3;

function placeIn(pinned: vscode.TextEditor, surroundings: Surroundings, livePreview: LivePreview): Place {
  const { document } = pinned;
  surroundings.prepare(document, pinned.selection);
  return {
    target: () => surroundings.target(document, pinned.selection),
    preview(text) {
      const editor = editorOf(pinned);
      livePreview.show(editor, (editor ?? pinned).selection.end, text);
    },
    async insert(text) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const outcome = await writeOnce(pinned, text);
        if (outcome === 'written') return ok(undefined);
        if (outcome === 'impossible') break;
      }
      return fail(gone(document, text));
    },
  };
}

async function writeOnce(
  pinned: vscode.TextEditor,
  text: string,
): Promise<'written' | 'refused' | 'impossible'> {
  const { document } = pinned;
  if (document.isClosed) return 'impossible';
  const { version } = document;
  const editor = editorOf(pinned);
  try {
    // An editor behind another tab is gone for VS Code, but it still tells where its cursors were.
    const replacements = replacementsFor(document, (editor ?? pinned).selections, text);
    const written =
      editor === undefined ? await writeHidden(document, replacements) : await write(editor, replacements);
    if (!written) return 'refused';
    // VS Code says yes to an edit of a read-only editor and does nothing.
    return document.version === version ? 'impossible' : 'written';
  } catch {
    return 'refused'; // the editor was closed in the same moment
  }
}

function editorOf(pinned: vscode.TextEditor): vscode.TextEditor | undefined {
  const visible = vscode.window.visibleTextEditors;
  // A tab that was left and is back has a new editor. One that shows the document elsewhere has other cursors.
  const isBack = (other: vscode.TextEditor) =>
    other.document === pinned.document && other.viewColumn === pinned.viewColumn;
  return visible.includes(pinned) ? pinned : visible.find(isBack);
}

function gone(document: vscode.TextDocument, text: string): Problem {
  return { kind: 'placeGone', file: document.uri.path, text };
}

interface PlacedReplacement extends Replacement {
  readonly range: vscode.Range;
}

function replacementsFor(
  document: vscode.TextDocument,
  selections: readonly vscode.Selection[],
  text: string,
): readonly PlacedReplacement[] {
  // With the line ends that VS Code will write: the places of the cursors are counted from them.
  const lines = text.replaceAll(/\r\n?|\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
  return selections.map((selection) => {
    const range = document.validateRange(selection);
    const before = document.lineAt(range.start.line).text.slice(0, range.start.character);
    const after = document.lineAt(range.end.line).text.slice(range.end.character);
    const start = document.offsetAt(range.start);
    return { range, start, end: document.offsetAt(range.end), text: fit(lines, before, after) };
  });
}

async function write(
  editor: vscode.TextEditor,
  replacements: readonly PlacedReplacement[],
): Promise<boolean> {
  const written = await editor.edit(
    (edit) => {
      for (const { range, text } of replacements) edit.replace(range, text);
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!written) return false;
  // Left to itself VS Code would leave the new text selected, and the next key would remove it.
  editor.selections = cursorsAfter(replacements).map((offset) => {
    const position = editor.document.positionAt(offset);
    return new vscode.Selection(position, position);
  });
  return true;
}

async function writeHidden(
  document: vscode.TextDocument,
  replacements: readonly PlacedReplacement[],
): Promise<boolean> {
  if (!hasTab(document) || !isSurelyWritable(document.uri)) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of replacements) edit.replace(document.uri, range, text);
  return vscode.workspace.applyEdit(edit);
}

/** VS Code and other extensions keep documents open for a while after the person closed them. */
function hasTab({ uri }: vscode.TextDocument): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  // By the path: it is that of the notebook for a notebook's cells.
  return tabs.some(({ input }) => tabUri(input)?.path === uri.path);
}

function tabUri(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook
    ? input.uri
    : undefined;
}

/** Behind a tab VS Code writes into what is read-only too, where the text would be lost. */
function isSurelyWritable({ scheme }: vscode.Uri): boolean {
  const isWritable = vscode.workspace.fs.isWritableFileSystem(scheme);
  return isWritable ?? (scheme === 'untitled' || scheme === 'vscode-notebook-cell');
}
