// Which GPUs this machine has, read from the kernel's files. Promises: no process, no device file opened, and
// nothing read that wakes a GPU from its sleep: identity, memory totals and the state of sleep are known to the
// kernel without asking the device. Never fails: what can't be read is not known.

import { join } from 'node:path';
import { type Gpu, gpuFrom, type Hardware, type KfdProperties, kfdFrom, type RenderNode } from './devices.ts';
import { type KernelFiles, kernelFiles, type Roots, textOf } from './files.node.ts';

export async function probeHardware(roots: Roots, files: KernelFiles = kernelFiles): Promise<Hardware> {
  const devices = join(roots.sys, 'bus', 'pci', 'devices');
  const [addresses, kfdNodes, kfd] = await Promise.all([
    files.names(devices),
    kfdNodesOf(roots, files),
    files.accessTo(join(roots.dev, 'kfd')),
  ]);
  const gpus = await Promise.all(
    addresses.map(async (address) => {
      const folder = join(devices, address);
      return isDisplay(await textOf(files, folder, 'class'))
        ? probeDevice(address, folder, kfdNodes, roots, files)
        : undefined;
    }),
  );
  return { gpus: gpus.filter((gpu) => gpu !== undefined), kfd };
}

/** PCI class 03: what drives a display, or could. */
function isDisplay(pciClass: string | undefined): boolean {
  return /^0x03/.test(pciClass ?? '');
}

async function probeDevice(
  address: string,
  folder: string,
  kfdNodes: readonly KfdProperties[],
  roots: Roots,
  files: KernelFiles,
): Promise<Gpu> {
  const text = (...name: readonly string[]) => textOf(files, folder, ...name);
  const [vendor, device, revision, uevent, productName] = await Promise.all(
    ['vendor', 'device', 'revision', 'uevent', 'product_name'].map((name) => text(name)),
  );
  const [runtime, vramTotal, gttTotal, hasVramVendor, renderNode] = await Promise.all([
    text('power', 'runtime_status'),
    text('mem_info_vram_total'),
    text('mem_info_gtt_total'),
    files.exists(join(folder, 'mem_info_vram_vendor')),
    renderNodeOf(folder, roots, files),
  ]);
  return gpuFrom(
    {
      ...{ address, vendor, device, revision, uevent, productName },
      ...{ runtimeStatus: runtime, vramTotal, gttTotal, hasVramVendor, renderNode },
    },
    kfdNodes,
  );
}

async function renderNodeOf(
  folder: string,
  roots: Roots,
  files: KernelFiles,
): Promise<RenderNode | undefined> {
  const name = (await files.names(join(folder, 'drm'))).find((entry) => /^renderD\d+$/.test(entry));
  return name === undefined
    ? undefined
    : { path: `/dev/dri/${name}`, access: await files.accessTo(join(roots.dev, 'dri', name)) };
}

async function kfdNodesOf(roots: Roots, files: KernelFiles): Promise<readonly KfdProperties[]> {
  const folder = join(roots.sys, 'class', 'kfd', 'kfd', 'topology', 'nodes');
  const nodes = (await files.names(folder)).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    nodes.map(async (name) => {
      const [gpuId, properties] = await Promise.all([
        textOf(files, folder, name, 'gpu_id'),
        textOf(files, folder, name, 'properties'),
      ]);
      return kfdFrom(Number(name), gpuId, properties);
    }),
  );
  return found.filter((node) => node !== undefined);
}
