// What for: brings the Debian or Ubuntu packages that building and testing need, in one table by purpose.
// Promises: asks dpkg first and does nothing when all is there; installs only as root or with a passwordless
// sudo, and never where that would remove what the machine has (a desktop's own sound server, say); otherwise
// fails with the exact command, or, off Debian, with the names of the missing programs.
// Must not know: what the packages are used for beyond their purpose's name.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, mustRun, step } from './steps.mjs';

/** Package name to a program that it brings (null where it brings only headers or modules). */
export const debianPackages = {
  nativeBuild: {
    cmake: 'cmake',
    'ninja-build': 'ninja',
    make: 'make',
    'g++': 'g++',
    'pkg-config': 'pkg-config',
  },
  microphoneAndSpeech: {
    pulseaudio: 'pulseaudio',
    'pulseaudio-utils': 'pactl',
    'alsa-utils': 'arecord',
    'libasound2-plugins': null,
    sox: 'sox',
    'libsox-fmt-pulse': null,
    ffmpeg: 'ffmpeg',
    'espeak-ng': 'espeak-ng',
    flite: 'flite',
  },
  /** What other tools look at the GPU with, to compare. */
  gpuTools: { 'rocm-smi': 'rocm-smi' },
  browser: { chromium: 'chromium' },
  browserVscodeBuild: {
    python3: 'python3',
    make: 'make',
    'g++': 'g++',
    'pkg-config': 'pkg-config',
    'libkrb5-dev': null,
  },
};

/**
 * Programs that serve as well as the one that a package of ours brings (Ubuntu's chromium is a snap stub).
 * @type {Record<string, string[]>}
 */
const equals = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
};

/**
 * @param {readonly (keyof typeof debianPackages)[]} purposes
 * @returns {string[]} the packages of these purposes, each once
 */
export function packagesFor(...purposes) {
  return [...new Set(purposes.flatMap((purpose) => Object.keys(debianPackages[purpose])))];
}

/** One call after the other: apt does not like company. */
let turn = Promise.resolve();

/**
 * @param {readonly string[]} packages
 * @returns {Promise<void>}
 */
export function ensureDebianPackages(packages) {
  const mine = turn.then(() => ensureNow(packages));
  turn = mine.catch(() => {});
  return mine;
}

/** @param {readonly string[]} packages */
async function ensureNow(packages) {
  if (!hasProgram('dpkg-query') || !hasProgram('apt-get')) {
    const missing = packages.flatMap((name) => missingProgramOf(name));
    if (missing.length > 0) {
      throw new Error(
        `These programs are missing, install them with your system's package manager: ${missing.join(', ')}`,
      );
    }
    return;
  }
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;

  const prefix = await rootPrefix();
  if (!prefix) {
    throw new Error(
      `Debian packages are missing and this user may not install them. Run:\n  ${manualCommand(missing)}`,
    );
  }
  await step(`installed the Debian packages ${missing.join(' ')}`, () => install(prefix, missing));
}

/** @param {readonly string[]} packages */
async function missingPackages(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query has placeholders of this shape.
  const { output } = await capture('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n', ...packages]);
  const installed = new Set(
    output.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return packages.filter((name) => !installed.has(name) && !hasEqual(name));
}

/**
 * A dpkg lock held by somebody else is waited for; lists that are old or were never fetched are the usual
 * reason of a failure, so a failed try is followed by `apt-get update` and exactly one more.
 * @param {readonly string[]} prefix
 * @param {readonly string[]} packages
 */
async function install(prefix, packages) {
  const apt = (/** @type {string[]} */ ...args) => {
    const [program, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ];
    return mustRun(/** @type {string} */ (program), rest);
  };
  const tryOnce = () => apt('install', '-y', '--no-install-recommends', '--no-remove', ...packages);
  try {
    if (!(await knowsAll(packages))) await apt('update');
    await tryOnce();
  } catch {
    await apt('update');
    try {
      await tryOnce();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(
        `Debian packages could not be installed. By hand:\n  ${manualCommand(packages)}\n\n${why}`,
      );
    }
  }
}

/** @param {readonly string[]} packages */
async function knowsAll(packages) {
  const { code, output } = await capture('apt-cache', ['--no-all-versions', 'show', ...packages]);
  return code === 0 && !output.includes('No packages found');
}

/** @returns {Promise<string[] | undefined>} what to put before a command to run it as root */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!hasProgram('sudo')) return undefined;
  return (await capture('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/** @param {readonly string[]} packages */
function manualCommand(packages) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** @param {string} name @returns {string[]} */
function missingProgramOf(name) {
  for (const table of Object.values(debianPackages)) {
    const program = /** @type {Record<string, string | null>} */ (table)[name];
    if (program) return hasProgram(program) || hasEqual(name) ? [] : [program];
  }
  return [];
}

/** @param {string} name */
function hasEqual(name) {
  return (equals[name] ?? []).some(hasProgram);
}

/** @param {string} program */
export function hasProgram(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
