// What a person waits for: from the key that comes up in the window of a real VS Code to the whole text on its screen,
// with a real recorder on the virtual microphone and the test model. Both times are taken inside the window, frame by
// frame. `npm run bench:visible -- [runs]`

import { rest, type Sotto, speakWhileHolding, startSotto } from '../support/sotto.ts';
import { plainTable } from '../support/wer.ts';
import { writeReport } from './report.ts';

const runs = Number(process.argv[2] ?? 20);
const phrase = 'The default value is an empty string.';

interface Seen {
  readonly keyUp: number;
  readonly texts: { readonly at: number; readonly text: string }[];
}

/** Runs in the window. */
const watch = `(() => {
  const seen = { keyUp: 0, texts: [] };
  window.seen = seen;
  window.addEventListener('keyup', ({ code }) => { if (code === 'Space') seen.keyUp = performance.now(); }, true);
  const look = () => {
    const lines = document.querySelector('.monaco-editor .view-lines');
    const text = (lines?.textContent ?? '').replaceAll('\\u00a0', ' ');
    if (text !== seen.texts.at(-1)?.text) seen.texts.push({ at: performance.now(), text });
    if (window.seen === seen) requestAnimationFrame(look);
  };
  look();
})()`;

const waits: number[] = [];
const sotto = await startSotto();
try {
  await sotto.workbench.openFile('notes.txt');
  for (let run = 0; run <= runs; run++) {
    await sotto.workbench.press('ctrl+a');
    await sotto.workbench.press('delete');
    const seen = await watched(sotto, async () => {
      await speakWhileHolding(sotto, phrase);
      await rest(sotto);
    });
    const at = seen.texts.find(({ text }) => text.endsWith(phrase))?.at;
    if (at === undefined) console.log(`not seen: ${JSON.stringify(seen.texts.at(-1))}`);
    else if (run > 0) waits.push(at - seen.keyUp); // the first one starts the server
  }
} finally {
  await sotto.dispose();
}
const sorted = waits.toSorted((a, b) => a - b);
const at = (share: number) => `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN)} ms`;
const header = ['dictations', 'p50', 'p95', 'longest'];
console.log(plainTable(header, [[String(sorted.length), at(0.5), at(0.95), at(1)]]));
console.log(
  `written to ${writeReport('visible', { phrase, model: 'test model', way: 'by key' }, { waits })}`,
);

/** What the editor shows, each change with its time, and when the key came up. */
async function watched({ workbench }: Sotto, deed: () => Promise<void>): Promise<Seen> {
  await workbench.page.evaluate(watch);
  await deed();
  return workbench.page.evaluate<Seen>('window.seen');
}
