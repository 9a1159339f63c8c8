// npm run try: from a fresh checkout to a VS Code with Sotto in it. Builds what is not built, then opens the
// desktop's VS Code, or one in the browser. With --say a synthetic voice speaks into a virtual microphone
// instead of a person into a real one, and what was written is printed.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasProgram } from './setup/debian.mjs';
import { ensure, packageFile } from './setup/project.mjs';
import { cacheRoot, exitCodeOf } from './setup/steps.mjs';

const usage = `npm run try                       build Sotto and open a VS Code with it
npm run try -- --say "a phrase"   speak the phrase through a virtual microphone and print what was written
npm run try -- --browser          VS Code in the browser even where there is a desktop one
npm run try -- --port 8123        the port for the browser (default: a free one)
npm run try -- --voice en-us+f3   the voice that speaks (en-us, en-gb-x-rp, en-us+f3, en-gb-scotland+m3, slt)`;

const options = readOptions();
try {
  process.exitCode = options.say === undefined ? await open() : await say(options.say);
} catch (error) {
  console.error(`\nnpm run try stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        say: { type: 'string' },
        voice: { type: 'string' },
        port: { type: 'string' },
        browser: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

/** @param {string} phrase */
async function say(phrase) {
  if (phrase.trim() === '') throw new Error('there is nothing to say');
  await ensure('package', 'speech', 'browser', 'browserVscode');
  const voice = options.voice === undefined ? [] : [options.voice];
  return exitCodeOf(process.execPath, ['--import', 'tsx', 'test/try/say.ts', phrase, ...voice]);
}

async function open() {
  await ensure('package');
  const workspace = join(cacheRoot, 'try', 'workspace');
  mkdirSync(workspace, { recursive: true });
  writeIfNew(join(workspace, 'hello.py'), '# Put the cursor below, hold Ctrl+Alt+Space, speak, let go.\n\n');
  if (!options.browser && hasDisplay() && hasProgram('code')) {
    const installed = spawnSync('code', ['--install-extension', packageFile(), '--force'], {
      stdio: 'inherit',
    });
    if (installed.status !== 0)
      throw new Error('VS Code could not install the package; try: npm run try -- --browser');
    console.log('Opening VS Code. Hold Ctrl+Alt+Space, speak, let go.');
    return exitCodeOf('code', [workspace, join(workspace, 'hello.py')]);
  }
  await ensure('browserVscode');
  return exitCodeOf(process.execPath, [
    '--import',
    'tsx',
    'test/try/serve.ts',
    workspace,
    options.port ?? '0',
  ]);
}

/** @param {string} file @param {string} text */
function writeIfNew(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch {
    // It is there from an earlier trial, perhaps with something in it.
  }
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
