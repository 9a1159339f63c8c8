// Shows the words that are being understood, dimmed, where the text will go: a decoration, so that neither the
// document nor its undo history knows of them. Shows one text at a time.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposables.ts';

/** What would not fit beside the code is cut off at its beginning: the end is what was said just now. */
const mostCharacters = 120;

export class LivePreview implements Disposable {
  private style: vscode.TextEditorDecorationType | undefined;

  show(editor: vscode.TextEditor | undefined, place: vscode.Position, text: string): void {
    if (text === '' || editor === undefined) {
      this.dispose();
      return;
    }
    this.style ??= vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      after: { color: new vscode.ThemeColor('editorGhostText.foreground'), fontStyle: 'italic' },
    });
    const line = text.replace(/\s+/g, ' ');
    const contentText = line.length > mostCharacters ? `…${line.slice(1 - mostCharacters)}` : line;
    const range = editor.document.validateRange(new vscode.Range(place, place));
    editor.setDecorations(this.style, [{ range, renderOptions: { after: { contentText } } }]);
  }

  dispose(): void {
    this.style?.dispose(); // takes what it decorates away, in every editor
    this.style = undefined;
  }
}
