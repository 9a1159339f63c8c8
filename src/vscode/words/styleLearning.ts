// The command that learns from the writing of this workspace: reads comments and Markdown, shows which settings they
// speak for and how clearly, and sets those that the person picks, for this workspace. Nothing leaves the machine.

import * as vscode from 'vscode';
import { filesToRead, type HabitId, passagesOf, WritingHabits } from '../../text/learn.ts';
import { setSetting, setting } from '../settings.ts';
import { read } from './wordSources.ts';
import { leftOut } from './workspaceFiles.ts';

const mostFiles = 500;

export async function learnStyle(): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Sotto: open a folder to learn from its writing.'),
    );
    return;
  }
  const habits = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Sotto: reading comments and Markdown'),
      cancellable: true,
    },
    (progress, token) => readWorkspace(progress, token),
  );
  if (habits === undefined) return;
  const news = habits.proposals().filter(({ id, choice }) => setting(id) !== choice);
  if (news.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Sotto: the writing of this workspace speaks for no other settings than yours.'),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    news.map((proposal) => ({
      proposal,
      picked: true,
      label: `${habitName(proposal.id)}: ${proposal.choice}`,
      description: vscode.l10n.t('{0} of {1}, now {2}', proposal.agree, proposal.of, setting(proposal.id)),
    })),
    { canPickMany: true, title: vscode.l10n.t('Write in this workspace as its comments and Markdown do') },
  );
  const { Workspace } = vscode.ConfigurationTarget;
  for (const { proposal } of picked ?? []) await setSetting(proposal.id, proposal.choice, Workspace);
}

async function readWorkspace(
  progress: vscode.Progress<{ increment: number }>,
  token: vscode.CancellationToken,
): Promise<WritingHabits | undefined> {
  const habits = new WritingHabits();
  const files = await vscode.workspace.findFiles(filesToRead, leftOut, mostFiles, token);
  for (const file of files) {
    if (token.isCancellationRequested) return undefined;
    progress.report({ increment: 100 / files.length });
    for (const passage of passagesOf(file.path, (await read(file)) ?? '')) habits.read(passage);
  }
  return habits;
}

function habitName(id: HabitId): string {
  const t = vscode.l10n.t;
  switch (id) {
    case 'text.style.oxfordComma':
      return t('Comma before the last of a list');
    case 'text.style.dashes':
      return t('Dashes');
    case 'text.style.ellipsis':
      return t('Ellipsis');
    case 'text.style.quotes':
      return t('Quotes');
    case 'text.style.spelling':
      return t('Spelling');
    case 'text.style.start':
      return t('First letter');
    case 'text.style.finalPeriod':
      return t('Last period');
  }
}
