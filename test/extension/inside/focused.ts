// Places that are no editor: what reaches a terminal, the search, and where nobody may write, the clipboard.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Where } from '../../../src/dictation/ports.ts';
import { placesByFocus } from '../../../src/vscode/editor/focusedPlaces.ts';
import { comments, places as editors } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { given, shown, until } from './window.ts';

const places = placesByFocus(editors, comments);

function pin(where: Where) {
  const place = places.pin(where);
  assert.ok(place.ok, JSON.stringify(place));
  return place.value;
}

/** A terminal whose program is the test. */
async function terminal(): Promise<{ readonly received: string[]; close(code: number): void }> {
  const received: string[] = [];
  const closing = new vscode.EventEmitter<number>();
  let opened = false;
  const shell = vscode.window.createTerminal({
    name: 'test shell',
    pty: {
      onDidWrite: new vscode.EventEmitter<string>().event,
      onDidClose: closing.event,
      open: () => {
        opened = true;
      },
      close() {},
      handleInput: (data: string) => void received.push(data),
    },
  });
  shell.show();
  await until(() => opened && vscode.window.activeTerminal === shell, 'the terminal was open');
  return { received, close: (code) => closing.fire(code) };
}

suite('Places by the focus', () => {
  test('without a word of the keybinding it is the editor', async () => {
    const editor = await given('say |');
    assert.ok((await pin('editor').insert('hello')).ok);
    assert.equal(await shown(editor), 'say hello|');
  });

  test('the terminal gets one line without Enter, whatever was said', async () => {
    const { received, close } = await terminal();
    const place = pin('terminal');
    assert.equal((await place.target()).kind, 'terminal');
    const sent = await place.insert('git add .\ngit push\n\u001b[A');
    assert.ok(sent.ok);
    await until(() => received.length > 0, 'the text came');
    assert.deepEqual(received, ['git add . git push [A']);
    const removed = await sent.value.remove();
    assert.ok(!removed.ok && removed.error.kind === 'cannotTakeBack');
    close(0);
    await until(() => vscode.window.terminals.length === 0, 'the terminal was closed');
    const late = await place.insert('too late');
    assert.ok(!late.ok && late.error.kind === 'placeGone' && late.error.text === 'too late');
  });

  test('no terminal, no place', () => {
    const place = places.pin('terminal');
    assert.equal(!place.ok && place.error.kind, 'noEditor');
  });

  test('where nobody can write it is refused before anything is recorded', async () => {
    await given('one|', { file: 'locked.txt' });
    const place = places.pin('readOnly');
    assert.ok(!place.ok && place.error.kind === 'readOnly' && place.error.file.endsWith('locked.txt'));
  });

  test('the search looks for it', async () => {
    const calls: unknown[][] = [];
    const standIn = async (...call: unknown[]) => void calls.push(call);
    await replacing(vscode.commands, 'executeCommand', standIn as never, () =>
      pin('search').insert('two words'),
    );
    assert.deepEqual(calls, [['workbench.action.findInFiles', { query: 'two words', triggerSearch: true }]]);
  });

  test('a box that no extension sees: what was pasted into an editor instead is taken back, and kept', async () => {
    const editor = await given('one|');
    const said: string[] = [];
    const standIn = async (text: string) => void said.push(text);
    await replacing(vscode.window, 'showInformationMessage', standIn as never, () =>
      pin('input').insert('spoken'),
    );
    assert.equal(await shown(editor), 'one|');
    assert.equal(await vscode.env.clipboard.readText(), 'spoken');
    assert.equal(said.length, 1);
  });

  test('elsewhere it goes to the clipboard, and that is said', async () => {
    const said: string[] = [];
    const standIn = async (text: string) => void said.push(text);
    await replacing(vscode.window, 'showInformationMessage', standIn as never, () =>
      pin('elsewhere').insert('kept'),
    );
    assert.equal(await vscode.env.clipboard.readText(), 'kept');
    assert.equal(said.length, 1);
  });
});
