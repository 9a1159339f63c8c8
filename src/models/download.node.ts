// Brings one model file from its host. Promises: nothing stands under the model's name before size and hash
// are right; what a cut or cancelled download brought stays in a ".part" file and is continued; a part that
// turns out wrong is thrown away; cancelling is an outcome, not a problem. Uses the global fetch, which VS Code
// equips with the user's proxy and certificates. Asks nobody: consent is the caller's.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '../base/errors.ts';
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

export type DownloadOutcome = 'done' | 'cancelled';

export async function download(options: DownloadOptions): Promise<Result<DownloadOutcome, Problem>> {
  const { model, file, signal } = options;
  const part = `${file}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await fetchInto(part, options);
    await rename(part, file);
    return ok('done');
  } catch (error) {
    if (signal.aborted) return ok('cancelled');
    const { why, detail } = faultOf(error);
    if (why === 'wrongContent') await rm(part, { force: true });
    return fail({ kind: 'downloadFailed', name: model.name, why, detail });
  }
}

async function fetchInto(part: string, options: DownloadOptions): Promise<void> {
  const { model, url, signal, progress, stallMs = 30_000 } = options;
  const hash = createHash('sha256');
  const there = await hashOf(part, hash, model.bytes);
  let have = there;
  if (have < model.bytes) {
    const stalled = new AbortController();
    const wait = () =>
      setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs / 1_000} s`)), stallMs);
    let timer = wait();
    try {
      const response = await fetch(url, {
        headers: have > 0 ? { range: `bytes=${have}-` } : {},
        signal: AbortSignal.any([signal, stalled.signal]),
      });
      const continues = response.status === 206;
      if (!response.ok || response.body === null) throw new Refused(`HTTP ${response.status}`);
      const file = await open(part, continues ? 'a' : 'w');
      const sum = continues ? hash : createHash('sha256');
      have = continues ? have : 0;
      try {
        for await (const piece of response.body) {
          clearTimeout(timer);
          timer = wait();
          have += piece.byteLength;
          if (have > model.bytes) throw new WrongContent(`more than ${model.bytes} bytes came`);
          sum.update(piece);
          await writeAll(file, piece);
          progress(have);
        }
      } finally {
        await file.close();
      }
      if (have < model.bytes) throw new Error(`the connection ended at ${have} of ${model.bytes} bytes`);
      checkHash(sum, model);
      return;
    } finally {
      clearTimeout(timer);
    }
  }
  checkHash(hash, model);
}

/** Puts what is there into the hash and says how much that is; a part that is too long starts anew. */
async function hashOf(part: string, hash: Hash, most: number): Promise<number> {
  const size = await stat(part).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return 0;
  if (size > most) {
    await rm(part, { force: true });
    return 0;
  }
  await pipeline(createReadStream(part), async (pieces) => {
    for await (const piece of pieces) hash.update(piece as Uint8Array);
  });
  return size;
}

function checkHash(hash: Hash, model: CatalogueModel): void {
  const found = hash.digest('hex');
  if (found !== model.sha256) throw new WrongContent(`SHA-256 is ${found}, not ${model.sha256}`);
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
