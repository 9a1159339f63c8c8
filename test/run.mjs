// npm test: brings what a machine lacks, runs the tiers from the fastest to the slowest, and closes with one
// line, "N passed, N failed". `node test/run.mjs unit e2e` runs only those; `npm run check` and the
// `test:…` scripts are such calls. A tier that fails does not keep the next from running.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure } from './setup/project.mjs';
import { exitCodeOf, repositoryRoot } from './setup/steps.mjs';

/**
 * `atOnce`: how many test files run side by side. Those that share a microphone, a screen or two cores run alone.
 * @type {Record<string, { needs: import('./setup/project.mjs').Need[], programs?: string[][], folder?: string, atOnce?: number }>}
 */
const tiers = {
  check: {
    needs: ['npm'],
    programs: [['node_modules/.bin/tsc'], ['node_modules/.bin/biome', 'ci', '--error-on-warnings']],
    folder: 'rules',
    atOnce: 2,
  },
  unit: { needs: ['npm'], folder: 'unit', atOnce: 2 },
  adapters: { needs: ['npm', 'speech', 'native', 'browser'], folder: 'adapters', atOnce: 1 },
  extension: { needs: ['package', 'browser', 'browserVscode'], folder: 'extension', atOnce: 1 },
  e2e: { needs: ['speech', 'package', 'browser', 'browserVscode'], folder: 'e2e', atOnce: 1 },
  // The test library tests itself; not part of npm test, because the tiers above cannot pass without it.
  support: { needs: ['npm', 'speech', 'browser', 'browserVscode'], folder: 'support-tests', atOnce: 1 },
};
/** What hangs must still end, and the other files have their turn. */
const longestFileMs = 400_000;
const standard = ['check', 'unit', 'adapters', 'extension', 'e2e'];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  console.error(`No such tier: ${unknown.join(', ')}. There are: ${Object.keys(tiers).join(', ')}`);
  process.exit(2);
}

process.chdir(repositoryRoot);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of asked.length > 0 ? asked : standard) await runTier(name);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

/** @param {string} name */
async function runTier(name) {
  const { needs, programs = [], folder, atOnce = 1 } = tiers[name];
  const started = Date.now();
  console.log(`\n== ${name}`);
  try {
    await ensure(...needs);
  } catch (error) {
    console.error(`The set-up for ${name} failed: ${error instanceof Error ? error.message : error}`);
    total.failed += 1;
    return;
  }
  for (const [program, ...args] of programs) {
    const passed = (await exitCodeOf(program, args)) === 0;
    console.log(`${passed ? '✔' : '✖'} ${[program, ...args].join(' ').replace('node_modules/.bin/', '')}`);
    total[passed ? 'passed' : 'failed'] += 1;
  }
  if (folder !== undefined) await runTests(folder, atOnce);
  console.log(`== ${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** @param {string} folder @param {number} atOnce */
async function runTests(folder, atOnce) {
  const files = readdirSync(join('test', folder)).filter((name) => name.endsWith('.test.ts'));
  const counts = join(tmpdir(), `sotto-tally-${process.pid}.json`);
  rmSync(counts, { force: true });
  const code = await exitCodeOf(process.execPath, [
    ...['--import', 'tsx', '--test', `--test-concurrency=${atOnce}`, `--test-timeout=${longestFileMs}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./test/tally.mjs', `--test-reporter-destination=${counts}`],
    ...files.map((name) => join('test', folder, name)),
  ]);
  const { pass, fail, cancelled, skipped } = readCounts(counts);
  total.passed += pass;
  total.failed += fail + cancelled;
  total.skipped += skipped;
  // Ended badly without a failed test, or without any test: that is a failure too.
  if ((code !== 0 && fail + cancelled === 0) || pass + fail + cancelled + skipped === 0) total.failed += 1;
  rmSync(counts, { force: true });
}

/** @param {string} file */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { pass: 0, fail: 0, cancelled: 0, skipped: 0 };
  }
}
