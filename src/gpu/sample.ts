// What a GPU does at one moment, from the texts of its sensors. Pure. What a kernel or a device does not offer, and
// what is nonsense, is left out: it is never shown as zero. A full load during a dictation is normal; whether a
// figure is worth a warning is decided in statusText.ts.

import type { RuntimeStatus } from './devices.ts';
import { type Throttle, throttledBy } from './metrics.ts';

export interface Memory {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

/** What one process has of a GPU. */
export interface Share {
  readonly memoryBytes: number | undefined;
  /** Since the process began; not counted for ROCm, whose work passes the kernel by. */
  readonly computeNs: number | undefined;
}

export interface Sample {
  /** Milliseconds of the clock that the sampler was given. */
  readonly at: number;
  readonly runtime: RuntimeStatus;
  readonly busyPercent: number | undefined;
  readonly memory: Memory | undefined;
  /** Degrees Celsius. The junction is the hottest place of the chip. */
  readonly edge: number | undefined;
  readonly junction: number | undefined;
  readonly memoryHeat: number | undefined;
  readonly watts: number | undefined;
  readonly coreMhz: number | undefined;
  readonly memoryMhz: number | undefined;
  readonly throttle: readonly Throttle[];
  /** Of the speech server. */
  readonly own: Share | undefined;
}

/** Known to the kernel without asking the device, so it may be read while the GPU sleeps. */
export interface MemoryTexts {
  readonly vramUsed: string | undefined;
  readonly vramTotal: string | undefined;
  readonly gttUsed: string | undefined;
  readonly gttTotal: string | undefined;
}

/** Answered by the device itself: to be read only while it is awake. */
export interface SensorTexts {
  readonly busy: string | undefined;
  readonly edge: string | undefined;
  readonly junction: string | undefined;
  readonly memoryHeat: string | undefined;
  readonly power: string | undefined;
  readonly coreClock: string | undefined;
  readonly memoryClock: string | undefined;
  readonly metrics: Uint8Array | undefined;
  /** Of the look before this one. */
  readonly metricsBefore: Uint8Array | undefined;
}

export function sampleFrom(
  moment: { readonly at: number; readonly runtime: RuntimeStatus; readonly own: Share | undefined },
  integrated: boolean,
  memory: MemoryTexts,
  sensors: SensorTexts | undefined,
): Sample {
  return {
    ...moment,
    busyPercent: within(sensors?.busy, 1, 0, 100),
    memory: memoryFrom(memory, integrated),
    edge: within(sensors?.edge, 1_000, -20, 150),
    junction: within(sensors?.junction, 1_000, -20, 150),
    memoryHeat: within(sensors?.memoryHeat, 1_000, -20, 150),
    watts: within(sensors?.power, 1_000_000, 0, 2_000),
    coreMhz: within(sensors?.coreClock, 1_000_000, 0, 10_000),
    memoryMhz: within(sensors?.memoryClock, 1_000_000, 0, 50_000),
    throttle: throttledBy(sensors?.metrics, sensors?.metricsBefore),
  };
}

/** An integrated GPU computes in the system's memory as well as in its own small part of it. */
function memoryFrom(texts: MemoryTexts, integrated: boolean): Memory | undefined {
  const vram = memoryOf(texts.vramUsed, texts.vramTotal);
  if (!integrated) return vram;
  const gtt = memoryOf(texts.gttUsed, texts.gttTotal);
  if (vram === undefined || gtt === undefined) return gtt ?? vram;
  return { usedBytes: vram.usedBytes + gtt.usedBytes, totalBytes: vram.totalBytes + gtt.totalBytes };
}

function memoryOf(used: string | undefined, total: string | undefined): Memory | undefined {
  const totalBytes = within(total, 1, 1, 2 ** 50);
  const usedBytes = within(used, 1, 0, totalBytes ?? 0);
  return totalBytes === undefined || usedBytes === undefined ? undefined : { usedBytes, totalBytes };
}

function within(text: string | undefined, unit: number, least: number, most: number): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (!/^-?\d{1,16}$/.test(trimmed)) return undefined;
  const value = Number(trimmed) / unit;
  return value >= least && value <= most ? value : undefined;
}

/** The hottest that is known: the junction where there is one. */
export function heat({ junction, edge }: Sample): number | undefined {
  return junction ?? edge;
}

/** How much of the time between two samples the process computed, where the kernel counts it. */
export function ownBusyPercent(before: Sample | undefined, now: Sample): number | undefined {
  const [from, to] = [before?.own?.computeNs, now.own?.computeNs];
  if (before === undefined || from === undefined || to === undefined || to < from) return undefined;
  const elapsedNs = (now.at - before.at) * 1e6;
  return elapsedNs > 0 ? Math.min(100, ((to - from) / elapsedNs) * 100) : undefined;
}
