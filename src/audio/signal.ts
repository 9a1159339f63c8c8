// What sound holds, judged from its samples alone: a dead line, a quiet room, or sound. Pure.
// A recogniser writes words for silence too, so what is not sound is never sent to it.

import { bytesPerSample, sampleRate } from './format.ts';

export type Signal = 'constant' | 'quiet' | 'sound';

const windowSamples = sampleRate * 0.03;
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

/** How long a line may give one and the same value before somebody is told. */
const stillSeconds = {
  /** From the first sample on: no open microphone does that. */
  atStart: 2,
  /** Later: then the sound system is asked whether the microphone is muted. */
  asked: 2,
  /** Later, not known to be muted: software that takes out noise gives zeros in the pauses of a person too. */
  unexplained: 10,
} as const;

/** `dead`: told to the person. `still`: it may be muted. */
export type LineChange = 'dead' | 'still' | undefined;

/** Watches a recording for as long as it lasts: a line on which nothing moves at all is muted or the wrong one. */
export class LineWatch {
  private last: number | undefined;
  private stillSamples = 0;
  private moved = false;
  private toldDead = false;
  private toldStill = false;
  private isExplained = false;

  get hasMoved(): boolean {
    return this.moved;
  }

  /** Nothing has moved for a while, up to now. */
  get isStill(): boolean {
    return this.stillSamples >= stillSeconds.asked * sampleRate;
  }

  /** The person knows why nothing moves, until it does again. */
  explain(): void {
    this.isExplained = true;
  }

  /** What became of the line with this piece; each is told once for a pause, and `dead` once at all. */
  hear(pcm: Uint8Array): LineChange {
    const samples = Math.floor(pcm.byteLength / bytesPerSample);
    if (samples === 0) return undefined;
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const sampleAt = (index: number) => view.getInt16(index * bytesPerSample, true);
    const last = sampleAt(samples - 1);
    let same = 1;
    while (same < samples && sampleAt(samples - 1 - same) === last) same += 1;
    if (same < samples || (this.last !== undefined && this.last !== last)) {
      this.moved = true;
      this.toldStill = false;
      this.isExplained = false;
      this.stillSamples = 0;
    }
    this.last = last;
    this.stillSamples += same;
    return this.judge();
  }

  private judge(): LineChange {
    const seconds = this.stillSamples / sampleRate;
    if (this.isExplained) return undefined;
    if (!this.toldDead && seconds >= (this.moved ? stillSeconds.unexplained : stillSeconds.atStart)) {
      this.toldDead = true;
      return 'dead';
    }
    if (this.toldStill || !this.moved || seconds < stillSeconds.asked) return undefined;
    this.toldStill = true;
    return 'still';
  }
}
