// The active editor as the place of a dictated comment: pinned and written like any text, but what is written is
// planned by the language and by what stands at the place.

import * as vscode from 'vscode';
import { disposable } from '../../base/disposables.ts';
import type { Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Insertion, Place } from '../../dictation/ports.ts';
import { planComment } from '../../insertion/comment/plan.ts';
import type { CommentEdit, CommentStyle, Point, Situation } from '../../insertion/comment/situation.ts';
import { spokenDoc } from '../../insertion/comment/spoken.ts';
import type { Replacement } from '../../insertion/edits.ts';
import type { SpokenMove } from '../../text/language.ts';
import type { Target } from '../../text/target.ts';
import { documentSymbols, type KnownSymbol } from '../documentSymbols.ts';
import { setting } from '../settings.ts';
import type { EditorInsertion, EditorParts } from './editorInsertion.ts';
import type { EditorPlace, EditorPlaces } from './editorPlaces.ts';
import { withLineEndsOf } from './editorWriting.ts';

export function commentPlaces(editors: EditorPlaces, parts: EditorParts): { pin(): Result<Place, Problem> } {
  return {
    pin() {
      const place = editors.pin();
      return place.ok ? ok(new CommentPlace(place.value, parts)) : place;
    },
  };
}

/** How often a comment is planned anew because the document changed while it was planned. */
const attempts = 3;

class CommentPlace implements Place {
  private isWritten = false;
  /** What was written here and may still be exchanged: as long the place is followed. */
  private written = 0;

  constructor(
    private readonly place: EditorPlace,
    private readonly parts: EditorParts,
  ) {}

  /** A comment that begins anew begins a sentence, whatever stands around the place. */
  async target(): Promise<Target> {
    const target = await this.place.target();
    if (target.kind === 'comment') return target;
    const { line = '' } = await this.parts.surroundings.markers(target.languageId);
    const above = target.before.slice(0, target.before.lastIndexOf('\n') + 1);
    return { ...target, kind: 'comment', before: `${above}${line} `, after: '' };
  }

  async insert(text: string): Promise<Result<Insertion, Problem>> {
    const { document } = this.place;
    for (let attempt = 0; attempt < attempts && !document.isClosed; attempt += 1) {
      const { version } = document;
      const plan = await this.plan(text);
      if (!plan.ok) return plan;
      // Planning takes a moment: what was planned for another text is not written.
      const written = await this.place.write(() => (document.version === version ? plan.value : []), false);
      if (written === undefined) break;
      if (!written.stands) {
        written.forget();
        continue;
      }
      this.isWritten = true;
      return ok(this.insertion(written));
    }
    return fail({ kind: 'placeGone', file: document.uri.path, text });
  }

  preview(text: string): void {
    this.place.preview(text);
  }

  move(to: SpokenMove): void {
    this.place.move(to);
  }

  /** What takes the place of a comment is planned where that stood. */
  release(): void {
    if (this.isWritten) this.place.leave();
    else this.place.release();
  }

  private async plan(text: string): Promise<Result<readonly Replacement[], Problem>> {
    const { document, ranges } = this.place;
    const replacements: Replacement[] = [];
    for (const range of ranges) {
      const situation = await this.situation(range, text);
      const plan = await planComment(text, situation);
      if (!plan.ok) return fail({ kind: 'noComments', language: situation.languageId, text });
      replacements.push(replacementFor(document, plan.value));
    }
    return ok(withoutRepeats(replacements));
  }

  /** Another text in place of a comment is planned like the first one, where that stood. */
  private insertion(written: EditorInsertion): Insertion {
    this.written += 1;
    const forgotten = disposable(() => {
      written.forget();
      this.written -= 1;
      if (this.written === 0) this.place.release();
    });
    return {
      get stands() {
        return written.stands;
      },
      isFinal: written.isFinal,
      target: () => written.target(),
      remove: () => written.remove(),
      replace: async (text) => {
        const removed = await written.remove();
        return removed.ok ? await this.insert(text) : removed;
      },
      forget: () => forgotten.dispose(),
    };
  }

  private async situation(range: vscode.Range, text: string): Promise<Situation> {
    const { document } = this.place;
    const { surroundings } = this.parts;
    const { kind, languageId } = await surroundings.target(document, range);
    const asksForDoc = spokenDoc(text, []) !== undefined;
    return {
      lines: document.getText().split(/\r\n|\r|\n/),
      ...{ start: pointOf(range.start), end: pointOf(range.end), languageId },
      markers: await surroundings.markers(languageId),
      inComment: kind === 'comment',
      functionAround: asksForDoc ? await functionAround(document, range.start) : undefined,
      style: styleOf(document, this.place.visibleEditor(), languageId),
      grammar: {
        pieces: (from, to) => surroundings.pieces(document, from, to),
        tried: (line, tried) => surroundings.tried(document, line, tried),
      },
    };
  }
}

function styleOf(
  { uri }: vscode.TextDocument,
  editor: vscode.TextEditor | undefined,
  languageId: string,
): CommentStyle {
  const scope = { uri, languageId };
  const { tabSize, insertSpaces, indentSize } = editor?.options ?? {};
  const wide = typeof tabSize === 'number' ? tabSize : 4;
  const step = typeof indentSize === 'number' ? indentSize : wide;
  return {
    wrapColumn: setting('comment.wrapColumn', scope) || rulerOf(scope),
    tabSize: wide,
    indent: insertSpaces === false ? '\t' : ' '.repeat(step),
    afterCode: setting('comment.afterCode', scope),
  };
}

const usualColumn = 80;

/** The first ruler, which is a number or an object with its column. */
function rulerOf(scope: vscode.ConfigurationScope): number {
  const rulers: unknown = vscode.workspace.getConfiguration('editor', scope).get('rulers');
  const first: unknown = Array.isArray(rulers) ? rulers[0] : undefined;
  const column = typeof first === 'object' && first !== null && 'column' in first ? first.column : first;
  return typeof column === 'number' && column > 0 ? column : usualColumn;
}

const functions: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);

/** A language server that just starts takes seconds; the line itself often says what it is. */
const symbolsWithinMs = 1_500;

/** The innermost function around a position, where the language's extension knows it. */
async function functionAround(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
): Promise<number | undefined> {
  const symbols = await documentSymbols(uri, symbolsWithinMs);
  let line: number | undefined;
  const look = (among: readonly KnownSymbol[]): void => {
    for (const symbol of among) {
      const { range } = 'range' in symbol ? symbol : symbol.location;
      if (!range.contains(position)) continue;
      if (functions.has(symbol.kind)) line = range.start.line;
      if ('children' in symbol) look(symbol.children);
    }
  };
  look(symbols ?? []);
  return line;
}

function replacementFor(
  document: vscode.TextDocument,
  { start, end, text, caret }: CommentEdit,
): Replacement {
  return {
    start: document.offsetAt(new vscode.Position(start.line, start.character)),
    end: document.offsetAt(new vscode.Position(end.line, end.character)),
    text: withLineEndsOf(document, text),
    caret: withLineEndsOf(document, text.slice(0, caret)).length,
  };
}

/** Two cursors in one line ask for one comment. */
function withoutRepeats(replacements: readonly Replacement[]): readonly Replacement[] {
  return replacements.filter(
    (own, index) =>
      replacements.findIndex(
        ({ start, end }) => (start < own.end && own.start < end) || start === own.start,
      ) === index,
  );
}

function pointOf({ line, character }: vscode.Position): Point {
  return { line, character };
}
