// Finds the server program and the backends that were built for it. The program is the user's own or the
// bundled one; GPU backends lie in folders of their own beside it (native/README.md says why).

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
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

/** `devRoot` stands for /dev. Tries the access itself: group names say nothing in containers. */
export async function findDevices(devRoot: string): Promise<Devices> {
  const renderNodes = Array.from({ length: 16 }, (_, index) => join(devRoot, 'dri', `renderD${128 + index}`));
  const open = await Promise.all(renderNodes.map(usable));
  return { kfd: await usable(join(devRoot, 'kfd')), renderNode: open.includes(true) };
}

function usable(file: string): Promise<boolean> {
  return access(file, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
