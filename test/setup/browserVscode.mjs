// What for: a real VS Code for machines that can reach the npm registry but not Microsoft's download hosts:
// code-server, served on loopback and driven in a browser, under the Node that it demands.
// Promises: exact versions, pinned here and nowhere else; a stamp written last, so that an install that was
// cut short is made anew; two callers at once do not disturb each other.
// Must not know: how it is started (test/support/vscodeInBrowser.ts does).
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { ensureDebianPackages, packagesFor } from './debian.mjs';
import { cacheRoot, capture, mustRun, step, textOf } from './steps.mjs';

export const versions = { 'code-server': '4.139.1', node: '24.9.0' };

const wantedStamp = Object.entries(versions)
  .map(([name, version]) => `${name}@${version}`)
  .join(' ');

/**
 * @param {string} [home] the folder to install into
 * @returns {Promise<{ node: string, entry: string }>} the Node binary and the script to start with it
 */
export async function ensureBrowserVscode(home = join(cacheRoot, 'vscode-in-browser')) {
  const paths = {
    node: join(home, 'node_modules', 'node', 'bin', 'node'),
    entry: join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
  const ready = () =>
    textOf(join(home, '.stamp')) === wantedStamp && existsSync(paths.node) && existsSync(paths.entry);
  if (ready()) return paths;

  await ensureDebianPackages(packagesFor('browserVscodeBuild'));
  await withLock(`${home}.lock`, async () => {
    if (ready()) return;
    await step(`installed VS Code for the browser (${wantedStamp}), 750 MB`, () => install(home));
  });
  return paths;
}

/** Of its native modules, those that are used here and come without a built one for this platform. */
const builtModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * Native modules are built for the Node that runs npm: the pinned one goes first in PATH. code-server's own
 * post-install script would build all of them, a minute and more for the database of an agent that nobody starts here.
 * @param {string} home
 */
async function install(home) {
  removeUnfinished(home);
  const unfinished = `${home}.unfinished-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'package.json'), '{ "private": true }\n');
  const own = withoutNpmVariables(process.env);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun('npm', ['install', '--save-exact', ...quiet, `node@${versions.node}`], {
    cwd: unfinished,
    env: own,
  });
  const bin = join(unfinished, 'node_modules', 'node', 'bin');
  const found = await capture(join(bin, 'node'), ['--version']);
  if (found.output.trim() !== `v${versions.node}`) {
    throw new Error(
      `The npm package node@${versions.node} brought no working Node here (${found.output.trim()}). ` +
        'Its install script has to run: check that npm is not set to ignore scripts.',
    );
  }
  const env = { ...own, PATH: `${bin}${delimiter}${own['PATH'] ?? ''}` };
  const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...args) =>
    mustRun('npm', [...args, ...quiet], { cwd, env });
  const code = join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
  const server = `code-server@${versions['code-server']}`;
  await npm(unfinished, 'install', '--save-exact', '--ignore-scripts', server);
  await npm(code, 'install', '--omit=dev', '--ignore-scripts');
  await npm(code, 'rebuild', ...builtModules);
  await npm(join(code, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');

  rmSync(home, { recursive: true, force: true });
  renameSync(unfinished, home);
  writeFileSync(join(home, '.stamp'), `${wantedStamp}\n`);
}

/**
 * An install that was killed may have left an npm that still writes: its folder is not used again, and taken
 * away as far as that goes.
 * @param {string} home
 */
function removeUnfinished(home) {
  for (const name of readdirSync(dirname(home))) {
    if (!name.startsWith(`${basename(home)}.unfinished`)) continue;
    try {
      rmSync(join(dirname(home), name), { recursive: true, force: true });
    } catch {
      // The next install tries again.
    }
  }
}

/**
 * Under `npm run` the outer npm's settings stand in the environment and would steer the inner one.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmVariables(env) {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^npm_/i.test(name) || /^npm_config_(registry|cafile|proxy|https_proxy|nodedir|cache)$/i.test(name),
  );
  return Object.fromEntries(kept);
}

/**
 * A folder as a lock between processes. One whose owner is gone, by its recorded process id, is taken over.
 * @param {string} lock
 * @param {() => Promise<void>} work
 */
async function withLock(lock, work) {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (ownerIsGone(lock)) rmSync(lock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid));
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock */
function ownerIsGone(lock) {
  const pid = Number(textOf(join(lock, 'pid')));
  if (pid) {
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
    }
  }
  try {
    return Date.now() - statSync(lock).mtimeMs > 5000;
  } catch {
    return false;
  }
}
