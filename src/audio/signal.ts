// What sound holds, judged from its samples alone: a dead line, a quiet room, or sound. Pure.
// A recogniser writes words for silence too, so what is not sound is never sent to it.

import { bytesPerSample, sampleRate } from './format.ts';

export type Signal = 'constant' | 'quiet' | 'sound';

const windowSamples = sampleRate * 0.03;
const deadAfterSamples = sampleRate * 2;
const soundLevel = 0.002; // full scale = 1; about -54 dB, well under quiet speech at an arm's length

/** `constant`: every sample is the same, which no open microphone delivers. */
export function judge(pcm: Uint8Array): Signal {
  const samples = Math.floor(pcm.byteLength / bytesPerSample);
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const first = samples > 0 ? view.getInt16(0, true) : 0;
  let constant = true;
  let loudest = 0;
  for (let start = 0; start < samples; start += windowSamples) {
    const end = Math.min(samples, start + windowSamples);
    let sum = 0;
    let squares = 0;
    for (let index = start; index < end; index++) {
      const sample = view.getInt16(index * bytesPerSample, true);
      if (sample !== first) constant = false;
      sum += sample;
      squares += sample * sample;
    }
    const count = end - start;
    const variance = squares / count - (sum / count) ** 2; // without the offset that cheap hardware adds
    loudest = Math.max(loudest, Math.sqrt(Math.max(0, variance)) / 32_768);
  }
  if (constant) return 'constant';
  return loudest < soundLevel ? 'quiet' : 'sound';
}

/** Quieter is no voice at an arm's length; a click is shorter. */
const speechLevel = 0.0018;
const leastSpeechWindows = 3;

/** Whether somebody may speak in it, however softly: whispered words have no voice that a detector finds. */
export function holdsSound(pcm: Uint8Array): boolean {
  let loud = 0;
  for (
    let start = 0;
    start < pcm.byteLength && loud < leastSpeechWindows;
    start += windowSamples * bytesPerSample
  ) {
    const piece = pcm.subarray(start, start + windowSamples * bytesPerSample);
    if (loudnessOf(piece) >= speechLevel) loud += 1;
  }
  return loud >= leastSpeechWindows;
}

function loudnessOf(pcm: Uint8Array): number {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const count = Math.floor(pcm.byteLength / bytesPerSample);
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index++) {
    const sample = view.getInt16(index * bytesPerSample, true);
    sum += sample;
    squares += sample * sample;
  }
  const variance = squares / Math.max(1, count) - (sum / Math.max(1, count)) ** 2;
  return Math.sqrt(Math.max(0, variance)) / 32_768;
}

/** Watches a recording from its start: a line on which nothing moves at all is muted or the wrong one. */
export class LineWatch {
  private first: number | undefined;
  private samples = 0;
  private decided = false;

  /** True once, as soon as two seconds held nothing but one and the same value. */
  seemsDead(pcm: Uint8Array): boolean {
    if (this.decided) return false;
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    for (let offset = 0; offset + 1 < pcm.byteLength; offset += bytesPerSample) {
      const sample = view.getInt16(offset, true);
      this.first ??= sample;
      this.samples += 1;
      if (sample === this.first) continue;
      this.decided = true;
      return false;
    }
    this.decided = this.samples >= deadAfterSamples;
    return this.decided;
  }
}
