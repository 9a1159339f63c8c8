// What for: a model file of the real base.en shape for latency: its weights are random, its cost is real, and it
// writes the same words after any sound. Layout: whisper.cpp's ggml format, half floats as in the real file.
// Promises: `tokens` tokens for each window of sound, then the end, surely enough that nothing is tried twice.
// How: the outputs of all layers are multiplied by zeros, so that what is computed changes nothing; the embedding of
// each position points at the token that is to come.
// Must not know: the server.

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheRoot } from '../support/paths.ts';
import { Random } from '../unit/random.ts';

const width = 512;
const [heads, layers, positions, audioPositions] = [8, 6, 448, 1_500];
const vocabulary = 51_864;
const endOfText = 50_256;
const half = { float: 0, half: 1 } as const;
const headerInts = 11;

export const tokens = 16;

/** The file; written at the first use, and kept. */
export function syntheticModel(testModel: string): string {
  const file = join(cacheRoot, 'bench', `synthetic-base.en-${tokens}.bin`);
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) write(file, testModel);
  return file;
}

function write(file: string, testModel: string): void {
  const model = readFileSync(testModel);
  const part = `${file}.${process.pid}.part`;
  const out = openSync(part, 'w');
  const put = (bytes: Uint8Array) => void writeSync(out, bytes);
  const header = [
    0x67676d6c,
    vocabulary,
    audioPositions,
    width,
    heads,
    layers,
    positions,
    width,
    heads,
    layers,
    80,
    1,
  ];
  put(Buffer.from(Int32Array.from(header).buffer));
  const words = vocabularyOf(model);
  put(model.subarray(4 + 4 * headerInts, words.end)); // mel filters and words are those of every English model

  const random = new Random(40);
  const noise = Uint16Array.from({ length: 1 << 16 }, () => toHalf(0.04 * (random.next() - 0.5)));
  const tensor = (name: string, shape: readonly number[], type: 0 | 1, data: Uint8Array) => {
    const text = Buffer.from(name);
    put(Buffer.from(Int32Array.from([shape.length, text.length, type, ...shape.toReversed()]).buffer));
    put(text);
    put(data);
  };
  const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const weights = (name: string, ...shape: number[]) => {
    const data = new Uint16Array(sizeOf(shape));
    for (let at = 0; at < data.length; at += noise.length) data.set(noise.subarray(0, data.length - at), at);
    tensor(name, shape, half.half, new Uint8Array(data.buffer));
  };
  const zeros = (name: string, ...shape: number[]) =>
    tensor(name, shape, half.half, new Uint8Array(2 * sizeOf(shape)));
  const floats = (name: string, shape: readonly number[], value: (at: number) => number) =>
    tensor(
      name,
      shape,
      half.float,
      new Uint8Array(Float32Array.from({ length: sizeOf(shape) }, (_, at) => value(at)).buffer),
    );
  const norm = (name: string) => {
    floats(`${name}.weight`, [width], () => 1);
    floats(`${name}.bias`, [width], () => 0);
  };
  const attention = (name: string) => {
    for (const part of ['query', 'key', 'value']) {
      weights(`${name}.${part}.weight`, width, width);
      if (part !== 'key') floats(`${name}.${part}.bias`, [width], () => 0);
    }
    zeros(`${name}.out.weight`, width, width);
    floats(`${name}.out.bias`, [width], () => 0);
    norm(`${name}_ln`);
  };
  const block = (name: string, crosses: boolean) => {
    attention(`${name}.attn`);
    if (crosses) attention(`${name}.cross_attn`);
    weights(`${name}.mlp.0.weight`, 4 * width, width);
    floats(`${name}.mlp.0.bias`, [4 * width], () => 0);
    zeros(`${name}.mlp.2.weight`, width, 4 * width);
    floats(`${name}.mlp.2.bias`, [width], () => 0);
    norm(`${name}.mlp_ln`);
  };

  floats('encoder.positional_embedding', [audioPositions, width], (at) => Math.sin(at));
  weights('encoder.conv1.weight', width, 80, 3);
  floats('encoder.conv1.bias', [width, 1], () => 0);
  weights('encoder.conv2.weight', width, width, 3);
  floats('encoder.conv2.bias', [width, 1], () => 0);
  for (let layer = 0; layer < layers; layer++) block(`encoder.blocks.${layer}`, false);
  norm('encoder.ln_post');

  const embedding = Float32Array.from({ length: vocabulary * width }, () => 0.35 * (random.next() - 0.5));
  const comes = (position: number) =>
    position > tokens ? endOfText : (words.plain[(position * 37) % words.plain.length] ?? endOfText);
  floats('decoder.positional_embedding', [positions, width], (at) => {
    return 8 * (embedding[comes(Math.floor(at / width)) * width + (at % width)] ?? 0);
  });
  tensor(
    'decoder.token_embedding.weight',
    [vocabulary, width],
    half.half,
    new Uint8Array(Uint16Array.from(embedding, toHalf).buffer),
  );
  for (let layer = 0; layer < layers; layer++) block(`decoder.blocks.${layer}`, true);
  norm('decoder.ln');
  closeSync(out);
  renameSync(part, file);
}

/** Where the words end in the file, and the ids of short words: so many letters fit into the shortest phrase. */
function vocabularyOf(model: Buffer): { readonly end: number; readonly plain: readonly number[] } {
  let at = 4 + 4 * headerInts;
  at += 8 + 4 * model.readInt32LE(at) * model.readInt32LE(at + 4);
  const count = model.readInt32LE(at);
  at += 4;
  const plain: number[] = [];
  for (let id = 0; id < count; id++) {
    const length = model.readUInt32LE(at);
    if (/^ [a-z]{1,2}$/.test(model.toString('latin1', at + 4, at + 4 + length))) plain.push(id);
    at += 4 + length;
  }
  return { end: at, plain };
}

/** Small numbers of the usual size, cut and not rounded: they are random anyway. */
function toHalf(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign;
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.floor((size / 2 ** exponent - 1) * 1024);
}
