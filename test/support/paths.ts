// What for: where the repository, its cache and the tests' artefacts lie, and fresh temporary folders.
// Promises: a temporary folder is the caller's alone and goes, at the latest, with the test's process.
// Must not know: what is kept in these folders.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onProcessEnd } from './cleanup.ts';

export const repositoryRoot = resolve(import.meta.dirname, '..', '..');
export const cacheRoot = join(repositoryRoot, '.cache');
export const artifactsRoot = join(repositoryRoot, 'test', 'artifacts');

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** The name stays short: unix sockets lie in such folders, and their paths may have 107 characters. */
export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `sotto-${name}-`));
  const removeNow = () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const forget = onProcessEnd(removeNow);
  return {
    path,
    remove() {
      forget();
      removeNow();
    },
  };
}
