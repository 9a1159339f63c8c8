// Registers Sotto's commands. The type asks for every id exactly once; an error that was not foreseen is logged
// and shown instead of vanishing.

import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { traceOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type CommandId, commandIds } from './ids.ts';

export type CommandHandlers = { readonly [Id in CommandId]: (argument?: unknown) => void | Promise<void> };

export function registerCommands(handlers: CommandHandlers, log: Log): Disposable {
  const registered = new DisposableStore();
  for (const id of commandIds) {
    registered.add(
      vscode.commands.registerCommand(id, async (argument?: unknown) => {
        try {
          await handlers[id](argument);
        } catch (error) {
          log.error(`${id}: ${traceOf(error)}`);
          void vscode.window.showErrorMessage(vscode.l10n.t('Sotto: {0} failed: {1}', id, String(error)));
        }
      }),
    );
  }
  return registered;
}
