// Which backends are tried on which machine, why the others are not, and when a failure is a backend's fault.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gpu } from '../../src/gpu/devices.ts';
import { type Backend, type BackendWish, chooseBackends, type Devices } from '../../src/server/backends.ts';
import type { Cause } from '../../src/server/evidence.ts';
import { faultOf } from '../../src/server/ladder.ts';
import type { LogFact } from '../../src/server/serverLog.ts';

const cpu: Backend = { kind: 'cpu', library: undefined };
const rocm: Backend = { kind: 'rocm', library: '/s/backends/rocm/libggml-hip.so' };
const vulkan: Backend = { kind: 'vulkan', library: '/s/backends/vulkan/libggml-vulkan.so' };
const all = [cpu, vulkan, rocm]; // not in the order in which they are to be tried

const gpu = (vendor: Gpu['vendor'], gfx?: string): Gpu => ({
  ...{ address: '0000:03:00.0', vendor, name: 'a GPU', driver: undefined, gfx, integrated: false },
  ...{ renderNode: undefined, kfd: undefined, vramBytes: 1, gttBytes: 1, runtime: 'awake' },
});
const none: Devices = { kfd: 'missing', renderNode: 'missing', gpus: [] };
const amd: Devices = { kfd: 'usable', renderNode: 'usable', gpus: [gpu('amd', 'gfx1101')] };
const intel: Devices = { kfd: 'missing', renderNode: 'usable', gpus: [gpu('intel')] };
const vega: Devices = { ...amd, gpus: [gpu('amd', 'gfx906')] };
const virtual: Devices = { kfd: 'missing', renderNode: 'missing', gpus: [gpu('other')] };

test('the backends to try, and why not the others', () => {
  const kfdClosed: Cause = { kind: 'noAccess', file: '/dev/kfd' };
  const renderClosed: Cause = { kind: 'noAccess', file: '/dev/dri/renderD*' };
  const notBuilt: Cause = { kind: 'notBuilt' };
  type Refusals = Readonly<Record<string, Cause>>;
  const rows: readonly (readonly [
    string,
    BackendWish,
    readonly Backend[],
    Devices,
    readonly string[],
    Refusals?,
  ])[] = [
    ['everything there', 'auto', all, amd, ['rocm', 'vulkan', 'cpu']],
    ['no ROCm for Intel', 'auto', all, intel, ['vulkan', 'cpu']],
    ['no ROCm for what AMD dropped', 'auto', all, vega, ['vulkan', 'cpu']],
    ['no GPU', 'auto', all, none, ['cpu']],
    ['a window of a virtual machine is no GPU', 'auto', all, virtual, ['cpu']],
    [
      'no permission for ROCm',
      'auto',
      all,
      { ...amd, kfd: 'denied' },
      ['vulkan', 'cpu'],
      { rocm: kfdClosed },
    ],
    [
      'a container without it',
      'auto',
      all,
      { ...amd, kfd: 'missing' },
      ['vulkan', 'cpu'],
      { rocm: kfdClosed },
    ],
    [
      'no permission at all',
      'auto',
      all,
      { ...amd, renderNode: 'denied' },
      ['cpu'],
      { rocm: renderClosed, vulkan: renderClosed },
    ],
    ['nothing built for the GPU', 'auto', [cpu], amd, ['cpu'], { rocm: notBuilt, vulkan: notBuilt }],
    ['nothing built for Intel', 'auto', [cpu], intel, ['cpu'], { vulkan: notBuilt }],
    ['nothing built, no GPU', 'auto', [cpu], none, ['cpu']],
    ['a wish is obeyed', 'rocm', all, amd, ['rocm']],
    ['also without a device: the server says what is missing', 'rocm', all, none, ['rocm']],
    ['also without permission', 'vulkan', all, { ...amd, renderNode: 'denied' }, ['vulkan']],
    ['the CPU by wish', 'cpu', all, amd, ['cpu']],
  ];
  for (const [about, wish, built, devices, expected, refused = {}] of rows) {
    const found = chooseBackends(wish, built, devices);
    assert.ok(found.ok, about);
    assert.deepEqual(
      found.value.backends.map(({ kind }) => kind),
      expected,
      about,
    );
    const causes = Object.fromEntries(found.value.refused.map(({ backend, cause }) => [backend, cause]));
    assert.deepEqual(causes, refused, about);
  }
  const missing = [
    ['rocm', [vulkan, cpu], ['vulkan', 'cpu']],
    ['auto', [], []],
  ] as const;
  for (const [wish, built, names] of missing) {
    const found = chooseBackends(wish, built, amd);
    assert.deepEqual(found.ok || found.error, { kind: 'backendMissing', backend: wish, built: names });
  }
});

test('whose fault a failure is', () => {
  const launch = (backend: Backend) => ({
    ...{ program: '/s', model: '/m', backend, threads: 1, extraArgs: [], env: {} },
  });
  const signal = (name: string) => ({ code: null, signal: name });
  const code = (value: number) => ({ code: value, signal: null });
  const memory: LogFact = { kind: 'outOfMemory', detail: 'out of memory' };
  const kernel: LogFact = { kind: 'gpuError', detail: 'ROCm error: invalid device function' };
  const crashed = (detail: string): Cause => ({ kind: 'crashed', detail });
  const full: Cause = { kind: 'outOfMemory', detail: 'out of memory' };
  const noAnswer: Cause = { kind: 'noAnswer', detail: 'it answered with an error, or not at all' };
  const rows: readonly (readonly [
    string,
    Backend,
    { code: number | null; signal: string | null } | undefined,
    readonly LogFact[],
    Cause | undefined,
  ])[] = [
    ['a GPU that answers 500', rocm, undefined, [], noAnswer],
    ['a GPU that answers 500 for want of memory', rocm, undefined, [memory], full],
    ['a CPU that answers 500: another would too', cpu, undefined, [], undefined],
    [
      'a kernel that is missing',
      rocm,
      signal('SIGABRT'),
      [kernel],
      crashed('ROCm error: invalid device function'),
    ],
    ['a crash without words', vulkan, signal('SIGSEGV'), [], crashed('ended by SIGSEGV')],
    ['an instruction that this CPU lacks', cpu, signal('SIGILL'), [], crashed('ended by SIGILL')],
    ['somebody ended it', rocm, signal('SIGTERM'), [], undefined],
    ['the system needed the memory', vulkan, signal('SIGKILL'), [], undefined],
    ['no graphics memory at the start', rocm, code(3), [memory], full],
    ['a broken model', rocm, code(3), [], undefined],
    ['a model too big for any memory', cpu, signal('SIGABRT'), [memory], undefined],
    ['an argument', vulkan, code(0), [], undefined],
  ];
  for (const [about, backend, exit, facts, cause] of rows) {
    assert.deepEqual(faultOf(launch(backend), { exit, facts }), cause, about);
  }
});
