// What the server's lines say: every format alone, and whole recorded starts with the verdict that follows.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cause, causeIn, judge, type Launched, type Verdict } from '../../src/server/evidence.ts';
import { startFaultOf } from '../../src/server/exits.ts';
import { factFrom, type LogFact } from '../../src/server/serverLog.ts';

test('what single lines of the server say', () => {
  const failed = (detail: string) => ({ kind: 'backendFailed', detail }) as const;
  const error = (detail: string) => ({ kind: 'gpuError', detail }) as const;
  const memory = (detail: string) => ({ kind: 'outOfMemory', detail }) as const;
  const weights = (device: string, megabytes: number) => ({ kind: 'weights', device, megabytes }) as const;
  const workspace = (megabytes: number) => ({ kind: 'workspace', megabytes }) as const;
  const itself = (says: (detail: string) => LogFact, line: string) => [line, says(line.trim())] as const;
  const rows: readonly (readonly [string, LogFact | undefined])[] = [
    // backends while they are loaded
    [
      'ggml_cuda_init: found 2 ROCm devices (Total VRAM: 40368 MiB):',
      { kind: 'devicesFound', backend: 'ROCm', count: 2 },
    ],
    [
      '  Device 1: AMD Radeon RX 7800 XT, gfx1101 (0x1101), VMM: no, Wave Size: 32, VRAM: 16368 MiB',
      {
        kind: 'deviceListed',
        device: {
          backend: 'ROCm',
          index: 1,
          name: 'AMD Radeon RX 7800 XT',
          target: 'gfx1101',
          megabytes: 16_368,
        },
      },
    ],
    [
      '  Device 0: AMD Instinct MI210, with a comma, gfx90a:sramecc+:xnack- (0x90a), VMM: no, Wave Size: 64, VRAM: 65520 MiB',
      {
        kind: 'deviceListed',
        device: {
          ...{ backend: 'ROCm', index: 0, target: 'gfx90a', megabytes: 65_520 },
          name: 'AMD Instinct MI210, with a comma',
        },
      },
    ],
    itself(failed, 'ggml_cuda_init: failed to initialize ROCm: no ROCm-capable device is detected'),
    ['ggml_vulkan: Found 1 Vulkan devices:', { kind: 'devicesFound', backend: 'Vulkan', count: 1 }],
    [
      'ggml_vulkan: 0 = AMD Radeon RX 7800 XT (RADV NAVI32) (radv) | uma: 0 | fp16: 1 | bf16: 0 | warp size: 64 | shared memory: 65536 | int dot: 1 | matrix cores: KHR_coopmat',
      {
        kind: 'deviceListed',
        device: {
          ...{ backend: 'Vulkan', index: 0, driver: 'radv', unified: false },
          name: 'AMD Radeon RX 7800 XT (RADV NAVI32)',
        },
      },
    ],
    [
      'ggml_vulkan: 1 = Intel(R) Iris(R) Xe Graphics (ADL GT2) (Intel open-source Mesa driver) | uma: 1 | fp16: 1',
      {
        kind: 'deviceListed',
        device: {
          ...{ backend: 'Vulkan', index: 1, driver: 'Intel open-source Mesa driver', unified: true },
          name: 'Intel(R) Iris(R) Xe Graphics (ADL GT2)',
        },
      },
    ],
    [
      'ggml_vulkan: Warning: Device type is CPU. This is probably not the device you want.',
      { kind: 'softwareDevice' },
    ],
    itself(failed, 'ggml_vulkan: No devices found.'),
    itself(failed, 'ggml_vulkan: Error: Vulkan 1.2 required.'),
    itself(failed, 'ggml_vulkan: Invalid device index 3 in GGML_VK_VISIBLE_DEVICES.'),
    [
      'load_backend: loaded ROCm backend from /a b/libggml-hip.so',
      { kind: 'backendLoaded', backend: 'ROCm', file: '/a b/libggml-hip.so' },
    ],
    itself(failed, 'load_backend: failed to load /b/x.so: libamdhip64.so.7: cannot open shared object file'),
    itself(failed, 'load_backend: failed to initialize backend from /b/x.so: incompatible API version'),
    itself(failed, 'load_backend: backend /b/x.so is not supported on this system'),
    // the model
    ["whisper_init_from_file_with_params_no_state: loading model from '/m.bin'", undefined],
    ['whisper_init_with_params_no_state: use gpu    = 0', { kind: 'gpuAllowed', allowed: false }],
    ['whisper_init_with_params_no_state: use gpu    = 1', { kind: 'gpuAllowed', allowed: true }],
    ['whisper_init_with_params_no_state: flash attn = 0', { kind: 'flashAttention', on: false }],
    ['whisper_init_with_params_no_state: flash attn = 1', { kind: 'flashAttention', on: true }],
    ['whisper_init_with_params_no_state: gpu_device = 0', undefined],
    ['whisper_init_with_params_no_state: dtw        = 0', undefined],
    ['whisper_init_with_params_no_state: devices    = 2', undefined],
    ['whisper_init_with_params_no_state: backends   = 2', undefined],
    ['whisper_model_load: n_vocab       = 51864', undefined],
    ['whisper_model_load: n_mels        = 80', undefined],
    ['whisper_model_load: ftype         = 1', undefined],
    ['whisper_model_load: qntvr         = 0', undefined],
    ['whisper_model_load: type          = 1 (tiny)', undefined],
    ['whisper_model_load:          CPU total size =    28.88 MB', weights('CPU', 28.88)],
    ['whisper_model_load:        ROCm0 total size =   147.37 MB', weights('ROCm0', 147.37)],
    ['whisper_model_load:      Vulkan0 total size =    28.88 MB', weights('Vulkan0', 28.88)],
    ['whisper_model_load:   CPU_REPACK total size =  1024.00 MB', weights('CPU_REPACK', 1_024)],
    ['whisper_model_load: model size    =   28.88 MB', undefined],
    // devices
    ['whisper_backend_init_gpu: device 0: CPU (type: 0)', undefined],
    ['whisper_backend_init_gpu: device 0: ROCm0 (type: 1)', undefined],
    ['whisper_backend_init_gpu: device 1: Vulkan1 (type: 2)', undefined],
    ['whisper_backend_init_gpu: device 2: BLAS (type: 3)', undefined],
    ['whisper_backend_init_gpu: found GPU device 1: Vulkan0 (type: 1, cnt: 0)', undefined],
    ['whisper_backend_init_gpu: using ROCm0 backend', { kind: 'deviceUsed', device: 'ROCm0' }],
    ['whisper_backend_init_gpu: no GPU found', { kind: 'noGpu' }],
    itself(failed, 'whisper_backend_init_gpu: failed to initialize ROCm0 backend'),
    // memory
    ['whisper_init_state: kv self size  =    1.18 MB', workspace(1.18)],
    ['whisper_init_state: kv cross size =    3.54 MB', workspace(3.54)],
    ['whisper_init_state: kv pad  size  =    1.18 MB', workspace(1.18)],
    ['whisper_init_state: compute buffer (conv)   =    7.25 MB', workspace(7.25)],
    ['whisper_init_state: compute buffer (encode) =   17.22 MB', workspace(17.22)],
    ['whisper_init_state: compute buffer (cross)  =    4.66 MB', workspace(4.66)],
    ['whisper_init_state: compute buffer (decode) =   96.14 MB', workspace(96.14)],
    // failures
    ['error: failed to initialize whisper context', { kind: 'modelFailed' }],
    ["couldn't bind to server socket: hostname=127.0.0.1 port=4711", undefined],
    ['error: unknown argument: --foo', undefined],
    itself(error, 'ROCm error: invalid device function'),
    itself(error, 'rocBLAS error: Cannot read /opt/rocm/lib/rocblas/library/TensileLibrary.dat'),
    itself(error, 'No compatible code objects found for: gfx1152'),
    itself(error, 'Memory access fault by GPU node-1 on address 0x7f00. Reason: Unknown.'),
    itself(error, 'ggml_vulkan: Compute pipeline creation failed for matmul_f32'),
    itself(error, '  what():  vk::Queue::submit: ErrorDeviceLost'),
    itself(memory, 'ROCm error: out of memory'),
    itself(
      memory,
      'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 3000.00 MiB on device 0: cudaMalloc failed: out of memory',
    ),
    itself(memory, 'ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory'),
    itself(memory, 'ggml_gallocr_reserve_n_impl: failed to allocate Vulkan0 buffer of size 487010304'),
    itself(memory, '  what():  std::bad_alloc'),
    // a request says nothing about the hardware, whatever its words
    [
      'system_info: n_threads = 2 / 2 | WHISPER : COREML = 0 | ROCm : NO_VMM = 1 | CPU : SSE3 = 1 |',
      undefined,
    ],
    ["operator(): processing 'ROCm error: x.wav' (26909 samples, 1.7 sec), 2 threads", undefined],
    ['whisper_print_timings:     load time =    88.61 ms', undefined],
    ['whisper_print_timings:    total time = 28104.71 ms', undefined],
    ['whisper_print_timings:   encode time = 27686.46 ms /     1 runs ( 27686.46 ms per run)', undefined],
    ['', undefined],
  ];
  for (const [line, fact] of rows) assert.deepEqual(factFrom(line), fact, line);
});

const logs = join(import.meta.dirname, '..', 'fixtures', 'server-logs');
const linesOf = (name: string) => readFileSync(join(logs, `${name}.log`), 'utf8').split('\n');
const factsOf = (name: string) => linesOf(name).flatMap((line) => factFrom(line) ?? []);
const whole = { refused: [], vram: undefined, warmUp: undefined };

test('the verdict on recorded starts', () => {
  const requested: Verdict = { kind: 'cpu', why: 'requested' };
  const gpu = (device: string, name: string): Verdict => ({ kind: 'gpu', device, name });
  const fell = (backend: 'rocm' | 'vulkan', cause: Cause): Verdict => {
    return { kind: 'cpu', why: 'fellBack', backend, cause };
  };
  const noRocm: Cause = {
    kind: 'noDevice',
    detail: 'ggml_cuda_init: failed to initialize ROCm: no ROCm-capable device is detected',
  };
  const noVulkan: Cause = { kind: 'noDevice', detail: 'ggml_vulkan: No devices found.' };
  const noHipblas =
    'load_backend: failed to load /s/backends/rocm/libggml-hip.so: libhipblas.so.2: cannot open shared object file: No such file or directory';
  const llvmpipe = (version: string): Cause => {
    return { kind: 'softwareOnly', device: `llvmpipe (LLVM ${version}, 256 bits)` };
  };
  const radeon = 'AMD Radeon RX 7800 XT';
  const rows: readonly (readonly [string, Launched['wish'], Launched['backend'], Verdict])[] = [
    ['cpu-only', 'cpu', 'cpu', requested],
    ['cpu-only', 'auto', 'cpu', requested], // nothing refused: there was no GPU to try
    ['rocm-gfx1101', 'auto', 'rocm', gpu('ROCm0', radeon)],
    ['rocm-gfx1030-override', 'auto', 'rocm', gpu('ROCm0', 'AMD Radeon RX 6700 XT')],
    ['rocm-integrated-first', 'auto', 'rocm', gpu('ROCm1', radeon)],
    ['rocm-wrong-gfx', 'auto', 'rocm', gpu('ROCm0', 'AMD Radeon Graphics')], // it loads, and dies at work
    ['rocm-not-loading', 'rocm', 'rocm', fell('rocm', { kind: 'notLoaded', detail: noHipblas })],
    ['debian-rocm-absent', 'rocm', 'rocm', fell('rocm', noRocm)],
    ['rocm-own-build-no-device', 'rocm', 'rocm', fell('rocm', noRocm)],
    ['debian-rocm-absent', 'vulkan', 'vulkan', fell('vulkan', noVulkan)],
    ['debian-rocm-absent-llvmpipe', 'rocm', 'rocm', fell('rocm', noRocm)],
    ['debian-rocm-absent-llvmpipe', 'vulkan', 'vulkan', fell('vulkan', llvmpipe('21.1.8'))],
    ['vulkan-radv', 'auto', 'vulkan', gpu('Vulkan0', `${radeon} (RADV NAVI32)`)],
    ['vulkan-llvmpipe', 'vulkan', 'vulkan', fell('vulkan', llvmpipe('15.0.6'))],
    ['vulkan-no-device', 'vulkan', 'vulkan', fell('vulkan', noVulkan)],
    ['bad-model', 'auto', 'rocm', fell('rocm', { kind: 'noDevice', detail: 'no GPU found' })],
    ['bad-argument', 'auto', 'cpu', { kind: 'unknown' }],
    ['not-a-model', 'auto', 'cpu', { kind: 'unknown' }],
  ];
  for (const [name, wish, backend, verdict] of rows) {
    assert.deepEqual(judge({ ...whole, wish, backend, facts: factsOf(name) }).verdict, verdict, name);
  }
});

test('the cause in the lines of a server that gave way, and what its end was', () => {
  const rows = [
    ['rocm-wrong-gfx', 'crashed', /invalid device function/, { code: null, signal: 'SIGABRT' }, 'crashed'],
    ['rocm-no-tensile', 'crashed', /gfx1036/, { code: null, signal: 'SIGABRT' }, 'crashed'],
    ['rocm-out-of-memory', 'outOfMemory', /464\.45 MiB/, { code: 3, signal: null }, 'badModel'],
    ['vulkan-device-lost', 'crashed', /ErrorDeviceLost/, { code: null, signal: 'SIGABRT' }, 'crashed'],
    ['vulkan-llvmpipe-crash', 'softwareOnly', /llvmpipe/, { code: null, signal: 'SIGSEGV' }, 'crashed'],
    ['model-too-big', 'outOfMemory', /bad_alloc/, { code: null, signal: 'SIGABRT' }, 'crashed'],
    ['bad-model', undefined, /undefined/, { code: 3, signal: null }, 'badModel'],
    ['not-a-model', undefined, /undefined/, { code: 3, signal: null }, 'badModel'],
    ['port-taken', undefined, /undefined/, { code: 1, signal: null }, 'portTaken'],
    ['bad-argument', undefined, /undefined/, { code: 0, signal: null }, 'badArgument'],
  ] as const;
  for (const [name, kind, words, exit, fault] of rows) {
    const cause = causeIn(factsOf(name), name.startsWith('rocm') ? 'rocm' : 'vulkan');
    assert.equal(cause?.kind, kind, name);
    assert.match(JSON.stringify(cause) ?? 'undefined', words, name);
    assert.equal(startFaultOf(exit, linesOf(name)), fault, name);
  }
});

test('a fall from above is told with the most telling cause, and every piece is kept', () => {
  const notBuilt = { backend: 'rocm', cause: { kind: 'notBuilt' } } as const;
  const wrong = { backend: 'vulkan', cause: { kind: 'wrongText', expected: 'a', heard: '-' } } as const;
  const { verdict, evidence } = judge({
    ...{ wish: 'auto', backend: 'cpu', facts: factsOf('cpu-only'), refused: [notBuilt, wrong] },
    leftOut: ['libggml-cpu-sapphirerapids.so'],
    vram: { gpu: 'Radeon RX 7800 XT', megabytes: 12 },
    warmUp: { seconds: 2.4, tookMs: 300 },
  });
  assert.deepEqual(verdict, { kind: 'cpu', why: 'fellBack', ...wrong });
  assert.deepEqual(evidence, [
    { kind: 'weights', device: 'CPU', megabytes: 28.88 },
    { kind: 'workspace', megabytes: evidence.find((piece) => piece.kind === 'workspace')?.megabytes },
    { kind: 'library', backend: 'CPU', file: 'build/bin/libggml-cpu.so' },
    { kind: 'flashAttention', on: true },
    { kind: 'said', line: 'no GPU found' },
    { kind: 'refused', refusal: notBuilt },
    { kind: 'refused', refusal: wrong },
    { kind: 'leftOut', library: 'libggml-cpu-sapphirerapids.so' },
    { kind: 'vram', gpu: 'Radeon RX 7800 XT', megabytes: 12 },
    { kind: 'speed', seconds: 2.4, tookMs: 300 },
  ]);
});

test('where the work is done, from the weights alone', () => {
  const size = (device: string, megabytes: number) =>
    `whisper_model_load: ${device.padStart(12)} total size = ${megabytes.toFixed(2).padStart(8)} MB`;
  const rows: readonly (readonly [string, readonly string[], Verdict['kind']])[] = [
    ['no line yet', [], 'unknown'],
    ['a CPU with an accelerator of its own', [size('AMX', 7.08), size('CPU', 21.81)], 'cpu'],
    ['most on the GPU', [size('CPU', 1), size('Vulkan0', 27.88)], 'gpu'],
    ['most on the CPU', [size('CPU', 27.88), size('Vulkan0', 1)], 'cpu'],
    ['memory of the host beside a GPU is no GPU', [size('ROCm_Host', 147.37)], 'cpu'],
    ['loaded, but nothing lies there', ['load_backend: loaded ROCm backend from /b/x.so'], 'unknown'],
  ];
  for (const [about, lines, kind] of rows) {
    const facts = lines.flatMap((line) => factFrom(line) ?? []);
    assert.equal(judge({ ...whole, wish: 'auto', backend: 'cpu', facts }).verdict.kind, kind, about);
  }
});

test('every log says first whether it was recorded', () => {
  for (const name of readdirSync(logs).filter((file) => file.endsWith('.log'))) {
    assert.match(linesOf(name.replace('.log', ''))[0] ?? '', /^# (?:RECORDED|RECONSTRUCTED)/, name);
  }
});
