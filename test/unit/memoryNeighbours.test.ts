// What Sotto does when another program fills the memory of the GPU: asks or acts, after the dictation, once, and goes
// back to the chosen model when there is room for it. Server, dictation and sampler are fakes that are moved by hand.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Emitter } from '../../src/base/emitter.ts';
import { type DictationState, idle } from '../../src/dictation/machine.ts';
import type { Sample } from '../../src/gpu/sample.ts';
import type { ServerState } from '../../src/server/lifecycle.ts';
import { MemoryNeighbours } from '../../src/vscode/gpu/memoryNeighbours.ts';
import type { SettingTypes } from '../../src/vscode/ids.ts';

type Wish = SettingTypes['gpu.whenMemoryIsShort'];
type Answer = 'unload' | 'smaller' | undefined;

const speaking: DictationState = { kind: 'recording', id: 1, since: 0 };
const onGpu = {
  ...{ kind: 'ready', launch: 1 },
  acceleration: { verdict: { kind: 'gpu', device: 'ROCm0', name: undefined }, evidence: [] },
} as unknown as ServerState;
const onCpu = {
  ...{ kind: 'ready', launch: 1 },
  acceleration: { verdict: { kind: 'cpu', why: 'requested' }, evidence: [] },
} as unknown as ServerState;

function neighbours(wish: Wish, answer: Answer = undefined, onDisk = ['large-v3', 'large-v3-q5_0']) {
  const sampled = new Emitter<Sample>();
  const changed = new Emitter<DictationState>();
  const samples: Sample[] = [];
  const deeds: string[] = [];
  const world = { server: onGpu, dictation: idle, model: 'large-v3' };
  const subject = new MemoryNeighbours({
    server: {
      get current() {
        return world.server;
      },
      stop: async () => void deeds.push('stopped'),
    },
    dictation: {
      get current() {
        return world.dictation;
      },
      onChange: changed.listen,
    },
    sampler: { trail: { all: samples }, onSample: sampled.listen },
    ...{ wish: () => wish, fullPercent: () => 90, model: () => world.model },
    modelsOnDisk: async () => new Set(onDisk),
    async ask(smaller) {
      deeds.push(`asked, ${smaller ?? 'nothing'} instead`);
      return answer;
    },
  });
  const gibibyte = 2 ** 30;
  return {
    ...{ subject, deeds, world },
    /** The GPU of 16 GB, as it is seen next. */
    async sees(usedGb: number, ownGb: number) {
      const sample = {
        at: samples.length,
        memory: { usedBytes: usedGb * gibibyte, totalBytes: 16 * gibibyte },
        own: { memoryBytes: ownGb * gibibyte, computeNs: undefined },
      } as Sample;
      samples.push(sample);
      sampled.fire(sample);
      await new Promise((resume) => setImmediate(resume));
    },
    async dictation(state: DictationState) {
      world.dictation = state;
      changed.fire(state);
      await new Promise((resume) => setImmediate(resume));
    },
  };
}

describe('when another program fills the memory', () => {
  test('"nothing" does nothing', async () => {
    const { sees, deeds } = neighbours('nothing');
    await sees(5, 4);
    await sees(15, 4);
    assert.deepEqual(deeds, []);
  });

  test('"unload" ends the server, once, and the same model comes back', async () => {
    const { sees, deeds, subject } = neighbours('unload');
    await sees(5, 4);
    await sees(15, 4);
    await sees(15.5, 4);
    assert.deepEqual(deeds, ['stopped']);
    assert.equal(subject.model, 'large-v3');
  });

  test('nothing happens during a dictation, and everything after it', async () => {
    const { sees, dictation, deeds } = neighbours('unload');
    await dictation(speaking);
    await sees(5, 4);
    await sees(15, 4);
    assert.deepEqual(deeds, []);
    await dictation(idle);
    assert.deepEqual(deeds, ['stopped']);
  });

  test('a model on the CPU is in nobody’s way', async () => {
    const { sees, deeds, world } = neighbours('unload');
    world.server = onCpu;
    await sees(5, 0);
    await sees(15, 0);
    assert.deepEqual(deeds, []);
  });

  test('"offer" asks, with the smaller quantisation that is on disk, and does what is answered', async () => {
    for (const [answer, deeds, model] of [
      [undefined, [], 'large-v3'],
      ['unload', ['stopped'], 'large-v3'],
      ['smaller', ['stopped'], 'large-v3-q5_0'],
    ] as const) {
      const one = neighbours('offer', answer);
      await one.sees(5, 4);
      await one.sees(15, 4);
      assert.deepEqual(one.deeds, ['asked, large-v3-q5_0 instead', ...deeds]);
      assert.equal(one.subject.model, model);
    }
  });

  test('an offer that was not taken is made again only after there was room', async () => {
    const { sees, deeds } = neighbours('offer', undefined, ['large-v3']);
    for (const used of [5, 15, 14.5, 15, 8, 15]) await sees(used, 4);
    assert.deepEqual(deeds, ['asked, nothing instead', 'asked, nothing instead']);
  });

  test('"smaller" loads the smaller one, and the chosen one when there is room for it again', async () => {
    const { sees, deeds, subject } = neighbours('smaller');
    await sees(5, 4);
    await sees(15, 4);
    assert.deepEqual(deeds, ['stopped']);
    assert.equal(subject.model, 'large-v3-q5_0');
    await sees(13, 2); // others have 11 GB: with the chosen model it would be full again
    assert.equal(subject.model, 'large-v3-q5_0');
    await sees(8, 2);
    assert.equal(subject.model, 'large-v3');
  });

  test('"smaller" unloads where there is none, and another choice of the user counts at once', async () => {
    const none = neighbours('smaller', undefined, ['large-v3']);
    await none.sees(5, 4);
    await none.sees(15, 4);
    assert.deepEqual(none.deeds, ['stopped']);
    assert.equal(none.subject.model, 'large-v3');

    const other = neighbours('smaller');
    await other.sees(5, 4);
    await other.sees(15, 4);
    other.world.model = 'base.en';
    assert.equal(other.subject.model, 'base.en');
  });
});
