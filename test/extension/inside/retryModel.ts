// The kept audio heard again by another model: what is asked, and for how long the answer counts.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ok } from '../../../src/base/result.ts';
import { RetryModel } from '../../../src/vscode/retryModel.ts';
import { dictationIntoEditors } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { given, shown, until } from './window.ts';

interface Offered {
  readonly label: string;
  readonly description: string;
}

/** A person who picks this row, or closes the list. */
function picking(label: string | undefined, offered: Offered[][], body: () => Promise<unknown>) {
  const standIn = async (rows: Offered[]) => {
    offered.push(rows);
    return rows.find((row) => row.label === label);
  };
  return replacing(vscode.window, 'showQuickPick', standIn as never, body);
}

const models = (...names: string[]) =>
  new RetryModel({ usual: () => 'base.en', onDisk: async () => new Set(names) });

async function dictated() {
  const editor = await given('say |');
  const parts = dictationIntoEditors();
  parts.dictation.toggle();
  await until(() => parts.dictation.current.kind === 'recording', 'it recorded');
  parts.dictation.toggle();
  await until(() => parts.dictation.current.kind === 'idle', 'it was written');
  assert.equal(await shown(editor), 'say spoken words|');
  return { editor, ...parts };
}

suite('The last audio again', () => {
  test('a bigger model hears it once, and its words take the place of the others', async () => {
    const { editor, dictation, recogniser } = await dictated();
    const model = models('tiny.en', 'base.en', 'small.en');
    const offered: Offered[][] = [];
    let heardBy = '';
    recogniser.hears = ok('better words');
    recogniser.meanwhile = () => {
      heardBy = model.current;
    };
    await picking('small.en', offered, () => model.retry(dictation));
    await until(() => dictation.current.kind === 'idle', 'it was written');
    assert.deepEqual(offered, [
      [
        { label: 'base.en', description: 'as before' },
        { label: 'tiny.en', description: '78 MB, this once' },
        { label: 'small.en', description: '488 MB, this once' },
      ],
    ]);
    assert.equal(heardBy, 'small.en');
    assert.equal(model.current, 'base.en', 'the next dictation has the usual one');
    assert.equal(await shown(editor), 'say better words|');
    dictation.dispose();
  });

  test('with one model nothing is asked; a list that is closed changes nothing', async () => {
    const { editor, dictation, recogniser } = await dictated();
    const offered: Offered[][] = [];
    recogniser.hears = ok('again');
    await picking(undefined, offered, () => models('base.en', 'small.en').retry(dictation));
    assert.equal(await shown(editor), 'say spoken words|');
    await picking(undefined, offered, () => models('base.en').retry(dictation));
    await until(() => dictation.current.kind === 'idle', 'it was written');
    assert.equal(offered.length, 1);
    assert.equal(await shown(editor), 'say again|');
    dictation.dispose();
  });

  test('without audio there is nothing to ask', async () => {
    const { dictation } = dictationIntoEditors();
    const offered: Offered[][] = [];
    await picking('small.en', offered, async () => {
      assert.equal(await models('small.en').retry(dictation), false);
    });
    assert.deepEqual(offered, []);
    dictation.dispose();
  });
});
