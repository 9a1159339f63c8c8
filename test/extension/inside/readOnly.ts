// Where nothing can be written: said at the start where VS Code tells it, and where only the write shows it the
// text is handed back.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { places } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, given, run, settled, until } from './window.ts';

class Memory implements vscode.FileSystemProvider {
  private readonly content = new TextEncoder().encode('read me\n');
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  private readonly permissions: vscode.FilePermission | undefined;

  constructor(permissions?: vscode.FilePermission) {
    this.permissions = permissions;
  }

  stat(): vscode.FileStat {
    const { permissions } = this;
    const stat = { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.byteLength };
    return permissions === undefined ? stat : { ...stat, permissions };
  }

  readFile = () => this.content;
  watch = () => new vscode.Disposable(() => {});
  readDirectory = () => [];
  createDirectory(): void {}
  writeFile(): void {}
  delete(): void {}
  rename(): void {}
}

async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  await settled();
  return editor;
}

/** The pin may be given, but the write fails, changes nothing, and gives the text back. */
async function assertHandsBack(editor: vscode.TextEditor): Promise<void> {
  const before = editor.document.getText();
  const place = places.pin();
  assert.ok(place.ok);
  const result = await place.value.insert('spoken');
  await settled();
  assert.equal(editor.document.getText(), before);
  assert.deepEqual(result, {
    ok: false,
    error: { kind: 'placeGone', file: editor.document.uri.path, text: 'spoken' },
  });
}

suite('Read-only places', () => {
  test('a file system without writing is refused at the start', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('sotto-frozen', new Memory(), {
      isReadonly: true,
    });
    try {
      const uri = vscode.Uri.parse('sotto-frozen:/read/me.txt');
      await open(uri);
      assert.deepEqual(places.pin(), { ok: false, error: { kind: 'readOnly', file: '/read/me.txt' } });
      await run('workbench.action.closeActiveEditor');
    } finally {
      provider.dispose();
    }
  });

  test('an output channel is refused at the start', async () => {
    const channel = vscode.window.createOutputChannel('Sotto tests');
    try {
      channel.appendLine('a line');
      channel.show(false);
      const scheme = () => vscode.window.activeTextEditor?.document.uri.scheme;
      await until(() => scheme() === 'output', 'the output had the focus');
      const place = places.pin();
      assert.equal(!place.ok && place.error.kind, 'readOnly');
    } finally {
      channel.dispose();
    }
  });

  test('a single file that may not be written', async () => {
    const provider = vscode.workspace.registerFileSystemProvider(
      'sotto-locked',
      new Memory(vscode.FilePermission.Readonly),
    );
    try {
      await assertHandsBack(await open(vscode.Uri.parse('sotto-locked:/me.txt')));
      await run('workbench.action.closeActiveEditor');
    } finally {
      provider.dispose();
    }
  });

  test('a document that an extension makes up', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('sotto-made-up', {
      provideTextDocumentContent: () => 'made up\n',
    });
    try {
      await assertHandsBack(await open(vscode.Uri.parse('sotto-made-up:/me.txt')));
    } finally {
      provider.dispose();
    }
  });

  test('such a document behind another tab', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('sotto-made-up', {
      provideTextDocumentContent: () => 'made up\n',
    });
    try {
      const { document } = await open(vscode.Uri.parse('sotto-made-up:/me.txt'));
      await run('workbench.action.keepEditor');
      const place = places.pin();
      assert.ok(place.ok);
      await given('other|');
      const result = await place.value.insert('spoken');
      await settled();
      assert.equal(document.getText(), 'made up\n');
      assert.deepEqual(result, {
        ok: false,
        error: { kind: 'placeGone', file: '/me.txt', text: 'spoken' },
      });
    } finally {
      provider.dispose();
    }
  });

  test('an editor that was made read-only for this session', async () => {
    const editor = await given('a |', { file: 'session.txt' });
    await run('workbench.action.files.setActiveEditorReadonlyInSession');
    try {
      await assertHandsBack(editor);
    } finally {
      await run('workbench.action.files.resetActiveEditorReadonlyInSession');
    }
    assert.equal(activeEditor().document.getText(), 'a ');
  });

  test('an editor read-only for this session, behind another tab', async () => {
    const { document } = await given('a |', { file: 'session.txt' });
    const place = places.pin();
    assert.ok(place.ok);
    await run('workbench.action.files.setActiveEditorReadonlyInSession');
    await given('other|');
    const result = await place.value.insert('spoken');
    await settled();
    await vscode.window.showTextDocument(document);
    await run('workbench.action.files.resetActiveEditorReadonlyInSession');
    // VS Code tells no extension whether a hidden editor may be written: either is right, a loss is not.
    assert.equal(document.getText(), result.ok ? 'a spoken' : 'a ');
  });
});
