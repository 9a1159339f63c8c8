// Places that are no text editor. VS Code tells no extension where the focus is; its conditions for keys do, so the
// keybinding says it (package.json). What was sent to such a place cannot be taken back from here.

import * as vscode from 'vscode';
import type { Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { type Insertion, otherPlaces, type Place, type Places, type Where } from '../../dictation/ports.ts';
import { terminalText } from '../../insertion/terminalText.ts';
import type { Target, TargetKind } from '../../text/target.ts';

/** What a keybinding's argument says; anything else is what the command is for. */
export function whereOf(argument: unknown, usual: Where = 'editor'): Where {
  return otherPlaces.find((place) => place === argument) ?? usual;
}

interface Pins {
  pin(): Result<Place, Problem>;
}

/** Asks the place where the words are wanted. */
export function placesByFocus(editors: Pins, comments: Pins): Places {
  return {
    pin(where) {
      switch (where) {
        case 'editor':
          return editors.pin();
        case 'comment':
          return comments.pin();
        case 'terminal':
          return pinTerminal();
        case 'commit':
          return ok(sendingPlace('commit', paste));
        case 'input':
          return ok(sendingPlace('prose', paste));
        case 'search':
          return ok(sendingPlace('prose', search));
        case 'elsewhere':
          return ok(sendingPlace('prose', copy));
        case 'readOnly':
          return fail({ kind: 'readOnly', file: vscode.window.activeTextEditor?.document.uri.path ?? '' });
      }
    },
  };
}

function pinTerminal(): Result<Place, Problem> {
  const terminal = vscode.window.activeTerminal;
  if (terminal === undefined) return fail({ kind: 'noEditor' });
  return ok(
    sendingPlace('terminal', async (text) => {
      if (terminal.exitStatus !== undefined) return fail({ kind: 'placeGone', file: terminal.name, text });
      terminal.sendText(terminalText(text), false);
      return ok(undefined);
    }),
  );
}

type Send = (text: string) => Promise<Result<unknown, Problem>>;

/** The search view takes a whole query only. */
async function search(text: string): Promise<Result<unknown, Problem>> {
  const query = terminalText(text);
  await vscode.commands.executeCommand('workbench.action.findInFiles', { query, triggerSearch: true });
  return ok(undefined);
}

/**
 * At the cursor of the box that has the focus, such as that of a chat or of a commit message. VS Code shows these boxes
 * to no extension: where an editor changes instead, the person has gone there meanwhile. A space stands behind the
 * words, because nobody knows what stands before the next ones.
 */
async function paste(text: string): Promise<Result<unknown, Problem>> {
  const pasted = `${text} `;
  let strayed = false;
  const watching = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const isShown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    strayed ||= isShown && contentChanges.some((change) => change.text === pasted);
  });
  try {
    await vscode.commands.executeCommand('default:paste', { text: pasted, pasteOnNewLine: false });
  } finally {
    watching.dispose();
  }
  if (!strayed) return ok(undefined);
  await vscode.commands.executeCommand('undo');
  return await copy(text);
}

async function copy(text: string): Promise<Result<unknown, Problem>> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Sotto: The text is in the clipboard: VS Code lets no extension write there.'),
  );
  return ok(undefined);
}

function sendingPlace(kind: TargetKind, send: Send): Place {
  const target: Target = { kind, languageId: 'plaintext', before: '', after: '' };
  return {
    target: async () => target,
    preview() {},
    async insert(text) {
      const sent = await send(text);
      return sent.ok ? ok(sentFor(target)) : sent;
    },
    move() {},
    release() {},
  };
}

function sentFor(target: Target): Insertion {
  const refuse = async () => fail<Problem>({ kind: 'cannotTakeBack' });
  return {
    stands: true,
    isFinal: true,
    target: async () => target,
    remove: refuse,
    replace: refuse,
    forget() {},
  };
}
