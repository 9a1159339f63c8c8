// What for: a disk that a test can fill.
// Promises: nobody else's disk is touched; gone with `dispose`, or undefined where this user may not make one.
// Must not know: what is written to it.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './paths.ts';

export interface SmallDisk {
  readonly path: string;
  /** Not one more byte can be written. */
  fill(): void;
  empty(): void;
  dispose(): void;
}

export function smallDisk(kibibytes = 256): SmallDisk | undefined {
  const folder = temporaryFolder('disk');
  const { path } = folder;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path]);
  if (status !== 0) {
    folder.remove();
    return undefined;
  }
  return {
    path,
    fill() {
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(join(path, 'filling'), new Uint8Array(bavail * bsize));
    },
    empty() {
      for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
    },
    dispose() {
      spawnSync('umount', ['--lazy', path]);
      folder.remove();
    },
  };
}
