// The files that people work on in the workspace: without what `files.exclude` hides and without folders that programs
// fill. Through VS Code's search where the file system has one; another one is walked folder by folder.

import * as vscode from 'vscode';
import { type Exclusion, exclusionBy } from '../../vocabulary/exclusion.ts';

const filledByPrograms = [
  ...['node_modules', '.git', 'dist', 'build', 'out', 'target', 'vendor', 'third_party', '.venv'],
].map((name) => `**/${name}`);

/** For a search of VS Code, which adds `files.exclude` itself. */
export const leftOut = `{${filledByPrograms.map((pattern) => `${pattern}/**`).join(',')}}`;

/** `breathe` is called between two pieces of work and throws where no more is wanted. */
export async function filesIn(
  folder: vscode.Uri,
  most: number,
  breathe: () => Promise<void>,
  /** A search waits without an end for a file system that has none. */
  patienceMs = 10_000,
): Promise<vscode.Uri[]> {
  const enough = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => enough.cancel(), patienceMs);
  try {
    const everything = new vscode.RelativePattern(folder, '**/*');
    const found = await vscode.workspace.findFiles(everything, leftOut, most, enough.token);
    return found.length > 0 ? found : await walked(folder, most, breathe);
  } finally {
    clearTimeout(timer);
    enough.dispose();
  }
}

async function walked(folder: vscode.Uri, most: number, breathe: () => Promise<void>): Promise<vscode.Uri[]> {
  const isExcluded = exclusionOf(folder);
  const files: vscode.Uri[] = [];
  const folders = [''];
  for (let path = folders.pop(); path !== undefined && files.length < most; path = folders.pop()) {
    await breathe();
    for (const [name, type] of await listed(vscode.Uri.joinPath(folder, path))) {
      const inside = path === '' ? name : `${path}/${name}`;
      if (isExcluded(inside)) continue;
      if (type === vscode.FileType.Directory) folders.push(inside);
      else if (type === vscode.FileType.File) files.push(vscode.Uri.joinPath(folder, inside));
    }
  }
  return files.slice(0, most);
}

/** The files beside this one. */
export async function filesBeside(uri: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(uri, '..');
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? folder;
  const isExcluded = exclusionOf(root);
  return (await namesOfFilesIn(folder))
    .map((name) => vscode.Uri.joinPath(folder, name))
    .filter(({ path }) => !isExcluded(path.slice(root.path.length).replace(/^\//, '')));
}

export async function namesOfFilesIn(folder: vscode.Uri): Promise<readonly string[]> {
  return (await listed(folder))
    .filter(([, type]) => (type & vscode.FileType.File) !== 0)
    .map(([name]) => name);
}

/** What is hidden in a folder, by paths relative to it. */
function exclusionOf(folder: vscode.Uri): Exclusion {
  const hidden: unknown = vscode.workspace.getConfiguration('files', folder).get('exclude');
  const patterns = Object.entries(hidden ?? {}).flatMap(([pattern, isOn]) =>
    isOn === true ? [pattern] : [],
  );
  return exclusionBy([...patterns, ...filledByPrograms]);
}

async function listed(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return []; // gone, or no folder: an untitled file stands in none
  }
}
