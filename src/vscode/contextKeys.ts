// Tells VS Code's `when` clauses where Sotto stands. Sets a key only when its value changes. Also
// the cheapest way to the window and back, which push-to-talk needs.

import * as vscode from 'vscode';
import type { ContextKey, ContextKeyTypes } from './ids.ts';

export class ContextKeys {
  private readonly known = new Map<ContextKey, unknown>();

  set<Key extends ContextKey>(key: Key, value: ContextKeyTypes[Key]): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  /** Sets what is set already. The answer comes behind everything that the window sent before it was asked. */
  roundTrip(answered: () => void): void {
    const key: ContextKey = 'sotto.dictating';
    void vscode.commands.executeCommand('setContext', key, this.known.get(key)).then(answered, answered);
  }
}
