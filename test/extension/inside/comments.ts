// Comment dictation in a real editor with the installed grammars: the exact text in every situation and language.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Disposable, disposable } from '../../../src/base/disposables.ts';
import { commentPlaces } from '../../../src/vscode/editor/commentPlaces.ts';
import { DocumentChanges } from '../../../src/vscode/editor/documentChanges.ts';
import { editorPlaces } from '../../../src/vscode/editor/editorPlaces.ts';
import { LivePreview } from '../../../src/vscode/editor/livePreview.ts';
import type { Surroundings } from '../../../src/vscode/editor/surroundings.ts';
import { type Row, table } from './commentTable.ts';
import { comments, dictationIntoEditors, places, surroundings } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, become, type Given, given, run, settled, shown, until } from './window.ts';

/** How much is followed. */
class CountedChanges extends DocumentChanges {
  open = 0;

  override watch(...following: Parameters<DocumentChanges['watch']>): Disposable {
    this.open += 1;
    const watching = super.watch(...following);
    return disposable(() => {
      this.open -= 1;
      watching.dispose();
    });
  }
}

async function dictates(said: string, before: string, after: string, options: Given): Promise<void> {
  await says(said, await given(before, options), after);
}

/** What stands in the editor after this was said. */
async function says(
  said: string,
  editor: vscode.TextEditor,
  after: string,
  situation?: string,
): Promise<void> {
  const place = comments.pin();
  assert.ok(place.ok, JSON.stringify(place));
  const written = await place.value.insert(said);
  place.value.release();
  assert.ok(written.ok, JSON.stringify(written));
  assert.equal(await shown(editor), after, situation);
}

/** One document for all situations of a language: opening one for each takes a second of a busy machine. */
async function situations(rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  assert.ok(first);
  const editor = await given('|', { file: first.file, language: first.language });
  for (const { situation, before, said, after } of rows) {
    await become(editor, before);
    // As most files of these languages are; VS Code guesses it only from longer ones.
    const indentSize = first.language === 'python' ? 4 : 2;
    const isTabbed = before.includes('\t');
    editor.options = { tabSize: 4, insertSpaces: !isTabbed, ...(isTabbed ? {} : { indentSize }) };
    await settled();
    await says(said, editor, after, situation);
  }
}

suite('Comments', () => {
  for (const language of new Set(table.map((row) => row.language))) {
    const rows = table.filter((row) => row.language === language);
    test(`${language}: ${rows.length} situations`, () => situations(rows));
  }

  test('at two cursors, one undo step', async () => {
    const editor = await given('a();|\nb();|\n', { file: 'two.ts' });
    const place = comments.pin();
    assert.ok(place.ok && (await place.value.insert('Both.')).ok);
    assert.equal(await shown(editor), 'a(); // Both.|\nb(); // Both.|\n');
    await run('undo');
    assert.equal(editor.document.getText(), 'a();\nb();\n');
  });

  test('two cursors in one line get one comment', () =>
    dictates('Once.', 'a(|, |b);\n', '// Once.|\na(, b);\n', { file: 'one.ts' }));

  test('with Windows line ends', () =>
    dictates(
      'One.\n\nTwo.',
      '/**\r\n * A|\r\n */\r\n'.replaceAll('\r', ''),
      '/**\n * A One.\n *\n * Two.|\n */\n'.replaceAll('\n', '\r\n'),
      {
        file: 'crlf.ts',
        crlf: true,
      },
    ));

  test('the indentation of the editor', () =>
    dictates('One.', 'if (a) {\n|\n\tb();\n}\n', 'if (a) {\n\t// One.|\n\tb();\n}\n', { file: 'tabs.ts' }));

  test('by setting above the code, and before the ruler', async () => {
    const sotto = vscode.workspace.getConfiguration('sotto');
    const editors = vscode.workspace.getConfiguration('editor');
    await sotto.update('comment.afterCode', 'above', vscode.ConfigurationTarget.Global);
    await editors.update('rulers', [{ column: 30 }, 120], vscode.ConfigurationTarget.Global);
    try {
      await dictates('One.', 'f();|\n', '// One.|\nf();\n', { file: 'above.ts' });
      const long = 'This is more than the ruler allows.';
      await dictates(long, '|\n', '// This is more than the ruler\n// allows.|\n', { file: 'ruler.ts' });
      await sotto.update('comment.wrapColumn', 25, vscode.ConfigurationTarget.Global);
      await dictates(long, '|\n', '// This is more than the\n// ruler allows.|\n', { file: 'column.ts' });
    } finally {
      await sotto.update('comment.afterCode', undefined, vscode.ConfigurationTarget.Global);
      await sotto.update('comment.wrapColumn', undefined, vscode.ConfigurationTarget.Global);
      await editors.update('rulers', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('"document this" in the body, where the function is known by its symbol', async () => {
    const before = 'function add(first: number): number {\n  const two = 2;\n  return first + two|;\n}\n';
    const editor = await given(before, { file: 'body.ts' });
    const symbols = () =>
      vscode.commands.executeCommand<unknown[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        editor.document.uri,
      );
    let known = 0;
    await until(() => {
      void symbols().then((found) => (known = found?.length ?? 0));
      return known > 0;
    }, 'VS Code knew the symbols');
    const place = comments.pin();
    assert.ok(place.ok && (await place.value.insert('Document this adds two. Returns the sum.')).ok);
    assert.equal(
      editor.document.getText(),
      `/**\n * Adds two.\n *\n * @param first\n * @returns The sum.\n */\n${before.replace('|', '')}`,
    );
  });

  test('"document this" beside a language extension that never answers', async () => {
    const never = { provideDocumentSymbols: () => new Promise<never>(() => {}) };
    const hanging = vscode.languages.registerDocumentSymbolProvider({ pattern: '**/hangs.ts' }, never);
    try {
      const before = 'function one(): number {\n  return 1|;\n}\n';
      // Nobody can say which function it is: the words are kept as a comment.
      const after = before.replace('return 1|;', '// Document this. Gives one.|\n  return 1;');
      await dictates('Document this. Gives one.', before, after, { file: 'hangs.ts' });
    } finally {
      hanging.dispose();
    }
  });

  test('a language without comments hands the words back', async () => {
    await given('one |', { file: 'plain.txt' });
    const place = comments.pin();
    assert.ok(place.ok);
    assert.deepEqual(await place.value.insert('spoken'), {
      ok: false,
      error: { kind: 'noComments', language: 'plaintext', text: 'spoken' },
    });
    assert.equal(activeEditor().document.getText(), 'one ');
  });

  test('the place follows an edit above it', async () => {
    const editor = await given('f();|\n', { file: 'follows.ts' });
    const place = comments.pin();
    assert.ok(place.ok);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'g();\n'));
    assert.ok((await place.value.insert('One.')).ok);
    assert.equal(editor.document.getText(), 'g();\nf(); // One.\n');
  });

  test('another text in its place is planned like the first one, and can be taken back', async () => {
    const before = 'f();|\n';
    const editor = await given(before, { file: 'again.ts' });
    const place = comments.pin();
    assert.ok(place.ok);
    const written = await place.value.insert('One.');
    place.value.release();
    assert.equal(places.pinned, undefined, 'no mark shows it any more');
    assert.ok(written.ok);
    const long = 'This is so long that there is no room for it behind the code of this line at all.';
    const again = await written.value.replace(long);
    assert.ok(again.ok);
    assert.equal(
      editor.document.getText(),
      '// This is so long that there is no room for it behind the code of this line at\n// all.\nf();\n',
    );
    const third = await again.value.replace('Three.');
    assert.ok(third.ok);
    assert.equal(editor.document.getText(), 'f(); // Three.\n');
    assert.ok((await third.value.remove()).ok);
    assert.equal(editor.document.getText(), 'f();\n');
    third.value.forget();
  });

  test('planned again and exchanged, nothing is followed on that nobody can ask for', async () => {
    const editor = await given('f();|\n', { file: 'followed.ts' });
    const changes = new CountedChanges();
    let disturbances = 2;
    const disturbed: Pick<Surroundings, keyof Surroundings> = {
      prepare: (...asked) => surroundings.prepare(...asked),
      target: (...asked) => surroundings.target(...asked),
      pieces: (...asked) => surroundings.pieces(...asked),
      tried: (...asked) => surroundings.tried(...asked),
      dispose: () => {},
      async markers(languageId: string) {
        if (disturbances-- > 0)
          await editor.edit((edit) =>
            edit.insert(new vscode.Position(editor.document.lineCount - 1, 0), '\n'),
          );
        return await surroundings.markers(languageId);
      },
    };
    const parts = { surroundings: disturbed as Surroundings, changes, livePreview: new LivePreview() };
    const place = commentPlaces(editorPlaces(parts), parts).pin();
    assert.ok(place.ok);
    const written = await place.value.insert('One.');
    place.value.release();
    assert.ok(written.ok && written.value.stands);
    assert.equal(changes.open, 2, 'the place and what stands there');
    const again = await written.value.replace('Two.');
    assert.ok(again.ok);
    written.value.forget();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'g();\n'));
    const third = await again.value.replace('Three.');
    assert.ok(third.ok);
    again.value.forget();
    assert.equal(editor.document.getText().trim(), 'g();\nf(); // Three.');
    third.value.forget();
    assert.equal(changes.open, 0);
    changes.dispose();
  });

  test('what is said goes the whole way: the target is a comment, and a second one goes on in it', async () => {
    const editor = await given('f();|\n', { file: 'whole.ts' });
    const { dictation, recogniser } = dictationIntoEditors();
    for (const said of ['First words.', 'Second words.']) {
      recogniser.hears = { ok: true, value: said };
      dictation.start('comment');
      await until(() => dictation.current.kind === 'recording', 'it recorded');
      dictation.stop();
      await until(() => dictation.current.kind === 'idle', 'it was written');
    }
    await settled();
    assert.equal(editor.document.getText(), 'f(); // First words. Second words.\n');
    dictation.dispose();
  });
});
