// The text editor as the place of a dictation: pinned at the start, written at every cursor and selection as one
// undo step. It follows every edit that is made meanwhile; neither another tab nor a moved cursor moves it; where
// its file is closed the text is handed back.

import * as vscode from 'vscode';
import type { Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Place, Places } from '../../dictation/ports.ts';
import { besideBlock } from '../../insertion/blockCursor.ts';
import { type Replacement, type Span, withoutOverlaps } from '../../insertion/edits.ts';
import { fit } from '../../insertion/fit.ts';
import type { SpokenMove } from '../../text/language.ts';
import { isProse, type Target } from '../../text/target.ts';
import type { FollowedPieces } from './documentChanges.ts';
import { EditorInsertion, type EditorParts } from './editorInsertion.ts';
import { lineAround, rangeOf, withLineEndsOf, writeInto } from './editorWriting.ts';

export interface EditorPlaces extends Places {
  pin(): Result<EditorPlace, Problem>;
  /** That of the last dictation: its settings hold for it, whatever is in front of the person by now. */
  readonly pinnedDocument: vscode.Uri | undefined;
  /** Of the dictation that lives now. */
  readonly pinned: EditorPlace | undefined;
}

/** The active editor, unless it is known that nothing can be written there. */
export function editorPlaces(parts: EditorParts): EditorPlaces {
  let last: EditorPlace | undefined;
  return {
    get pinnedDocument() {
      return last?.document.uri;
    },
    get pinned() {
      return last?.isPinned === true ? last : undefined;
    },
    pin() {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) return fail({ kind: 'noEditor' });
      const { uri } = editor.document;
      // `undefined` means that nobody knows: then the write itself decides.
      if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false || uri.scheme === 'output') {
        return fail({ kind: 'readOnly', file: uri.path });
      }
      last = new EditorPlace(editor, parts);
      return ok(last);
    },
  };
}

export class EditorPlace implements Place {
  private readonly followed: FollowedPieces;
  private known: Target | undefined;
  isPinned = true;

  constructor(
    private readonly pinned: vscode.TextEditor,
    private readonly parts: EditorParts,
  ) {
    const { document, selection } = pinned;
    parts.surroundings.prepare(document, selection);
    this.followed = parts.changes.follow(
      document,
      spansOf(pinned).map((span) => ({ span })),
    );
  }

  get document(): vscode.TextDocument {
    return this.pinned.document;
  }

  /** Where the text will go now, the first cursor first. */
  get ranges(): readonly vscode.Range[] {
    return withoutOverlaps(this.followed.spans).map((span) => rangeOf(this.document, span));
  }

  async target(): Promise<Target> {
    const [first = new vscode.Range(0, 0, 0, 0)] = this.ranges;
    this.known = await this.parts.surroundings.target(this.document, first);
    return this.known;
  }

  preview(text: string): void {
    const { document } = this;
    const [first = { start: 0, end: 0 }] = withoutOverlaps(this.followed.spans);
    const isCode = this.known !== undefined && !isProse(this.known);
    const fitting = fit(text, { ...lineAround(document, first), isCode });
    this.parts.livePreview.show(this.visibleEditor(), document.positionAt(first.end), fitting);
  }

  async insert(text: string): Promise<Result<EditorInsertion, Problem>> {
    const { document } = this;
    const isCode = !isProse(this.known ?? (await this.target()));
    const lines = withLineEndsOf(document, text);
    const planned = (places: readonly Span[]) =>
      places.map((span) => ({ ...span, text: fit(lines, { ...lineAround(document, span), isCode }) }));
    const written = await this.write(planned, isCode);
    return written === undefined ? fail({ kind: 'placeGone', file: document.uri.path, text }) : ok(written);
  }

  /** Writes what is planned for the places as they are then; undefined where that cannot be. */
  async write(
    planned: (places: readonly Span[]) => readonly Replacement[],
    isCode: boolean,
  ): Promise<EditorInsertion | undefined> {
    const { document, parts } = this;
    const written = await writeInto(document, parts.changes, () => {
      const places = withoutOverlaps(this.followed.spans);
      const pieces = planned(places).map((piece) => ({
        ...piece,
        before: document.getText(rangeOf(document, piece)),
      }));
      const editor = this.visibleEditor();
      return { editor, pieces, cursorsFollow: editor !== undefined && this.isWhere(editor, places) };
    });
    return written === undefined ? undefined : new EditorInsertion(document, parts, written, isCode);
  }

  move(to: SpokenMove): void {
    const { document } = this;
    const editor = this.visibleEditor();
    if (editor === undefined) return;
    editor.selections = this.ranges.map(({ end }) => {
      const position = moved(document, end, to);
      return new vscode.Selection(position, position);
    });
  }

  /** Its dictation is over; it is followed on, for what may still be written here. */
  leave(): void {
    this.isPinned = false;
  }

  release(): void {
    this.leave();
    this.followed.dispose();
  }

  /** A tab that was left and is back has a new editor. One that shows the document elsewhere has other cursors. */
  visibleEditor(): vscode.TextEditor | undefined {
    const { pinned } = this;
    const visible = vscode.window.visibleTextEditors;
    const isBack = (other: vscode.TextEditor) =>
      other.document === pinned.document && other.viewColumn === pinned.viewColumn;
    return visible.includes(pinned) ? pinned : visible.find(isBack);
  }

  private isWhere(editor: vscode.TextEditor, places: readonly Span[]): boolean {
    const shown = spansOf(editor);
    return (
      shown.length === places.length &&
      places.every(({ start, end }) => shown.some((other) => other.start === start && other.end === end))
    );
  }
}

function moved(document: vscode.TextDocument, { line }: vscode.Position, to: SpokenMove): vscode.Position {
  const there = document.lineAt(to === 'nextLine' ? Math.min(line + 1, document.lineCount - 1) : line);
  return to === 'endOfLine'
    ? there.range.end
    : new vscode.Position(there.lineNumber, there.firstNonWhitespaceCharacterIndex);
}

/** What the cursors and selections of an editor mean to a person who speaks. */
function spansOf(editor: vscode.TextEditor): readonly Span[] {
  const { document, selections } = editor;
  const isBlock = hasBlockCursor(editor);
  return selections.map((selection) => {
    const { start, end } = document.validateRange(selection);
    if (!isBlock || !start.isEqual(end)) {
      return { start: document.offsetAt(start), end: document.offsetAt(end) };
    }
    const at = document.offsetAt(
      start.with({ character: besideBlock(lineOf(document, start), start.character) }),
    );
    return { start: at, end: at };
  });
}

function lineOf(document: vscode.TextDocument, { line }: vscode.Position): string {
  return document.lineAt(line).text;
}

const blocks: readonly (vscode.TextEditorCursorStyle | undefined)[] = [
  vscode.TextEditorCursorStyle.Block,
  vscode.TextEditorCursorStyle.BlockOutline,
];

/** Extensions with modes, as those for Vim, show the mode by the cursor of an editor; the setting stays. */
function hasBlockCursor({ document, options }: vscode.TextEditor): boolean {
  const wished = vscode.workspace.getConfiguration('editor', document).get<string>('cursorStyle') ?? '';
  return blocks.includes(options.cursorStyle) && !wished.startsWith('block');
}
