// Silero's voice-activity network, version 6 for 16 kHz, computed here: it tells voices from noise, keys and
// music, which loudness cannot, and needs about one percent of a processor. The weights are handed in as the
// file that native/voice.mjs makes: half floats, layer by layer. Pure.

import { type VoiceDetector, windowSamples } from './voice.ts';

const contextSamples = 64;
const frame = 256;
const hop = 128;
const frames = 4;
const bins = frame / 2 + 1;
const hidden = 128;

interface Convolution {
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: number;
  /** By output, place and input: the innermost runs along the memory of the input. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface SileroWeights {
  readonly convolutions: readonly Convolution[];
  readonly fromInput: Float32Array;
  readonly fromBefore: Float32Array;
  readonly bias: Float32Array;
  readonly last: Float32Array;
  readonly lastBias: number;
}

const shapes = [
  [bins, 128, 1],
  [128, 64, 2],
  [64, 64, 2],
  [64, hidden, 1],
] as const;

/** How large the file of weights is. */
export const sileroBytes =
  2 *
  (shapes.reduce((sum, [inputs, outputs]) => sum + outputs * (3 * inputs + 1), 0) +
    4 * hidden * (2 * hidden + 1) +
    hidden +
    1);

export function readSilero(file: Uint8Array): SileroWeights {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  const take = (count: number) => {
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++, at += 2) values[index] = halfFloat(view.getUint16(at, true));
    return values;
  };
  const convolutions = shapes.map(([inputs, outputs, stride]) => {
    const weights = take(outputs * 3 * inputs);
    return { inputs, outputs, stride, weights, bias: take(outputs) };
  });
  const fromInput = take(4 * hidden * hidden);
  const fromBefore = take(4 * hidden * hidden);
  const bias = take(4 * hidden);
  const last = take(hidden);
  return { convolutions, fromInput, fromBefore, bias, last, lastBias: take(1)[0] ?? 0 };
}

export class SileroDetector implements VoiceDetector {
  private readonly sound = new Float32Array(contextSamples + windowSamples + contextSamples);
  private before = new Float32Array(hidden);
  private readonly cell = new Float32Array(hidden);

  constructor(private readonly weights: SileroWeights) {}

  likelihood(window: Int16Array): number {
    this.place(window);
    let layer = spectrum(this.sound);
    for (const convolution of this.weights.convolutions) layer = convolve(layer, convolution);
    this.remember(layer);
    const { last, lastBias } = this.weights;
    let sum = lastBias;
    for (let index = 0; index < hidden; index++)
      sum += Math.max(0, this.before[index] ?? 0) * (last[index] ?? 0);
    return sigmoid(sum);
  }

  /** The end of the window before, the window, and its end mirrored. */
  private place(window: Int16Array): void {
    const { sound } = this;
    const end = contextSamples + windowSamples;
    sound.copyWithin(0, windowSamples, end);
    for (let index = 0; index < windowSamples; index++)
      sound[contextSamples + index] = (window[index] ?? 0) / 32_768;
    for (let index = 0; index < contextSamples; index++) sound[end + index] = sound[end - 2 - index] ?? 0;
  }

  /** A long short-term memory of one step. */
  private remember(input: Float32Array): void {
    const { fromInput, fromBefore, bias } = this.weights;
    const gate = (row: number) =>
      (bias[row] ?? 0) +
      product(fromInput, row, input, hidden) +
      product(fromBefore, row, this.before, hidden);
    const out = new Float32Array(hidden);
    for (let index = 0; index < hidden; index++) {
      const forget = sigmoid(gate(hidden + index)) * (this.cell[index] ?? 0);
      const cell = forget + sigmoid(gate(index)) * Math.tanh(gate(2 * hidden + index));
      this.cell[index] = cell;
      out[index] = sigmoid(gate(3 * hidden + index)) * Math.tanh(cell);
    }
    this.before = out;
  }
}

/** Magnitudes of overlapping frames, frame by frame. */
function spectrum(sound: Float32Array): Float32Array {
  const magnitudes = new Float32Array(frames * bins);
  for (let index = 0; index < frames; index++) {
    const part = sound.subarray(index * hop, index * hop + frame);
    for (let bin = 0; bin < bins; bin++) {
      const real = product(waves.cosine, bin, part, frame);
      const imaginary = product(waves.sine, bin, part, frame);
      magnitudes[index * bins + bin] = Math.sqrt(real * real + imaginary * imaginary);
    }
  }
  return magnitudes;
}

/** Three wide, with a zero before and after, and nothing negative. */
function convolve(
  input: Float32Array,
  { inputs, outputs, stride, weights, bias }: Convolution,
): Float32Array {
  const steps = input.length / inputs;
  const results = Math.ceil(steps / stride);
  const output = new Float32Array(results * outputs);
  for (let step = 0; step < results; step++) {
    const from = step * stride - 1;
    const first = Math.max(0, from);
    const part = input.subarray(first * inputs, Math.min(steps, from + 3) * inputs);
    for (let out = 0; out < outputs; out++) {
      const start = (out * 3 + first - from) * inputs;
      let sum = bias[out] ?? 0;
      for (let index = 0; index < part.length; index++)
        sum += (part[index] ?? 0) * (weights[start + index] ?? 0);
      output[step * outputs + out] = Math.max(0, sum);
    }
  }
  return output;
}

function product(matrix: Float32Array, row: number, vector: Float32Array, length: number): number {
  const start = row * length;
  let sum = 0;
  for (let index = 0; index < length; index++) sum += (matrix[start + index] ?? 0) * (vector[index] ?? 0);
  return sum;
}

const waves = (() => {
  const cosine = new Float32Array(bins * frame);
  const sine = new Float32Array(bins * frame);
  for (let bin = 0; bin < bins; bin++) {
    for (let index = 0; index < frame; index++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / frame);
      const angle = (2 * Math.PI * bin * index) / frame;
      cosine[bin * frame + index] = hann * Math.cos(angle);
      sine[bin * frame + index] = hann * Math.sin(angle);
    }
  }
  return { cosine, sine };
})();

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
