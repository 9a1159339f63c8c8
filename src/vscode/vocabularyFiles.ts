// The vocabulary under the person's hand: opens the workspace's file, adds the selection or a correction to it or to
// the user's settings. The file is made at the first need, with a line that says what stands in it.

import * as vscode from 'vscode';
import { type Entry, formatEntry, withEntry } from '../vocabulary/entries.ts';
import { setSetting, showSetting, userSetting } from './settings.ts';
import { read, vocabularyFile } from './wordSources.ts';

export type Keeper = 'workspace' | 'user';

/** The folder whose vocabulary is meant: that of the open file, else the first. */
export function currentFolder(): vscode.Uri | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  const own = open === undefined ? undefined : vscode.workspace.getWorkspaceFolder(open);
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

export async function editVocabulary(): Promise<void> {
  const folder = currentFolder();
  if (folder === undefined) return showSetting('vocabulary.terms');
  const file = vscode.Uri.joinPath(folder, vocabularyFile);
  if ((await read(file)) === undefined)
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(newFile()));
  await vscode.window.showTextDocument(file);
}

export async function addSelection(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.getWordRangeAtPosition(selection.active) : selection;
  const written = range === undefined ? '' : document.getText(range).trim();
  if (written === '' || /[\r\n]/.test(written) || written.length > 100) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Sotto: select the word that Sotto should know.'),
    );
    return;
  }
  await keep({ kind: 'term', written }, currentFolder() === undefined ? 'user' : 'workspace');
}

/** Adds the entry and says so; what is there already is not added twice. */
export async function keep(entry: Entry, keeper: Keeper): Promise<void> {
  const folder = currentFolder();
  const line = formatEntry(entry);
  if (keeper === 'user' || folder === undefined) {
    const id = entry.kind === 'term' ? 'vocabulary.terms' : 'vocabulary.replacements';
    const lines = userSetting(id);
    if (!lines.includes(line)) await setSetting(id, [...lines, line]);
    announce(vscode.l10n.t('Sotto: “{0}” stands in your settings now', line));
    return;
  }
  await addLine(vscode.Uri.joinPath(folder, vocabularyFile), entry);
  announce(vscode.l10n.t('Sotto: “{0}” stands in {1} now', line, vocabularyFile));
}

async function addLine(file: vscode.Uri, entry: Entry): Promise<void> {
  // By what is on the screen where the file is open: it may be changed and not saved.
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open === undefined) {
    const text = withEntry((await read(file)) ?? newFile(), entry);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    return;
  }
  const before = open.getText();
  const edit = new vscode.WorkspaceEdit();
  const end = open.positionAt(before.length);
  edit.insert(file, end, withEntry(before, entry).slice(before.length));
  await vscode.workspace.applyEdit(edit);
  await open.save();
}

function newFile(): string {
  const lines = [
    vscode.l10n.t(
      'The words of this project, for dictation with Sotto: one a line, a term as it is written,',
    ),
    vscode.l10n.t('or what is heard and what to write for it: pie torch => PyTorch'),
  ];
  return lines.map((line) => `# ${line}\n`).join('');
}

function announce(message: string): void {
  vscode.window.setStatusBarMessage(message, 5_000);
}
