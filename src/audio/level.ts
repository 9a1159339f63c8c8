// How loud a piece of sound is, for the eye: a row of blocks that grows with it. Pure.

import { bytesPerSample } from './format.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** In decibels below full scale: a quiet room, and a voice too near. */
const quietest = -60;
const loudest = -6;

/** From 0 (a quiet room) to 1 (as loud as is good). */
export function levelOf(pcm: Uint8Array): number {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  let peak = 0;
  for (let offset = 0; offset + 1 < pcm.byteLength; offset += bytesPerSample) {
    peak = Math.max(peak, Math.abs(view.getInt16(offset, true)));
  }
  const decibels = 20 * Math.log10(Math.max(1, peak) / 32_768);
  return Math.min(1, Math.max(0, (decibels - quietest) / (loudest - quietest)));
}

/** One block for each level, the latest last. */
export function meterOf(levels: readonly number[]): string {
  return levels.map((level) => blocks[Math.round(level * (blocks.length - 1))] ?? blocks[0]).join('');
}
