// A q8_0 model for proofs, made from the q5_1 test model: `whisper-quantize` accepts only unquantised
// weights, so the weights are widened to 32 bit floats first.
// Promises: the same tensors in the same order; only what was q5_1 is changed.
// Must not know: what is proved with it.

import { readFileSync, writeFileSync } from 'node:fs';

// Numbers of the ggml file format.
const magic = 0x67676d6c;
const type = { f32: 0, f16: 1, q5_1: 7 };
const headerInts = 11;
const formatAt = headerInts * 4;
const block = { weights: 32, bytes: 24 };

/** Writes `to` as `from` with every q5_1 tensor in f32: good for whisper-quantize, not for the server. */
export function widenModel(from, to) {
  const model = readFileSync(from);
  if (model.readUInt32LE(0) !== magic) throw new Error(`${from} is not a ggml model`);
  const tensorsAt = endOfVocabulary(model);
  const head = Buffer.from(model.subarray(0, tensorsAt));
  head.writeInt32LE(type.f32, formatAt);
  const parts = [head];
  for (let at = tensorsAt; at < model.length; ) {
    const dimensions = model.readInt32LE(at);
    const nameLength = model.readInt32LE(at + 4);
    const kind = model.readInt32LE(at + 8);
    const dataAt = at + 12 + 4 * dimensions + nameLength;
    let weights = 1;
    for (let i = 0; i < dimensions; i++) weights *= model.readInt32LE(at + 12 + 4 * i);
    const size = tensorBytes(kind, weights);
    const record = Buffer.from(model.subarray(at, dataAt));
    const data = model.subarray(dataAt, dataAt + size);
    if (kind === type.q5_1) record.writeInt32LE(type.f32, 8);
    parts.push(record, kind === type.q5_1 ? widen(data, weights) : data);
    at = dataAt + size;
  }
  writeFileSync(to, Buffer.concat(parts));
}

function endOfVocabulary(model) {
  let at = 4 + 4 * headerInts;
  const filters = model.readInt32LE(at) * model.readInt32LE(at + 4);
  at += 8 + 4 * filters;
  const words = model.readInt32LE(at);
  at += 4;
  for (let i = 0; i < words; i++) at += 4 + model.readUInt32LE(at);
  return at;
}

function tensorBytes(kind, weights) {
  if (kind === type.f32) return 4 * weights;
  if (kind === type.f16) return 2 * weights;
  if (kind === type.q5_1) return (weights / block.weights) * block.bytes;
  throw new Error(`a tensor of type ${kind} is not expected in the test model`);
}

/** A q5_1 block: scale and minimum as halves, the fifth bits of 32 weights, their low four bits in pairs. */
function widen(data, weights) {
  const values = new Float32Array(weights);
  for (let at = 0, to = 0; at < data.length; at += block.bytes, to += block.weights) {
    const scale = fromHalf(data.readUInt16LE(at));
    const minimum = fromHalf(data.readUInt16LE(at + 2));
    const fifth = data.readUInt32LE(at + 4);
    for (let i = 0; i < 16; i++) {
      const pair = data[at + 8 + i];
      values[to + i] = ((pair & 15) | (((fifth >>> i) & 1) << 4)) * scale + minimum;
      values[to + 16 + i] = ((pair >> 4) | (((fifth >>> (i + 16)) & 1) << 4)) * scale + minimum;
    }
  }
  return Buffer.from(values.buffer);
}

function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
