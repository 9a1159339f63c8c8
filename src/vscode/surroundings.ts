// What stands around a place in a document: the kind of text that words put there would be, the language they would
// be in, and the lines before and after. Read with the installed grammars; where they cannot say it in time, by the
// language alone.

import * as vscode from 'vscode';
import { contributionsOf } from '../grammar/contributions.ts';
import { type Piece, pieceAt } from '../grammar/pieces.ts';
import { GrammarReader } from '../grammar/reader.node.ts';
import type { Target, TargetKind } from '../text/target.ts';

const proseLanguages: ReadonlySet<string> = new Set(['plaintext', 'markdown', 'latex', 'restructuredtext']);
const commitLanguages: ReadonlySet<string> = new Set(['git-commit', 'scminput']);
const linesAround = 20;

/** A cold grammar and a huge file are read while the person speaks; in the end there is no time to wait for them. */
const readingMs = 10_000;
const lastMomentMs = 300;

export class Surroundings {
  private readonly reader: GrammarReader;
  private readonly watching: vscode.Disposable;

  /** `program` is the bundle of the thread that reads grammars, `patienceMs` how long a question waits for it. */
  constructor(
    program: string,
    private readonly patienceMs = lastMomentMs,
  ) {
    this.reader = new GrammarReader({ program, contributions: installed });
    this.watching = vscode.extensions.onDidChange(() => this.reader.reset());
  }

  /** Reads as far as this range, so that `target` will know soon. */
  prepare(document: vscode.TextDocument, range: vscode.Range): void {
    void this.pieceFor(document, range, readingMs);
  }

  /** What a text in place of this range will stand among. */
  async target(document: vscode.TextDocument, range: vscode.Range): Promise<Target> {
    const piece = await this.pieceFor(document, range, this.patienceMs);
    const { start, end } = range;
    const first = new vscode.Position(Math.max(0, start.line - linesAround), 0);
    const last = new vscode.Position(end.line + linesAround, 0);
    return {
      kind: kindOf(document, piece),
      languageId: piece?.languageId ?? document.languageId,
      document: document.uri.toString(),
      before: document.getText(new vscode.Range(first, start)),
      after: document.getText(new vscode.Range(end, last)),
    };
  }

  dispose(): void {
    this.watching.dispose();
    this.reader.dispose();
  }

  /** Only a word that is tried there tells what it would be: `|"text"` is code, `"|"` a string, `//|` a comment. */
  private async pieceFor(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
    withinMs: number,
  ): Promise<Piece | undefined> {
    const before = document.getText(new vscode.Range(new vscode.Position(0, 0), start));
    const rest = document.lineAt(end.line).text.slice(end.character);
    const lines = await this.reader.ask({
      document: document.uri.toString(),
      languageId: document.languageId,
      text: `${before}x${rest}`,
      from: start.line,
      withinMs,
    });
    return pieceAt(lines?.[0] ?? [], start.character);
  }
}

function kindOf({ languageId }: vscode.TextDocument, piece: Piece | undefined): TargetKind {
  const kind = piece?.kind ?? (proseLanguages.has(languageId) ? 'prose' : 'code');
  return commitLanguages.has(languageId) && kind !== 'comment' ? 'commit' : kind;
}

function installed() {
  return contributionsOf(
    vscode.extensions.all.map((one) => ({ root: one.extensionUri.toString(), content: one.packageJSON })),
  );
}
