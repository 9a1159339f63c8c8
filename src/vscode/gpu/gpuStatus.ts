// The status bar item of the GPU. Says when the sampler is needed: while the item, or the panel, can be seen.
// There is none where no GPU works for us or should, and nothing is looked at before the server is up.

import * as vscode from 'vscode';
import { type Disposable, DisposableStore, disposable } from '../../base/disposables.ts';
import type { Dictation } from '../../dictation/dictation.ts';
import type { DictationState } from '../../dictation/machine.ts';
import { ownBusyPercent } from '../../gpu/sample.ts';
import type { GpuSampler } from '../../gpu/sampler.node.ts';
import { statusLine, type Thresholds, type Worry, worriesAbout } from '../../gpu/statusText.ts';
import type { Phase } from '../../gpu/trail.ts';
import type { WhisperServer } from '../../server/server.node.ts';
import { decidingLines, serverText } from '../evidenceWords.ts';
import type { CommandId, SettingTypes } from '../ids.ts';
import { runsOn } from '../runsOn.ts';
import { gpuTitle, lastDictationText, sampleLines, worryText } from './gpuWords.ts';

export interface GpuStatusParts {
  readonly server: WhisperServer;
  readonly dictation: Dictation;
  readonly sampler: GpuSampler;
  readonly wish: () => SettingTypes['gpu.statusBar'];
  readonly thresholds: () => Thresholds;
}

export class GpuStatus implements Disposable {
  private readonly disposables = new DisposableStore();
  private item: vscode.StatusBarItem | undefined;
  private shown = '';
  private panelIsOpen = false;

  constructor(private readonly parts: GpuStatusParts) {
    const { server, dictation, sampler } = parts;
    this.disposables.add(disposable(() => this.item?.dispose()));
    this.disposables.add(server.onChange(() => this.refresh()));
    this.disposables.add(sampler.onSample(() => this.draw()));
    this.disposables.add(
      dictation.onChange((state) => {
        sampler.phase(phaseOf(state));
        this.draw();
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (['sotto.gpu', 'workbench.statusBar'].some((id) => change.affectsConfiguration(id)))
          this.refresh();
      }),
    );
    if (parts.wish() === 'always') this.refresh();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** The panel shows the figures too. */
  panel(isOpen: boolean): void {
    this.panelIsOpen = isOpen;
    this.refresh();
  }

  get worries(): readonly Worry[] {
    const { server, sampler, thresholds } = this.parts;
    const { fellBack } = runsOn(server.current);
    return worriesAbout(sampler.trail.latest, fellBack, thresholds());
  }

  private get isWanted(): boolean {
    if (!vscode.workspace.getConfiguration('workbench').get('statusBar.visible', true)) return false;
    const wish = this.parts.wish();
    return wish === 'always' || (wish === 'auto' && this.parts.server.current.kind === 'ready');
  }

  private refresh(): void {
    const onBar = this.isWanted;
    this.parts.sampler.want({ visible: onBar || this.panelIsOpen, watched: this.panelIsOpen });
    this.draw();
    // Which hardware there is, is not known before the first need of it.
    if (onBar) void this.parts.sampler.look().then(() => this.draw());
  }

  private draw(): void {
    const { server, sampler } = this.parts;
    const { gpu, trail } = sampler;
    const backend = runsOn(server.current);
    if (!this.isWanted || (gpu === undefined && !backend.isGpu && !backend.fellBack)) {
      this.item?.hide();
      this.shown = '';
      return;
    }
    this.item ??= createItem();
    const { worries } = this;
    const line = statusLine(backend.label, trail.latest);
    const asleep = trail.latest?.runtime === 'asleep' ? ` ${vscode.l10n.t('asleep')}` : '';
    const text = `$(${worries.length > 0 ? 'warning' : 'pulse'}) ${line}${asleep}`;
    const tooltip = this.tooltip(worries);
    // Said again, the same would close a tooltip that somebody reads.
    if (this.shown === text + tooltip.value) return;
    this.shown = text + tooltip.value;
    this.item.text = text;
    this.item.backgroundColor =
      worries.length > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = {
      label: [vscode.l10n.t('GPU: {0}', `${line}${asleep}`), ...worries.map(worryText)].join('. '),
      role: 'button',
    };
    this.item.show();
  }

  private tooltip(worries: readonly Worry[]): vscode.MarkdownString {
    const { server, sampler } = this.parts;
    const { gpu, trail } = sampler;
    const commands: readonly CommandId[] = ['sotto.gpu.show', 'sotto.doctor', 'sotto.server.restart'];
    const text = new vscode.MarkdownString(undefined, true);
    text.isTrusted = { enabledCommands: commands };
    const lines = [
      ...worries.map((worry) => `⚠ ${worryText(worry)}`),
      ...(gpu === undefined ? [] : [gpuTitle(gpu)]),
      `${vscode.l10n.t('Server')}: ${serverText(server.current)}`,
      ...decidingLines(server.current),
      ...(trail.latest === undefined
        ? []
        : sampleLines(trail.latest, ownBusyPercent(trail.all.at(-2), trail.latest))),
      lastDictationText(trail.lastDictation) ?? '',
    ];
    for (const line of lines.filter((one) => one !== '')) {
      text.appendText(line);
      text.appendMarkdown('  \n');
    }
    const link = (command: CommandId, title: string) => `[${title}](command:${command})`;
    text.appendMarkdown(
      `\n${link('sotto.gpu.show', vscode.l10n.t('Show more'))} · ` +
        `${link('sotto.doctor', vscode.l10n.t('Check this setup'))} · ` +
        `${link('sotto.server.restart', vscode.l10n.t('Restart the server'))}`,
    );
    return text;
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('sotto.gpu', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Sotto GPU';
  const command: CommandId = 'sotto.gpu.show';
  item.command = command;
  return item;
}

function phaseOf({ kind }: DictationState): Phase | undefined {
  switch (kind) {
    case 'recording':
      return 'recording';
    case 'finishing':
      return 'recognising';
    default:
      return undefined;
  }
}
