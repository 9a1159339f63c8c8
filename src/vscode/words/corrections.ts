// Sees when a person mends a word that was just dictated, and offers, once for each word and only in the status bar,
// to remember the pair. Follows the dictated text through edits of its document for a minute and a half, by nothing
// but the changes that VS Code reports. What is offered is kept only after a click or the command.

import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore, disposable } from '../../base/disposables.ts';
import {
  type Alikeness,
  afterChange,
  type Correction,
  correctionIn,
  haveSameWords,
  type Stretch,
} from '../../vocabulary/correction.ts';
import type { ContextKeys } from '../contextKeys.ts';
import type { CommandId } from '../ids.ts';
import { currentFolder, type Keeper, keep } from './vocabularyFiles.ts';

const followedMs = 90_000;
const restMs = 2_000;
const offeredMs = 45_000;
const keepCommand: CommandId = 'sotto.vocabulary.keepCorrection';

interface Followed {
  readonly document: vscode.TextDocument;
  readonly dictated: string;
  stretch: Stretch;
  readonly end: Disposable;
}

interface Offering {
  readonly correction: Correction;
  readonly item: vscode.StatusBarItem;
  readonly end: Disposable;
}

export class Corrections implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly offered = new Set<string>();
  private expected: string | undefined;
  private followed: Followed | undefined;
  private following: Disposable | undefined;
  private resting: Disposable | undefined;
  private offering: Offering | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly contextKeys: ContextKeys,
    private readonly soundsAlike: Alikeness,
  ) {
    this.disposables.add(disposable(() => this.withdraw()));
    this.disposables.add(disposable(() => this.forget()));
  }

  /** This text is about to be inserted somewhere. */
  expect(text: string): void {
    this.expected = text.trim() === '' ? undefined : text.trim();
    this.following ??= this.disposables.add(
      vscode.workspace.onDidChangeTextDocument((change) => this.changed(change)),
    );
  }

  /** The person takes the offer: where shall the pair stand? */
  async take(): Promise<void> {
    const { offering } = this;
    if (offering === undefined) return;
    const { spoken, written } = offering.correction;
    const t = vscode.l10n.t;
    const choices: (vscode.QuickPickItem & { readonly keeper: Keeper | undefined })[] = [
      ...(currentFolder() === undefined
        ? []
        : [
            {
              label: t('In this workspace'),
              description: '.sotto/vocabulary.txt',
              keeper: 'workspace' as const,
            },
          ]),
      { label: t('Everywhere'), description: t('in your settings'), keeper: 'user' },
      { label: t('Not at all'), keeper: undefined },
    ];
    const title = t('Write {0} whenever “{1}” is heard?', written, spoken);
    const picked = await vscode.window.showQuickPick(choices, {
      title,
      placeHolder: t('Where to remember it'),
    });
    this.withdraw();
    if (picked?.keeper !== undefined) await keep({ kind: 'pair', spoken, written }, picked.keeper);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const inserted = contentChanges.find(
      ({ text }) => this.expected !== undefined && haveSameWords(text, this.expected),
    );
    if (inserted !== undefined) {
      this.follow(document, inserted.rangeOffset, inserted.text);
      return;
    }
    const { followed } = this;
    if (followed === undefined || followed.document !== document) return;
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      const stretch = afterChange(followed.stretch, {
        at: rangeOffset,
        removed: rangeLength,
        added: text.length,
      });
      if (stretch === undefined) {
        this.forget();
        return;
      }
      followed.stretch = stretch;
    }
    this.resting?.dispose();
    this.resting = this.clock.after(restMs, () => this.look());
  }

  private follow(document: vscode.TextDocument, from: number, text: string): void {
    this.expected = undefined;
    this.forget();
    const lead = text.length - text.trimStart().length;
    const dictated = text.trim();
    const stretch = { from: from + lead, to: from + lead + dictated.length };
    const end = this.clock.after(followedMs, () => this.forget());
    this.followed = { document, dictated, stretch, end };
  }

  private forget(): void {
    this.resting?.dispose();
    this.followed?.end.dispose();
    this.followed = undefined;
  }

  private look(): void {
    const { followed } = this;
    if (followed === undefined || followed.document.isClosed) return;
    const { document, dictated, stretch } = followed;
    const range = new vscode.Range(document.positionAt(stretch.from), document.positionAt(stretch.to));
    const now = document.getText(range);
    const correction = correctionIn(dictated, now, this.soundsAlike);
    if (correction === undefined || this.offered.has(correction.spoken)) return;
    this.offered.add(correction.spoken);
    this.offer(correction);
  }

  private offer(correction: Correction): void {
    this.withdraw();
    const { spoken, written } = correction;
    const item = vscode.window.createStatusBarItem('sotto.correction', vscode.StatusBarAlignment.Right, 90);
    item.name = vscode.l10n.t('Sotto: remember a correction');
    item.text = `$(book) ${spoken} → ${written}?`;
    item.tooltip = vscode.l10n.t('Remember that “{0}” is written {1}', spoken, written);
    item.command = keepCommand;
    item.show();
    const end = this.clock.after(offeredMs, () => this.withdraw());
    this.offering = { correction, item, end };
    this.contextKeys.set('sotto.correctionOffered', true);
  }

  private withdraw(): void {
    this.offering?.end.dispose();
    this.offering?.item.dispose();
    this.offering = undefined;
    this.contextKeys.set('sotto.correctionOffered', false);
  }
}
