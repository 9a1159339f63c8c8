// What for: changes to the environment of the test's own process that end with the work they are for.
// Sotto searches PATH and hands its environment on to the programs that it starts.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The file of an installed program. */
export function findProgram(name: string): string | undefined {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Lays values over `process.env` while the work runs; undefined takes a variable away. */
export async function withEnvironment<Outcome>(
  changes: Readonly<Record<string, string | undefined>>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(changes)) set(name, value);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
