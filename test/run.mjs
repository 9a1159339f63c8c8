// npm test: brings what a machine lacks, runs the tiers from the fastest to the slowest, and closes with one
// line, "N passed, N failed". `node test/run.mjs unit e2e` runs only those; `npm run check` and the
// `test:…` scripts are such calls. A tier that fails does not keep the next from running.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensure } from './setup/project.mjs';
import { capture, exitCodeOf, repositoryRoot } from './setup/steps.mjs';

/**
 * `areReal`: the real parts are at the mercy of a busy machine. A file that failed runs once more, and that it had to is
 * said in the end.
 * @typedef {{ needs: import('./setup/project.mjs').Need[], programs?: string[][], folder: string, areReal?: boolean }} Tier
 * @type {Record<string, Tier>}
 */
const tiers = {
  check: {
    needs: ['npm'],
    programs: [['node_modules/.bin/tsc'], ['node_modules/.bin/biome', 'ci', '--error-on-warnings']],
    folder: 'rules',
  },
  unit: { needs: ['npm'], folder: 'unit' },
  adapters: { needs: ['npm', 'speech', 'native', 'browser'], folder: 'adapters', areReal: true },
  extension: { needs: ['package', 'browser', 'browserVscode'], folder: 'extension', areReal: true },
  e2e: { needs: ['speech', 'package', 'browser', 'browserVscode'], folder: 'e2e', areReal: true },
  // The test library tests itself; not part of npm test, because the tiers above cannot pass without it.
  support: { needs: ['npm', 'speech', 'browser', 'browserVscode'], folder: 'support-tests', areReal: true },
};
/** More than two are too much for two cores. */
const filesAtOnce = 2;
/** What hangs must still end, and the other files have their turn. */
const longestFileMs = 600_000;
/** When more files fail than this, it is not bad luck. */
const mostSecondTries = 3;
const standard = ['check', 'unit', 'adapters', 'extension', 'e2e'];

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
let runs = 0;
const names = asked.length > 0 ? asked : standard;
beginWhatTakesLong();
for (const name of names) await runTier(name);
if (neededSecondTry.length > 0) console.log(`passed only at the second try: ${neededSecondTry.join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

/** The one step that mostly waits for the network goes on beside the first tiers; who needs it meets its failure. */
function beginWhatTakesLong() {
  if (names.some((name) => tiers[name].needs.includes('browserVscode')))
    ensure('browserVscode').catch(() => {});
}

/** @param {string} name */
async function runTier(name) {
  const { needs, programs = [], folder, areReal = false } = tiers[name];
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
  await runTests(folder, areReal);
  console.log(`== ${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** @param {string} folder @param {boolean} areReal */
async function runTests(folder, areReal) {
  const files = readdirSync(join('test', folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name));
  const counts = areReal
    ? await runEach(files, filesAtOnce)
    : await runFiles(files, (args) => exitCodeOf(process.execPath, args));
  const failed = Object.keys(counts).filter((file) => counts[file].failed > 0);
  if (areReal && failed.length > 0 && failed.length <= mostSecondTries) {
    console.log(`\n== a second try for ${failed.join(', ')}`);
    const again = await runEach(failed, 1);
    for (const file of failed) {
      if (again[file]?.failed === 0) neededSecondTry.push(file);
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
 * Each file in a run of its own, and what it printed comes in one piece.
 * @param {readonly string[]} files
 * @param {number} atOnce
 */
async function runEach(files, atOnce) {
  /** @type {Record<string, import('./tally.mjs').Counts>} */
  const counts = {};
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      Object.assign(
        counts,
        await runFiles([file], async (args) => {
          const { code, output } = await capture(process.execPath, args);
          process.stdout.write(output);
          return code;
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return counts;
}

/**
 * @param {readonly string[]} files
 * @param {(args: string[]) => Promise<number>} node runs it, to its exit code
 * @returns {Promise<Record<string, import('./tally.mjs').Counts>>}
 */
async function runFiles(files, node) {
  runs += 1;
  const written = join(tmpdir(), `sotto-tally-${process.pid}-${runs}.json`);
  const code = await node([
    ...['--import', 'tsx', '--test', '--test-concurrency=2', `--test-timeout=${longestFileMs}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./test/tally.mjs', `--test-reporter-destination=${written}`],
    ...files,
  ]);
  const counts = readCounts(written);
  rmSync(written, { force: true });
  // Ended badly without a failed test: that is a failure too.
  const isExplained = code === 0 || Object.values(counts).some(({ failed }) => failed > 0);
  return isExplained ? counts : { ...counts, [files[0]]: { passed: 0, failed: 1, skipped: 0 } };
}

/** @param {string} file */
function readCounts(file) {
  try {
    /** @type {[string, import('./tally.mjs').Counts][]} */
    const found = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
    return Object.fromEntries(found.map(([name, counts]) => [relative(repositoryRoot, name), counts]));
  } catch {
    return {};
  }
}
