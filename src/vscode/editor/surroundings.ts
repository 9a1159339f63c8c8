// What stands around a place in a document: the kind of text that words put there would be, the language they would
// be in, and the lines before and after. Read with the installed grammars; where they cannot say it in time, by the
// language alone.

import * as vscode from 'vscode';
import { contributionsOf } from '../../grammar/contributions.ts';
import { type Piece, pieceAt } from '../../grammar/pieces.ts';
import type { Answer } from '../../grammar/question.ts';
import { GrammarReader } from '../../grammar/reader.node.ts';
import { type Markers, markersOf } from '../../insertion/comment/markers.ts';
import type { Target, TargetKind } from '../../text/target.ts';

const proseLanguages: ReadonlySet<string> = new Set(['plaintext', 'markdown', 'latex', 'restructuredtext']);
const commitLanguages: ReadonlySet<string> = new Set(['git-commit']);
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

  /** The pieces of these lines, both included, as they are. */
  async pieces(document: vscode.TextDocument, from: number, to: number): Promise<Answer['lines']> {
    const text = document.getText(new vscode.Range(0, 0, to, document.lineAt(to).text.length));
    return await this.ask(document, text, from, readingMs);
  }

  /** The pieces of a text that would stand in place of this line. */
  async tried(
    document: vscode.TextDocument,
    line: number,
    text: string,
  ): Promise<readonly Piece[] | undefined> {
    const above = document.getText(new vscode.Range(0, 0, line, 0));
    return (await this.ask(document, above + text, line, this.patienceMs))?.[0];
  }

  /** How a language writes comments, as its configurations say that are installed. */
  async markers(languageId: string): Promise<Markers> {
    const locations = installed().configurations.get(languageId) ?? [];
    return markersOf(await Promise.all(locations.map(textAt)));
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
    const lines = await this.ask(document, `${before}x${rest}`, start.line, withinMs);
    return pieceAt(lines?.[0] ?? [], start.character);
  }

  private ask(
    document: vscode.TextDocument,
    text: string,
    from: number,
    withinMs: number,
  ): Promise<Answer['lines']> {
    const { uri, languageId } = document;
    return this.reader.ask({ document: uri.toString(), languageId, text, from, withinMs });
  }
}

function kindOf({ languageId }: vscode.TextDocument, piece: Piece | undefined): TargetKind {
  const kind = piece?.kind ?? (proseLanguages.has(languageId) ? 'prose' : 'code');
  return commitLanguages.has(languageId) && kind !== 'comment' ? 'commit' : kind;
}

async function textAt(location: string): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(location)));
  } catch {
    return ''; // an extension that was removed meanwhile
  }
}

function installed() {
  return contributionsOf(
    vscode.extensions.all.map((one) => ({ root: one.extensionUri.toString(), content: one.packageJSON })),
  );
}
