// The names that a whole project uses, counted by the number of files that hold them. Pure; who feeds it reads the
// files in pieces and may stop at any time. A file that is fed again replaces what it said before.

import { isCompound } from './names.ts';
import { namesIn } from './scan.ts';
import { type Term, termOf } from './terms.ts';

/** A name of one file belongs to that file, and is found when it is open. */
const leastFiles = 2;
const mostTerms = 1_500;
const mostNamesAFile = 400;
/** The beginning of a long file tells enough, and is read in a few milliseconds. */
const mostCharacters = 60_000;

export class ProjectNames {
  private readonly files = new Map<string, { readonly stamp: number; readonly names: readonly string[] }>();
  private readonly counts = new Map<string, { readonly name: string; files: number }>();

  /** Whether the file was fed as it is now. */
  knows(path: string, stamp: number): boolean {
    return this.files.get(path)?.stamp === stamp;
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  feed(path: string, stamp: number, text: string): void {
    this.forget(path);
    const names: string[] = [];
    for (const { name } of namesIn(text.slice(0, mostCharacters))) {
      if (!isCompound(name)) continue;
      let count = this.counts.get(name);
      if (count === undefined) {
        const own = ownCopy(name);
        count = { name: own, files: 0 };
        this.counts.set(own, count);
      }
      count.files += 1;
      names.push(count.name);
      if (names.length >= mostNamesAFile) break;
    }
    this.files.set(path, { stamp, names });
  }

  forget(path: string): void {
    for (const name of this.files.get(path)?.names ?? []) {
      const count = this.counts.get(name);
      if (count === undefined) continue;
      count.files -= 1;
      if (count.files === 0) this.counts.delete(name);
    }
    this.files.delete(path);
  }

  get size(): { readonly files: number; readonly names: number } {
    return { files: this.files.size, names: this.counts.size };
  }

  terms(): readonly Term[] {
    const common = [...this.counts.values()].filter(({ files }) => files >= leastFiles);
    common.sort((a, b) => b.files - a.files);
    const most = Math.log(1 + (common[0]?.files ?? 1));
    return common
      .slice(0, mostTerms)
      .map(({ name, files }) => termOf(name, 'project', { closeness: Math.log(1 + files) / most }));
  }
}

/** A name cut out of a text keeps the whole text in memory. */
function ownCopy(name: string): string {
  return String.fromCharCode(...Array.from({ length: name.length }, (_, at) => name.charCodeAt(at)));
}
