// What for: a log that a test can read, in the shape that Sotto's rooms take.

import type { Log } from '../../../src/base/log.ts';

export interface KeptLog extends Log {
  readonly lines: string[];
}

export function keptLog(): KeptLog {
  const lines: string[] = [];
  const keep = (message: string) => void lines.push(message);
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}
