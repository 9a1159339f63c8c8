// One dictation is one step for undo and for redo, whatever was typed around it.

import assert from 'node:assert/strict';
import { places } from './parts.ts';
import { suite, test } from './runner.ts';
import { activeEditor, type Given, given, run, settled } from './window.ts';

async function insertHere(text: string): Promise<void> {
  const place = places.pin();
  assert.ok(place.ok);
  assert.ok((await place.value.insert(text)).ok);
  await settled();
}

const text = () => activeEditor().document.getText();

async function oneStep(marked: string, options: Given = {}): Promise<void> {
  await given(marked, options);
  const before = text();
  await insertHere('spoken words');
  const after = text();
  assert.notEqual(after, before);
  await run('undo');
  assert.equal(text(), before, 'one undo gives the text before');
  await run('redo');
  assert.equal(text(), after, 'one redo gives the dictation again');
}

suite('Undo', () => {
  test('of a dictation at one cursor', () => oneStep('a |b'));
  test('of a dictation in a saved document', () => oneStep('a |b\n', { file: 'saved.txt' }));
  test('of a dictation at three cursors', () => oneStep('a|\nb|\nc|'));
  test('of a dictation over selections', () => oneStep('‹one› two ‹three\nfour›'));
  test('of a dictation between Windows line ends', () =>
    oneStep('a |\n‹b›\n', { file: 'windows.txt', crlf: true }));

  test('gives a document back unchanged', async () => {
    await given('a|\n', { file: 'saved.txt' });
    await insertHere('b');
    await run('undo');
    assert.equal(activeEditor().document.isDirty, false);
  });

  test('leaves what was typed before, and takes two dictations one by one', async () => {
    await given('|');
    await run('type', { text: 'x' });
    await insertHere('first');
    await insertHere('second');
    await run('type', { text: '!' });
    assert.equal(text(), 'x first second!');
    const steps: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      await run('undo');
      steps.push(text());
    }
    assert.deepEqual(steps, ['x first second', 'x first', 'x', '']);
  });
});
