// The folder where the windows of one person meet: in the system's folder for what lives as long as the person is
// logged in, or else in Sotto's own storage. Promises: it belongs to this person and nobody else can look into it.

import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the last candidate, unusable as it may be, where none is usable: who uses it then says why. */
export function meetingFolder(parents: readonly (string | undefined)[]): string {
  const folders = parents.flatMap((parent) => (parent ? [join(parent, 'sotto-servers')] : []));
  return folders.find(isPrivate) ?? folders.at(-1) ?? '';
}

function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (statSync(folder).uid !== process.getuid?.()) return false;
    chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}
