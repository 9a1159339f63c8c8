// The question whether Sotto should make room on the GPU for another program.

import * as vscode from 'vscode';

export async function offerMemory(smaller: string | undefined): Promise<'unload' | 'smaller' | undefined> {
  const t = vscode.l10n.t;
  const unload = t('Unload Now');
  const take = smaller === undefined ? undefined : t('Use {0}', smaller);
  const picked = await vscode.window.showInformationMessage(
    t(
      'Sotto: another program needs the memory of the GPU. Sotto can make room; the model comes back with the next dictation.',
    ),
    ...[unload, ...(take === undefined ? [] : [take])],
  );
  if (picked === undefined) return undefined;
  return picked === unload ? 'unload' : 'smaller';
}
