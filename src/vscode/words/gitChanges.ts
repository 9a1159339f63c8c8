// What is being worked on, by VS Code's own git extension: the branch, the changed lines, the commit message that is
// being written. Asks only where that extension already runs, and takes nothing from files that hold secrets.

import * as vscode from 'vscode';
import { changedLines } from '../../vocabulary/diff.ts';

/** The part of the git extension's API that is used here. */
interface GitApi {
  readonly getRepository: (uri: vscode.Uri) => GitRepository | null;
}

interface GitRepository {
  readonly inputBox: { readonly value: string };
  readonly state: { readonly HEAD: { readonly name?: string } | undefined };
  diff(cached?: boolean): Promise<string>;
}

export interface Changes {
  /** The branch, and the commit message so far. */
  readonly written: readonly string[];
  readonly lines: string;
}

const none: Changes = { written: [], lines: '' };
const longestDiff = 60_000;

export async function changesNear(uri: vscode.Uri): Promise<Changes> {
  const git = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  if (git === undefined || !git.isActive) return none;
  try {
    const repository = git.exports.getAPI(1).getRepository(uri);
    if (repository === null) return none;
    const diffs = await Promise.all([repository.diff(false), repository.diff(true)]);
    return {
      written: [repository.state.HEAD?.name ?? '', repository.inputBox.value],
      lines: diffs.map((diff) => changedLines(diff.slice(0, longestDiff))).join('\n'),
    };
  } catch {
    return none; // git is switched off, or the folder is no repository any more
  }
}
