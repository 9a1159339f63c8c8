// Which backends to try and in which order, from what the user wishes, what was built and which devices this
// machine has. Pure: built.node.ts looks at the disk.

import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';

export type BackendKind = 'rocm' | 'vulkan' | 'cpu';
export type BackendWish = 'auto' | BackendKind;

export interface Backend {
  readonly kind: BackendKind;
  /** The library that the server loads in addition; the CPU ones stand beside the program. */
  readonly library: string | undefined;
}

/** What a machine offers to a backend. `cpu` needs nothing. */
export interface Devices {
  readonly kfd: boolean;
  readonly renderNode: boolean;
}

const order: readonly BackendKind[] = ['rocm', 'vulkan', 'cpu'];

export function backendsToTry(
  wish: BackendWish,
  built: readonly Backend[],
  devices: Devices,
): Result<readonly [Backend, ...Backend[]], Problem> {
  const inOrder = order.flatMap((kind) => built.filter((backend) => backend.kind === kind));
  // An explicit wish is obeyed even where no device is seen: the server's own words then say what is missing.
  const chosen = inOrder.filter(({ kind }) => (wish === 'auto' ? hasDevice(kind, devices) : kind === wish));
  const [first, ...rest] = chosen;
  return first === undefined
    ? fail({ kind: 'backendMissing', backend: wish, built: inOrder.map(({ kind }) => kind) })
    : ok([first, ...rest]);
}

function hasDevice(kind: BackendKind, devices: Devices): boolean {
  switch (kind) {
    case 'rocm':
      return devices.kfd && devices.renderNode;
    case 'vulkan':
      return devices.renderNode;
    case 'cpu':
      return true;
  }
}
