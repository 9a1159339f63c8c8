// The text editor as the place of a dictation: pinned at the start, written at every cursor and selection as one
// undo step. Switching to another tab does not move it; where its file is closed the text is handed back.

import * as vscode from 'vscode';
import type { Problem } from '../base/problem.ts';
import { fail, ok } from '../base/result.ts';
import type { Place, Places } from '../dictation/ports.ts';
import { cursorsAfter, type Replacement } from '../insertion/edits.ts';
import { fit } from '../insertion/fit.ts';

export const editorPlaces: Places = {
  pin() {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return fail({ kind: 'noEditor' });
    const { uri } = editor.document;
    // `undefined` means that nobody knows: then the write itself decides.
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false || uri.scheme === 'output') {
      return fail({ kind: 'readOnly', file: uri.path });
    }
    return ok(placeIn(editor));
  },
};

function placeIn(pinned: vscode.TextEditor): Place {
  const { document } = pinned;
  return {
    async insert(text) {
      const visible = vscode.window.visibleTextEditors;
      const editor = visible.includes(pinned) ? pinned : visible.find((other) => other.document === document);
      const written = editor !== undefined && (await writeAtSelections(editor, text));
      return written ? ok(undefined) : fail(gone(document, text));
    },
  };
}

function gone(document: vscode.TextDocument, text: string): Problem {
  return { kind: 'placeGone', file: document.uri.path, text };
}

async function writeAtSelections(editor: vscode.TextEditor, text: string): Promise<boolean> {
  const { document, selections } = editor;
  const replacements = selections.map((selection): Replacement & { readonly range: vscode.Range } => {
    const range = new vscode.Range(selection.start, selection.end);
    const before = document.lineAt(range.start.line).text.slice(0, range.start.character);
    const after = document.lineAt(range.end.line).text.slice(range.end.character);
    const start = document.offsetAt(range.start);
    return { range, start, end: document.offsetAt(range.end), text: fit(text, before, after) };
  });
  const written = await editor.edit(
    (edit) => {
      for (const replacement of replacements) edit.replace(replacement.range, replacement.text);
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!written) return false;
  // Left to itself VS Code would leave the new text selected, and the next key would remove it.
  editor.selections = cursorsAfter(replacements).map((offset) => {
    const position = document.positionAt(offset);
    return new vscode.Selection(position, position);
  });
  return true;
}
