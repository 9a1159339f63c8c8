// The doctor's findings about GPU, device files, compile target, libraries and memory. Pure. Only AMD on Linux is
// judged; others are shown as what they are.

import { installCommandFor, type Packages } from '../base/packages.ts';
import type { Gpu, GpuVendor } from '../gpu/devices.ts';
import { rocmNeed } from '../gpu/rocmTargets.ts';
import { neededBytes } from '../models/memory.ts';
import { chosenGpu } from '../server/rungs.ts';
import type { SetupFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';

export function graphicsFindings(facts: SetupFacts): readonly Finding[] {
  if (!facts.system.linux) return [finding('hint', { kind: 'notLinux' })];
  const gpu = chosenGpu(facts.hardware.gpus, facts.server.device);
  if (gpu === undefined) return [finding('hint', { kind: 'noGpu' })];
  const built = facts.server.built ?? [];
  const backend =
    built.length > 0 && built.every((kind) => kind === 'cpu')
      ? [finding('hint', { kind: 'noGpuBackend' })]
      : [];
  if (gpu.vendor !== 'amd')
    return [finding('hint', { kind: 'otherGpu', name: gpu.name }), ...backend, ...vulkanFindings(facts, gpu)];
  if (gpu.driver === undefined) return [finding('trouble', { kind: 'noDriver', name: gpu.name })];
  return [
    finding('fine', { kind: 'gpu', name: gpu.name, gfx: gpu.gfx }),
    ...backend,
    ...deviceFindings(facts, gpu),
    targetFinding(facts, gpu),
    ...frontFindings(facts.hardware.gpus, gpu),
    ...rocmFindings(facts),
    ...vulkanFindings(facts, gpu),
    ...memoryFindings(facts),
  ];
}

/** By trying, not by the names of groups: those say nothing in containers and on distributions that need none. */
function deviceFindings({ hardware, system, server }: SetupFacts, gpu: Gpu): readonly Finding[] {
  // Vulkan needs the render node alone; ROCm needs both.
  const needsKfd = server.wish !== 'vulkan' && (server.built?.includes('rocm') ?? true);
  const all = [
    ...(needsKfd ? [{ file: '/dev/kfd', access: hardware.kfd }] : []),
    { file: gpu.renderNode?.path ?? '/dev/dri/renderD128', access: gpu.renderNode?.access ?? 'missing' },
  ];
  const files = (wanted: string) => all.filter(({ access }) => access === wanted).map(({ file }) => file);
  const [denied, missing] = [files('denied'), files('missing')];
  const { enclosure, inRenderGroup } = system;
  return [
    ...(denied.length === 0
      ? []
      : [
          finding(
            'trouble',
            { kind: 'deviceDenied', files: denied, inGroup: inRenderGroup },
            [],
            inRenderGroup ? undefined : 'sudo usermod -aG render,video "$USER"',
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          finding(
            'trouble',
            { kind: 'deviceMissing', files: missing, enclosure },
            [],
            enclosure === undefined ? undefined : letIn[enclosure],
          ),
        ]),
    ...(denied.length + missing.length === 0
      ? [finding('fine', { kind: 'deviceUsable', files: files('usable') })]
      : []),
  ];
}

/** How devices get into an enclosure. */
const letIn = {
  flatpak: 'flatpak override --user --device=all com.visualstudio.code',
  snap: undefined,
  container: 'docker run --device=/dev/kfd --device=/dev/dri --group-add render --group-add video …',
} as const;

function targetFinding({ server }: SetupFacts, { gfx, kfd }: Gpu): Finding {
  const need = rocmNeed(gfx);
  const name = 'HSA_OVERRIDE_GFX_VERSION';
  const value = server.env[`${name}_${kfd?.node}`] ?? server.env[name];
  const advised = need.kind === 'override' ? need.version : undefined;
  // With a value of another chip ROCm crashes, or computes nonsense.
  if (gfx !== undefined && value !== undefined && value !== advised)
    return finding('hint', { kind: 'targetOverridden', gfx, value, advised }, ['editEnvironment']);
  if (gfx === undefined || need.kind === 'unknown')
    return finding('hint', { kind: 'targetUnknown', gfx }, ['useVulkan']);
  switch (need.kind) {
    case 'native':
      return finding('fine', { kind: 'targetNative', gfx });
    case 'override': {
      const isSet = value !== undefined;
      return finding(
        isSet ? 'fine' : 'hint',
        { kind: 'targetOverride', gfx, version: need.version, isSet },
        isSet ? [] : ['useVulkan'],
      );
    }
    case 'vulkan':
      return finding('hint', { kind: 'targetVulkan', gfx }, ['useVulkan']);
  }
}

/** ROCm counts GPUs in the order of its nodes, and takes the first. */
function frontFindings(gpus: readonly Gpu[], best: Gpu): readonly Finding[] {
  const node = best.kfd?.node;
  const front = gpus.find(
    ({ integrated, kfd }) =>
      integrated === true && kfd !== undefined && node !== undefined && kfd.node < node,
  );
  return front === undefined || best.integrated === true
    ? []
    : [finding('hint', { kind: 'integratedFirst', integrated: front.name, discrete: best.name })];
}

const rocmPackages: Packages = {
  debian: 'rocm-hip-libraries',
  fedora: 'rocm-hip hipblas rocblas',
  arch: 'rocm-hip-runtime hipblas rocblas',
  suse: 'rocm-hip-libraries',
};

function rocmFindings({ rocm, server, system }: SetupFacts): readonly Finding[] {
  if (server.built?.includes('rocm') !== true) return [];
  const { installed, wanted } = rocm;
  const major = wanted === undefined ? installed.at(-1) : installed.find((one) => one === wanted);
  if (major !== undefined) return [finding('fine', { kind: 'rocmLibraries', major })];
  const command = installCommandFor(rocmPackages, system.family);
  return [finding('trouble', { kind: 'rocmMissing', wanted, installed }, ['useVulkan'], command)];
}

/** Loader and Mesa's driver; NVIDIA's comes with its kernel module. */
const vulkanPackages = (driver: 'radeon' | 'intel'): Packages => ({
  debian: 'libvulkan1 mesa-vulkan-drivers',
  fedora: 'vulkan-loader mesa-vulkan-drivers',
  arch: `vulkan-icd-loader vulkan-${driver}`,
  suse: `libvulkan1 libvulkan_${driver}`,
});

/** By the names of the files that describe them. One for another maker's devices, or for the CPU, does not help. */
const vulkanDrivers: Readonly<Record<GpuVendor, RegExp>> = {
  amd: /radeon|amd/,
  intel: /intel/,
  nvidia: /nvidia|nouveau/,
  other: /^(?!lvp)/,
};

function vulkanFindings({ vulkan, server, system }: SetupFacts, { vendor }: Gpu): readonly Finding[] {
  if (server.built?.includes('vulkan') !== true) return [];
  const { loader } = vulkan;
  const drivers = vulkan.drivers.filter((file) => vulkanDrivers[vendor].test(file));
  if (loader && drivers.length > 0) return [finding('fine', { kind: 'vulkanReady', drivers })];
  const mesa = ({ amd: 'radeon', intel: 'intel', nvidia: undefined, other: undefined } as const)[vendor];
  const command = mesa === undefined ? undefined : installCommandFor(vulkanPackages(mesa), system.family);
  return [finding('trouble', { kind: 'vulkanMissing', loader, others: vulkan.drivers }, [], command)];
}

function memoryFindings({ model, freeBytes }: SetupFacts): readonly Finding[] {
  if (model.bytes === undefined || freeBytes === undefined) return [];
  const needed = neededBytes(model.name, model.bytes);
  return needed <= freeBytes
    ? [finding('fine', { kind: 'memoryEnough', neededBytes: needed, freeBytes })]
    : [finding('trouble', { kind: 'memoryShort', neededBytes: needed, freeBytes }, ['chooseModel'])];
}
