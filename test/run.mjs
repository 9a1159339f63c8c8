// npm test: brings what a machine lacks, runs the tiers from the fastest to the slowest, and closes with one
// line, "N passed, N failed". `node test/run.mjs unit e2e` runs only those; `npm run check` and the
// `test:…` scripts are such calls. A tier that fails does not keep the next from running.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensure } from './setup/project.mjs';
import { exitCodeOf, repositoryRoot } from './setup/steps.mjs';

/**
 * `atOnce`: how many test files run side by side. More than two are too much for two cores.
 * `secondTry`: the real parts are at the mercy of a busy machine. A file that failed runs once more, and that it had to
 * is said in the end.
 * @typedef {{ needs: import('./setup/project.mjs').Need[], programs?: string[][], folder?: string, atOnce?: number,
 *   secondTry?: boolean }} Tier
 * @type {Record<string, Tier>}
 */
const tiers = {
  check: {
    needs: ['npm'],
    programs: [['node_modules/.bin/tsc'], ['node_modules/.bin/biome', 'ci', '--error-on-warnings']],
    folder: 'rules',
    atOnce: 2,
  },
  unit: { needs: ['npm'], folder: 'unit', atOnce: 2 },
  adapters: { needs: ['npm', 'speech', 'native', 'browser'], folder: 'adapters', atOnce: 2, secondTry: true },
  extension: { needs: ['package', 'browser', 'browserVscode'], folder: 'extension', secondTry: true },
  e2e: {
    needs: ['speech', 'package', 'browser', 'browserVscode'],
    folder: 'e2e',
    atOnce: 2,
    secondTry: true,
  },
  // The test library tests itself; not part of npm test, because the tiers above cannot pass without it.
  support: { needs: ['npm', 'speech', 'browser', 'browserVscode'], folder: 'support-tests' },
};
/** What hangs must still end, and the other files have their turn. */
const longestFileMs = 600_000;
/** When more files fail than this, it is not bad luck. */
const mostSecondTries = 3;
const standard = ['check', 'unit', 'adapters', 'extension', 'e2e'];
/** The one waits for what the other computes: both in turn take longer than both at once. */
const together = ['extension', 'e2e'];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  console.error(`No such tier: ${unknown.join(', ')}. There are: ${Object.keys(tiers).join(', ')}`);
  process.exit(2);
}

process.chdir(repositoryRoot);
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const neededSecondTry = [];
const names = asked.length > 0 ? asked : standard;
beginWhatTakesLong();
for (const one of inTurn(names)) await run(one);
if (neededSecondTry.length > 0) console.log(`passed only at the second try: ${neededSecondTry.join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

/** The one step that mostly waits for the network goes on beside the first tiers; who needs it meets its failure. */
function beginWhatTakesLong() {
  if (names.some((name) => tiers[name].needs.includes('browserVscode')))
    ensure('browserVscode').catch(() => {});
}

/** @param {string[]} names @returns {string[][]} */
function inTurn(names) {
  if (!together.every((name) => names.includes(name))) return names.map((name) => [name]);
  return [...names.filter((name) => !together.includes(name)).map((name) => [name]), together];
}

/** @param {string[]} names */
async function run(names) {
  const title = names.join(' and ');
  const { programs = [], atOnce, secondTry } = tiers[names.at(-1) ?? ''];
  const needs = names.flatMap((name) => tiers[name].needs);
  const folders = names.flatMap((name) => tiers[name].folder ?? []);
  const started = Date.now();
  console.log(`\n== ${title}`);
  try {
    await ensure(...needs);
  } catch (error) {
    console.error(`The set-up for ${title} failed: ${error instanceof Error ? error.message : error}`);
    total.failed += 1;
    return;
  }
  for (const [program, ...args] of programs) {
    const passed = (await exitCodeOf(program, args)) === 0;
    console.log(`${passed ? '✔' : '✖'} ${[program, ...args].join(' ').replace('node_modules/.bin/', '')}`);
    total[passed ? 'passed' : 'failed'] += 1;
  }
  await runTests(folders, { atOnce, secondTry });
  console.log(`== ${title}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** @param {string[]} folders @param {Pick<Tier, 'atOnce' | 'secondTry'>} how */
async function runTests(folders, { atOnce = 1, secondTry = false }) {
  const files = folders.flatMap((folder) =>
    readdirSync(join('test', folder))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('test', folder, name)),
  );
  const counts = await runFiles(files, atOnce);
  const failed = Object.keys(counts).filter((file) => counts[file].failed > 0);
  if (secondTry && failed.length > 0 && failed.length <= mostSecondTries) {
    const names = failed.map((file) => relative(repositoryRoot, file));
    console.log(`\n== a second try for ${names.join(', ')}`);
    const again = await runFiles(names, 1);
    for (const [at, file] of failed.entries()) {
      if (again[file]?.failed === 0) neededSecondTry.push(names[at]);
      if (again[file] !== undefined) counts[file] = again[file];
    }
  }
  for (const { passed, failed, skipped } of Object.values(counts)) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  if (Object.keys(counts).length === 0) total.failed += 1;
}

/**
 * @param {readonly string[]} files
 * @param {number} atOnce
 * @returns {Promise<Record<string, import('./tally.mjs').Counts>>}
 */
async function runFiles(files, atOnce) {
  const written = join(tmpdir(), `sotto-tally-${process.pid}.json`);
  rmSync(written, { force: true });
  const code = await exitCodeOf(process.execPath, [
    ...['--import', 'tsx', '--test', `--test-concurrency=${atOnce}`, `--test-timeout=${longestFileMs}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./test/tally.mjs', `--test-reporter-destination=${written}`],
    ...files,
  ]);
  const counts = readCounts(written);
  rmSync(written, { force: true });
  // Ended badly without a failed test: that is a failure too.
  const isExplained = code === 0 || Object.values(counts).some(({ failed }) => failed > 0);
  return isExplained ? counts : { ...counts, '': { passed: 0, failed: 1, skipped: 0 } };
}

/** @param {string} file */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
