// The lines of a file that others write, each once and in order, for as long as it is followed. Promises: a file
// that is not there, is cut or cannot be read is no failure, it only has no lines; and it does not grow without
// end: what lies behind its beginning is dropped when it is long.

import { closeSync, openSync, readSync, truncateSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const longestBytes = 8_000_000;
/** What a server says at its start, which every window that comes later wants to read. */
const keptBytes = 64_000;
const pieceBytes = 64_000;

export class FollowedFile {
  private offset = 0;
  private rest = '';
  private readonly decoder = new StringDecoder('utf8');

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
    const piece = Buffer.alloc(pieceBytes);
    for (;;) {
      const count = readOf(descriptor, piece, this.offset);
      if (count === 0) break;
      this.offset += count;
      const lines = (this.rest + this.decoder.write(piece.subarray(0, count))).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.take(line);
    }
    if (this.offset > longestBytes) this.shorten();
  }

  private shorten(): void {
    try {
      truncateSync(this.file, keptBytes);
      this.offset = keptBytes;
    } catch {
      // Another time.
    }
  }
}

function readOf(descriptor: number, piece: Uint8Array, from: number): number {
  try {
    return readSync(descriptor, piece, 0, piece.length, from);
  } catch {
    return 0; // a disk that fails
  }
}
