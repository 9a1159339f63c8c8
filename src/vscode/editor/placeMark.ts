// The mark at the pinned place while its dictation lives: in the gutter and the overview ruler, of one colour while
// it records and of another while it finishes. Follows the document; shows nothing when nothing is dictated.

import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Dictation } from '../../dictation/dictation.ts';
import { isBusy, isListening } from '../../dictation/machine.ts';
import type { EditorPlace } from './editorPlaces.ts';

export class PlaceMark implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly recording: vscode.TextEditorDecorationType;
  private readonly finishing: vscode.TextEditorDecorationType;

  constructor(
    private readonly dictation: Pick<Dictation, 'current' | 'onChange'>,
    private readonly place: () => EditorPlace | undefined,
    media: vscode.Uri,
  ) {
    this.recording = this.disposables.add(style(media, 'mark-recording.svg', 'errorForeground'));
    this.finishing = this.disposables.add(style(media, 'mark-finishing.svg', 'editorInfo.foreground'));
    this.disposables.add(dictation.onChange(() => this.draw()));
    this.disposables.add(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private draw(): void {
    const state = this.dictation.current;
    const place = isBusy(state) ? this.place() : undefined;
    for (const editor of vscode.window.visibleTextEditors) {
      const ranges = place?.document === editor.document ? place.ranges : [];
      editor.setDecorations(this.recording, isListening(state) ? ranges : []);
      editor.setDecorations(this.finishing, isListening(state) ? [] : ranges);
    }
  }
}

function style(media: vscode.Uri, icon: string, colour: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(media, icon),
    gutterIconSize: 'contain',
    overviewRulerColor: new vscode.ThemeColor(colour),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
}
