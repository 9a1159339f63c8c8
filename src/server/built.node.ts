// Finds the server program and the backends that were built for it. The program is the user's own or the
// bundled one; GPU backends of ours lie in folders beside it (native/README.md says why). Any other server is
// asked: it loads its backends before it reads its arguments, and says so.

import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isThere } from '../base/files.node.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { kernelFiles, type Roots } from '../gpu/files.node.ts';
import { probeHardware } from '../gpu/probe.node.ts';
import type { Backend, BackendKind, Devices } from './backends.ts';
import { factFrom, type LogFact } from './serverLog.ts';

export interface BuiltServer {
  readonly program: string;
  readonly backends: readonly Backend[];
  /** It loads whatever backends it has by itself; ours loads the one that it is told. */
  readonly choosesItself: boolean;
}

export async function findBuiltServer(
  program: string,
  ask: () => Promise<readonly LogFact[]>,
): Promise<Result<BuiltServer, Problem>> {
  if (!isAbsolute(program)) return fail({ kind: 'pathRelative', path: program, of: 'server' });
  const isFile = await stat(program).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return fail({ kind: 'serverMissing', file: program });
  const cpu: Backend = { kind: 'cpu', library: undefined };
  const folder = join(dirname(program), 'backends');
  if (!(await isThere(folder)) && !(await isThere(join(dirname(program), 'build.json')))) {
    const loaded = (await ask()).flatMap((fact) => (fact.kind === 'backendLoaded' ? [fact.backend] : []));
    const kinds = (['rocm', 'vulkan'] as const).filter((kind) => loaded.includes(nameInLog[kind]));
    const backends = [...kinds.map((kind) => ({ kind, library: undefined })), cpu];
    return ok({ program, backends, choosesItself: true });
  }
  const rocm = join(folder, 'rocm', 'libggml-hip.so');
  const vulkan = join(folder, 'vulkan', 'libggml-vulkan.so');
  return ok({
    program,
    backends: [
      ...((await isThere(rocm)) ? [{ kind: 'rocm', library: rocm } as const] : []),
      ...((await isThere(vulkan)) ? [{ kind: 'vulkan', library: vulkan } as const] : []),
      cpu,
    ],
    choosesItself: false,
  });
}

const nameInLog: Readonly<Record<Exclude<BackendKind, 'cpu'>, string>> = { rocm: 'ROCm', vulkan: 'Vulkan' };
const askMs = 20_000;

/** What a server says while it loads its backends. It ends by itself after its usage text. */
export function askServer(
  program: string,
  env: Readonly<Record<string, string>>,
  workingFolder: string,
): Promise<readonly LogFact[]> {
  return new Promise((resolve) => {
    const facts: LogFact[] = [];
    const child = spawned(program, workingFolder, env);
    if (child === undefined) return resolve(facts);
    createInterface({ input: child.stderr }).on('line', (line) => {
      const fact = factFrom(line);
      if (fact !== undefined) facts.push(fact);
    });
    child.on('close', () => resolve(facts));
    child.on('error', () => resolve(facts));
  });
}

/** Some refusals of the system are thrown, such as that of a file which is still being written. */
function spawned(program: string, cwd: string, env: Readonly<Record<string, string>>) {
  try {
    return spawn(program, ['-h'], {
      cwd,
      env: { ...process.env, GGML_NO_BACKTRACE: '1', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: askMs,
      killSignal: 'SIGKILL',
    });
  } catch {
    return undefined;
  }
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
