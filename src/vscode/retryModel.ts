// Which model hears the kept audio again: asks where several lie on this machine, and gives the one that was chosen
// for this once back to the settings as soon as the retry is over.

import * as vscode from 'vscode';
import type { Dictation } from '../dictation/dictation.ts';
import { isBusy } from '../dictation/machine.ts';
import { catalogue } from '../models/catalogue.ts';

/** The argument of the command that asks nothing. */
export const sameModel = 'sameModel';

export interface RetryModelParts {
  /** The one that serves otherwise. */
  readonly usual: () => string;
  readonly onDisk: () => Promise<ReadonlySet<string>>;
}

export class RetryModel {
  private once: string | undefined;

  constructor(private readonly parts: RetryModelParts) {}

  /** The model to load now. */
  get current(): string {
    return this.once ?? this.parts.usual();
  }

  /** Asks, and hears the audio again; false where there is none. */
  async retry(
    dictation: Pick<Dictation, 'keepsAudio' | 'retryLast' | 'current' | 'onChange'>,
  ): Promise<boolean> {
    if (!dictation.keepsAudio) return false;
    const model = await this.ask();
    if (model === undefined || isBusy(dictation.current)) return true;
    this.once = model === this.parts.usual() ? undefined : model;
    const listening = dictation.onChange((state) => {
      if (isBusy(state)) return;
      listening.dispose();
      this.once = undefined;
    });
    return dictation.retryLast();
  }

  private async ask(): Promise<string | undefined> {
    const usual = this.parts.usual();
    const onDisk = await this.parts.onDisk();
    const others = catalogue.filter(({ name }) => name !== usual && onDisk.has(name));
    if (others.length === 0) return usual;
    const chosen = await vscode.window.showQuickPick(
      [
        { label: usual, description: vscode.l10n.t('as before') },
        ...others.map(({ name, bytes }) => ({
          label: name,
          description: vscode.l10n.t('{0} MB, this once', Math.round(bytes / 1e6)),
        })),
      ],
      { title: vscode.l10n.t('Transcribe the last audio again with') },
    );
    return chosen?.label;
  }
}
