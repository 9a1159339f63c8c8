// One recording on its way into a file. Collects a quarter of a second, then writes it beside everything else.
// Promises: one step at a time and in order; the caller never waits; after a failure nothing more is written and
// what was written stays; `discard` leaves no file, whatever was under way.

import { type FileHandle, rm } from 'node:fs/promises';
import type { SpoolLimits } from './spool.ts';

export interface Spooling {
  write(pcm: Uint8Array): void;
  /** No more comes; the file stays until it is discarded. */
  finish(): void;
  discard(): void;
}

export interface OpenedFile {
  readonly file: string;
  readonly handle: FileHandle;
}

export class SpoolFile implements Spooling {
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private totalBytes = 0;
  private isFlushing = false;
  private isOpen = true;
  private opened: OpenedFile | undefined;
  /** The steps so far; none of them rejects. */
  private steps: Promise<void>;

  constructor(
    create: () => Promise<OpenedFile>,
    private readonly limits: Pick<SpoolLimits, 'pieceBytes' | 'fileBytes' | 'stuckBytes'>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.steps = create().then(
      (opened) => {
        this.opened = opened;
      },
      (error: unknown) => this.leave(error),
    );
  }

  write(pcm: Uint8Array): void {
    if (!this.isOpen) return;
    const { fileBytes, stuckBytes, pieceBytes } = this.limits;
    this.waiting.push(pcm);
    this.waitingBytes += pcm.byteLength;
    this.totalBytes += pcm.byteLength;
    if (this.totalBytes > fileBytes) this.leave(new Error('the recording is too long'));
    else if (this.waitingBytes > stuckBytes) this.leave(new Error('the disk takes nothing'));
    else if (this.waitingBytes >= pieceBytes) this.flush();
  }

  finish(): void {
    if (!this.isOpen) return;
    this.flush();
    this.isOpen = false;
    this.queue(() => this.close());
  }

  discard(): void {
    this.isOpen = false;
    this.forget();
    this.queue(async () => {
      await this.close();
      if (this.opened !== undefined) await rm(this.opened.file, { force: true });
    });
  }

  private flush(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    this.queue(async () => {
      this.isFlushing = false;
      const pieces = Buffer.concat(this.waiting);
      this.forget();
      await this.opened?.handle.appendFile(pieces);
    });
  }

  private async close(): Promise<void> {
    await this.opened?.handle.close();
  }

  private queue(step: () => Promise<void>): void {
    this.steps = this.steps.then(step).catch((error: unknown) => this.leave(error));
  }

  /** No more is written. What a `discard` takes away later is what was written until now. */
  private leave(error: unknown): void {
    this.forget();
    this.failed(error);
    if (!this.isOpen) return;
    this.isOpen = false;
    this.queue(() => this.close());
  }

  private forget(): void {
    this.waiting = [];
    this.waitingBytes = 0;
  }
}
