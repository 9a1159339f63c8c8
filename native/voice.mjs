// Brings the weights of Silero's voice-activity network: native/bin/silero-v6.bin, the half floats that
// src/audio/silero.ts reads, layer by layer, out of the ONNX file that the pinned npm package carries.
// Promises: the file is whole and the expected one, or it is not there. Runs no code of the package.
// Must not know: how the network is computed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { ask, findProgram } from './run.mjs';

const carrier = {
  name: '@ricky0123/vad-web',
  version: '0.0.31',
  integrity:
    'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
  file: 'package/dist/silero_vad_v6.onnx',
};
const sha256 = 'ac82884e39bd32a8c489d02e2b2170f6114544573f8eb622fcea208d03ef8f07';

const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache', 'native');
const out = join(root, 'native', 'bin', 'silero-v6.bin');

/** Each tensor in the order of the file; the kernel of a convolution is turned so that its inputs are innermost. */
const layers = [
  ...[0, 1, 2, 3].flatMap((index) => [
    `encoder.${index}.reparam_conv.weight`,
    `encoder.${index}.reparam_conv.bias`,
  ]),
  ...['decoder.rnn.weight_ih', 'decoder.rnn.weight_hh', 'decoder.rnn.bias_ih', 'decoder.rnn.bias_hh'],
  ...['decoder.decoder.2.weight', 'decoder.decoder.2.bias'],
];

try {
  if (!isWhole()) await withLock(cache, console.log, bring);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`voice model: ${error.message}`);
  process.exitCode = error.status;
}

function isWhole() {
  return existsSync(out) && digest('sha256', readFileSync(out), 'hex') === sha256;
}

function bring() {
  if (isWhole()) return;
  const weights = halves(onnxFile());
  const found = digest('sha256', weights, 'hex');
  if (found !== sha256) throw new Problem(`The weights are not the pinned ones: ${found}`);
  mkdirSync(join(root, 'native', 'bin'), { recursive: true });
  writeFileSync(`${out}.part`, weights);
  renameSync(`${out}.part`, out);
  console.log('native/bin/silero-v6.bin is there');
}

function onnxFile() {
  const [npm, tar] = ['npm', 'tar'].map((name) => findProgram(name));
  if (!npm || !tar) throw new Problem('npm and tar are needed.');
  const folder = mkdtempSync(join(cache, 'voice-'));
  try {
    const pack = [
      'pack',
      `${carrier.name}@${carrier.version}`,
      '--pack-destination',
      folder,
      '--ignore-scripts',
    ];
    const archive = ask(npm, pack, { cwd: folder, timeout: 120_000 })?.trim().split('\n').at(-1);
    if (!archive) throw new Problem(`npm could not fetch ${carrier.name}@${carrier.version}.`);
    const bytes = readFileSync(join(folder, archive));
    const found = `sha512-${digest('sha512', bytes, 'base64')}`;
    if (found !== carrier.integrity) throw new Problem(`The package is not the pinned one: ${found}`);
    if (ask(tar, ['-xzf', join(folder, archive), '-C', folder, carrier.file]) === undefined) {
      throw new Problem(`${archive} holds no ${carrier.file}.`);
    }
    return readFileSync(join(folder, carrier.file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function halves(onnx) {
  const tensors = tensorsOf(onnx);
  const values = layers.map((name) => {
    const { shape, data } = tensors.get(name) ?? {};
    if (!data) throw new Problem(`The network has no ${name}.`);
    if (shape.length !== 3 || shape[2] === 1) return data;
    const [, inputs, width] = shape;
    return data.map((_, at) => {
      const [output, place, input] = [
        Math.floor(at / (width * inputs)),
        Math.floor(at / inputs) % width,
        at % inputs,
      ];
      return data[(output * inputs + input) * width + place];
    });
  });
  // The two biases of the memory are only ever added.
  const second = layers.indexOf('decoder.rnn.bias_hh');
  values[second - 1] = values[second - 1].map((value, index) => value + values[second][index]);
  values.splice(second, 1);
  const all = values.flatMap((part) => [...part]);
  const bytes = Buffer.alloc(all.length * 2);
  for (const [index, value] of all.entries()) bytes.writeUInt16LE(halfOf(value), index * 2);
  return bytes;
}

/** The nearest half float, ties to even. */
function halfOf(value) {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0) return sign;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = size / 2 ** (exponent - 10);
  const below = Math.floor(steps);
  const up = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1);
  const fraction = below + Number(up);
  return sign + (exponent + 14) * 1024 + fraction;
}

/** The constants of the branch for 16 kHz, by the end of their names. ONNX is a protocol-buffers message. */
function tensorsOf(onnx) {
  const found = new Map();
  const graph = (bytes) => {
    for (const [field, value] of fieldsOf(bytes)) if (field === 1) node(value);
  };
  const node = (bytes) => {
    for (const [field, value] of fieldsOf(bytes)) if (field === 5) attribute(value);
  };
  const attribute = (bytes) => {
    const parts = [...fieldsOf(bytes)];
    const name = parts.find(([field]) => field === 1)?.[1].toString();
    for (const [field, value] of parts) {
      if (field === 6 && name === 'then_branch') graph(value);
      if (field === 5) tensor(value);
    }
  };
  const tensor = (bytes) => {
    const parts = [...fieldsOf(bytes)];
    const name = parts.find(([field]) => field === 8)?.[1].toString();
    const raw = parts.find(([field]) => field === 9)?.[1];
    if (name === undefined || raw === undefined || !layers.includes(name)) return;
    const shape = parts.filter(([field]) => field === 1).map(([, size]) => size);
    const data = Array.from({ length: raw.length / 4 }, (_, index) => raw.readFloatLE(index * 4));
    found.set(name, { shape, data });
  };
  for (const [field, value] of fieldsOf(onnx)) if (field === 7) graph(value);
  return found;
}

function* fieldsOf(bytes) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = number();
    const [field, wire] = [Math.floor(key / 8), key % 8];
    const length = wire === 2 ? number() : { 1: 8, 5: 4 }[wire];
    if (wire === 0) yield [field, number()];
    else {
      yield [field, bytes.subarray(at, at + length)];
      at += length;
    }
  }
}

function digest(algorithm, bytes, form) {
  return createHash(algorithm).update(bytes).digest(form);
}
