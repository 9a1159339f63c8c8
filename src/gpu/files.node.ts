// The files in which the kernel tells about the hardware, and where they are. Promises: a file that is missing,
// forbidden, busy or too large is `undefined` and never an error; nothing is read beyond the first 64 KiB.
// Knows nothing of what stands in them, nor which of them may be opened when (sample.node.ts does).

import { close, constants, open, read } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Access } from './devices.ts';

export interface Roots {
  readonly sys: string;
  readonly dev: string;
  readonly proc: string;
}

/** The one place where the variables that stand in for /sys, /dev and /proc are read. */
export function systemRoots(env: Readonly<Record<string, string | undefined>>): Roots {
  return {
    sys: env['SOTTO_SYSFS_ROOT'] || '/sys',
    dev: env['SOTTO_DEV_ROOT'] || '/dev',
    proc: env['SOTTO_PROC_ROOT'] || '/proc',
  };
}

export interface KernelFiles {
  bytes(file: string): Promise<Uint8Array | undefined>;
  /** The names in a folder, in order. */
  names(folder: string): Promise<readonly string[]>;
  exists(file: string): Promise<boolean>;
  /** Whether it may be opened for reading and writing; asked without opening it, which would wake a GPU. */
  accessTo(file: string): Promise<Access>;
}

const most = 64 * 1024;
const page = 4_096; // what the kernel hands out at once for a file of its own

// By calls with callbacks: a promise's file handle costs twice as much, and this runs all day.
const openFile = promisify(open);
const readFile = promisify(read);
const closeFile = promisify(close);

export const kernelFiles: KernelFiles = {
  async bytes(file) {
    try {
      const descriptor = await openFile(file, 'r');
      try {
        let buffer = new Uint8Array(page);
        let length = 0;
        for (;;) {
          const { bytesRead } = await readFile(descriptor, buffer, length, buffer.length - length, null);
          length += bytesRead;
          if (bytesRead === 0 || length < buffer.length) return buffer.subarray(0, length);
          if (length >= most) return buffer;
          const larger = new Uint8Array(buffer.length * 2);
          larger.set(buffer);
          buffer = larger;
        }
      } finally {
        await closeFile(descriptor);
      }
    } catch {
      return undefined;
    }
  },
  async names(folder) {
    try {
      return (await readdir(folder)).sort();
    } catch {
      return [];
    }
  },
  async exists(file) {
    return (await this.accessTo(file)) !== 'missing';
  },
  async accessTo(file) {
    try {
      await access(file, constants.R_OK | constants.W_OK);
      return 'usable';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'denied';
    }
  },
};

/** The text of a file of the kernel's; one that is empty says nothing. */
export async function textOf(
  files: KernelFiles,
  ...path: readonly [string, ...string[]]
): Promise<string | undefined> {
  const bytes = await files.bytes(join(...path));
  return bytes === undefined || bytes.length === 0 ? undefined : new TextDecoder().decode(bytes);
}
