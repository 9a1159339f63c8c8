// What the server's own lines say about the hardware that does the work. Pure: line -> fact. Lines that say
// nothing about it (sizes of the model, single requests, times) are no facts. Knows no wish: evidence.ts judges.

/** A device that a GPU backend lists while it is loaded. */
export interface ListedDevice {
  readonly backend: 'ROCm' | 'Vulkan';
  /** Its number among those that the server sees, the one that `--device` counts with. */
  readonly index: number;
  readonly name: string;
  /** The instruction set of an AMD GPU as ROCm sees it, after any override. */
  readonly target?: string;
  readonly megabytes?: number;
  /** It shares the memory of the processor. */
  readonly unified?: boolean;
  readonly driver?: string;
}

export type LogFact =
  | { readonly kind: 'backendLoaded'; readonly backend: string; readonly file: string }
  | { readonly kind: 'backendFailed'; readonly detail: string }
  | { readonly kind: 'devicesFound'; readonly backend: 'ROCm' | 'Vulkan'; readonly count: number }
  | { readonly kind: 'deviceListed'; readonly device: ListedDevice }
  /** The device listed last is software: it computes on the CPU. */
  | { readonly kind: 'softwareDevice' }
  | { readonly kind: 'gpuAllowed'; readonly allowed: boolean }
  | { readonly kind: 'flashAttention'; readonly on: boolean }
  | { readonly kind: 'weights'; readonly device: string; readonly megabytes: number }
  | { readonly kind: 'workspace'; readonly megabytes: number }
  | { readonly kind: 'deviceUsed'; readonly device: string }
  | { readonly kind: 'noGpu' }
  | { readonly kind: 'gpuError'; readonly detail: string }
  | { readonly kind: 'outOfMemory'; readonly detail: string }
  | { readonly kind: 'modelFailed' };

type Reading = readonly [RegExp, (groups: readonly string[], line: string) => LogFact];

const readings: readonly Reading[] = [
  // Before the next one: an allocation that fails is worded as an error of the backend too.
  [
    /cudaMalloc failed: out of memory|ErrorOutOf(?:Device|Host)Memory|std::bad_alloc|^(?:ROCm|CUDA) error: out of memory|failed to allocate \S+ buffer of size/,
    (_, line) => ({ kind: 'outOfMemory', detail: line.trim() }),
  ],
  [
    /^(?:load_backend: failed to|ggml_cuda_init: failed to initialize|ggml_vulkan: (?:No devices found|Error: Vulkan 1\.2 required|Invalid device index)|whisper_backend_init_gpu: failed to initialize|load_backend: backend .* is not supported)/,
    (_, line) => ({ kind: 'backendFailed', detail: line.trim() }),
  ],
  [
    /^(?:(?:ROCm|CUDA) error:|rocBLAS error:|No compatible code objects found|ggml_vulkan: (?:Compute pipeline creation failed|Device with index|Error:)|.*ErrorDeviceLost|Memory access fault by GPU)/,
    (_, line) => ({ kind: 'gpuError', detail: line.trim() }),
  ],
  [
    /^load_backend: loaded (\S+) backend from (.+)$/,
    ([backend = '', file = '']) => ({ kind: 'backendLoaded', backend, file }),
  ],
  [
    /^ggml_cuda_init: found (\d+) ROCm devices/,
    ([count]) => ({ kind: 'devicesFound', backend: 'ROCm', count: Number(count) }),
  ],
  [
    /^ggml_vulkan: Found (\d+) Vulkan devices/,
    ([count]) => ({ kind: 'devicesFound', backend: 'Vulkan', count: Number(count) }),
  ],
  [
    /^ {2}Device (\d+): (.+), (gfx[0-9a-f]+)[^,]* \(0x[0-9a-f]+\),.* VRAM: (\d+) MiB/,
    ([index, name = '', target = '', megabytes]) => ({
      kind: 'deviceListed',
      device: { backend: 'ROCm', index: Number(index), name, target, megabytes: Number(megabytes) },
    }),
  ],
  [
    /^ggml_vulkan: (\d+) = (.+) \(([^()]*(?:\([^()]*\))?[^()]*)\) \| uma: (\d)/,
    ([index, name = '', driver = '', unified]) => ({
      kind: 'deviceListed',
      device: { backend: 'Vulkan', index: Number(index), name, driver, unified: unified === '1' },
    }),
  ],
  [/^ggml_vulkan: Warning: Device type is CPU/, () => ({ kind: 'softwareDevice' })],
  [
    /^whisper_init_with_params_no_state: use gpu\s+= (\d)/,
    ([flag]) => ({ kind: 'gpuAllowed', allowed: flag === '1' }),
  ],
  [
    /^whisper_init_with_params_no_state: flash attn\s+= (\d)/,
    ([flag]) => ({ kind: 'flashAttention', on: flag === '1' }),
  ],
  [
    /^whisper_model_load:\s+(\S+) total size =\s*([\d.]+) MB/,
    ([device = '', megabytes]) => ({ kind: 'weights', device, megabytes: Number(megabytes) }),
  ],
  [
    /^whisper_init_state: (?:kv \w+\s+size|compute buffer \(\w+\))\s+=\s*([\d.]+) MB/,
    ([megabytes]) => ({ kind: 'workspace', megabytes: Number(megabytes) }),
  ],
  [/^whisper_backend_init_gpu: using (\S+) backend/, ([device = '']) => ({ kind: 'deviceUsed', device })],
  [/^whisper_backend_init_gpu: no GPU found/, () => ({ kind: 'noGpu' })],
  [/^error: failed to initialize whisper context/, () => ({ kind: 'modelFailed' })],
];

export function factFrom(line: string): LogFact | undefined {
  // What a request says about itself may hold any words; it says nothing about the hardware.
  if (line.startsWith('operator(): ')) return undefined;
  for (const [pattern, fact] of readings) {
    const found = pattern.exec(line);
    if (found !== null) return fact(found.slice(1), line);
  }
  return undefined;
}
