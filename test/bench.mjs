// npm run bench for all, npm run bench:<name> for one: brings what a bench needs, runs it, and leaves its figures
// with their conditions in dist/bench/<name>.json. Measures and reports; never fails on a slow day.

import { ensure } from './setup/project.mjs';
import { exitCodeOf } from './setup/steps.mjs';

const benches = ['accuracy', 'activation'];

const [asked] = process.argv.slice(2);
if (asked !== undefined && !benches.includes(asked)) {
  console.error(`No such bench: ${asked}. There are: ${benches.join(', ')}`);
  process.exit(2);
}
await ensure('npm', 'speech', 'package', 'browser', 'browserVscode');
for (const name of asked === undefined ? benches : [asked]) {
  const code = await exitCodeOf(process.execPath, ['--import', 'tsx', `test/bench/${name}.ts`]);
  if (code !== 0) process.exit(code);
}
