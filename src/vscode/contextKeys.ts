// Tells VS Code's `when` clauses where Sotto stands. Sets a key only when its value changes.

import * as vscode from 'vscode';
import type { ContextKey, ContextKeyTypes } from './ids.ts';

export class ContextKeys {
  private readonly known = new Map<ContextKey, unknown>();

  set<Key extends ContextKey>(key: Key, value: ContextKeyTypes[Key]): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
