// Sound survives the process: while it is recorded it is written to a private file, and what a dead process left
// is found by the next one.
//
// Promises: the files can be read by this user only; writing never holds up the caller and is at most half a
// second late; a folder that is full or cannot be used costs the file, never the dictation, and is logged once;
// what one window has found no other window finds while the first one lives. Must not know what is recorded.

import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { bytesPerSample, sampleRate } from './format.ts';
import {
  headerLimit,
  headerOf,
  isOrphan,
  nameOf,
  readHeader,
  readName,
  type SoundFile,
  type SoundMeta,
  type SpoolLimits,
  spoolLimits,
  victims,
} from './spool.ts';
import { type OpenedFile, SpoolFile, type Spooling } from './spoolFile.node.ts';
import { ownIdentity, standingNow } from './spoolOwner.node.ts';

export interface Recovered extends SoundMeta {
  readonly seconds: number;
  read(): Promise<Uint8Array>;
  discard(): Promise<void>;
}

export class SoundSpool {
  private readonly folders: readonly string[];
  private readonly here = ownIdentity();
  private hasComplained = false;

  /** `folderCandidates`: folders in which the spool may make its own one, the best first. */
  constructor(
    folderCandidates: readonly (string | undefined)[],
    private readonly log: Log,
    private readonly limits: SpoolLimits = spoolLimits,
  ) {
    this.folders = folderCandidates.flatMap((parent) => (parent ? [join(parent, 'sotto-sound')] : []));
  }

  /** The sound of one recording. `finish`: no more comes, the file stays. `discard`: it is not needed any more. */
  spoolFor(meta: SoundMeta): Spooling {
    return new SpoolFile(
      () => this.create(meta),
      this.limits,
      (error) => this.complain(reasonOf(error)),
    );
  }

  /** What dead processes left, the oldest first. From now on it belongs to this process. */
  async recoverable(): Promise<readonly Recovered[]> {
    const found: Recovered[] = [];
    for (const folder of this.folders) {
      const files = (await isPrivate(folder)) ? await this.clearedFiles(folder) : [];
      for (const { name } of files.filter((file) => isOrphan(file, Date.now(), this.limits))) {
        const recovered = await this.claim(folder, name);
        if (recovered !== undefined) found.push(recovered);
      }
    }
    return found.toSorted((a, b) => a.startedAt - b.startedAt);
  }

  private async create(meta: SoundMeta): Promise<OpenedFile> {
    const { here } = this;
    if (here === undefined) throw new Error('there is no /proc');
    let reason: unknown = new Error('there is no folder for it');
    for (const folder of this.folders) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (!(await isPrivate(folder))) throw new Error(`${folder} belongs to somebody else`);
        await this.clearedFiles(folder);
        const { startedAt } = meta;
        const name = nameOf({ startedAt, random: randomBytes(6).toString('hex'), owner: here });
        return await begin(join(folder, name), headerOf(meta));
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  }

  /** The files of a folder, after those that had to go are gone. */
  private async clearedFiles(folder: string): Promise<readonly SoundFile[]> {
    const files = (await Promise.all((await readdir(folder)).map((name) => this.look(folder, name)))).flat();
    const gone = victims(files, Date.now(), this.limits);
    for (const { name, bytes } of gone) {
      this.log.info(`sound that nobody asked for is removed: ${name}, ${bytes} bytes`);
      await rm(join(folder, name), { force: true });
    }
    return files.filter((file) => !gone.includes(file));
  }

  private async look(folder: string, name: string): Promise<readonly SoundFile[]> {
    const owner = readName(name)?.owner;
    if (owner === undefined || this.here === undefined) return [];
    try {
      const { size, mtimeMs } = await lstat(join(folder, name));
      const standing = standingNow(owner, this.here);
      return [{ name, bytes: size, writtenAt: mtimeMs, standing }];
    } catch {
      return []; // another window has taken it
    }
  }

  /** One rename makes it ours, and fails for everybody who comes later. */
  private async claim(folder: string, name: string): Promise<Recovered | undefined> {
    const parts = readName(name);
    if (parts === undefined || this.here === undefined) return undefined;
    const file = join(folder, nameOf({ ...parts, owner: this.here }));
    const discard = () => rm(file, { force: true });
    try {
      await rename(join(folder, name), file);
    } catch {
      return undefined; // another window was quicker
    }
    try {
      const start = await startOf(file);
      const header = readHeader(start);
      const { size } = await lstat(file);
      const samples = header === undefined ? 0 : Math.floor((size - header.bytes) / bytesPerSample);
      if (header === undefined || samples === 0) {
        await discard();
        return undefined;
      }
      const { meta, bytes } = header;
      const read = async () => (await readFile(file)).subarray(bytes, bytes + samples * bytesPerSample);
      return { ...meta, seconds: samples / sampleRate, read, discard };
    } catch (error) {
      this.complain(reasonOf(error));
      return undefined;
    }
  }

  private complain(reason: string): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    this.log.warn(`sound is kept in memory only: ${reason}`);
  }
}

/** A new file with its header. Where the header has no room there is no file. */
async function begin(file: string, header: Uint8Array): Promise<OpenedFile> {
  const handle = await open(file, 'ax', 0o600);
  try {
    await handle.appendFile(header);
    return { file, handle };
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
}

/** Belongs to this user; and after that nobody else can look into it. */
async function isPrivate(folder: string): Promise<boolean> {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
    if ((found.mode & 0o777) !== 0o700) await chmod(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}

async function startOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(headerLimit), 0, headerLimit, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
