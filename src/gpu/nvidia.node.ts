// Asks NVIDIA's own program, once, when a person asks: every such question wakes a sleeping GPU, so it is put only
// while all of NVIDIA's are awake, and never again and again.

import { execFile } from 'node:child_process';
import type { Hardware } from './devices.ts';
import { type NvidiaFigures, nvidiaFrom, nvidiaQuery } from './nvidia.ts';

export function askNvidia({ gpus }: Hardware): Promise<readonly NvidiaFigures[]> {
  const theirs = gpus.filter(({ vendor, driver }) => vendor === 'nvidia' && driver === 'nvidia');
  if (theirs.length === 0 || theirs.some(({ runtime }) => runtime !== 'awake')) return Promise.resolve([]);
  return new Promise((resolve) => {
    execFile('nvidia-smi', [...nvidiaQuery], { timeout: 5_000 }, (error, output) =>
      resolve(error === null ? nvidiaFrom(output) : []),
    );
  });
}
