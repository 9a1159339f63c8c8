// A test runner as small as can be, for the extension host of any VS Code, where node:test may not be had: tests
// run one after another in the order of their registration, each with a time-out and a clean window before it.

import { clearWindow } from './window.ts';

export interface Outcome {
  readonly suite: string;
  readonly name: string;
  /** The stack of what was thrown. */
  readonly failure?: string;
  readonly skipped?: string;
}

interface InsideTest {
  readonly suite: string;
  readonly name: string;
  readonly body: () => unknown;
}

const timeoutMs = 20_000;
const tests: InsideTest[] = [];
let suiteNow = '';

/** Throw this to leave a test out, with the reason. */
export class Skip extends Error {}

export function suite(name: string, register: () => void): void {
  suiteNow = name;
  register();
}

export function test(name: string, body: () => unknown): void {
  tests.push({ suite: suiteNow, name, body });
}

export async function runAll(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { suite, name, body } of tests) {
    try {
      await inTime(name, async () => {
        // On a busy machine a closed document may be told of later than clearing waits for.
        await clearWindow().catch(() => clearWindow());
        await body();
      });
      outcomes.push({ suite, name });
    } catch (error) {
      outcomes.push(
        error instanceof Skip
          ? { suite, name, skipped: error.message }
          : { suite, name, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      );
    }
  }
  return outcomes;
}

async function inTime(name: string, body: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${name}" took more than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}
