// What the language's extension knows of a file. It may be slow, or fail, and nobody who dictates waits for it.

import * as vscode from 'vscode';

export type KnownSymbol = vscode.DocumentSymbol | vscode.SymbolInformation;

/** Undefined where nobody knows, or nobody said in time. */
export async function documentSymbols(
  uri: vscode.Uri,
  withinMs: number,
): Promise<readonly KnownSymbol[] | undefined> {
  const command = 'vscode.executeDocumentSymbolProvider';
  const asked = Promise.resolve(
    vscode.commands.executeCommand<KnownSymbol[] | undefined>(command, uri),
  ).catch(() => undefined);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    limit = setTimeout(resolve, withinMs, undefined);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(limit);
  }
}
