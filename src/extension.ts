// The door that VS Code knocks at. Nothing is decided here: compose/ builds Sotto and takes it down again.

import type * as vscode from 'vscode';
import { compose, type Sotto } from './compose/compose.ts';

let sotto: Sotto | undefined;

export function activate(context: vscode.ExtensionContext): void {
  sotto = compose(context);
}

export function deactivate(): void {
  sotto?.shutDown();
  sotto = undefined;
}
