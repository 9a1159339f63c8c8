// What for: the smallest module that runs inside VS Code: it tells where it is.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export async function run(): Promise<unknown> {
  assert.match(vscode.version, /^1\.\d+\.\d+$/);
  const document = await vscode.workspace.openTextDocument({ content: 'spoken' });
  await vscode.window.showTextDocument(document);
  return {
    version: vscode.version,
    text: vscode.window.activeTextEditor?.document.getText(),
    workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    setting: vscode.workspace.getConfiguration('editor').get('tabSize'),
    extension: await vscode.extensions.getExtension('sotto-tests.unpacked')?.activate(),
    said: process.env['SOTTO_TEST_SAYS'],
  };
}
