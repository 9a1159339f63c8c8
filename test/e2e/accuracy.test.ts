// Twenty phrases by four voices, spoken into the microphone and read from the editor, by palette and by key in
// turn. The test model errs now and then, so words are counted over the set; npm run bench:accuracy has the table.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dictateByHolding, dictateByPalette, type Sotto, startSotto } from '../support/sotto.ts';
import { accuracyTable, type Sample, totals } from '../support/wer.ts';
import { dealt } from './phrases.ts';

let sotto: Sotto;
before(async () => {
  sotto = await startSotto();
});
after(() => sotto.dispose());

test('dictation by palette and by key: twenty phrases, four voices', async (t) => {
  const { workbench } = sotto;
  await workbench.openFile('notes.txt');
  const samples: Sample[] = [];
  for (const [index, { phrase, voice }] of dealt.entries()) {
    const dictate = index % 2 === 0 ? dictateByHolding : dictateByPalette;
    await workbench.press('ctrl+a');
    await dictate(sotto, phrase, { voice });
    samples.push({ group: voice, expected: phrase, actual: await workbench.editorText() });
  }
  await workbench.screenshot('e2e-twenty-phrases');
  const rows = totals(samples);
  const all = rows.at(-1);
  t.diagnostic(`\n${accuracyTable(rows)}`);
  assert.ok(all !== undefined);
  for (const { expected, actual } of samples)
    assert.notEqual(actual.trim(), '', `nothing came for: ${expected}`);
  assert.ok(all.wer < 0.15, `word error rate ${all.wer}`);
  assert.ok(all.exact >= samples.length / 2, `${all.exact} of ${samples.length} exactly right`);
});
