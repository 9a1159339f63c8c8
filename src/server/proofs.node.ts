// What was proven on this machine, kept in a file that all windows share: proofs by a key that changes with the
// server, the drivers, the GPUs and the model, and CPU libraries that crashed. Promises: a file that is broken or
// cannot be written costs a proof taken again, never a dictation.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Proof } from './proof.ts';

/** The newest ones; older machines, drivers and models are forgotten. */
const most = 60;

interface Kept {
  readonly proofs: Readonly<Record<string, Proof>>;
  /** CPU libraries, by file name, that crashed with a model. */
  readonly crashed: Readonly<Record<string, readonly string[]>>;
}

const nothing: Kept = { proofs: {}, crashed: {} };

export class Proofs {
  constructor(
    private readonly file: string,
    private readonly log: Log,
  ) {}

  async find(key: unknown): Promise<Proof | undefined> {
    return (await this.read()).proofs[hash(key)];
  }

  async keep(key: unknown, proof: Proof | undefined): Promise<void> {
    await this.change(({ proofs, crashed }) => ({ proofs: put(proofs, hash(key), proof), crashed }));
  }

  async crashedLibraries(key: unknown): Promise<readonly string[]> {
    return (await this.read()).crashed[hash(key)] ?? [];
  }

  async keepCrashed(key: unknown, libraries: readonly string[] | undefined): Promise<void> {
    await this.change(({ proofs, crashed }) => ({ proofs, crashed: put(crashed, hash(key), libraries) }));
  }

  private async read(): Promise<Kept> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      return isKept(kept) ? kept : nothing;
    } catch {
      return nothing;
    }
  }

  /** Two windows at once: the later one wins, and what the other proved is proven again. */
  private async change(to: (kept: Kept) => Kept): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true });
      const temporary = `${this.file}.${process.pid}`;
      await writeFile(temporary, JSON.stringify(to(await this.read())));
      await rename(temporary, this.file);
    } catch (error) {
      this.log.warn(`what was proven is not kept: ${String(error)}`);
    }
  }
}

function put<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(
    [...others, ...(value === undefined ? [] : [[key, value] as const])].slice(-most),
  );
}

function isKept(value: unknown): value is Kept {
  const isRecord = (part: unknown) => typeof part === 'object' && part !== null;
  return isRecord(value) && isRecord((value as Kept).proofs) && isRecord((value as Kept).crashed);
}

function hash(key: unknown): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 24);
}
