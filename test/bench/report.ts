// Where a bench leaves its figures: dist/bench/<name>.json, with the conditions that they were measured under.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { join } from 'node:path';
import { nativeFolder } from '../adapters/support/whisper.ts';
import { repositoryRoot } from '../support/paths.ts';

export function writeReport(
  name: string,
  conditions: Readonly<Record<string, unknown>>,
  figures: unknown,
): string {
  const folder = join(repositoryRoot, 'dist', 'bench');
  const file = join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  const machine = {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    kernel: release(),
    node: process.version,
  };
  const report = {
    bench: name,
    measuredAt: new Date().toISOString(),
    conditions: { ...machine, ...conditions },
    figures,
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** Which build of the server was measured. */
export function serverBuild(): string {
  return String(Object(JSON.parse(readFileSync(join(nativeFolder, 'build.json'), 'utf8'))).id);
}
