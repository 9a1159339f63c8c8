// Whether Sotto writes by the place, always as code or always as prose: the toggle, and its status bar item, which
// shows the choice. Lasts as long as the window.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposables.ts';
import type { Target } from '../../text/target.ts';

type Mode = 'place' | 'code' | 'prose';

const next: Readonly<Record<Mode, Mode>> = { place: 'code', code: 'prose', prose: 'place' };

export class WritingMode implements Disposable {
  private mode: Mode = 'place';
  private readonly item = vscode.window.createStatusBarItem(
    'sotto.writing',
    vscode.StatusBarAlignment.Left,
    9,
  );

  constructor() {
    this.item.name = vscode.l10n.t('Sotto: writing');
    this.item.command = 'sotto.text.toggleMode';
    this.draw();
    this.item.show();
  }

  toggle(): void {
    this.mode = next[this.mode];
    this.draw();
  }

  /** The target as the person wants it written. A comment is prose already, a terminal stays one. */
  applied(target: Target): Target {
    if (this.mode === 'place' || target.kind === 'terminal') return target;
    if (this.mode === 'code') return { ...target, kind: 'code' };
    return target.kind === 'code' ? { ...target, kind: 'prose' } : target;
  }

  dispose(): void {
    this.item.dispose();
  }

  private draw(): void {
    const { label, icon, says } = this.words();
    this.item.text = `$(${icon}) ${label}`;
    this.item.tooltip = says;
    this.item.accessibilityInformation = { label: says, role: 'button' };
  }

  private words(): { readonly label: string; readonly icon: string; readonly says: string } {
    const t = vscode.l10n.t;
    switch (this.mode) {
      case 'place':
        return {
          icon: 'text-size',
          label: t('Auto'),
          says: t('Sotto writes by the place: code in code, sentences in comments and prose'),
        };
      case 'code':
        return { icon: 'code', label: t('Code'), says: t('Sotto writes everything as code') };
      case 'prose':
        return { icon: 'quote', label: t('Prose'), says: t('Sotto writes everything as prose') };
    }
  }
}
