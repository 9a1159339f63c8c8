// The sounds that say "it records" and "it has stopped": two short, soft tones, rising and falling. Pure.

import { bytesPerSample, sampleRate } from './format.ts';

const low = 523;
const high = 784;
const toneSeconds = 0.06;
const loudness = 0.12;

export const startSound = tones(low, high);
export const stopSound = tones(high, low);

function tones(...hertz: readonly number[]): Uint8Array {
  const each = Math.round(toneSeconds * sampleRate);
  const view = new DataView(new ArrayBuffer(hertz.length * each * bytesPerSample));
  for (const [position, frequency] of hertz.entries()) {
    for (let index = 0; index < each; index++) {
      // It swells and fades, because a tone that is cut off clicks.
      const swell = Math.sin((Math.PI * index) / each);
      const sample = Math.sin((2 * Math.PI * frequency * index) / sampleRate) * swell * loudness;
      view.setInt16((position * each + index) * bytesPerSample, Math.round(sample * 32_767), true);
    }
  }
  return new Uint8Array(view.buffer);
}
