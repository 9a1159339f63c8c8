// Model files: which one a setting means, and whether one is whole. The fixture is a real whisper model; small
// files made here break one rule of the format each.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { catalogue, defaultModel, downloadUrl, modelWish } from '../../src/models/catalogue.ts';
import { faultOfModel } from '../../src/models/ggml.ts';
import { Random } from './random.ts';

const nano = new Uint8Array(
  readFileSync(new URL('../fixtures/models/ggml-nano.en-q5_1.bin', import.meta.url)),
);

/** Reads like a file does: whole offsets only, and less than asked for at the end. */
function examine(file: Uint8Array) {
  let reads = 0;
  const read = async (offset: number, length: number) => {
    reads += 1;
    assert.ok(Number.isSafeInteger(offset) && offset >= 0, `offset ${offset}`);
    assert.ok(Number.isSafeInteger(length) && length >= 0, `length ${length}`);
    return file.subarray(offset, offset + length);
  };
  return faultOfModel(read, file.byteLength).then((fault) => ({ fault, reads }));
}

async function faultOf(file: Uint8Array) {
  return (await examine(file)).fault;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function ints(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

interface Tensor {
  readonly sizes: readonly number[];
  readonly type: number;
  readonly name?: string;
  readonly bytes: number;
}

interface Shape {
  readonly magic?: number;
  readonly mel?: readonly [number, number];
  readonly tokens?: number;
  readonly tokenBytes?: number;
  readonly tensors?: readonly Tensor[];
}

const f32: Tensor = { sizes: [4, 2], type: 0, bytes: 32 };
const q5: Tensor = { sizes: [64], type: 7, bytes: 48 };

/** A model without layers has eleven tensors. */
const enough: readonly Tensor[] = Array.from({ length: 11 }, (_, index) => (index % 2 === 0 ? f32 : q5));

/** A file as the format wants it, but for what a test asks otherwise. */
function made(shape: Shape = {}): Uint8Array {
  const { magic = 0x67676d6c, mel = [2, 3], tokens = 3, tokenBytes = 5, tensors = enough } = shape;
  const token = joined(ints(tokenBytes), new Uint8Array(Math.max(0, tokenBytes)));
  return joined(
    ints(magic, ...new Array<number>(11).fill(0), ...mel),
    new Uint8Array(Math.max(0, 4 * mel[0] * mel[1])),
    ints(tokens),
    ...new Array<Uint8Array>(Math.max(0, tokens)).fill(token),
    ...tensors.map(({ sizes, type, name = 'w', bytes }) =>
      joined(
        ints(sizes.length, name.length, type, ...sizes),
        new TextEncoder().encode(name),
        new Uint8Array(bytes),
      ),
    ),
  );
}

test('a whole model is whole, and few reads say so', async () => {
  const { fault, reads } = await examine(nano);
  assert.equal(fault, undefined);
  assert.ok(reads < 200, `${reads} reads`);
  assert.equal(await faultOf(made()), undefined);
});

test('the fixture cut at many places is cut', async () => {
  const random = new Random(5);
  const ends = [
    ...Array.from({ length: 120 }, (_, index) => index),
    ...Array.from({ length: 5 }, () => random.whole(120, nano.byteLength - 1)),
    ...[1, 4, 1_000].map((short) => nano.byteLength - short),
  ];
  for (const end of ends) assert.equal(await faultOf(nano.subarray(0, end)), 'truncated', `${end} bytes`);
});

test('a small model cut anywhere, also between two tensors, is cut', async () => {
  const whole = made();
  for (let end = 0; end < whole.byteLength; end++) {
    assert.equal(await faultOf(whole.subarray(0, end)), 'truncated', `${end} of ${whole.byteLength} bytes`);
  }
});

test('bytes behind the last tensor are no model', async () => {
  for (const more of [1, 3, 4, 11, 12, 1_000]) {
    for (const fill of [0, 1, 255]) {
      const fault = await faultOf(joined(made(), new Uint8Array(more).fill(fill)));
      assert.ok(fault === 'truncated' || fault === 'notAModel', `${more} bytes of ${fill}: ${fault}`);
    }
  }
  assert.notEqual(await faultOf(joined(nano, Uint8Array.of(0))), undefined);
});

const broken: Readonly<Record<string, readonly [Uint8Array, 'notAModel' | 'truncated']>> = {
  'an empty file': [new Uint8Array(), 'truncated'],
  'a web page': [new TextEncoder().encode('<!doctype html><title>404</title>'), 'notAModel'],
  zeros: [new Uint8Array(4_096), 'notAModel'],
  'a GGUF file': [joined(new TextEncoder().encode('GGUF'), new Uint8Array(400)), 'notAModel'],
  'a turned magic': [made({ magic: 0x6c6d6767 }), 'notAModel'],
  'no mel filters': [made({ mel: [0, 80] }), 'notAModel'],
  'a negative count of mel filters': [made({ mel: [-80, 2] }), 'notAModel'],
  'too many mel filters': [made({ mel: [1_000, 1_000] }), 'notAModel'],
  'no tokens': [made({ tokens: 0 }), 'notAModel'],
  'a negative count of tokens': [made({ tokens: -1 }), 'notAModel'],
  'a token of negative length': [made({ tokenBytes: -1 }), 'notAModel'],
  'a token that is too long': [made({ tokenBytes: 1_025 }), 'notAModel'],
  'no tensor at all': [made({ tensors: [] }), 'truncated'],
  'a tensor without dimensions': [made({ tensors: [{ ...f32, sizes: [] }] }), 'notAModel'],
  'a tensor of five dimensions': [made({ tensors: [{ ...f32, sizes: [1, 1, 1, 1, 8] }] }), 'notAModel'],
  'a tensor without a name': [made({ tensors: [{ ...f32, name: '' }] }), 'notAModel'],
  'a tensor with too long a name': [made({ tensors: [{ ...f32, name: 'w'.repeat(257) }] }), 'notAModel'],
  'a tensor of an unknown type': [made({ tensors: [{ ...f32, type: 99 }] }), 'notAModel'],
  'a tensor of a type that is no more': [made({ tensors: [{ ...f32, type: 4 }] }), 'notAModel'],
  'a tensor of negative size': [made({ tensors: [{ ...f32, sizes: [-4, 2] }] }), 'notAModel'],
  'a tensor of size zero': [made({ tensors: [{ ...f32, sizes: [0] }] }), 'notAModel'],
  'a tensor of half a block': [
    made({ tensors: [{ ...q5, sizes: [100_001], bytes: 75_001 }, f32] }),
    'notAModel',
  ],
  'a tensor that is larger than the file': [made({ tensors: [{ ...f32, sizes: [1 << 30] }] }), 'truncated'],
};

for (const [name, [file, fault]] of Object.entries(broken)) {
  test(`${name}: ${fault}`, async () => assert.equal(await faultOf(file), fault));
}

test('garbage from the first byte or from somewhere inside never passes and never throws', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    const whole = made();
    const file = whole.map((byte) => (random.next() < 0.2 ? random.whole(0, 255) : byte));
    const head = random.next() < 0.5 ? 4 * 14 : 0; // half of them start as a model does
    file.set(whole.subarray(0, head));
    assert.notEqual(await faultOf(file), undefined, `seed ${seed}`);
  }
});

test('what a setting means', () => {
  const rows = [
    ['base.en', { kind: 'catalogue', model: defaultModel }],
    ['  base.en ', { kind: 'catalogue', model: defaultModel }],
    ['/models/my.bin', { kind: 'file', path: '/models/my.bin' }],
    ['~/models/my.ggml', { kind: 'file', path: '~/models/my.ggml' }],
    ['C:\\models\\my', { kind: 'file', path: 'C:\\models\\my' }],
    ['my.bin', { kind: 'file', path: 'my.bin' }],
    ['large-v9', { kind: 'unknown', name: 'large-v9' }],
    ['BASE.EN', { kind: 'unknown', name: 'BASE.EN' }],
    ['my.bin.old', { kind: 'unknown', name: 'my.bin.old' }],
    ['', { kind: 'unknown', name: '' }],
  ] as const;
  for (const [setting, wish] of rows) assert.deepEqual(modelWish(setting), wish, setting);
});

test('every model of the catalogue can be named, fetched and proven', () => {
  for (const model of catalogue) {
    assert.deepEqual(modelWish(model.name), { kind: 'catalogue', model });
    assert.match(model.file, /^ggml-[\w.-]+\.bin$/);
    assert.match(model.sha256, /^[0-9a-f]{64}$/);
    assert.ok(Number.isSafeInteger(model.bytes) && model.bytes > 1e6);
    assert.equal(new URL(downloadUrl(model)).protocol, 'https:');
  }
  for (const key of ['name', 'file', 'sha256'] as const) {
    assert.equal(new Set(catalogue.map((model) => model[key])).size, catalogue.length, key);
  }
});

test('the address of a download, also at a mirror', () => {
  const path = '/ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin';
  const rows = [
    [undefined, `https://huggingface.co${path}`],
    ['https://mirror.test', `https://mirror.test${path}`],
    ['http://127.0.0.1:8080//', `http://127.0.0.1:8080${path}`],
  ] as const;
  for (const [host, url] of rows) assert.equal(downloadUrl(defaultModel, host), url);
});
