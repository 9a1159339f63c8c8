// Reads one GPU at one moment. Promises: no process; asks first whether the GPU sleeps, and then opens none of the
// files that would wake it; one file after the other, so that a driver that hangs holds one of Node's few file
// threads and not all; which files there are is found out once.

import { join } from 'node:path';
import { type Gpu, runtimeStatus } from './devices.ts';
import { type KernelFiles, kernelFiles, type Roots, textIn, textOf } from './files.node.ts';
import { type MemoryTexts, type Sample, type SensorTexts, type Share, sampleFrom } from './sample.ts';
import { isDrm, shareFrom } from './share.ts';

/** The files of the sensors' folder by what they measure. */
interface Layout {
  readonly edge: string | undefined;
  readonly junction: string | undefined;
  readonly memoryHeat: string | undefined;
  readonly power: string | undefined;
  readonly coreClock: string | undefined;
  readonly memoryClock: string | undefined;
}

/** Descriptors come and go; their list is read again after so many samples. */
const listEvery = 10;

export class Sensors {
  private readonly folder: string;
  private readonly kfdProcesses: string;
  private layout: Layout | undefined;
  private descriptors: { readonly pid: number; readonly files: readonly string[] } | undefined;
  private metrics: Uint8Array | undefined;
  private samples = 0;

  constructor(
    readonly gpu: Gpu,
    private readonly roots: Roots,
    private readonly files: KernelFiles = kernelFiles,
  ) {
    this.folder = join(roots.sys, 'bus', 'pci', 'devices', gpu.address);
    this.kfdProcesses = join(roots.sys, 'class', 'kfd', 'kfd', 'proc');
  }

  /** `pid` is the process whose own share is wanted. */
  async sample(at: number, pid: number | undefined): Promise<Sample> {
    const runtime = runtimeStatus(await this.text('power', 'runtime_status'));
    const memory = await this.memory();
    const sensors = runtime === 'awake' ? await this.sensors() : undefined;
    const own = pid === undefined ? undefined : await this.share(pid);
    this.samples += 1;
    return sampleFrom({ at, runtime, own }, this.gpu.integrated === true, memory, sensors);
  }

  /** How long the kernel waits before it lets an idle GPU sleep; undefined where it never does. */
  async sleepsAfterMs(): Promise<number | undefined> {
    if ((await this.text('power', 'control'))?.trim() !== 'auto') return undefined;
    const delay = Number(await this.text('power', 'autosuspend_delay_ms'));
    return delay > 0 ? delay : undefined;
  }

  private async memory(): Promise<MemoryTexts> {
    return {
      vramUsed: await this.text('mem_info_vram_used'),
      vramTotal: await this.text('mem_info_vram_total'),
      ...(this.gpu.integrated === true
        ? {
            gttUsed: await this.text('mem_info_gtt_used'),
            gttTotal: await this.text('mem_info_gtt_total'),
          }
        : { gttUsed: undefined, gttTotal: undefined }),
    };
  }

  private async sensors(): Promise<SensorTexts> {
    this.layout ??= await this.findLayout();
    const read = async (file: string | undefined) =>
      file === undefined ? undefined : textIn(await this.files.again(file));
    const metricsBefore = this.metrics;
    this.metrics = await this.files.again(join(this.folder, 'gpu_metrics'));
    return {
      busy: await this.text('gpu_busy_percent'),
      edge: await read(this.layout.edge),
      junction: await read(this.layout.junction),
      memoryHeat: await read(this.layout.memoryHeat),
      power: await read(this.layout.power),
      coreClock: await read(this.layout.coreClock),
      memoryClock: await read(this.layout.memoryClock),
      ...{ metrics: this.metrics, metricsBefore },
    };
  }

  private async findLayout(): Promise<Layout> {
    const [monitor = 'hwmon0'] = await this.files.names(join(this.folder, 'hwmon'));
    const folder = join(this.folder, 'hwmon', monitor);
    const names = new Set(await this.files.names(folder));
    const labelled = async (label: string, kind: 'temp' | 'freq', number: number) => {
      for (const index of [1, 2, 3]) {
        const name = `${kind}${index}_label`;
        if (names.has(name) && (await textOf(this.files, folder, name))?.trim() === label)
          return join(folder, `${kind}${index}_input`);
      }
      // Old kernels have no labels; the order was always the same.
      const input = `${kind}${number}_input`;
      return names.has(input) && !names.has(`${kind}${number}_label`) ? join(folder, input) : undefined;
    };
    const power = ['power1_average', 'power1_input'].find((name) => names.has(name));
    return {
      edge: await labelled('edge', 'temp', 1),
      junction: await labelled('junction', 'temp', 2),
      memoryHeat: await labelled('mem', 'temp', 3),
      power: power === undefined ? undefined : join(folder, power),
      coreClock: await labelled('sclk', 'freq', 1),
      memoryClock: await labelled('mclk', 'freq', 2),
    };
  }

  private async share(pid: number): Promise<Share | undefined> {
    const folder = join(this.roots.proc, String(pid), 'fdinfo');
    const isKnown = this.descriptors?.pid === pid && this.samples % listEvery !== 0;
    const candidates = isKnown
      ? (this.descriptors?.files ?? [])
      : (await this.files.names(folder)).map((name) => join(folder, name));
    const texts: { file: string; text: string }[] = [];
    for (const file of candidates) {
      const text = textIn(isKnown ? await this.files.again(file) : await this.files.bytes(file));
      if (text !== undefined && isDrm(text)) texts.push({ file, text });
    }
    this.descriptors = { pid, files: texts.map(({ file }) => file) };
    const { kfd, address, integrated } = this.gpu;
    const kfdVram =
      kfd === undefined
        ? undefined
        : textIn(await this.files.again(join(this.kfdProcesses, String(pid), `vram_${kfd.gpuId}`)));
    return shareFrom(
      address,
      integrated === true,
      texts.map(({ text }) => text),
      kfdVram,
    );
  }

  private async text(...name: readonly string[]): Promise<string | undefined> {
    return textIn(await this.files.again(join(this.folder, ...name)));
  }
}
