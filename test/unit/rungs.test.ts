// The launches that a backend is tried with on machines with several GPUs and with ones that need an override,
// and what a proof says about an answer.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Gpu } from '../../src/gpu/devices.ts';
import type { LaunchSpec } from '../../src/server/launch.ts';
import { compared, findingOf, isOnGpu, likeness, proofSeconds, proofText } from '../../src/server/proof.ts';
import { type RungWish, rungsOf } from '../../src/server/rungs.ts';
import { factFrom, type ListedDevice } from '../../src/server/serverLog.ts';

const rocm = { kind: 'rocm', library: '/s/hip.so' } as const;
const vulkan = { kind: 'vulkan', library: '/s/vulkan.so' } as const;
const cpu = { kind: 'cpu', library: undefined } as const;
const wish: RungWish = {
  ...{ program: '/s/whisper-server', model: '/m.bin', threads: 4, extraArgs: [], env: {}, inherited: {} },
  ...{ device: '', choosesItself: false },
};
const gpu = (name: string, gfx: string, node: number, integrated: boolean): Gpu => ({
  ...{ address: `0000:0${node}:00.0`, vendor: 'amd', name, gfx, integrated, driver: 'amdgpu' },
  ...{ kfd: { node, gpuId: node * 7 }, renderNode: undefined, vramBytes: 2 ** 33, gttBytes: 1 },
  runtime: 'awake',
});
const raphael = gpu('Radeon Graphics (Raphael)', 'gfx1036', 1, true);
const navi32 = gpu('Radeon RX 7800 XT', 'gfx1101', 2, false);
const navi22 = gpu('Radeon RX 6700 XT', 'gfx1031', 1, false);
const listed = (index: number, name: string, unified: boolean): ListedDevice => {
  return { backend: 'Vulkan', index, name, driver: 'radv', unified };
};
const integratedFirst = [
  listed(0, 'AMD Radeon Graphics (RADV RAPHAEL_MENDOCINO)', true),
  listed(1, 'AMD Radeon RX 7800 XT (RADV NAVI32)', false),
];

type Rung = readonly [args: readonly string[], env: Readonly<Record<string, string>>];

test('the launches of a backend, best first', () => {
  const second = { HIP_VISIBLE_DEVICES: '1' };
  const override = { HSA_OVERRIDE_GFX_VERSION_1: '10.3.0' };
  const rows: readonly (readonly [
    string,
    typeof rocm | typeof vulkan | typeof cpu,
    Partial<RungWish>,
    readonly Gpu[],
    readonly ListedDevice[],
    readonly Rung[],
  ])[] = [
    [
      'one GPU: with and without flash attention',
      rocm,
      {},
      [navi32],
      [],
      [
        [[], {}],
        [['-nfa'], {}],
      ],
    ],
    ['the CPU once', cpu, {}, [navi32], [], [[[], {}]]],
    [
      'the discrete one for ROCm',
      rocm,
      {},
      [raphael, navi32],
      [],
      [
        [[], second],
        [['-nfa'], second],
      ],
    ],
    [
      'the one that the user names, with what it needs',
      rocm,
      { device: 'raphael' },
      [raphael, navi32],
      [],
      [
        [[], { HIP_VISIBLE_DEVICES: '0' }],
        [[], { HIP_VISIBLE_DEVICES: '0', ...override }],
        [['-nfa'], { HIP_VISIBLE_DEVICES: '0', ...override }],
      ],
    ],
    [
      'an override is tried after the GPU as it is',
      rocm,
      {},
      [navi22],
      [],
      [
        [[], {}],
        [[], override],
        [['-nfa'], override],
      ],
    ],
    [
      'never over the user’s, in the settings',
      rocm,
      { env: { HSA_OVERRIDE_GFX_VERSION: '10.3.1' } },
      [navi22],
      [],
      [
        [[], { HSA_OVERRIDE_GFX_VERSION: '10.3.1' }],
        [['-nfa'], { HSA_OVERRIDE_GFX_VERSION: '10.3.1' }],
      ],
    ],
    [
      'nor in the environment',
      rocm,
      { inherited: { HSA_OVERRIDE_GFX_VERSION_1: '', ROCR_VISIBLE_DEVICES: '1' } },
      [navi22, navi32],
      [],
      [
        [[], {}],
        [['-nfa'], {}],
      ],
    ],
    [
      'the discrete one for Vulkan',
      vulkan,
      {},
      [raphael, navi32],
      integratedFirst,
      [
        [['--device', '1'], {}],
        [['--device', '1', '-nfa'], {}],
      ],
    ],
    [
      'by name for Vulkan',
      vulkan,
      { device: 'raphael' },
      [raphael, navi32],
      integratedFirst,
      [
        [[], {}],
        [['-nfa'], {}],
      ],
    ],
    [
      'arguments of the user decide',
      vulkan,
      { extraArgs: ['--device=0', '-fa'] },
      [raphael, navi32],
      integratedFirst,
      [[['--device=0', '-fa'], {}]],
    ],
    [
      'a server with backends of its own: the others are hidden',
      rocm,
      { choosesItself: true },
      [navi32],
      [],
      [
        [[], { GGML_VK_VISIBLE_DEVICES: '' }],
        [['-nfa'], { GGML_VK_VISIBLE_DEVICES: '' }],
      ],
    ],
    [
      'its Vulkan, which the user shows a device',
      vulkan,
      { choosesItself: true, env: { GGML_VK_VISIBLE_DEVICES: '0' } },
      [],
      [],
      [
        [[], { HIP_VISIBLE_DEVICES: '-1', GGML_VK_VISIBLE_DEVICES: '0' }],
        [['-nfa'], { HIP_VISIBLE_DEVICES: '-1', GGML_VK_VISIBLE_DEVICES: '0' }],
      ],
    ],
    [
      'its CPU: no GPU is touched',
      cpu,
      { choosesItself: true },
      [navi32],
      [],
      [[['-ng'], { HIP_VISIBLE_DEVICES: '-1', GGML_VK_VISIBLE_DEVICES: '' }]],
    ],
  ];
  for (const [about, backend, changes, gpus, devices, expected] of rows) {
    const rungs = rungsOf(backend, { ...wish, ...changes }, gpus, devices);
    assert.deepEqual(
      rungs.map(({ extraArgs, env }) => [extraArgs, env]),
      expected,
      about,
    );
  }
});

const spec: LaunchSpec = { program: '/s', model: '/m', backend: rocm, threads: 1, extraArgs: [], env: {} };
const logs = join(import.meta.dirname, '..', 'fixtures', 'server-logs');
const factsOf = (name: string) =>
  readFileSync(join(logs, `${name}.log`), 'utf8')
    .split('\n')
    .flatMap((line) => factFrom(line) ?? []);

test('what an answer proves', () => {
  const rows = [
    [proofText, 'passed'],
    [' open the file, and read the first line\n', 'passed'],
    ['Open the file and read the first time.', 'passed'], // a small model errs
    ['-', 'compare'],
    ['', 'compare'],
    ['!!!!!!!!!!!!!!!!!', 'compare'],
    ['Open open open open open open open open open.', 'compare'],
    ['Öffne die Datei.', 'compare'],
  ] as const;
  for (const [heard, kind] of rows) {
    const found = findingOf(spec, { kind: 'answered', heard, tookMs: 9, facts: [] });
    assert.equal(found.kind, kind, heard);
  }
  // A model that knows no English hears the same nonsense on every hardware.
  assert.deepEqual(compared('Open die Feile an.', 9, 'Open die Feile, an'), { kind: 'passed', tookMs: 9 });
  const wrong = (expected: string) => ({
    kind: 'refused',
    cause: { kind: 'wrongText', expected, heard: '-' },
  });
  assert.deepEqual(compared('-', 9, 'Open the file.'), wrong('Open the file.'));
  assert.deepEqual(compared('-', 9, undefined), wrong(proofText));
});

test('what a launch without an answer proves', () => {
  const ended = (code: number | null, signal: string | null, log: string) =>
    findingOf(spec, { kind: 'failed', ending: { exit: { code, signal }, facts: factsOf(log) } });
  const kindOf = (found: ReturnType<typeof findingOf>) =>
    found.kind === 'refused' ? found.cause.kind : found.kind;
  assert.equal(kindOf(ended(null, 'SIGABRT', 'rocm-wrong-gfx')), 'crashed');
  assert.equal(kindOf(ended(3, null, 'rocm-out-of-memory')), 'outOfMemory');
  assert.equal(kindOf(ended(3, null, 'bad-model')), 'unknown'); // no backend could load it
  const absent = findingOf(spec, { kind: 'notOnGpu', facts: factsOf('rocm-own-build-no-device') });
  assert.equal(kindOf(absent), 'noDevice');
  const software = findingOf(
    { ...spec, backend: vulkan },
    { kind: 'notOnGpu', facts: factsOf('vulkan-llvmpipe') },
  );
  assert.equal(kindOf(software), 'softwareOnly');
});

test('a proof is of the backend that it is for', () => {
  const rows = [
    [rocm, 'rocm-gfx1101', true],
    [vulkan, 'vulkan-radv', true],
    [vulkan, 'rocm-gfx1101', false],
    [rocm, 'vulkan-radv', false],
    [vulkan, 'vulkan-llvmpipe', false],
    [rocm, 'cpu-only', false],
  ] as const;
  for (const [backend, log, expected] of rows) {
    assert.equal(isOnGpu({ ...spec, backend }, factsOf(log)), expected, `${backend.kind}: ${log}`);
  }
});

test('likeness is the share of words that are the same', () => {
  const rows = [
    ['a b c d', 'a b c d', 1],
    ['a b c d', 'A, b. C? d!', 1],
    ['a b c d', 'a b d', 0.75],
    ['a b', 'a b c d', 0.5],
    ['a', '', 0],
    ['', '', 1],
  ] as const;
  for (const [expected, heard, share] of rows) assert.equal(likeness(expected, heard), share, heard);
});

test('the sound of the proof is as long as it says', () => {
  const { length } = readFileSync(join(import.meta.dirname, '..', '..', 'media', 'proof.wav'));
  assert.ok(Math.abs((length - 44) / 32_000 - proofSeconds) < 0.05);
});
