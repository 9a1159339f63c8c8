// Tells voice from what is not, window by window. A detector gives a likelihood; what a phrase is made of is
// decided in segmenter.ts. The one here goes by loudness above the background of the last seconds. Pure.

import { sampleRate } from './format.ts';

/** 32 ms: short enough to find the edge of a word, long enough to hear a voice in it. */
export const windowSamples = 512;
export const windowSeconds = windowSamples / sampleRate;

export interface VoiceDetector {
  /** How likely it is that somebody speaks in this window, from 0 to 1. Windows come in order. */
  likelihood(window: Int16Array): number;
}

/** Loudness without the offset that cheap hardware adds, in decibels below full scale. */
export function decibels(window: Int16Array): number {
  let sum = 0;
  let squares = 0;
  for (const sample of window) {
    sum += sample;
    squares += sample * sample;
  }
  const variance = Math.max(1e-3, squares / window.length - (sum / window.length) ** 2);
  return 10 * Math.log10(variance / 32_768 ** 2);
}

const backgroundWindows = Math.round(2 / windowSeconds);
const quietest = -52;
const above = 9;
const softness = 2;

export class LoudnessDetector implements VoiceDetector {
  private readonly last: number[] = [];

  likelihood(window: Int16Array): number {
    const level = decibels(window);
    this.last.push(level);
    if (this.last.length > backgroundWindows) this.last.shift();
    const background = Math.max(quietest, Math.min(...this.last));
    return 1 / (1 + Math.exp(-(level - background - above) / softness));
  }
}
