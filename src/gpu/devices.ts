// What a GPU is to Sotto: an AMD, Intel, NVIDIA or other display device on the PCI bus, with what the kernel
// says about it without being asked to wake it. Pure: turns the texts that probe.node.ts read into values. A text
// that is missing, empty or nonsense becomes "not known", never an error and never a zero.

import { knownAmd } from './amdNames.ts';

export type GpuVendor = 'amd' | 'intel' | 'nvidia' | 'other';

/** `asleep` also while it falls asleep or wakes: then, too, reading its sensors could wake it or hold it awake. */
export type RuntimeStatus = 'awake' | 'asleep' | 'unknown';

/** Whether this process may open a device file; found by asking, because group names say nothing in containers. */
export type Access = 'usable' | 'denied' | 'missing';

export interface RenderNode {
  /** As it stands in /dev, such as `/dev/dri/renderD128`. */
  readonly path: string;
  readonly access: Access;
}

/** The GPU as ROCm's kernel driver numbers it. */
export interface KfdNode {
  readonly node: number;
  /** Names the files below /sys/class/kfd/kfd/proc. */
  readonly gpuId: number;
}

export interface Gpu {
  /** PCI address, such as `0000:03:00.0`: unique, and the name of its folder. */
  readonly address: string;
  readonly vendor: GpuVendor;
  readonly name: string;
  readonly driver: string | undefined;
  /** AMD's compile target, such as `gfx1101`. */
  readonly gfx: string | undefined;
  /** Shares the memory of the processor. */
  readonly integrated: boolean | undefined;
  readonly renderNode: RenderNode | undefined;
  readonly kfd: KfdNode | undefined;
  readonly vramBytes: number | undefined;
  /** Memory of the system that it may use as its own: what counts on an integrated GPU. */
  readonly gttBytes: number | undefined;
  readonly runtime: RuntimeStatus;
}

/** The GPUs of a machine, in the order of their addresses, and the door of ROCm's kernel driver. */
export interface Hardware {
  readonly gpus: readonly Gpu[];
  readonly kfd: Access;
}

/** What the kernel's files of one PCI device say, as they were read. */
export interface DeviceTexts {
  readonly address: string;
  readonly vendor: string | undefined;
  readonly device: string | undefined;
  readonly revision: string | undefined;
  readonly uevent: string | undefined;
  readonly productName: string | undefined;
  readonly runtimeStatus: string | undefined;
  readonly vramTotal: string | undefined;
  readonly gttTotal: string | undefined;
  /** Only discrete GPUs have a file that names the maker of their memory. */
  readonly hasVramVendor: boolean;
  readonly renderNode: RenderNode | undefined;
}

const vendors: Readonly<Record<number, GpuVendor>> = { 4098: 'amd', 32902: 'intel', 4318: 'nvidia' };
const makers: Readonly<Record<GpuVendor, string>> = {
  amd: 'AMD',
  intel: 'Intel',
  nvidia: 'NVIDIA',
  other: 'Unknown',
};

/** `kfdNodes` are those of the whole machine; the one of this device is found by its address. */
export function gpuFrom(texts: DeviceTexts, kfdNodes: readonly KfdProperties[]): Gpu {
  const vendor = vendors[number(texts.vendor) ?? 0] ?? 'other';
  const id = number(texts.device);
  const known = vendor === 'amd' && id !== undefined ? knownAmd(id, number(texts.revision)) : undefined;
  const kfd = vendor === 'amd' ? kfdNodes.find(({ address }) => address === texts.address) : undefined;
  const vramBytes = bytes(texts.vramTotal);
  const gttBytes = bytes(texts.gttTotal);
  return {
    ...{ address: texts.address, vendor, vramBytes, gttBytes },
    name: oneLine(texts.productName) ?? known?.name ?? plainName(vendor, id),
    driver: /^DRIVER=([\w-]+)$/m.exec(texts.uevent ?? '')?.[1],
    gfx: kfd?.gfx ?? known?.gfx,
    integrated: texts.hasVramVendor ? false : (known?.integrated ?? integratedBySize(vramBytes, gttBytes)),
    renderNode: texts.renderNode,
    kfd: kfd === undefined ? undefined : { node: kfd.node, gpuId: kfd.gpuId },
    runtime: runtimeStatus(texts.runtimeStatus),
  };
}

export interface KfdProperties extends KfdNode {
  readonly address: string;
  readonly gfx: string | undefined;
}

/** Reads one `nodes/<n>/properties` with its `gpu_id`; undefined for a processor and for nonsense. */
export function kfdFrom(
  node: number,
  gpuId: string | undefined,
  properties: string | undefined,
): KfdProperties | undefined {
  const value = (key: string) => number(new RegExp(`^${key} (\\d+)$`, 'm').exec(properties ?? '')?.[1]);
  const [location, id] = [value('location_id'), number(gpuId)];
  const target = value('gfx_target_version');
  if (location === undefined || !target || !id) return undefined;
  const hex = (part: number, digits: number) => part.toString(16).padStart(digits, '0');
  const [bus, slot] = [(location >> 8) & 0xff, (location >> 3) & 0x1f];
  return {
    ...{ node, gpuId: id, gfx: gfxTarget(target) },
    address: `${hex(value('domain') ?? 0, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${location & 7}`,
  };
}

/** 110001 is gfx1101 and 90010 is gfx90a: two decimal digits each, the last two written in hexadecimal. */
function gfxTarget(version: number): string | undefined {
  const [major, minor, step] = [
    Math.floor(version / 10_000),
    Math.floor(version / 100) % 100,
    version % 100,
  ] as const;
  return major < 6 || major > 99 || minor > 15 || step > 15
    ? undefined
    : `gfx${major}${minor.toString(16)}${step.toString(16)}`;
}

/**
 * `unsupported` is what a kernel without runtime power management says, and an integrated GPU never sleeps by
 * itself: both are awake. No file, as on an old kernel, says nothing.
 */
export function runtimeStatus(text: string | undefined): RuntimeStatus {
  switch (text?.trim()) {
    case 'active':
    case 'unsupported':
      return 'awake';
    case 'suspended':
    case 'suspending':
    case 'resuming':
      return 'asleep';
    default:
      return 'unknown';
  }
}

/** Integrated GPUs have a small carve-out as "VRAM" and much of the system's memory beside it. */
function integratedBySize(vram: number | undefined, gtt: number | undefined): boolean | undefined {
  if (vram === undefined || gtt === undefined) return undefined;
  const gibibyte = 2 ** 30;
  return vram <= 4 * gibibyte && gtt >= 8 * gibibyte && gtt >= 4 * vram;
}

/** The memory that a model can lie in. */
export function usableBytes({ integrated, vramBytes, gttBytes }: Gpu): number | undefined {
  if (integrated !== true) return vramBytes;
  return vramBytes === undefined && gttBytes === undefined ? undefined : (vramBytes ?? 0) + (gttBytes ?? 0);
}

/**
 * The GPU that should work: one of AMD before another's, a discrete one before an integrated one, then the one
 * with the most memory.
 */
export function bestGpu(gpus: readonly Gpu[]): Gpu | undefined {
  return gpus.toSorted(
    (a, b) =>
      Number(b.vendor === 'amd') - Number(a.vendor === 'amd') ||
      Number(a.integrated === true) - Number(b.integrated === true) ||
      (usableBytes(b) ?? 0) - (usableBytes(a) ?? 0),
  )[0];
}

function plainName(vendor: GpuVendor, id: number | undefined): string {
  return id === undefined
    ? `${makers[vendor]} GPU`
    : `${makers[vendor]} GPU 0x${id.toString(16).padStart(4, '0')}`;
}

function number(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^(?:0x[\da-f]{1,8}|\d{1,15})$/i.test(trimmed) ? Number(trimmed) : undefined;
}

/** A total of zero is what a driver says that has not found its memory. */
function bytes(text: string | undefined): number | undefined {
  const value = number(text);
  return value === 0 ? undefined : value;
}

function oneLine(text: string | undefined): string | undefined {
  const line = text?.trim();
  return line !== undefined && /^[\x20-\x7e]{3,60}$/.test(line) ? line : undefined;
}
