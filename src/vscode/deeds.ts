// What the buttons of messages, of the doctor's report and of the panel have in common.

import * as vscode from 'vscode';
import type { CommandId } from './ids.ts';

export async function runCommand(command: CommandId, ...args: readonly string[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3_000);
}
