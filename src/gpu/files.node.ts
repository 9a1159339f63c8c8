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
  /** The same of a file that is read again and again: it may be kept open until `release`. */
  again(file: string): Promise<Uint8Array | undefined>;
  release(): void;
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

/** From the beginning, which asks the kernel anew. */
async function readAll(descriptor: number): Promise<Uint8Array> {
  let buffer = new Uint8Array(page);
  let length = 0;
  for (;;) {
    const { bytesRead } = await readFile(descriptor, buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length < buffer.length) return buffer.subarray(0, length);
    if (length >= most) return buffer;
    const larger = new Uint8Array(buffer.length * 2);
    larger.set(buffer);
    buffer = larger;
  }
}

/** Keeps nothing open. */
export const kernelFiles: KernelFiles = {
  async bytes(file) {
    try {
      const descriptor = await openFile(file, 'r');
      try {
        return await readAll(descriptor);
      } finally {
        await closeFile(descriptor);
      }
    } catch {
      return undefined;
    }
  },
  again(file) {
    return this.bytes(file);
  },
  release() {},
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

/**
 * Keeps open what is read again and again: to open and to close costs twice as much as to read. A file that fails is
 * opened anew the next time. Nothing is closed under somebody who reads it.
 */
export class HeldFiles implements KernelFiles {
  readonly bytes = kernelFiles.bytes;
  readonly names = kernelFiles.names;
  readonly accessTo = kernelFiles.accessTo;
  readonly exists = kernelFiles.exists;
  private readonly held = new Map<string, number>();
  private readonly leaving: number[] = [];
  private reading = 0;

  async again(file: string): Promise<Uint8Array | undefined> {
    this.reading += 1;
    try {
      return await readAll(this.held.get(file) ?? (await this.open(file)));
    } catch {
      this.leave(file);
      return undefined;
    } finally {
      this.reading -= 1;
      this.closeWhatLeaves();
    }
  }

  release(): void {
    for (const file of [...this.held.keys()]) this.leave(file);
    this.closeWhatLeaves();
  }

  private async open(file: string): Promise<number> {
    const descriptor = await openFile(file, 'r');
    if (this.held.has(file)) this.leaving.push(descriptor);
    else this.held.set(file, descriptor);
    return descriptor;
  }

  private leave(file: string): void {
    const descriptor = this.held.get(file);
    if (descriptor !== undefined) this.leaving.push(descriptor);
    this.held.delete(file);
  }

  private closeWhatLeaves(): void {
    if (this.reading > 0) return;
    for (const descriptor of this.leaving.splice(0)) closeFile(descriptor).catch(() => {});
  }
}

const decoder = new TextDecoder();

/** A file that is empty says nothing. */
export function textIn(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined || bytes.length === 0 ? undefined : decoder.decode(bytes);
}

/** The text of a file of the kernel's. */
export async function textOf(
  files: KernelFiles,
  ...path: readonly [string, ...string[]]
): Promise<string | undefined> {
  return textIn(await files.bytes(join(...path)));
}
