// Ten phrases by four voices, spoken into the microphone and read from the editor, by palette and by key in turn: how
// well they are understood, and that so many dictations leave nothing behind. The test model errs now and then, so
// words are counted over the set; npm run bench:accuracy has the table, for more of them.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { descendants, openFiles, openSockets, waitUntil } from '../support/processes.ts';
import { dictateByHolding, dictateByPalette, type Sotto, startSotto } from '../support/sotto.ts';
import { accuracyTable, type Sample, totals } from '../support/wer.ts';
import { dealt } from './phrases.ts';

const ten = dealt.slice(0, 10);

let sotto: Sotto;
before(async () => {
  sotto = await startSotto();
});
after(() => sotto.dispose());

const samples: Sample[] = [];

test('ten dictations leave no process, socket, file or recorder behind', async (t) => {
  const { workbench, microphone, vscode } = sotto;
  await workbench.openFile('notes.txt');
  const host = await vscode.extensionHostPid();
  const snapshot = () => snapshotOf(host, vscode.userDataDir);
  let before: unknown;
  let open = 0;
  for (const [index, { phrase, voice }] of ten.entries()) {
    const dictate = index % 2 === 0 ? dictateByHolding : dictateByPalette;
    await workbench.press('ctrl+a');
    await dictate(sotto, phrase, { voice });
    samples.push({ group: voice, expected: phrase, actual: await workbench.editorText() });
    // The first brings the server, which stays; both ways to begin were used by then.
    if (index !== 1) continue;
    before = snapshot();
    open = openFiles(host).length;
  }
  await workbench.screenshot('e2e-ten-phrases');
  await waitUntil(
    () => {
      assert.deepEqual(snapshot(), before);
      return true;
    },
    { timeoutMs: 10_000, what: 'all was as before' },
  );
  await waitUntil(() => openFiles(host).length <= open + 1, {
    timeoutMs: 10_000,
    what: 'no descriptor was left open',
  });
  assert.deepEqual(await microphone.listeners(), []);
  t.diagnostic(`open descriptors of the extension host: ${open} before, ${openFiles(host).length} after`);
});

test('ten phrases, four voices: what was spoken is what stands there', (t) => {
  assert.equal(samples.length, ten.length);
  const rows = totals(samples);
  const all = rows.at(-1);
  t.diagnostic(`\n${accuracyTable(rows)}`);
  assert.ok(all !== undefined);
  for (const { expected, actual } of samples)
    assert.notEqual(actual.trim(), '', `nothing came for: ${expected}`);
  assert.ok(all.wer < 0.15, `word error rate ${all.wer}`);
  assert.ok(all.exact >= samples.length / 2, `${all.exact} of ${samples.length} exactly right`);
});

function snapshotOf(host: number, userDataDir: string): unknown {
  const storage = join(userDataDir, 'User', 'globalStorage', 'sotto-voice.sotto');
  return {
    children: descendants(host)
      .map(({ command }) => command.replace(/\d+/g, 'N').slice(0, 60))
      .sort(),
    files: readdirSync(storage, { recursive: true }).sort(),
    listening: openSockets(host).filter(({ listening }) => listening).length,
  };
}
