// Brings one model file from its host. Promises: nothing stands under the model's name before size and hash
// are right; what a cut or cancelled download brought stays in a ".part" file and is continued; a part that
// turns out wrong is thrown away; cancelling is an outcome, not a problem. Of several windows one writes; the others wait,
// and go on where it ended. Uses the global fetch, which VS Code equips with the user's proxy and certificates. Asks
// nobody: consent is the caller's.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { Disposable } from '../base/disposables.ts';
import { reasonOf } from '../base/errors.ts';
import { takeLock } from '../base/lock.node.ts';
import type { DownloadFault, Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { CatalogueModel } from './catalogue.ts';

export interface DownloadOptions {
  readonly model: CatalogueModel;
  readonly url: string;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly progress: (bytes: number) => void;
  /** A host that sends nothing for so long is given up. */
  readonly stallMs?: number;
}

/** How often it is looked whether another window has finished. */
const otherWindowMs = 200;

export type DownloadOutcome = 'done' | 'cancelled';

export async function download(options: DownloadOptions): Promise<Result<DownloadOutcome, Problem>> {
  const { model, file, signal } = options;
  if (!isAbsolute(file)) return fail({ kind: 'pathRelative', path: file, of: 'modelsFolder' });
  const part = `${file}.part`;
  let lock: Disposable | undefined;
  try {
    await mkdir(dirname(file), { recursive: true });
    const before = await inodeOf(file);
    lock = await onlyWriter(part, options);
    signal.throwIfAborted();
    const now = await inodeOf(file);
    if (now !== undefined && now !== before) return ok('done'); // another window has brought it
    await fetchInto(part, options);
    await checkHash(part, options);
    await rename(part, file);
    return ok('done');
  } catch (error) {
    if (signal.aborted) return ok('cancelled');
    const { why, detail } = faultOf(error);
    if (why === 'wrongContent') await rm(part, { force: true });
    return fail({ kind: 'downloadFailed', name: model.name, why, detail });
  } finally {
    lock?.dispose();
  }
}

/** Waits while another window brings the same file, and shows how far it is. Where there are no locks, nobody waits. */
async function onlyWriter(
  part: string,
  { signal, progress }: DownloadOptions,
): Promise<Disposable | undefined> {
  const subject = `download ${join(await realpath(dirname(part)), basename(part))}`;
  for (;;) {
    const lock = await takeLock(subject);
    if (lock === 'unsupported') return undefined;
    if (lock !== 'taken') return lock;
    progress(await sizeOf(part));
    await setTimeout(otherWindowMs, undefined, { signal });
  }
}

async function fetchInto(part: string, options: DownloadOptions): Promise<void> {
  const { model, url, signal, progress, stallMs = 30_000 } = options;
  let have = await sizeOf(part);
  if (have === model.bytes) return;
  if (have > model.bytes) {
    await rm(part, { force: true });
    have = 0;
  }
  const stalled = new AbortController();
  const watched = AbortSignal.any([signal, stalled.signal]);
  const giveUp = () => stalled.abort(new Error(`nothing came for ${stallMs / 1_000} s`));
  const timer = globalThis.setTimeout(giveUp, stallMs);
  try {
    const headers = have > 0 ? { range: `bytes=${have}-` } : undefined;
    const response = await fetch(url, { ...(headers && { headers }), signal: watched });
    const continues = response.status === 206;
    if (!response.ok || response.body === null) throw new Refused(`HTTP ${response.status}`);
    const file = await open(part, continues ? 'a' : 'w');
    have = continues ? have : 0;
    try {
      for await (const piece of response.body) {
        timer.refresh();
        have += piece.byteLength;
        if (have > model.bytes) throw new WrongContent(`more than ${model.bytes} bytes came`);
        await writeAll(file, piece);
        progress(have);
      }
    } finally {
      await file.close();
    }
    if (have < model.bytes) throw new Error(`the connection ended at ${have} of ${model.bytes} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

/** Of the very file that will get the model's name, whoever wrote it. */
async function checkHash(part: string, { model, signal }: DownloadOptions): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash, { signal });
  const found = hash.digest('hex');
  if (found !== model.sha256) throw new WrongContent(`SHA-256 is ${found}, not ${model.sha256}`);
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function inodeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ ino }) => ino,
    () => undefined,
  );
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.byteLength; ) {
    from += (await file.write(piece, from)).bytesWritten;
  }
}

class Refused extends Error {}
class WrongContent extends Error {}

function faultOf(error: unknown): { why: DownloadFault; detail: string } {
  const detail = reasonOf(error);
  if (error instanceof WrongContent) return { why: 'wrongContent', detail };
  if (error instanceof Refused) return { why: 'refused', detail };
  const code = (error as NodeJS.ErrnoException).code;
  const isFile = [
    'ENOSPC',
    'EDQUOT',
    'EACCES',
    'EROFS',
    'EPERM',
    'EFBIG',
    'EISDIR',
    'ENOTDIR',
    'EEXIST',
  ].includes(code ?? '');
  return { why: isFile ? 'disk' : 'network', detail };
}
