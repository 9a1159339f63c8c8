// What a proof depends on, as plain values that change when it does: the server's build, the drivers, the model.
// Promises: files are looked at, not read; what is missing is a stamp too.

import { readFile, stat } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import { dirname, join } from 'node:path';

export interface Stamps {
  readonly server: string;
  readonly model: string;
  readonly cpu: string;
  readonly drivers: readonly string[];
}

const libraryFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];
const vulkanDrivers = ['radeon', 'intel', 'intel_hasvk', 'nouveau', 'lvp'].map(
  (name) => `libvulkan_${name}.so`,
);
const rocmLibraries = ['6', '7'].map((major) => `libamdhip64.so.${major}`);

export async function stampsOf(program: string, model: string): Promise<Stamps> {
  const drivers = [
    ...libraryFolders.flatMap((folder) =>
      [...vulkanDrivers, ...rocmLibraries].map((file) => join(folder, file)),
    ),
    ...['/opt/rocm/.info/version', '/opt/rocm/lib/libamdhip64.so', '/proc/driver/nvidia/version'],
  ];
  const found = await Promise.all(drivers.map(stampOf));
  return {
    server: (await buildId(program)) ?? (await stampOf(program)) ?? program,
    model: (await stampOf(model)) ?? model,
    cpu: cpus()[0]?.model ?? '',
    drivers: [release(), ...found.filter((stamp) => stamp !== undefined)],
  };
}

/** `native/` writes it; it changes exactly when a file of the build does. */
async function buildId(program: string): Promise<string | undefined> {
  try {
    const build: unknown = JSON.parse(await readFile(join(dirname(program), 'build.json'), 'utf8'));
    return typeof build === 'object' && build !== null && 'id' in build ? String(build.id) : undefined;
  } catch {
    return undefined;
  }
}

/** Of one file; undefined where it is not there. */
export async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${file} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}
