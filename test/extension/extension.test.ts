// The tier "extension": starts a real VS Code with the packaged extension, runs the tests of inside/ in its
// extension host, and tells each of them here under its own name.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { packageFile } from '../setup/project.mjs';
import { repositoryRoot } from '../support/paths.ts';
import { runInsideVscode } from '../support/runInsideVscode.ts';
import type { Outcome } from './inside/runner.ts';

const { kind, value } = await runInsideVscode({
  testModule: join(import.meta.dirname, 'inside', 'all.ts'),
  vsix: [builtPackage()],
  folder: { 'notes.txt': '', 'main.py': 'import os\n' },
  timeoutMs: 300_000,
});
const outcomes = value as readonly Outcome[];

for (const suite of new Set(outcomes.map((outcome) => outcome.suite))) {
  describe(`${suite} (${kind})`, () => {
    for (const { name, failure, skipped } of outcomes.filter((outcome) => outcome.suite === suite)) {
      test(name, (t) => {
        if (skipped !== undefined) t.skip(skipped);
        if (failure !== undefined) throw new InsideFailure(failure);
      });
    }
  });
}

/** Carries the stack from inside VS Code; the one from here would say nothing. */
class InsideFailure extends Error {
  constructor(stack: string) {
    super(stack.split(/\n {4}at /, 1)[0]);
    this.name = 'InsideFailure';
    this.stack = stack;
  }
}

function builtPackage(): string {
  try {
    return packageFile();
  } catch {
    spawnSync(process.execPath, ['esbuild.mjs', '--package'], { cwd: repositoryRoot, stdio: 'inherit' });
    return packageFile();
  }
}
