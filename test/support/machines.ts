// What for: the machines that Sotto's view of the hardware is tested on, as one table for `kernelTrees.ts`.
// FAITHFUL RECONSTRUCTIONS: see there. Ids, targets and memory sizes are those of the products; the momentary
// figures (load, temperatures, watts) are made up and different from each other, so that a mix-up shows.
// Must not know: what Sotto makes of them.
import type { Machine, TreeGpu } from './kernelTrees.ts';

const mebibyte = 2 ** 20;
const line = (value: number | string) => `${value}\n`;

interface Figures {
  readonly vram: readonly [usedMiB: number, totalMiB: number];
  readonly gtt: readonly [usedMiB: number, totalMiB: number];
  readonly busy: number;
  /** Edge, junction, memory, in degrees. */
  readonly temperatures: readonly number[];
  readonly watts: number;
  /** Core and memory clock, in MHz. */
  readonly clocks: readonly [number, number];
}

const memory = ({ vram, gtt }: Figures) => ({
  mem_info_vram_used: line(vram[0] * mebibyte),
  mem_info_vram_total: line(vram[1] * mebibyte),
  mem_info_gtt_used: line(gtt[0] * mebibyte),
  mem_info_gtt_total: line(gtt[1] * mebibyte),
});

const sensors = (figures: Figures, power: 'power1_average' | 'power1_input') => ({
  gpu_busy_percent: line(figures.busy),
  'hwmon/name': line('amdgpu'),
  ...Object.fromEntries(
    figures.temperatures.flatMap((degrees, index) => [
      [`hwmon/temp${index + 1}_label`, line(['edge', 'junction', 'mem'][index] ?? '')],
      [`hwmon/temp${index + 1}_input`, line(degrees * 1_000)],
    ]),
  ),
  [`hwmon/${power}`]: line(figures.watts * 1_000_000),
  'hwmon/freq1_label': line('sclk'),
  'hwmon/freq1_input': line(figures.clocks[0] * 1_000_000),
  'hwmon/freq2_label': line('mclk'),
  'hwmon/freq2_input': line(figures.clocks[1] * 1_000_000),
});

const power = (status: string) => ({
  'power/runtime_status': line(status),
  'power/control': line('auto'),
  'power/autosuspend_delay_ms': line(5_000),
});

/** A discrete card: it names the maker of its memory, has three sensors of heat, and can sleep. */
const card = (figures: Figures) => ({
  ...{ ...power('active'), ...memory(figures), ...sensors(figures, 'power1_average') },
  mem_info_vram_vendor: line('samsung'),
});

/** A part of the processor: one sensor, watts of the whole package, and it never sleeps by itself. */
const apu = (figures: Figures) => ({
  ...{ ...power('active'), ...memory(figures), ...sensors(figures, 'power1_input') },
  'power/control': line('on'),
});

/** gpu_metrics in format 1.3, as RDNA 2 and 3 cards give it. Only what is read is filled in. */
function metrics13(throttled: bigint): Uint8Array {
  const bytes = new Uint8Array(120).fill(0xff);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, bytes.length, true);
  view.setUint8(2, 1);
  view.setUint8(3, 3);
  view.setBigUint64(112, throttled, true);
  return bytes;
}

const navi32: TreeGpu = {
  ...{ address: '0000:03:00.0', id: '1002:747e:c8', driver: 'amdgpu', minor: 128 },
  kfd: [1, 19_123, 110_001, 120],
  files: {
    ...card({
      ...{ vram: [1_946, 16_368], gtt: [94, 15_920], busy: 43, temperatures: [49, 58, 64] },
      ...{ watts: 112, clocks: [2_124, 2_438] },
    }),
    gpu_metrics: metrics13(0n),
  },
};

const navi31: TreeGpu = {
  ...{ address: '0000:03:00.0', id: '1002:744c:c8', driver: 'amdgpu', minor: 128 },
  kfd: [1, 20_551, 110_000, 192],
  files: card({
    ...{ vram: [3_100, 24_560], gtt: [120, 31_900], busy: 12, temperatures: [44, 52, 60] },
    ...{ watts: 61, clocks: [1_420, 2_487] },
  }),
};

const raphael: TreeGpu = {
  ...{ address: '0000:11:00.0', id: '1002:164e:c9', driver: 'amdgpu', minor: 129 },
  kfd: [2, 33_001, 100_306, 4],
  files: apu({
    ...{ vram: [480, 512], gtt: [210, 31_900], busy: 3, temperatures: [41], watts: 38 },
    clocks: [600, 2_400],
  }),
};

const asleep = Object.fromEntries(
  Object.entries(navi32.files).filter(([name]) => name !== 'power/runtime_status'),
);

export const serverPid = 4_242;

export const machines = {
  rx7800xt: {
    about: 'Radeon RX 7800 XT, with a server on ROCm and a fully accessible /dev',
    gpus: [navi32],
    dev: ['kfd', 'dri/renderD128'],
    processes: [{ pid: serverPid, kfdVram: { 19123: 931 * mebibyte } }],
  },
  rx6700xt: {
    about: 'Radeon RX 6700 XT, whose target is not among ROCm’s own',
    gpus: [
      {
        ...{ address: '0000:2b:00.0', id: '1002:73df:c1', driver: 'amdgpu', minor: 128 },
        kfd: [1, 47_411, 100_301, 80],
        files: card({
          ...{ vram: [11_400, 12_272], gtt: [40, 15_900], busy: 99, temperatures: [71, 88, 84] },
          ...{ watts: 176, clocks: [2_580, 1_988] },
        }),
      },
    ],
    dev: ['kfd', 'dri/renderD128'],
    processes: [
      {
        pid: serverPid,
        fdinfo: {
          3: 'pos:\t0\nflags:\t02000002\nmnt_id:\t29\nino:\t1044\n',
          7: drmClient('0000:2b:00.0', 12, { vram: 640_000, gtt: 20_480 }, 5_120_000_000),
          9: drmClient('0000:2b:00.0', 12, { vram: 640_000, gtt: 20_480 }, 5_120_000_000),
          10: drmClient('0000:2b:00.0', 13, { vram: 360_000, gtt: 0 }, 80_000_000),
        },
      },
    ],
  },
  rx9070: {
    about: 'Radeon RX 9070',
    gpus: [
      {
        ...{ address: '0000:08:00.0', id: '1002:7550:c3', driver: 'amdgpu', minor: 128 },
        kfd: [1, 51_007, 120_001, 112],
        files: card({
          ...{ vram: [900, 16_304], gtt: [60, 31_900], busy: 0, temperatures: [38, 42, 58] },
          ...{ watts: 14, clocks: [500, 2_518] },
        }),
      },
    ],
    dev: ['kfd', 'dri/renderD128'],
  },
  strixHalo: {
    about: 'Ryzen AI Max+ 395, whose GPU shares the memory of the processor',
    gpus: [
      {
        ...{ address: '0000:c2:00.0', id: '1002:1586:c1', driver: 'amdgpu', minor: 128 },
        kfd: [1, 8_151, 110_501, 80],
        files: apu({
          ...{ vram: [300, 512], gtt: [2_260, 63_900], busy: 21, temperatures: [55], watts: 47 },
          clocks: [1_311, 1_000],
        }),
      },
    ],
    dev: ['kfd', 'dri/renderD128'],
    processes: [
      {
        pid: serverPid,
        kfdVram: { 8151: 0 },
        fdinfo: { 6: drmClient('0000:c2:00.0', 5, { vram: 0, gtt: 1_900_000 }, 0) },
      },
    ],
  },
  ryzenAndXtx: {
    about: 'Ryzen desktop whose processor has a small GPU of its own, beside a Radeon RX 7900 XTX',
    gpus: [raphael, navi31],
    dev: ['kfd', 'dri/renderD128', 'dri/renderD129'],
  },
  integratedFirst: {
    about: 'The same with the processor’s own GPU as the first for ROCm',
    gpus: [
      { ...raphael, kfd: [1, 33_001, 100_306, 4] },
      { ...navi31, kfd: [2, 20_551, 110_000, 192] },
    ],
    dev: ['kfd', 'dri/renderD128', 'dri/renderD129'],
  },
  twoCards: {
    about: 'Radeon RX 7800 XT and Radeon RX 7900 XTX',
    gpus: [navi32, { ...navi31, address: '0000:0a:00.0', minor: 129, kfd: [2, 20_551, 110_000, 192] }],
    dev: ['kfd', 'dri/renderD128', 'dri/renderD129'],
  },
  suspended: {
    about: 'Radeon RX 7800 XT asleep; its sensors must not be asked',
    gpus: [{ ...navi32, files: { ...asleep, ...power('suspended'), mem_info_vram_used: line(0) } }],
    dev: ['kfd', 'dri/renderD128'],
  },
  oldKernel: {
    about: 'Radeon RX 5700 XT on a kernel that tells little',
    gpus: [
      {
        ...{ address: '0000:0c:00.0', id: '1002:731f:c1', driver: 'amdgpu', minor: 128 },
        files: {
          'power/runtime_status': line('active'),
          mem_info_vram_total: line(8_176 * mebibyte),
          mem_info_vram_used: line(700 * mebibyte),
          'hwmon/name': line('amdgpu'),
          'hwmon/temp1_input': line(47_000),
        },
      },
    ],
    dev: ['dri/renderD128'],
  },
  container: {
    about: 'A container that sees the kernel’s files of a Radeon RX 7800 XT but has no device files',
    gpus: [navi32],
    dev: [],
  },
  nvidiaOnly: {
    about: 'An NVIDIA card with its own driver',
    gpus: [
      {
        ...{ address: '0000:01:00.0', id: '10de:2684:a1', driver: 'nvidia', minor: 128 },
        files: power('suspended'),
      },
    ],
    dev: ['dri/renderD128'],
  },
  intelOnly: {
    about: 'A laptop with Intel graphics',
    gpus: [
      {
        ...{ address: '0000:00:02.0', id: '8086:a7a0:04', driver: 'i915', minor: 128 },
        files: power('active'),
      },
    ],
    dev: ['dri/renderD128'],
  },
  nothing: { about: 'No GPU at all', gpus: [], dev: [] },
} as const satisfies Record<string, Machine>;

export type MachineName = keyof typeof machines;

/** One open file of a process on a render node, as the kernel lists it since 5.19. */
function drmClient(
  address: string,
  client: number,
  kibibytes: Readonly<Record<string, number>>,
  computeNs: number,
): string {
  return [
    ...['pos:\t0', 'flags:\t02100002', 'mnt_id:\t29', 'ino:\t1068', 'drm-driver:\tamdgpu'],
    ...[`drm-client-id:\t${client}`, `drm-pdev:\t${address}`, 'pasid:\t32771'],
    ...Object.entries(kibibytes).map(([region, size]) => `drm-memory-${region}:\t${size} KiB`),
    ...['drm-memory-cpu:\t0 KiB', 'drm-engine-gfx:\t0 ns', `drm-engine-compute:\t${computeNs} ns`, ''],
  ].join('\n');
}
