// The one status bar item. Draws the view of statusView.ts; its tooltip tells what the server runs on, from
// evidence and not from wishes.

import * as vscode from 'vscode';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, disposable } from '../base/disposables.ts';
import type { Dictation } from '../dictation/dictation.ts';
import { endpointAt } from '../server/endpoint.ts';
import type { WhisperServer } from '../server/server.node.ts';
import { serverText } from './evidenceWords.ts';
import { problemText } from './messages.ts';
import { type StatusView, type StatusWord, statusView } from './statusView.ts';

export class StatusBar implements Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'sotto.status',
    vscode.StatusBarAlignment.Left,
    10,
  );
  private readonly disposables = new DisposableStore();
  private ticking: Disposable | undefined;
  private drawn: StatusWord | undefined;

  constructor(
    private readonly dictation: Dictation,
    private readonly server: WhisperServer,
    private readonly clock: Clock,
    /** Of a server that somebody else runs, where that is chosen. */
    private readonly externalAddress: () => string | undefined,
  ) {
    this.item.name = 'Sotto';
    this.disposables.add(this.item);
    this.disposables.add(dictation.onChange(() => this.draw()));
    this.disposables.add(server.onChange(() => this.draw()));
    this.disposables.add(disposable(() => this.ticking?.dispose()));
    this.draw();
    this.item.show();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private serverText(): string {
    const address = this.externalAddress();
    if (address === undefined) return serverText(this.server.current);
    const endpoint = endpointAt(address);
    if (endpoint === undefined || endpoint.isLoopback || endpoint.isEncrypted) return address;
    return vscode.l10n.t('{0} (not encrypted)', address);
  }

  private draw(): void {
    const state = this.dictation.current;
    const view = statusView(state, this.server.current, this.clock.now());
    const label = words(view);
    this.item.text = `$(${view.icon}) ${label}`;
    this.item.command = view.command;
    this.item.backgroundColor = background(view.severity);
    const problem = state.kind === 'error' ? problemText(state.problem) : undefined;
    this.item.tooltip = tooltip(problem, this.serverText());
    // Screen readers say by themselves what changes in a `status`, and leave a `timer` alone.
    const role = view.word === this.drawn && view.time !== undefined ? 'timer' : 'status';
    this.item.accessibilityInformation = { label: spoken(label, problem), role };
    this.drawn = view.word;
    this.ticking?.dispose();
    // Only the shown time changes by itself.
    this.ticking = state.kind === 'recording' ? this.clock.after(1_000, () => this.draw()) : undefined;
  }
}

function words({ word, time }: StatusView): string {
  switch (word) {
    case 'idle':
      return 'Sotto';
    case 'starting':
      return vscode.l10n.t('Starting…');
    case 'recording':
      return vscode.l10n.t('Recording {0}', time ?? '');
    case 'recordingOnly':
      return vscode.l10n.t('Recording {0}, the server has a problem', time ?? '');
    case 'loading':
      return vscode.l10n.t('Loading model…');
    case 'transcribing':
      return vscode.l10n.t('Transcribing…');
    case 'nothingHeard':
      return vscode.l10n.t('Sotto: no speech heard');
    case 'error':
      return vscode.l10n.t('Sotto: problem');
  }
}

function spoken(label: string, problem: string | undefined): string {
  const text = label === 'Sotto' ? vscode.l10n.t('Sotto: start dictation') : label;
  return problem === undefined ? text : `${text}: ${problem}`;
}

function background(severity: StatusView['severity']): vscode.ThemeColor | undefined {
  return severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
}

function tooltip(problem: string | undefined, server: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = {
    enabledCommands: ['sotto.dictate', 'sotto.server.showLog', 'sotto.server.restart', 'sotto.retryLast'],
  };
  text.appendMarkdown(`**${vscode.l10n.t('Sotto: local voice coding')}**\n\n`);
  if (problem !== undefined) text.appendText(`${problem}\n\n`);
  text.appendMarkdown(`${vscode.l10n.t('Server')}: `);
  text.appendText(server);
  const link = (command: string, title: string) => `[${title}](command:${command})`;
  text.appendMarkdown(
    `\n\n${link('sotto.dictate', vscode.l10n.t('Start or stop dictation'))} · ` +
      `${link('sotto.server.restart', vscode.l10n.t('Restart the server'))} · ` +
      `${link('sotto.server.showLog', vscode.l10n.t('Show the log'))}`,
  );
  return text;
}
