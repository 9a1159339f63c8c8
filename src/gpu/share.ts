// What one process has of one GPU, as the kernel accounts it: per open file of a render node (what Vulkan uses),
// and per process by ROCm's driver. Pure: texts in, figures out. Descriptors that share a client are one.

import type { Share } from './sample.ts';

export function shareFrom(
  address: string,
  integrated: boolean,
  fdinfo: readonly string[],
  kfdVram: string | undefined,
): Share | undefined {
  const clients = new Map<string, ReadonlyMap<string, string>>();
  for (const text of fdinfo) {
    const lines = drmLines(text);
    const client = lines.get('client-id');
    if (client !== undefined && lines.get('pdev') === address) clients.set(client, lines);
  }
  const kfdBytes = /^\d{1,15}\s*$/.test(kfdVram ?? '') ? Number(kfdVram) : undefined;
  if (clients.size === 0 && kfdBytes === undefined) return undefined;
  const regions = integrated ? ['vram', 'gtt'] : ['vram'];
  const drmBytes = sum([...clients.values()].flatMap((lines) => regions.map((name) => region(lines, name))));
  const computeNs = sum([...clients.values()].flatMap((lines) => engines.map((name) => time(lines, name))));
  // ROCm's memory can show in both accounts: the larger one holds it all.
  const known = [drmBytes, kfdBytes].filter((bytes) => bytes !== undefined);
  return {
    memoryBytes: known.length === 0 ? undefined : Math.max(...known),
    // ROCm's work passes this account by: nothing counted means not known.
    computeNs: computeNs === 0 ? undefined : computeNs,
  };
}

/** Whether a descriptor is one of a GPU at all: the others need not be read again. */
export function isDrm(fdinfo: string): boolean {
  return /^drm-driver:/m.test(fdinfo);
}

const engines = ['gfx', 'compute'];
const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20 };

function drmLines(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^drm-([\w-]+):[ \t]*(.*)$/gm)].map(([, key = '', value = '']) => [key, value.trim()]),
  );
}

/** Newer kernels write `resident`, older ones `memory`; without a unit it is bytes. */
function region(lines: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = lines.get(`memory-${name}`) ?? lines.get(`resident-${name}`);
  const [, digits, unit = 'B'] = /^(\d{1,15})(?: (\w+))?$/.exec(text ?? '') ?? [];
  const scale = units[unit];
  return digits === undefined || scale === undefined ? undefined : Number(digits) * scale;
}

function time(lines: ReadonlyMap<string, string>, engine: string): number | undefined {
  const digits = /^(\d{1,18}) ns$/.exec(lines.get(`engine-${engine}`) ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
