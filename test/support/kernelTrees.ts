// What for: machines as the kernel tells about them: trees that stand in for /sys, /dev and /proc, made from one
// table in a temporary folder. FAITHFUL RECONSTRUCTIONS, not recordings: names, formats, units and the identity
// of each GPU follow the kernel's own (amdgpu, amdkfd, PCI core); the momentary figures are made up.
// Promises: `writeTree` writes only below the folder that it is given. `waking` names the files that a sleeping
// GPU must never be asked for.
// Must not know: what Sotto makes of them.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface TreeGpu {
  readonly address: string;
  /** vendor:device:revision, in hexadecimal. */
  readonly id: string;
  readonly pciClass?: string;
  readonly driver: string | undefined;
  /** The number of the render node. */
  readonly minor?: number;
  /** Node, gpu_id, gfx_target_version and simd_count of ROCm's kernel driver. */
  readonly kfd?: readonly [node: number, gpuId: number, target: number, simds: number];
  /** More files of the device's folder. A key with `hwmon/` lies in its sensors' folder. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

export interface TreeProcess {
  readonly pid: number;
  /** VRAM by gpu_id, as amdkfd counts it. */
  readonly kfdVram?: Readonly<Record<number, number>>;
  readonly fdinfo?: Readonly<Record<number, string>>;
}

export interface Machine {
  readonly about: string;
  readonly gpus: readonly TreeGpu[];
  /** Device files that exist, below /dev. */
  readonly dev: readonly string[];
  readonly processes?: readonly TreeProcess[];
}

export interface Tree {
  readonly sys: string;
  readonly dev: string;
  readonly proc: string;
}

/** Answered by the GPU's own controller: reading them wakes a sleeping GPU, or fails with EPERM or EBUSY. */
export const waking =
  /\/(?:gpu_busy_percent|mem_busy_percent|vcn_busy_percent|gpu_metrics|pp_\w+|current_link_\w+|config|rom|(?:temp|freq|power|in|fan|pwm)\d\w*)$|\/dev\/dri\//;

export function writeTree(machine: Machine, folder: string): Tree {
  const tree = { sys: join(folder, 'sys'), dev: join(folder, 'dev'), proc: join(folder, 'proc') };
  for (const root of Object.values(tree)) mkdirSync(root, { recursive: true });
  const kfd = join(tree.sys, 'class', 'kfd', 'kfd');
  if (machine.gpus.some((gpu) => gpu.kfd !== undefined)) {
    write(join(kfd, 'topology', 'nodes', '0', 'gpu_id'), '0\n');
    write(join(kfd, 'topology', 'nodes', '0', 'properties'), processorProperties);
  }
  for (const gpu of machine.gpus) writeGpu(gpu, tree.sys);
  for (const file of machine.dev) write(join(tree.dev, file), '');
  for (const { pid, kfdVram = {}, fdinfo = {} } of machine.processes ?? []) {
    for (const [gpuId, bytes] of Object.entries(kfdVram))
      write(join(kfd, 'proc', String(pid), `vram_${gpuId}`), `${bytes}\n`);
    for (const [fd, text] of Object.entries(fdinfo)) write(join(tree.proc, String(pid), 'fdinfo', fd), text);
  }
  return tree;
}

function writeGpu(gpu: TreeGpu, sys: string): void {
  const [vendor = '', device = '', revision = ''] = gpu.id.split(':');
  const real = join(sys, 'devices', `pci${gpu.address.slice(0, 7)}`, gpu.address);
  const link = join(sys, 'bus', 'pci', 'devices', gpu.address);
  mkdirSync(dirname(link), { recursive: true });
  mkdirSync(real, { recursive: true });
  symlinkSync(real, link);
  const pciClass = gpu.pciClass ?? '0x030000';
  const driver = gpu.driver === undefined ? '' : `DRIVER=${gpu.driver}\n`;
  const files = {
    class: `${pciClass}\n`,
    ...{ vendor: `0x${vendor}\n`, device: `0x${device}\n`, revision: `0x${revision}\n` },
    uevent: `${driver}PCI_CLASS=${pciClass.slice(3).toUpperCase()}\nPCI_ID=${vendor}:${device}\nPCI_SLOT_NAME=${gpu.address}\n`,
    ...gpu.files,
  };
  for (const [name, content] of Object.entries(files))
    write(join(real, name.replace(/^hwmon\//, 'hwmon/hwmon4/')), content);
  if (gpu.minor !== undefined) {
    const node = `renderD${gpu.minor}`;
    write(join(real, 'drm', node, 'dev'), `226:${gpu.minor}\n`);
    mkdirSync(join(sys, 'class', 'drm'), { recursive: true });
    symlinkSync(join(real, 'drm', node), join(sys, 'class', 'drm', node));
    symlinkSync(real, join(real, 'drm', node, 'device'));
  }
  if (gpu.kfd !== undefined) {
    const [node, gpuId, target, simds] = gpu.kfd;
    const folder = join(sys, 'class', 'kfd', 'kfd', 'topology', 'nodes', String(node));
    write(join(folder, 'gpu_id'), `${gpuId}\n`);
    write(join(folder, 'properties'), gpuProperties(gpu, target, simds));
  }
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const processorProperties = [
  ...['cpu_cores_count 16', 'simd_count 0', 'mem_banks_count 1', 'caches_count 27', 'io_links_count 1'],
  ...['gfx_target_version 0', 'vendor_id 0', 'device_id 0', 'location_id 0', 'domain 0', ''],
].join('\n');

function gpuProperties(gpu: TreeGpu, target: number, simds: number): string {
  const [vendor = '', device = ''] = gpu.id.split(':');
  const [, domain = '', bus = '', slot = '', fn = ''] = /^(.+):(..):(..)\.(.)$/.exec(gpu.address) ?? [];
  const location = (parseInt(bus, 16) << 8) | (parseInt(slot, 16) << 3) | Number(fn);
  return [
    ...['cpu_cores_count 0', `simd_count ${simds}`, 'mem_banks_count 1', 'caches_count 27'],
    ...['io_links_count 1', 'cpu_core_id_base 0', 'simd_id_base 2147487744', 'max_waves_per_simd 16'],
    ...['lds_size_in_kb 64', 'wave_front_size 32', 'simd_per_cu 2', `gfx_target_version ${target}`],
    ...[`vendor_id ${parseInt(vendor, 16)}`, `device_id ${parseInt(device, 16)}`],
    ...[`location_id ${location}`, `domain ${parseInt(domain, 16)}`, `drm_render_minor ${gpu.minor ?? 0}`],
    ...['hive_id 0', 'num_sdma_engines 2', 'max_engine_clk_fcompute 2565', 'local_mem_size 0'],
    ...['fw_version 67', 'capability 709075584', 'sdma_fw_version 23', 'num_xcc 1', ''],
  ].join('\n');
}
