// Which GPUs a machine has, from the kernel's files of thirteen machines, and from files that hold nonsense.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { bestGpu, type Gpu, kfdFrom, usableBytes } from '../../src/gpu/devices.ts';
import { type KernelFiles, kernelFiles, systemRoots } from '../../src/gpu/files.node.ts';
import { probeHardware } from '../../src/gpu/probe.node.ts';
import { rocmNeed } from '../../src/gpu/rocmTargets.ts';
import { waking, writeTree } from '../support/kernelTrees.ts';
import { type MachineName, machines } from '../support/machines.ts';
import { Random } from './random.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-gpus-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const roots = (name: MachineName) => writeTree(machines[name], mkdtempSync(join(folder, `${name}-`)));

/** What is known of a GPU, in one line. */
function told(gpu: Gpu): string {
  const gibibytes = ((usableBytes(gpu) ?? 0) / 2 ** 30).toFixed(1);
  const kind = gpu.integrated === undefined ? 'unknown' : gpu.integrated ? 'integrated' : 'discrete';
  const node = `${gpu.renderNode?.path ?? 'no render node'} ${gpu.renderNode?.access ?? ''}`.trim();
  return `${gpu.name}, ${gpu.driver}, ${gpu.gfx}, ${kind}, ${gibibytes} G, ${node}, KFD ${gpu.kfd?.node}, ${gpu.runtime}`;
}

const expected: { readonly [Name in MachineName]: readonly string[] } = {
  rx7800xt: [
    'Radeon RX 7800 XT, amdgpu, gfx1101, discrete, 16.0 G, /dev/dri/renderD128 usable, KFD 1, awake',
  ],
  rx6700xt: [
    'Radeon RX 6700 XT, amdgpu, gfx1031, discrete, 12.0 G, /dev/dri/renderD128 usable, KFD 1, awake',
  ],
  rx9070: ['Radeon RX 9070, amdgpu, gfx1201, discrete, 15.9 G, /dev/dri/renderD128 usable, KFD 1, awake'],
  strixHalo: ['Radeon 8060S, amdgpu, gfx1151, integrated, 62.9 G, /dev/dri/renderD128 usable, KFD 1, awake'],
  ryzenAndXtx: [
    'Radeon RX 7900 XTX, amdgpu, gfx1100, discrete, 24.0 G, /dev/dri/renderD128 usable, KFD 1, awake',
    'Radeon Graphics (Raphael), amdgpu, gfx1036, integrated, 31.7 G, /dev/dri/renderD129 usable, KFD 2, awake',
  ],
  integratedFirst: [
    'Radeon RX 7900 XTX, amdgpu, gfx1100, discrete, 24.0 G, /dev/dri/renderD128 usable, KFD 2, awake',
    'Radeon Graphics (Raphael), amdgpu, gfx1036, integrated, 31.7 G, /dev/dri/renderD129 usable, KFD 1, awake',
  ],
  twoCards: [
    'Radeon RX 7800 XT, amdgpu, gfx1101, discrete, 16.0 G, /dev/dri/renderD128 usable, KFD 1, awake',
    'Radeon RX 7900 XTX, amdgpu, gfx1100, discrete, 24.0 G, /dev/dri/renderD129 usable, KFD 2, awake',
  ],
  suspended: [
    'Radeon RX 7800 XT, amdgpu, gfx1101, discrete, 16.0 G, /dev/dri/renderD128 usable, KFD 1, asleep',
  ],
  oldKernel: [
    'Radeon RX 5700 XT, amdgpu, gfx1010, discrete, 8.0 G, /dev/dri/renderD128 usable, KFD undefined, awake',
  ],
  container: [
    'Radeon RX 7800 XT, amdgpu, gfx1101, discrete, 16.0 G, /dev/dri/renderD128 missing, KFD 1, awake',
  ],
  nvidiaOnly: [
    'NVIDIA GPU 0x2684, nvidia, undefined, unknown, 0.0 G, /dev/dri/renderD128 usable, KFD undefined, asleep',
  ],
  intelOnly: [
    'Intel GPU 0xa7a0, i915, undefined, unknown, 0.0 G, /dev/dri/renderD128 usable, KFD undefined, awake',
  ],
  nothing: [],
};

describe('the GPUs of a machine', () => {
  for (const name of Object.keys(machines) as MachineName[]) {
    test(machines[name].about, async () => {
      const { gpus, kfd } = await probeHardware(roots(name));
      assert.deepEqual(gpus.map(told), expected[name]);
      const hasKfd = machines[name].dev.some((file) => file === 'kfd');
      assert.equal(kfd, hasKfd ? 'usable' : 'missing');
    });
  }

  test('the one that should work is of AMD, discrete, and has the most memory', async () => {
    const best = async (name: MachineName) => bestGpu((await probeHardware(roots(name))).gpus)?.name;
    assert.equal(await best('integratedFirst'), 'Radeon RX 7900 XTX');
    assert.equal(await best('twoCards'), 'Radeon RX 7900 XTX');
    assert.equal(await best('strixHalo'), 'Radeon 8060S');
    assert.equal(await best('nothing'), undefined);
  });

  test('looking for them opens no file that wakes a sleeping one', async () => {
    const opened: string[] = [];
    const watched: KernelFiles = {
      ...kernelFiles,
      bytes: (file) => {
        opened.push(file);
        return kernelFiles.bytes(file);
      },
    };
    await probeHardware(roots('suspended'), watched);
    assert.deepEqual(
      opened.filter((file) => waking.test(file)),
      [],
    );
    assert.ok(opened.some((file) => file.endsWith('runtime_status')));
  });

  test('a device file that may not be opened is told apart from one that is not there', async () => {
    const guarded: KernelFiles = { ...kernelFiles, accessTo: async () => 'denied' };
    const { gpus, kfd } = await probeHardware(roots('rx7800xt'), guarded);
    assert.equal(kfd, 'denied');
    assert.equal(gpus[0]?.renderNode?.access, 'denied');
  });
});

describe('nonsense', () => {
  test('files that are empty, cut or full of garbage give a GPU of which less is known, and no error', async () => {
    const random = new Random(7);
    const garbage = () =>
      Uint8Array.from({ length: Math.floor(random.next() * 40) }, () => random.next() * 256);
    for (let round = 0; round < 200; round += 1) {
      const spoiled: KernelFiles = {
        ...kernelFiles,
        bytes: async (file) => {
          const whole = await kernelFiles.bytes(file);
          if (whole === undefined || file.endsWith('/class')) return whole;
          const chance = random.next();
          if (chance < 0.25) return new Uint8Array();
          if (chance < 0.5) return garbage();
          if (chance < 0.75) return whole.subarray(0, Math.floor(random.next() * whole.length));
          return undefined;
        },
      };
      const { gpus } = await probeHardware(twice, spoiled);
      assert.equal(gpus.length, 2);
      for (const gpu of gpus) {
        assert.match(gpu.name, /^[\x20-\x7e]{3,60}$/);
        assert.match(gpu.gfx ?? 'gfx1101', /^gfx[\da-f]{3,4}$/);
        assert.ok((gpu.vramBytes ?? 1) > 0);
      }
    }
  });
  const twice = roots('twoCards');

  const targets: readonly (readonly [number | string, string | undefined])[] = [
    [110_001, 'gfx1101'],
    [110_501, 'gfx1151'],
    [120_001, 'gfx1201'],
    [90_010, 'gfx90a'],
    [100_300, 'gfx1030'],
    [0, undefined],
    [110_099, undefined],
    [4_294_967_295, undefined],
    ['nonsense', undefined],
  ];
  for (const [version, gfx] of targets) {
    test(`the target ${version} is ${gfx ?? 'none'}`, () => {
      const node = kfdFrom(1, '7', `gfx_target_version ${version}\nlocation_id 25600\ndomain 1\n`);
      assert.equal(node?.gfx, gfx);
      if (node !== undefined) assert.equal(node.address, '0001:64:00.0');
    });
  }
});

test('what a compile target needs for ROCm', () => {
  assert.deepEqual(rocmNeed('gfx1101'), { kind: 'native' });
  assert.deepEqual(rocmNeed('gfx1031'), { kind: 'override', version: '10.3.0' });
  assert.deepEqual(rocmNeed('gfx1103'), { kind: 'override', version: '11.0.0' });
  for (const old of ['gfx803', 'gfx900', 'gfx90c', 'gfx1010'])
    assert.deepEqual(rocmNeed(old), { kind: 'vulkan' }, old);
  for (const unknown of ['gfx1300', undefined]) assert.deepEqual(rocmNeed(unknown), { kind: 'unknown' });
});

test('the roots are the real ones unless the environment names others', () => {
  assert.deepEqual(systemRoots({}), { sys: '/sys', dev: '/dev', proc: '/proc' });
  assert.deepEqual(systemRoots({ SOTTO_SYSFS_ROOT: '/a', SOTTO_DEV_ROOT: '/b', SOTTO_PROC_ROOT: '' }), {
    ...{ sys: '/a', dev: '/b', proc: '/proc' },
  });
});
