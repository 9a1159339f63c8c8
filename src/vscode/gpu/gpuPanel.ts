// The panel `sotto.gpu.show`: one at a time, beside the editor, drawn anew with each sample while it is in view.
// While it is hidden or closed nothing is looked at on its behalf.

import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore, disposable } from '../../base/disposables.ts';
import { scrub } from '../../doctor/scrub.ts';
import type { Hardware } from '../../gpu/devices.ts';
import { askNvidia } from '../../gpu/nvidia.node.ts';
import type { NvidiaFigures } from '../../gpu/nvidia.ts';
import type { GpuSampler } from '../../gpu/sampler.node.ts';
import type { Worry } from '../../gpu/statusText.ts';
import type { WhisperServer } from '../../server/server.node.ts';
import { copyText, runCommand } from '../deeds.ts';
import { secretsOf } from '../doctor/setupFacts.ts';
import { type Live, liveBlocks, type PanelAction, page, panelActions } from './gpuPage.ts';
import { type GpuReport, gpuReport, reportText } from './gpuReport.ts';

export interface GpuPanelParts {
  readonly clock: Clock;
  readonly server: WhisperServer;
  readonly sampler: GpuSampler;
  readonly media: vscode.Uri;
  readonly worries: () => readonly Worry[];
  readonly serverLines: () => readonly string[];
  readonly model: () => string;
  readonly modelsOnDisk: () => Promise<ReadonlySet<string>>;
  /** Whether somebody can see it now. */
  readonly inView: (isInView: boolean) => void;
}

export class GpuPanel implements Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly disposables = new DisposableStore();
  private hardware: Hardware = { gpus: [], kfd: 'missing' };
  private nvidia: readonly NvidiaFigures[] = [];
  private modelsOnDisk: ReadonlySet<string> = new Set();

  constructor(private readonly parts: GpuPanelParts) {
    this.disposables.add(disposable(() => this.panel?.dispose()));
    this.disposables.add(parts.sampler.onSample(() => this.draw()));
    this.disposables.add(parts.server.onChange(() => this.draw()));
  }

  async show(): Promise<void> {
    [this.hardware, this.modelsOnDisk] = await Promise.all([
      this.parts.sampler.look({ again: true }),
      this.parts.modelsOnDisk(),
    ]);
    this.nvidia = await askNvidia(this.hardware);
    await this.parts.sampler.once();
    if (this.panel === undefined) this.open();
    else this.panel.reveal();
    this.draw();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private open(): void {
    const { media, inView } = this.parts;
    const panel = vscode.window.createWebviewPanel(
      'sotto.gpu',
      vscode.l10n.t('GPU and server'),
      vscode.ViewColumn.Beside,
      { enableScripts: true, localResourceRoots: [media] },
    );
    this.panel = panel;
    const file = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    panel.webview.html = page(
      { script: file('gpuPanel.js'), style: file('gpuPanel.css'), source: panel.webview.cspSource },
      this.live(),
    );
    const listeners = new DisposableStore();
    listeners.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.act(message)));
    listeners.add(
      panel.onDidChangeViewState(() => {
        inView(panel.visible);
        this.draw();
      }),
    );
    panel.onDidDispose(() => {
      listeners.dispose();
      this.panel = undefined;
      inView(false);
    });
    inView(true);
  }

  private draw(): void {
    if (this.panel?.visible === true) void this.panel.webview.postMessage({ live: this.live() });
  }

  private live(): Live {
    const { clock, sampler } = this.parts;
    const { trail } = sampler;
    return liveBlocks({
      ...{ report: this.report(), samples: trail.all, phases: trail.phases, now: clock.now() },
    });
  }

  private report(): GpuReport {
    const { sampler, worries, serverLines, model } = this.parts;
    return gpuReport({
      ...{
        hardware: this.hardware,
        nvidia: this.nvidia,
        gpu: sampler.gpu,
        trail: sampler.trail,
        worries: worries(),
      },
      ...{ server: serverLines(), model: model(), modelsOnDisk: this.modelsOnDisk },
    });
  }

  private async act(message: unknown): Promise<void> {
    const action = panelActions.find((known) => known === (message as { action?: unknown } | null)?.action);
    if (action === undefined) return;
    await this.deeds[action]();
  }

  private readonly deeds: { readonly [Action in PanelAction]: () => Promise<void> } = {
    copy: () => copyText(scrub(reportText(this.report()), secretsOf())),
    doctor: () => runCommand('sotto.doctor'),
    restart: () => runCommand('sotto.server.restart'),
  };
}
