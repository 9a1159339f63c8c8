// Sound that waits in files, as far as names, headers and sizes decide: who wrote a file, what its header says,
// which files have to go. Pure; spool.node.ts does the work.
//
// The owner of a file is in its name, so that one rename hands the file over and only one process can do it.

import { bytesPerSample, sampleRate } from './format.ts';

const bytesPerSecond = sampleRate * bytesPerSample;

/** What is known of a recording from its first moment. */
export interface SoundMeta {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The place that it was spoken to. */
  readonly where: string;
}

/** A process, told apart from any later one with the same number: by this boot and by its time of birth. */
export interface ProcessIdentity {
  readonly boot: string;
  /** The namespace in which the number counts. */
  readonly namespace: string;
  readonly pid: number;
  /** In ticks since boot. */
  readonly bornAt: number;
}

export interface SoundName {
  readonly startedAt: number;
  /** Tells apart what began in the same millisecond. */
  readonly random: string;
  readonly owner: ProcessIdentity;
}

const nameForm = /^(\d+)-([0-9a-f]+)\.([0-9a-f]+)-(\d+)-(\d+)-(\d+)\.sound$/;

export function nameOf({ startedAt, random, owner }: SoundName): string {
  const { boot, namespace, pid, bornAt } = owner;
  return `${Math.max(0, Math.round(startedAt))}-${random}.${boot}-${namespace}-${pid}-${bornAt}.sound`;
}

export function readName(name: string): SoundName | undefined {
  const [, startedAt, random, boot, namespace, pid, bornAt] = nameForm.exec(name) ?? [];
  if (random === undefined || boot === undefined || namespace === undefined) return undefined;
  const owner = { boot, namespace, pid: Number(pid), bornAt: Number(bornAt) };
  return { startedAt: Number(startedAt), random, owner };
}

/** From the text of /proc/PID/stat. A program's name is in parentheses and may hold spaces and parentheses. */
export function birthOf(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '?'] = fields;
  const bornAt = Number(fields[19]);
  const hasEnded = state === 'Z' || state === 'X';
  return hasEnded || !Number.isSafeInteger(bornAt) || bornAt <= 0 ? undefined : bornAt;
}

/** `unknown`: it ran in another namespace of processes, into which nobody can look from here. */
export type Standing = 'alive' | 'dead' | 'unknown';

/** `bornAt`: when the process was born that has the owner's number now, if there is one. */
export function standingOf(
  owner: ProcessIdentity,
  here: ProcessIdentity,
  bornAt: number | undefined,
): Standing {
  if (owner.boot !== here.boot) return 'dead';
  if (owner.namespace !== here.namespace) return 'unknown';
  return owner.bornAt === bornAt ? 'alive' : 'dead';
}

/** Longest header; whatever is longer is no header. */
export const headerLimit = 4_096;
const longestText = 1_000;

/** One line of JSON in front of the samples, so that a file that was torn off anywhere behind it can be read. */
export function headerOf({ id, startedAt, where }: SoundMeta): Uint8Array {
  const meta = { id: id.slice(0, longestText), startedAt, where: where.slice(0, longestText) };
  return new TextEncoder().encode(`${JSON.stringify({ sound: 1, ...meta })}\n`);
}

/** `start`: the first bytes of a file. */
export function readHeader(start: Uint8Array): { meta: SoundMeta; bytes: number } | undefined {
  const end = start.indexOf('\n'.charCodeAt(0));
  if (end < 0) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(start.subarray(0, end)));
    if (typeof value !== 'object' || value === null) return undefined;
    const { sound, id, startedAt, where } = value as Readonly<Record<string, unknown>>;
    if (sound !== 1 || typeof id !== 'string' || typeof where !== 'string') return undefined;
    if (typeof startedAt !== 'number' || !Number.isFinite(startedAt)) return undefined;
    return { meta: { id, startedAt, where }, bytes: end + 1 };
  } catch {
    return undefined;
  }
}

export interface SpoolLimits {
  readonly pieceBytes: number;
  readonly fileBytes: number;
  readonly stuckBytes: number;
  readonly totalBytes: number;
  readonly ageMs: number;
  readonly quietMs: number;
}

const minute = 60_000;

export const spoolLimits: SpoolLimits = {
  /** So much is written at once: four writes a second, and a kill takes at most this and the write under way. */
  pieceBytes: bytesPerSecond / 4,
  /** A recording ends by itself after 30 minutes, which are 58 MB. */
  fileBytes: 32 * 60 * bytesPerSecond,
  /** A disk that has taken nothing for so long takes nothing more: memory must not grow behind it. */
  stuckBytes: 30 * bytesPerSecond,
  /** Two of the longest recordings. Of systemd's run-time folder, a tenth of the memory, a third on a 4 GB laptop. */
  totalBytes: 128_000_000,
  /** A crash on a Friday is still there on the Monday after a week off; older speech nobody misses. */
  ageMs: 10 * 24 * 60 * minute,
  /** A recording writes four times a second: one of another namespace that is quiet for so long is none any more. */
  quietMs: 2 * minute,
};

export interface SoundFile {
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: number;
  readonly standing: Standing;
}

/** Whether nobody owns it any more. */
export function isOrphan(file: Pick<SoundFile, 'standing' | 'writtenAt'>, now: number, limits: SpoolLimits) {
  if (file.standing !== 'unknown') return file.standing === 'dead';
  return now - file.writtenAt > limits.quietMs;
}

/**
 * The files that have to go: what is too old, then the oldest ones until the rest is small enough. Never one whose owner
 * lives.
 */
export function victims(files: readonly SoundFile[], now: number, limits: SpoolLimits): readonly SoundFile[] {
  const orphans = files.filter((file) => isOrphan(file, now, limits));
  const gone = new Set(orphans.filter(({ writtenAt }) => now - writtenAt > limits.ageMs));
  let total = files.reduce((sum, file) => sum + (gone.has(file) ? 0 : file.bytes), 0);
  for (const file of orphans.toSorted((a, b) => a.writtenAt - b.writtenAt)) {
    if (total <= limits.totalBytes) break;
    if (gone.has(file)) continue;
    gone.add(file);
    total -= file.bytes;
  }
  return files.filter((file) => gone.has(file));
}
