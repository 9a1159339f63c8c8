// Which backends to try and in which order, from what the user wishes, what was built and what this machine has;
// and why the others are not tried. Pure: built.node.ts looks at the disk, gpu/ at the hardware.

import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Access, Gpu } from '../gpu/devices.ts';
import { rocmNeed } from '../gpu/rocmTargets.ts';
import type { Cause, Refusal } from './evidence.ts';

export type BackendKind = 'rocm' | 'vulkan' | 'cpu';
export type BackendWish = 'auto' | BackendKind;

export interface Backend {
  readonly kind: BackendKind;
  /** The library that the server loads in addition; the CPU ones stand beside the program. */
  readonly library: string | undefined;
}

/** What a machine offers to a backend. `cpu` needs nothing. */
export interface Devices {
  readonly kfd: Access;
  /** The best of them. */
  readonly renderNode: Access;
  readonly gpus: readonly Gpu[];
}

export interface Choice {
  readonly backends: readonly [Backend, ...Backend[]];
  /** GPU backends that `auto` would take, if it could. */
  readonly refused: readonly Refusal[];
}

const order: readonly BackendKind[] = ['rocm', 'vulkan', 'cpu'];

export function chooseBackends(
  wish: BackendWish,
  built: readonly Backend[],
  devices: Devices,
): Result<Choice, Problem> {
  const backends: Backend[] = [];
  const refused: Refusal[] = [];
  for (const kind of order) {
    // An explicit wish is obeyed even where no device is seen: the server's own words then say what is missing.
    if (wish !== 'auto' && wish !== kind) continue;
    const made = built.filter((backend) => backend.kind === kind);
    const missing = wish === 'auto' ? obstacle(kind, made.length > 0, devices) : undefined;
    if (missing === undefined) backends.push(...made);
    else if (missing !== 'noSuchGpu') refused.push({ backend: kind, cause: missing });
  }
  const [first, ...rest] = backends;
  return first === undefined
    ? fail({ kind: 'backendMissing', backend: wish, built: order.filter((kind) => has(built, kind)) })
    : ok({ backends: [first, ...rest], refused });
}

/** Why a backend can't work here. That there is no GPU for it is no fault and nothing to tell. */
function obstacle(kind: BackendKind, isBuilt: boolean, devices: Devices): Cause | 'noSuchGpu' | undefined {
  if (kind === 'cpu') return undefined;
  const { kfd, renderNode } = devices;
  const amd = devices.gpus.filter(({ vendor }) => vendor === 'amd');
  // GPUs of virtual machines draw windows; they don't compute.
  const some = devices.gpus.some(({ vendor }) => vendor !== 'other');
  if (!isBuilt) {
    const fits = kind === 'rocm' ? amd.some(({ gfx }) => rocmNeed(gfx).kind === 'native') : some;
    return fits ? { kind: 'notBuilt' } : 'noSuchGpu';
  }
  if (kind === 'rocm') {
    if (kfd === 'denied') return { kind: 'noAccess', file: '/dev/kfd' };
    if (kfd === 'missing') return amd.length > 0 ? { kind: 'noAccess', file: '/dev/kfd' } : 'noSuchGpu';
    if (amd.length > 0 && amd.every(({ gfx }) => rocmNeed(gfx).kind === 'vulkan')) return 'noSuchGpu';
  }
  if (renderNode === 'denied') return { kind: 'noAccess', file: '/dev/dri/renderD*' };
  return renderNode === 'missing' ? 'noSuchGpu' : undefined;
}

function has(built: readonly Backend[], kind: BackendKind): boolean {
  return built.some((backend) => backend.kind === kind);
}
