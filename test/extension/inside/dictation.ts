// Whole dictations into the real editors, with a microphone and a recogniser of the test's: what stands in the
// documents, and in which state it leaves Sotto.

import assert from 'node:assert/strict';
import { fail, ok } from '../../../src/base/result.ts';
import { dictationIntoEditors, type EditorDictation } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, given, run, shown, until } from './window.ts';

async function dictate({ dictation }: EditorDictation): Promise<void> {
  dictation.toggle();
  await until(() => dictation.current.kind === 'recording', 'it recorded');
  dictation.toggle();
  await until(() => ['idle', 'error'].includes(dictation.current.kind), 'it was done');
}

async function dictating(body: (parts: EditorDictation) => Promise<void>): Promise<void> {
  const parts = dictationIntoEditors();
  try {
    await body(parts);
  } finally {
    parts.dictation.dispose();
  }
}

suite('Dictation into editors', () => {
  test('the words stand at the cursor', () =>
    dictating(async (parts) => {
      const editor = await given('say |');
      await dictate(parts);
      assert.equal(await shown(editor), 'say spoken words|');
      assert.deepEqual(parts.dictation.current, { kind: 'idle' });
      assert.deepEqual(parts.told, []);
    }));

  test('without an editor no microphone is opened, and the next dictation works', () =>
    dictating(async (parts) => {
      parts.dictation.toggle();
      assert.deepEqual(parts.dictation.current, { kind: 'error', problem: { kind: 'noEditor' } });
      assert.deepEqual(parts.told, [{ kind: 'noEditor' }]);
      assert.equal(parts.microphone.recordings, 0);
      const editor = await given('|');
      await dictate(parts);
      assert.equal(await shown(editor), 'spoken words|');
      assert.deepEqual(parts.dictation.current, { kind: 'idle' });
    }));

  test('the words go where it began, though the person went elsewhere', () =>
    dictating(async (parts) => {
      const { document } = await given('here |', { file: 'began.txt' });
      parts.recogniser.meanwhile = () => given('elsewhere|');
      await dictate(parts);
      assert.equal(document.getText(), 'here spoken words');
      assert.equal(await shown(), 'elsewhere|');
    }));

  test('the file was closed meanwhile: the words are told, and the audio gives them again elsewhere', () =>
    dictating(async (parts) => {
      await given('here |', { file: 'closed.txt' });
      parts.recogniser.meanwhile = () => run('workbench.action.closeActiveEditor');
      await dictate(parts);
      assert.equal(parts.dictation.current.kind, 'error');
      const [problem] = parts.told;
      assert.equal(problem?.kind === 'placeGone' && problem.text, 'spoken words');
      parts.recogniser.meanwhile = () => {};
      const editor = await given('there |');
      assert.equal(parts.dictation.retryLast(), true);
      await until(() => parts.dictation.current.kind === 'idle', 'the retry was done');
      assert.equal(await shown(editor), 'there spoken words|');
    }));

  test('cancelled, it writes nothing', () =>
    dictating(async (parts) => {
      const editor = await given('say |');
      parts.dictation.toggle();
      await until(() => parts.dictation.current.kind === 'recording', 'it recorded');
      parts.dictation.cancel();
      assert.deepEqual(parts.dictation.current, { kind: 'idle' });
      assert.equal(parts.microphone.abandoned, 1);
      assert.equal(await shown(editor), 'say |');
    }));

  test('a recogniser that fails leaves the document as it was', () =>
    dictating(async (parts) => {
      const editor = await given('say |');
      parts.recogniser.hears = fail({ kind: 'serverTimeout', seconds: 30 });
      await dictate(parts);
      assert.equal(await shown(editor), 'say |');
      assert.equal(editor.document.isDirty, true, 'untitled with content');
      parts.recogniser.hears = ok('now');
      assert.equal(parts.dictation.retryLast(), true);
      await until(() => parts.dictation.current.kind === 'idle', 'the retry was done');
      assert.equal(await shown(editor), 'say now|');
    }));

  test('ten in a row, each its own undo step', () =>
    dictating(async (parts) => {
      await given('|');
      for (let count = 0; count < 10; count += 1) {
        parts.recogniser.hears = ok(`w${count}`);
        await dictate(parts);
      }
      const text = () => activeEditor().document.getText();
      assert.equal(text(), 'w0 w1 w2 w3 w4 w5 w6 w7 w8 w9');
      await run('undo');
      assert.equal(text(), 'w0 w1 w2 w3 w4 w5 w6 w7 w8');
    }));
});
