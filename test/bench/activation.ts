// How long VS Code waits for Sotto at its start: code loading and `activate` together, as VS Code's own list of
// running extensions tells it, over several fresh windows.

import { waitUntil } from '../support/processes.ts';
import { startSotto } from '../support/sotto.ts';
import { writeReport } from './report.ts';

const windows = 9;
const milliseconds: number[] = [];
for (let count = 0; count < windows; count++) {
  const sotto = await startSotto();
  try {
    // High enough that the list draws every row.
    await sotto.workbench.page.setViewportSize({ width: 1280, height: 4_000 });
    await sotto.workbench.runCommand('Developer: Show Running Extensions');
    const rows = sotto.workbench.page.locator('.runtime-extensions-editor .extension');
    const activation = await waitUntil(
      async () => {
        const ours = (await rows.allInnerTexts()).find((row) => /Sotto:\sLocal/.test(row));
        return /Activation:\s*(\d+)\s*ms/.exec(ours ?? '')?.[1];
      },
      { timeoutMs: 10_000, what: 'the list of running extensions told the time of Sotto' },
    );
    milliseconds.push(Number(activation));
  } finally {
    await sotto.dispose();
  }
}
milliseconds.sort((a, b) => a - b);
const figures = {
  windows,
  least: milliseconds[0],
  median: milliseconds[Math.floor(windows / 2)],
  most: milliseconds.at(-1),
};
console.log(
  `activation in ms over ${windows} windows: least ${figures.least}, median ${figures.median}, most ${figures.most}`,
);
console.log(
  `written to ${writeReport('activation', { vscode: 'served to a browser' }, { ...figures, milliseconds })}`,
);
