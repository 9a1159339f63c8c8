// Whether graphics memory gets short because of others: a training run, a language model, a game. Pure. Memory that
// we fill ourselves is no reason to go, and a GPU that was full before we came is none to be told about.

import type { Sample } from './sample.ts';
import { fullness } from './statusText.ts';

/** Less growth than this is the desktop at its work. */
const growth = 256 * 2 ** 20;
/** Once told, it is over when so much less of the memory is used: a figure at the edge is not told twice. */
const reliefPercent = 5;

export type Pressure = 'short' | 'relief' | 'between';

/** `wantedBytes`: what we would have of the memory if nobody were in the way; only with room for it is there relief. */
export function pressureOf(samples: readonly Sample[], fullPercent: number, wantedBytes = 0): Pressure {
  const now = samples.at(-1);
  if (now?.memory === undefined) return 'between';
  const { usedBytes, totalBytes } = now.memory;
  const wished = Math.max(usedBytes, usedBytes - (now.own?.memoryBytes ?? 0) + wantedBytes);
  if (fullness({ usedBytes: wished, totalBytes }) < fullPercent - reliefPercent) return 'relief';
  if (fullness(now.memory) < fullPercent) return 'between';
  const others = samples.map(othersBytes).filter((bytes) => bytes !== undefined);
  const [least, latest] = [Math.min(...others), others.at(-1) ?? 0];
  return latest - least >= growth ? 'short' : 'between';
}

function othersBytes({ memory, own }: Sample): number | undefined {
  return memory === undefined ? undefined : memory.usedBytes - (own?.memoryBytes ?? 0);
}
