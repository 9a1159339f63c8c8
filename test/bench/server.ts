// The server of a person through many lives: what befalls it, windows that start at once, and how long its start is
// waited for. Each part alone, or all: `npm run bench:server -- [part…]`

import { nanoModel } from '../adapters/support/whisper.ts';
import { writeReport } from './report.ts';
import { starts } from './serverStart.ts';
import { cycles, fullDisk, halts, kills, thief } from './serverTroubles.ts';
import { windowsAtOnce } from './serverWindows.ts';
import { syntheticModel } from './syntheticModel.ts';

const parts = {
  cycles: () => cycles(),
  kills: () => kills(),
  halts: () => halts(),
  thief: () => thief(),
  disk: () => fullDisk(),
  windows2: () => windowsAtOnce(2),
  windows5: () => windowsAtOnce(5),
  startTest: () => starts('test model', nanoModel),
  startBase: () => starts('base.en size, random weights', syntheticModel(nanoModel), 4),
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`No such part: ${unknown}. There are: ${Object.keys(parts).join(', ')}`);
const figures: Record<string, unknown> = {};
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const from = performance.now();
  figures[name] = await run();
  console.log(
    `${name} (${Math.round((performance.now() - from) / 1_000)} s): ${JSON.stringify(figures[name], null, 2)}`,
  );
}
console.log(`written to ${writeReport('server', { backend: 'cpu', model: 'test model' }, figures)}`);
