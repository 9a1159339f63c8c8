// How soon after the key is let go push-to-talk sees it, and how often it is wrong, over all simulated desktops and
// troubles of the tests. What the desktop itself needs is not in it.

import { heldTraces, outcomesOf } from '../unit/releaseTraces.ts';
import { writeReport } from './report.ts';

const seeds = 200;
const figures = heldTraces.map((trace) => {
  const outcomes = Array.from({ length: seeds }, (_, seed) => outcomesOf(trace, seed + 1)).flat();
  const delays = outcomes.map(({ delay }) => delay).sort((a, b) => a - b);
  const percentile = (share: number) => Math.round(delays[Math.floor(delays.length * share)] ?? Number.NaN);
  return {
    trace: trace.name,
    holds: outcomes.length,
    wrong: outcomes.filter(({ wrong }) => wrong !== undefined).length,
    p50: percentile(0.5),
    p95: percentile(0.95),
  };
});
console.table(figures);
console.log(`written to ${writeReport('release', { seeds, holdsPerSeed: 3, milliseconds: true }, figures)}`);
