// What the last dictations wrote, newest last, so that they can be taken back one after the other. What was undone
// or deleted by hand meanwhile is passed over, and counts again when redo brings it back. Knows no editor.

import type { Insertion } from './ports.ts';

export interface Written {
  readonly insertion: Insertion;
  /** As the recogniser heard it. */
  readonly transcript: string;
  readonly audio: Uint8Array | undefined;
}

/** So many can be taken back; each is followed through every edit of its document. */
const mostKept = 20;

export class Ledger {
  private kept: readonly Written[] = [];

  get last(): Written | undefined {
    return this.kept.findLast(({ insertion }) => insertion.stands);
  }

  add(written: Written, inPlaceOf?: Written): void {
    inPlaceOf?.insertion.forget();
    const at = inPlaceOf === undefined ? -1 : this.kept.indexOf(inPlaceOf);
    const all = at < 0 ? [...this.kept, written] : this.kept.with(at, written);
    for (const { insertion } of all.slice(0, -mostKept)) insertion.forget();
    this.kept = all.slice(-mostKept);
  }

  remove(written: Written): void {
    written.insertion.forget();
    this.kept = this.kept.filter((other) => other !== written);
  }

  clear(): void {
    for (const { insertion } of this.kept) insertion.forget();
    this.kept = [];
  }
}
