// The download of the default model as a person sees it: progress with its size, cancel, and the message at its
// end. Runs only when asked for by the command or by the button of the question: consent is the click.

import * as vscode from 'vscode';
import type { Problem } from '../base/problem.ts';
import { type CatalogueModel, downloadUrl } from '../models/catalogue.ts';
import { download } from '../models/download.node.ts';
import { fixLabel } from './fixLabels.ts';

export class ModelDownload {
  private running = false;

  constructor(
    private readonly fileOf: (model: CatalogueModel) => string,
    private readonly tell: (problem: Problem) => void,
    /** What was said before the model was there, if anything waits. */
    private readonly speech: { waits(): boolean; transcribe(): void },
  ) {}

  async run(model: CatalogueModel): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      const outcome = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Sotto: downloading the model {0}', model.name),
          cancellable: true,
        },
        (progress, token) => this.fetch(model, progress, token),
      );
      if (!outcome.ok) this.tell(outcome.error);
      else if (outcome.value === 'done') {
        void this.announce(model);
      }
    } finally {
      this.running = false;
    }
  }

  private async announce({ name }: CatalogueModel): Promise<void> {
    const here = vscode.l10n.t('Sotto: the model {0} is here.', name);
    if (!this.speech.waits()) {
      await vscode.window.showInformationMessage(
        `${here} ${vscode.l10n.t('Hold the push-to-talk key and speak.')}`,
      );
      return;
    }
    const again = fixLabel('retryLast');
    if ((await vscode.window.showInformationMessage(here, again)) === again) this.speech.transcribe();
  }

  private async fetch(
    model: CatalogueModel,
    progress: vscode.Progress<{ message: string; increment: number }>,
    token: vscode.CancellationToken,
  ) {
    const abort = new AbortController();
    const cancelled = token.onCancellationRequested(() => abort.abort());
    let shownPercent = 0;
    try {
      return await download({
        model,
        url: downloadUrl(model, process.env['HF_ENDPOINT']),
        file: this.fileOf(model),
        signal: abort.signal,
        progress: (bytes) => {
          const percent = Math.floor((bytes / model.bytes) * 100);
          if (percent === shownPercent) return;
          const message = vscode.l10n.t(
            '{0} of {1} MB',
            Math.round(bytes / 1e6),
            Math.round(model.bytes / 1e6),
          );
          progress.report({ message, increment: percent - shownPercent });
          shownPercent = percent;
        },
      });
    } finally {
      cancelled.dispose();
    }
  }
}
