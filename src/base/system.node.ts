// What this machine has installed: which programs its search path leads to, and by which distribution they came.

import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type PackageFamily, packageFamily } from './packages.ts';

/** The file of a program in the search path. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** `osRelease`: where a system says which one it is. */
export function packageFamilyHere(osRelease = '/etc/os-release'): PackageFamily | undefined {
  try {
    return packageFamily(readFileSync(osRelease, 'utf8'));
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
