// The vocabulary under the person's hand: opens the workspace's file, adds the selection or a correction to it or to
// the user's settings. The file is made at the first need, with a line that says what stands in it; where it cannot be
// written the settings keep the entry. What stands in the file is only ever added to.

import * as vscode from 'vscode';
import { type Entry, formatEntry, withEntry } from '../vocabulary/entries.ts';
import { setSetting, showSetting, userSetting } from './settings.ts';
import { vocabularyFile } from './wordSources.ts';

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
  try {
    await vscode.window.showTextDocument(await opened(vscode.Uri.joinPath(folder, vocabularyFile)));
  } catch (error) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Sotto: {0} cannot be written here ({1}): your words can stand in your settings.',
        vocabularyFile,
        reasonOf(error),
      ),
    );
    await showSetting('vocabulary.terms');
  }
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
    await addToSettings(entry);
    announce(vscode.l10n.t('Sotto: “{0}” stands in your settings now', line));
    return;
  }
  try {
    await addLine(vscode.Uri.joinPath(folder, vocabularyFile), entry);
    announce(vscode.l10n.t('Sotto: “{0}” stands in {1} now', line, vocabularyFile));
  } catch (error) {
    await addToSettings(entry);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Sotto: {0} cannot be written here ({1}): “{2}” stands in your settings instead.',
        vocabularyFile,
        reasonOf(error),
        line,
      ),
    );
  }
}

async function addToSettings(entry: Entry): Promise<void> {
  const id = entry.kind === 'term' ? 'vocabulary.terms' : 'vocabulary.replacements';
  const line = formatEntry(entry);
  const lines = userSetting(id);
  if (!lines.includes(line)) await setSetting(id, [...lines, line]);
}

/** As a document of VS Code: it knows how the file is encoded, and what was changed in it and not saved. */
async function addLine(file: vscode.Uri, entry: Entry): Promise<void> {
  const document = await opened(file);
  const before = document.getText();
  const added = withEntry(before, entry).slice(before.length);
  if (added === '') return;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(file, document.positionAt(before.length), added);
  const isWritten = (await vscode.workspace.applyEdit(edit)) && (await document.save());
  if (!isWritten) throw new Error(vscode.l10n.t('it could not be saved'));
}

/** Made where it is missing. */
async function opened(file: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    await vscode.workspace.fs.stat(file);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== 'FileNotFound') throw error;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(newFile()));
  }
  return vscode.workspace.openTextDocument(file);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
