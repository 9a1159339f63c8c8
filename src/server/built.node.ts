// Finds the server program and the backends that were built for it. The program is the user's own or the
// bundled one; GPU backends lie in folders of their own beside it (native/README.md says why).

import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { kernelFiles, type Roots } from '../gpu/files.node.ts';
import { probeHardware } from '../gpu/probe.node.ts';
import type { Backend, Devices } from './backends.ts';

export interface BuiltServer {
  readonly program: string;
  readonly backends: readonly Backend[];
}

export async function findBuiltServer(program: string): Promise<Result<BuiltServer, Problem>> {
  const isFile = await stat(program).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return fail({ kind: 'serverMissing', file: program });
  const folder = join(dirname(program), 'backends');
  const rocm = join(folder, 'rocm', 'libggml-hip.so');
  const vulkan = join(folder, 'vulkan', 'libggml-vulkan.so');
  return ok({
    program,
    backends: [
      ...((await exists(rocm)) ? [{ kind: 'rocm', library: rocm } as const] : []),
      ...((await exists(vulkan)) ? [{ kind: 'vulkan', library: vulkan } as const] : []),
      { kind: 'cpu', library: undefined },
    ],
  });
}

/** What the kernel shows of this machine, for the choice of backends. */
export async function findDevices(roots: Roots): Promise<Devices> {
  const dri = join(roots.dev, 'dri');
  const nodes = (await kernelFiles.names(dri)).filter((name) => /^renderD\d+$/.test(name));
  const [{ gpus, kfd }, ...access] = await Promise.all([
    probeHardware(roots),
    ...nodes.map((name) => kernelFiles.accessTo(join(dri, name))),
  ]);
  const best = (['usable', 'denied'] as const).find((kind) => access.includes(kind));
  return { gpus, kfd, renderNode: best ?? 'missing' };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
