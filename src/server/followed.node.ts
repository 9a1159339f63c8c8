// The lines of a file that others write, each once and in order, for as long as it is followed. Promises: a file
// that is not there, is cut or cannot be read is no failure, it only has no lines; of one that is long already only the
// beginning and the end are read; and it does not grow without end: what lies behind its beginning is dropped when it is
// long, whoever follows it.

import { closeSync, fstatSync, openSync, readSync, truncateSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const longestBytes = 8_000_000;
/** What a server says at its start, which every window that comes later wants to read. */
const keptBytes = 64_000;
/** What it said last, when somebody comes later. */
const latestBytes = 64_000;
const pieceBytes = 64_000;

export class FollowedFile {
  private offset = 0;
  private rest = '';
  private decoder = new StringDecoder('utf8');
  private isNew = true;

  constructor(
    private readonly file: string,
    private readonly take: (line: string) => void,
  ) {}

  /** Reads what came since the last time. */
  look(): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.file, 'r');
    } catch {
      return;
    }
    try {
      this.read(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  private read(descriptor: number): void {
    const size = sizeOf(descriptor);
    // Another window dropped what was read already, or somebody emptied it.
    if (size < this.offset) this.jump(size < keptBytes ? 0 : keptBytes);
    if (this.isNew && size > keptBytes + latestBytes) {
      this.readUntil(descriptor, keptBytes);
      this.jump(size - latestBytes);
      this.skipLine(descriptor);
    }
    this.isNew = false;
    this.readUntil(descriptor, Number.POSITIVE_INFINITY);
    if (this.offset > longestBytes) this.shorten();
  }

  private readUntil(descriptor: number, end: number): void {
    const piece = Buffer.alloc(pieceBytes);
    while (this.offset < end) {
      const wanted = Math.min(pieceBytes, end - this.offset);
      const count = readOf(descriptor, piece.subarray(0, wanted), this.offset);
      if (count === 0) break;
      this.offset += count;
      const lines = (this.rest + this.decoder.write(piece.subarray(0, count))).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.take(line);
    }
  }

  /** On from another place, where a line need not begin. */
  private jump(offset: number): void {
    this.offset = offset;
    this.rest = '';
    this.decoder = new StringDecoder('utf8');
  }

  private skipLine(descriptor: number): void {
    const piece = Buffer.alloc(pieceBytes);
    const count = readOf(descriptor, piece, this.offset);
    const end = piece.subarray(0, count).indexOf('\n');
    this.offset += end < 0 ? count : end + 1;
  }

  private shorten(): void {
    try {
      truncateSync(this.file, keptBytes);
      this.jump(keptBytes);
    } catch {
      // Another time.
    }
  }
}

function sizeOf(descriptor: number): number {
  try {
    return fstatSync(descriptor).size;
  } catch {
    return 0;
  }
}

function readOf(descriptor: number, piece: Uint8Array, from: number): number {
  try {
    return readSync(descriptor, piece, 0, piece.length, from);
  } catch {
    return 0; // a disk that fails
  }
}
