// Collects what the doctor needs to know of this machine: files, folders, and where a desktop keeps the repeat rate
// of its keyboard in no file, one short question to its own tool. Promises: changes nothing, opens no device, wakes
// no GPU, and what can't be found out is undefined.

import { execFile } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installCommand, type RecorderWish, wanted } from '../audio/recorders.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { findProgram, packageFamilyHere } from '../base/system.node.ts';
import { kernelFiles } from '../gpu/files.node.ts';
import type { BackendWish } from '../server/backends.ts';
import { findBuiltServer } from '../server/built.node.ts';
import type {
  Enclosure,
  KeyRepeat,
  ModelFacts,
  RecorderFacts,
  RocmFacts,
  ServerFacts,
  SystemFacts,
  VulkanFacts,
} from './facts.ts';
import { fromGnome, fromKde, fromX11 } from './keyRepeat.ts';

export interface Environment {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly user: string;
  readonly home: string;
  /** Stands for the root of the file system in tests. */
  readonly root: string;
}

export async function inspectSystem({ platform, env, user, root }: Environment): Promise<SystemFacts> {
  const groups = (await text(join(root, 'etc', 'group'))) ?? '';
  const members = /^render:[^:]*:\d*:(.*)$/m.exec(groups)?.[1]?.split(',') ?? [];
  return {
    linux: platform === 'linux',
    family: packageFamilyHere(join(root, 'etc', 'os-release')),
    enclosure: await enclosureOf(env, root),
    inRenderGroup: members.includes(user),
  };
}

async function enclosureOf(env: Environment['env'], root: string): Promise<Enclosure | undefined> {
  const exists = (...path: readonly string[]) => kernelFiles.exists(join(root, ...path));
  if (env['FLATPAK_ID'] !== undefined || (await exists('.flatpak-info'))) return 'flatpak';
  if (env['SNAP'] !== undefined) return 'snap';
  return (await exists('.dockerenv')) || (await exists('run', '.containerenv')) ? 'container' : undefined;
}

export async function inspectServer(
  program: string,
  wish: BackendWish,
  device: string,
  env: Readonly<Record<string, string>>,
): Promise<Omit<ServerFacts, 'verdict'>> {
  // A server that is not ours is not asked for its backends: that would wake every GPU.
  const built = await findBuiltServer(program, async () => []);
  return {
    ...{ wish, device, env },
    built: built.ok ? built.value.backends.map(({ kind }) => kind) : undefined,
    problem: built.ok ? undefined : built.error,
  };
}

export async function inspectModel(name: string, located: Result<string, Problem>): Promise<ModelFacts> {
  if (!located.ok) return { name, bytes: undefined, problem: located.error };
  const bytes = await stat(located.value).then(
    ({ size }) => size,
    () => undefined,
  );
  return { name, bytes, problem: undefined };
}

/** Libraries may lie beside the server, where the user says, or where distributions put them. */
async function libraryFolders(program: string, { env, root }: Environment): Promise<readonly string[]> {
  const rocm = (await kernelFiles.names(join(root, 'opt'))).filter((name) => /^rocm/.test(name));
  const folder = dirname(program);
  return [
    ...(env['LD_LIBRARY_PATH'] ?? '').split(':').filter((path) => path !== ''),
    ...[folder, join(folder, 'backends', 'rocm')],
    ...rocm.map((name) => join(root, 'opt', name, 'lib')),
    ...['usr/lib/x86_64-linux-gnu', 'usr/lib64', 'usr/lib', 'usr/local/lib'].map((path) => join(root, path)),
  ];
}

export async function inspectRocm(program: string, environment: Environment): Promise<RocmFacts> {
  const folders = await libraryFolders(program, environment);
  const names = (await Promise.all(folders.map((folder) => kernelFiles.names(folder)))).flat();
  const majors = names.map((name) => Number(/^libamdhip64\.so\.(\d+)/.exec(name)?.[1] ?? Number.NaN));
  const library = join(dirname(program), 'backends', 'rocm', 'libggml-hip.so');
  return {
    installed: [...new Set(majors.filter((major) => !Number.isNaN(major)))].sort((a, b) => a - b),
    wanted: await linkedMajor(library),
  };
}

/** The names of needed libraries stand near the beginning of a library. */
async function linkedMajor(library: string): Promise<number | undefined> {
  try {
    const file = await open(library);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4 * 2 ** 20), 0, 4 * 2 ** 20, 0);
      const found = /libamdhip64\.so\.(\d+)/.exec(buffer.toString('latin1', 0, bytesRead))?.[1];
      return found === undefined ? undefined : Number(found);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

export async function inspectVulkan(program: string, environment: Environment): Promise<VulkanFacts> {
  const folders = await libraryFolders(program, environment);
  const loaders = await Promise.all(
    folders.map((folder) => kernelFiles.exists(join(folder, 'libvulkan.so.1'))),
  );
  const places = ['usr/share/vulkan/icd.d', 'etc/vulkan/icd.d', 'usr/local/share/vulkan/icd.d'];
  const drivers = await Promise.all(places.map((place) => kernelFiles.names(join(environment.root, place))));
  return { loader: loaders.includes(true), drivers: drivers.flat().filter((name) => name.endsWith('.json')) };
}

export function inspectRecorders(wish: RecorderWish): RecorderFacts {
  return {
    installed: wanted(wish)
      .filter(({ program }) => findProgram(program) !== undefined)
      .map(({ name }) => name),
    install: installCommand(wish, packageFamilyHere()),
  };
}

export async function inspectKeyRepeat({ env, home }: Environment): Promise<KeyRepeat | undefined> {
  const desktop = env['XDG_CURRENT_DESKTOP'] ?? '';
  if (/KDE/.test(desktop)) return fromKde((await text(join(home, '.config', 'kcminputrc'))) ?? '');
  if (/GNOME|Unity|Cinnamon/.test(desktop)) {
    const schema = 'org.gnome.desktop.peripherals.keyboard';
    return fromGnome(await answer('gsettings', ['list-recursively', schema]));
  }
  return env['DISPLAY'] === undefined ? undefined : fromX11(await answer('xset', ['q']));
}

function answer(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 2_000 }, (error, output) =>
      resolve(error === null ? output : ''),
    );
  });
}

function text(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
