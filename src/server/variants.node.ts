// A server without some of its CPU libraries. whisper-server loads the best one that lies beside its program and
// can't be told otherwise; so where one crashes, a copy of the program gets a folder of its own with links to
// everything but that. Promises: the build itself is never changed; the same wish leads to the same folder.

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isThere } from '../base/files.node.ts';

const cpuLibrary = /^libggml-cpu(?:-[\w.]+)?\.so$/;

/** The CPU libraries that a server can choose from; none where they lie elsewhere, as in a distribution. */
export async function cpuLibrariesOf(program: string): Promise<readonly string[]> {
  const names = await readdir(dirname(program)).catch(() => []);
  return names.filter((name) => cpuLibrary.test(name)).sort();
}

/** The program in a folder that holds the build's files without these. `stamp` changes when the build does. */
export async function withoutLibraries(
  program: string,
  without: readonly string[],
  folder: string,
  stamp: string,
): Promise<string> {
  if (without.length === 0) return program;
  const wish = JSON.stringify([program, stamp, [...without].sort()]);
  const home = join(folder, createHash('sha256').update(wish).digest('hex').slice(0, 16));
  const copy = join(home, basename(program));
  if (await isThere(copy)) return copy;
  const making = `${home}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  for (const name of await readdir(dirname(program))) {
    if (without.includes(name)) continue;
    const from = join(dirname(program), name);
    // The server looks beside its real file, so that a link to it would lead back.
    if (name === basename(program)) await copyFile(from, join(making, name));
    else await symlink(from, join(making, name));
  }
  // Another window that was faster made the same.
  await rename(making, home).catch(() => rm(making, { recursive: true, force: true }));
  return copy;
}
