// npm run bench for all, npm run bench:<name> for one, `npm run bench:<name> -- …` for a part of it: brings what a bench
// needs, runs it, and leaves its figures with their conditions in dist/bench/<name>.json. Measures and reports; never
// fails on a slow day.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './setup/project.mjs';
import { exitCodeOf, repositoryRoot } from './setup/steps.mjs';

/** @type {import('./setup/project.mjs').Need[]} */
const whole = ['npm', 'speech', 'package', 'browser', 'browserVscode'];
/** @type {Record<string, import('./setup/project.mjs').Need[]>} */
const benches = {
  accuracy: whole,
  activation: whole,
  latency: ['npm', 'speech', 'native'],
  visible: whole,
  recorders: ['npm', 'speech', 'native'],
  unspoken: ['npm', 'speech', 'native'],
  server: whole,
  soak: ['npm', 'speech', 'native'],
  context: ['npm', 'native'],
  release: ['npm'],
  gpu: ['npm', 'gpuTools'],
  stages: ['npm'],
  real: ['npm', 'native'],
  names: ['npm', 'native'],
  words: ['npm', 'speech', 'native'],
  mining: ['npm', 'browser', 'browserVscode'],
};

const [asked, ...options] = process.argv.slice(2);
if (asked !== undefined && !(asked in benches)) {
  console.error(`No such bench: ${asked}. There are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
/** Over recordings of people, which lie beside the repository where there are some. */
const overRecordings = ['real', 'names', 'context'];
const haveRecordings = existsSync(join(repositoryRoot, '..', 'shared', 'recordings'));

for (const name of asked === undefined ? Object.keys(benches) : [asked]) {
  if (asked === undefined && overRecordings.includes(name) && !haveRecordings) {
    console.log(`bench:${name} is left out: there are no recordings in ../shared/recordings`);
    continue;
  }
  await ensure(...benches[name]);
  const code = await exitCodeOf(process.execPath, [
    ...['--import', 'tsx', `test/bench/${name}.ts`, ...options],
  ]);
  if (code !== 0) process.exit(code);
}
