// The replacements of the user (a setting) and of the workspace (its vocabulary file), kept ready for the stages.
// Read anew when a dictation begins, while the person speaks; a file that cannot be read has none. What an untrusted
// workspace brings does not count, which is told once.

import * as vscode from 'vscode';
import type { Problem } from '../../base/problem.ts';
import { type Replacements, replacementsOf } from '../../text/replacements.ts';
import { parseEntries } from '../../vocabulary/entries.ts';
import { setting } from '../settings.ts';
import { isLeftOut, vocabularyFile, vocabularyOf } from './wordSources.ts';

export class OwnReplacements {
  private ready: Replacements = replacementsOf([]);
  private readFrom = '';
  private readonly told = new Set<string>();
  private hasToldOfTrust = false;

  constructor(private readonly tell: (problem: Problem) => void) {}

  get current(): Replacements {
    return this.ready;
  }

  async read(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const files = setting('vocabulary.workspace')
      ? await Promise.all(folders.map(({ uri }) => vocabularyOf(uri)))
      : [];
    if (setting('vocabulary.workspace')) await this.tellOfTrust(folders);
    const lines = [...setting('vocabulary.replacements'), ...files].join('\n');
    if (lines === this.readFrom) return;
    this.readFrom = lines;
    this.ready = replacementsOf(
      parseEntries(lines).flatMap((entry) =>
        entry.kind === 'pair' ? [[entry.spoken, entry.written] as const] : [],
      ),
    );
    for (const { spoken, why } of this.ready.refused) {
      if (this.told.has(spoken)) continue;
      this.told.add(spoken);
      this.tell({ kind: 'replacementRefused', spoken, why });
    }
  }

  private async tellOfTrust(folders: readonly vscode.WorkspaceFolder[]): Promise<void> {
    if (this.hasToldOfTrust || vscode.workspace.isTrusted) return;
    const leftOut = await Promise.all(folders.map(({ uri }) => isLeftOut(uri)));
    if (this.hasToldOfTrust || !leftOut.includes(true)) return;
    this.hasToldOfTrust = true;
    this.tell({ kind: 'workspaceUntrusted', file: vocabularyFile });
  }
}
