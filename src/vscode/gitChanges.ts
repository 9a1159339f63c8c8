// What is being worked on, by VS Code's own git extension: the branch, the changed lines, the commit message that is
// being written. Asks only where that extension already runs, and takes nothing from files that hold secrets.

import * as vscode from 'vscode';
import { isSecretFile } from '../vocabulary/secrets.ts';

/** The part of the git extension's API that is used here. */
interface GitApi {
  readonly getRepository: (uri: vscode.Uri) => GitRepository | null;
}

interface GitRepository {
  readonly inputBox: { readonly value: string };
  readonly state: { readonly HEAD: { readonly name?: string } | undefined };
  diff(cached?: boolean): Promise<string>;
}

const longestDiff = 200_000;

export async function changesNear(uri: vscode.Uri): Promise<readonly string[]> {
  const git = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  if (git === undefined || !git.isActive) return [];
  try {
    const repository = git.exports.getAPI(1).getRepository(uri);
    if (repository === null) return [];
    const diffs = await Promise.all([repository.diff(false), repository.diff(true)]);
    return [repository.state.HEAD?.name ?? '', repository.inputBox.value, ...diffs.map(changedLines)];
  } catch {
    return []; // git is switched off, or the folder is no repository any more
  }
}

function changedLines(diff: string): string {
  let secret = false;
  const lines: string[] = [];
  for (const line of diff.slice(0, longestDiff).split('\n')) {
    if (line.startsWith('diff --git')) secret = isSecretFile(line);
    else if (!secret && /^[+-](?![+-]{2})/.test(line)) lines.push(line.slice(1));
  }
  return lines.join('\n');
}
