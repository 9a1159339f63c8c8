// The vocabulary under the person's hand: opens the workspace's file, adds the selection or a correction to it or to
// the user's settings. The file is made at the first need, with a line that says what stands in it; where it cannot be
// written the settings keep the entry. What stands in the file is only ever added to.

import * as vscode from 'vscode';
import { reasonOf } from '../../base/errors.ts';
import { type Entry, formatEntry, withEntry } from '../../vocabulary/entries.ts';
import { setSetting, showSetting, userSetting } from '../settings.ts';
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
    const file = vscode.Uri.joinPath(folder, vocabularyFile);
    if ((await bytesOf(file)) === undefined) await vscode.workspace.fs.writeFile(file, encoded(newFile()));
    await vscode.window.showTextDocument(file);
  } catch (error) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Sotto: {0} cannot be opened here ({1}): your words can stand in your settings.',
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

async function addLine(file: vscode.Uri, entry: Entry): Promise<void> {
  // What a person changed and did not save stands in no file. Else the file is right: VS Code keeps a document for a
  // while after it was closed, as it was.
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && uri.toString() === file.toString(),
  );
  if (open === undefined) {
    const bytes = (await bytesOf(file)) ?? encoded(newFile());
    const added = encoded(addedBy(entry, new TextDecoder().decode(bytes)));
    await vscode.workspace.fs.writeFile(file, joined(bytes, added));
    return;
  }
  const before = open.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.insert(file, open.positionAt(before.length), addedBy(entry, before));
  const isWritten = (await vscode.workspace.applyEdit(edit)) && (await open.save());
  if (!isWritten) throw new Error(vscode.l10n.t('it could not be saved'));
}

function addedBy(entry: Entry, before: string): string {
  return withEntry(before, entry).slice(before.length);
}

/** Undefined where there is no such file; whatever else is wrong with it must not end in a new one. */
async function bytesOf(file: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(file);
    if (bytes.includes(0)) throw new Error(vscode.l10n.t('it is no plain text'));
    return bytes;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
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
