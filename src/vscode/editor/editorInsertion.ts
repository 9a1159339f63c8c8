// What a dictation wrote into a document, wherever it stands now: it is taken away or exchanged there, whatever was
// edited since. What it replaced comes back when it goes. Promises: pieces that were undone or deleted by hand stay
// away.

import * as vscode from 'vscode';
import type { Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Insertion } from '../../dictation/ports.ts';
import type { Span } from '../../insertion/edits.ts';
import { fit } from '../../insertion/fit.ts';
import type { Exchange } from '../../insertion/tracking.ts';
import type { Target } from '../../text/target.ts';
import type { DocumentChanges, FollowedPieces } from './documentChanges.ts';
import { lineAround, rangeOf, type WrittenPiece, withLineEndsOf, writeInto } from './editorWriting.ts';
import type { LivePreview } from './livePreview.ts';
import type { Surroundings } from './surroundings.ts';

export interface EditorParts {
  readonly surroundings: Surroundings;
  readonly changes: DocumentChanges;
  readonly livePreview: LivePreview;
}

export class EditorInsertion implements Insertion {
  readonly isFinal = false;
  private readonly followed: FollowedPieces;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly parts: EditorParts,
    private readonly pieces: readonly WrittenPiece[],
    private readonly isCode: boolean,
  ) {
    this.followed = parts.changes.follow(document, pieces);
  }

  get stands(): boolean {
    return !this.document.isClosed && this.standing().length > 0;
  }

  async remove(): Promise<Result<unknown, Problem>> {
    const gone = await this.rewrite(({ before }) => before);
    return gone === undefined ? this.lost('') : ok(undefined);
  }

  async replace(text: string): Promise<Result<Insertion, Problem>> {
    const { document, parts, isCode } = this;
    const lines = withLineEndsOf(document, text);
    const pieces = await this.rewrite((_, span) => fit(lines, { ...lineAround(document, span), isCode }));
    if (pieces === undefined) return this.lost(text);
    return ok(new EditorInsertion(document, parts, pieces, isCode));
  }

  target(): Promise<Target> {
    const [first] = this.standing();
    return this.parts.surroundings.target(
      this.document,
      rangeOf(this.document, first?.span ?? { start: 0, end: 0 }),
    );
  }

  forget(): void {
    this.followed.dispose();
  }

  private standing(): readonly WrittenPiece[] {
    return this.pieces
      .map(({ span, exchange }, index) => ({ exchange, span: this.followed.spans[index] ?? span }))
      .filter(({ span }) => span.start < span.end);
  }

  private async rewrite(
    textFor: (exchange: Exchange, span: Span) => string,
  ): Promise<readonly WrittenPiece[] | undefined> {
    const { document, parts } = this;
    return await writeInto(document, parts.changes, () => {
      const pieces = this.standing().map(({ exchange, span }) => ({
        ...span,
        text: textFor(exchange, span),
        before: exchange.before,
      }));
      const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
      return { editor, pieces, cursorsFollow: false };
    });
  }

  private lost(text: string): { readonly ok: false; readonly error: Problem } {
    return fail({ kind: 'placeGone', file: this.document.uri.path, text });
  }
}
