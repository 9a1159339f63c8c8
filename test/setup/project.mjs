// What for: the set-up steps of this project by name, so that the trial, the tests and the benches ask for the
// same things in the same words.
// Promises: each step does nothing where its result is there already; each runs at most once a process.
// Must not know: what is done with the result.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowserVscode } from './browserVscode.mjs';
import { ensureDebianPackages, packagesFor } from './debian.mjs';
import { ensureNpmPackages } from './npmPackages.mjs';
import { repositoryRoot, stream } from './steps.mjs';

const steps = {
  npm: ensureNpmPackages,
  buildTools: () => ensureDebianPackages(packagesFor('nativeBuild')),
  speech: () => ensureDebianPackages(packagesFor('microphoneAndSpeech')),
  gpuTools: () => ensureDebianPackages(packagesFor('gpuTools')),
  browser: () => ensureDebianPackages(packagesFor('browser')),
  voice: () => stream('node', ['native/voice.mjs']),
  /** The server, in the variants that this machine needs, and the voice detector's weights. */
  async native() {
    await ensure('buildTools', 'voice');
    await stream('node', ['native/build.mjs', '--quick']);
  },
  /** The .vsix in dist/, built anew when something that goes into it is younger. */
  async package() {
    await ensure('npm');
    await ensure('native');
    if (isPackageStale()) await stream('node', ['esbuild.mjs', '--package']);
  },
  browserVscode: () => ensureBrowserVscode(),
};

/** @typedef {keyof typeof steps} Need */

/** @type {Map<Need, Promise<unknown>>} */
const done = new Map();

/** @param {...Need} needs */
export async function ensure(...needs) {
  for (const need of needs) {
    if (!done.has(need)) done.set(need, Promise.resolve(steps[need]()));
    await done.get(need);
  }
}

const dist = join(repositoryRoot, 'dist');

/** @returns {string} the packaged extension */
export function packageFile() {
  const [file, ...others] = existsSync(dist)
    ? readdirSync(dist).filter((name) => /^[^.].*\.vsix$/.test(name))
    : [];
  if (file === undefined || others.length > 0)
    throw new Error('dist/ holds no single package: npm run package');
  return join(dist, file);
}

function isPackageStale() {
  let madeAt;
  try {
    madeAt = statSync(packageFile()).mtimeMs;
  } catch {
    return true;
  }
  const sources = [
    'package.json',
    'package.nls.json',
    'esbuild.mjs',
    '.vscodeignore',
    'README.md',
    'src',
    'media',
    'native/bin',
    'l10n',
  ];
  return sources.some((name) => youngest(join(repositoryRoot, name)) > madeAt);
}

/** @param {string} path @returns {number} */
function youngest(path) {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  const inside = found.isDirectory() ? readdirSync(path).map((name) => youngest(join(path, name))) : [];
  return Math.max(found.mtimeMs, ...inside);
}
