// Which Linux this is, in the system's own words; empty where it does not tell.

import { readFileSync } from 'node:fs';

export function readOsRelease(file = '/etc/os-release'): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
