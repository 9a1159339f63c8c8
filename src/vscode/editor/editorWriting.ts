// Puts texts in place of pieces of a document, as one undo step, whether an editor shows it or a tab hides it.
// Promises: nothing is written into a document that was closed or that cannot be written.

import * as vscode from 'vscode';
import { cursorsAfter, type Replacement, type Span, startsAfter } from '../../insertion/edits.ts';
import { type Change, type Exchange, follow } from '../../insertion/tracking.ts';
import type { DocumentChanges } from './documentChanges.ts';

/** `refused`: something was typed, shown or closed in the same moment, and it is worth another try. */
type WriteOutcome = 'written' | 'refused' | 'impossible';

/** `before`: what is to come back when the text is taken away again. */
export type PieceToWrite = Replacement & Pick<Exchange, 'before'>;

export interface WrittenPiece {
  /** Where it stood when it had been written. */
  readonly span: Span;
  readonly exchange: Exchange;
}

/** What is asked anew for every try, because the document changes between them. */
export interface Write {
  readonly editor: vscode.TextEditor | undefined;
  readonly pieces: readonly PieceToWrite[];
  /** The person still is where the text goes: the cursors go behind it. */
  readonly cursorsFollow: boolean;
}

const attempts = 3;

/** Where each text stands in the end, in the order of the pieces; undefined where nothing could be written. */
export async function writeInto(
  document: vscode.TextDocument,
  changes: DocumentChanges,
  next: () => Write,
): Promise<readonly WrittenPiece[] | undefined> {
  const seen: (readonly Change[])[] = [];
  const watching = changes.watch(document, (change) => seen.push(change));
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (document.isClosed) return undefined;
      seen.length = 0;
      const write = next();
      const outcome = await writeOnce(document, write);
      if (outcome === 'impossible') return undefined;
      // The first change is the write itself: VS Code refuses one that was meant for another version.
      if (outcome === 'written') return writtenAfter(write.pieces, seen.slice(1).flat());
    }
    return undefined;
  } finally {
    watching.dispose();
  }
}

function writtenAfter(pieces: readonly PieceToWrite[], later: readonly Change[]): readonly WrittenPiece[] {
  const starts = startsAfter(pieces);
  return pieces.map(({ text, before }, index) => {
    const start = starts[index] ?? 0;
    const span = later.reduce(follow, { start, end: start + text.length });
    return { span, exchange: { before, written: text } };
  });
}

export function lineAround(document: vscode.TextDocument, span: Span) {
  const { start, end } = rangeOf(document, span);
  return {
    before: document.lineAt(start.line).text.slice(0, start.character),
    after: document.lineAt(end.line).text.slice(end.character),
  };
}

/** With the line ends that VS Code will write: places are counted from them. */
export function withLineEndsOf(document: vscode.TextDocument, text: string): string {
  return text.replaceAll(/\r\n?|\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

async function writeOnce(document: vscode.TextDocument, wanted: Write): Promise<WriteOutcome> {
  const { version } = document;
  const { editor, pieces, cursorsFollow } = wanted;
  if (pieces.every(({ start, end, text }) => start === end && text === '')) return 'written';
  try {
    const written =
      editor === undefined ? await writeHidden(document, pieces) : await write(editor, pieces, cursorsFollow);
    if (!written) return 'refused';
    // VS Code says yes to an edit of a read-only editor and does nothing.
    return document.version === version ? 'impossible' : 'written';
  } catch {
    return 'refused'; // the editor was closed in the same moment
  }
}

async function write(
  editor: vscode.TextEditor,
  replacements: readonly Replacement[],
  cursorsFollow: boolean,
): Promise<boolean> {
  const { document } = editor;
  const written = await editor.edit(
    (edit) => {
      for (const piece of replacements) edit.replace(rangeOf(document, piece), piece.text);
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!written || !cursorsFollow) return written;
  // Left to itself VS Code would leave the new text selected, and the next key would remove it.
  editor.selections = cursorsAfter(replacements).map((offset) => {
    const position = document.positionAt(offset);
    return new vscode.Selection(position, position);
  });
  return true;
}

async function writeHidden(
  document: vscode.TextDocument,
  replacements: readonly Replacement[],
): Promise<boolean> {
  if (!hasTab(document) || !isSurelyWritable(document.uri)) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const piece of replacements) edit.replace(document.uri, rangeOf(document, piece), piece.text);
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
  return isWritable ?? ['untitled', 'vscode-notebook-cell'].includes(scheme);
}
