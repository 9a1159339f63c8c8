// What is shown while a phrase is spoken is no part of the document: neither its text nor its undo history knows.

import assert from 'node:assert/strict';
import { places } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, given, run, settled, shown } from './window.ts';

const words = [
  'first',
  'first words',
  'first words of a phrase that goes on for quite a while '.repeat(5),
  '',
];

suite('Preview', () => {
  test('leaves a saved document as it is', async () => {
    await given('a |b\n', { file: 'saved.txt' });
    const { document } = activeEditor();
    const { version } = document;
    const place = places.pin();
    assert.ok(place.ok);
    for (const text of words) {
      place.value.preview(text);
      assert.equal(await shown(), 'a |b\n');
    }
    assert.deepEqual([document.isDirty, document.version], [false, version]);
  });

  test('is no step for undo: one takes the dictation back, the next what was typed before', async () => {
    await given('|');
    await run('type', { text: 'x' });
    const place = places.pin();
    assert.ok(place.ok);
    for (const text of words) place.value.preview(text);
    assert.ok((await place.value.insert('said')).ok);
    await settled();
    const steps = [];
    for (let count = 0; count < 2; count++) {
      await run('undo');
      steps.push(await shown());
    }
    assert.deepEqual(steps, ['x|', '|']);
  });

  test('of a document that was closed meanwhile shows nowhere', async () => {
    await given('|');
    const place = places.pin();
    assert.ok(place.ok);
    await run('workbench.action.revertAndCloseActiveEditor');
    for (const text of words) place.value.preview(text);
    await given('other|');
    assert.equal(await shown(), 'other|');
  });
});
