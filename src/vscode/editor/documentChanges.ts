// Pieces of documents that are followed through every edit, whoever makes it, shown or not. Promises: a document's
// text is remembered once and only while a piece of it is followed, so that typing costs nothing elsewhere.

import * as vscode from 'vscode';
import { type Disposable, disposable } from '../../base/disposables.ts';
import type { Span } from '../../insertion/edits.ts';
import { type Change, type Exchange, follow, followWritten } from '../../insertion/tracking.ts';

type Listener = (changes: readonly Change[]) => void;

interface Watched {
  text: string;
  readonly listeners: Set<Listener>;
}

export interface Piece {
  readonly span: Span;
  /** Where a text was written: undone and redone it is there again. */
  readonly exchange?: Exchange;
}

export interface FollowedPieces extends Disposable {
  readonly spans: readonly Span[];
}

export class DocumentChanges implements Disposable {
  private readonly watched = new Map<vscode.TextDocument, Watched>();
  private readonly listening = vscode.workspace.onDidChangeTextDocument((event) => this.take(event));

  /** Tells every change of this document, from now on. */
  watch(document: vscode.TextDocument, listener: Listener): Disposable {
    const watched = this.watched.get(document) ?? { text: document.getText(), listeners: new Set() };
    this.watched.set(document, watched);
    watched.listeners.add(listener);
    return disposable(() => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0) this.watched.delete(document);
    });
  }

  follow(document: vscode.TextDocument, pieces: readonly Piece[]): FollowedPieces {
    let spans = pieces.map(({ span }) => span);
    const watching = this.watch(document, (changes) => {
      for (const change of changes) {
        spans = spans.map((span, index) => {
          const exchange = pieces[index]?.exchange;
          return exchange === undefined ? follow(span, change) : followWritten(span, exchange, change);
        });
      }
    });
    return {
      get spans() {
        return spans;
      },
      dispose: () => watching.dispose(),
    };
  }

  dispose(): void {
    this.listening.dispose();
    this.watched.clear();
  }

  private take({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const watched = this.watched.get(document);
    if (watched === undefined) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) =>
      applied(watched, { start: rangeOffset, end: rangeOffset + rangeLength }, text),
    );
    const whole = document.getText();
    // Other line ends come without a change that would tell it.
    if (whole.length !== watched.text.length)
      changes.push(applied(watched, { start: 0, end: watched.text.length }, whole));
    for (const listener of [...watched.listeners]) listener(changes);
  }
}

/** The changes of one event follow one another: each is counted in the text that the one before left. */
function applied(watched: Watched, { start, end }: Span, text: string): Change {
  const before = watched.text;
  watched.text = before.slice(0, start) + text + before.slice(end);
  return { start, end, text, removed: before.slice(start, end) };
}

/** Whether somebody works on a document: logs are documents too, and change all the time. */
export function isWorkOn({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
  return contentChanges.length > 0 && document.uri.scheme !== 'output';
}
