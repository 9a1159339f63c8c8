// From a build's output to the folder that ships: what belongs in it, its description, the swap.
// Promises: build.json describes exactly the files beside it; the old folder stays until the new is whole.
// Must not know: how anything was compiled.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gpuParts } from './gpu.mjs';
import { Problem } from './problem.mjs';
import { ask } from './run.mjs';

const programs = ['whisper-server', 'whisper-quantize', 'sotto-decode'];
const leftoverAgeMs = 60 * 60_000;
export const description = 'build.json';

/** An empty folder beside `out`, on the same file system, so that it can take its place by renaming. */
export function folderBeside(out) {
  const parent = dirname(out);
  const prefix = `.${basename(out)}-`;
  mkdirSync(parent, { recursive: true });
  // What a killed build left here must not be packaged with the rest; a young one may belong to a running
  // build.
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const age = Date.now() - statSync(join(parent, name)).mtimeMs;
    if (age > leftoverAgeMs) rmSync(join(parent, name), { recursive: true });
  }
  const dir = mkdtempSync(join(parent, prefix));
  chmodSync(dir, 0o755);
  return dir;
}

/** Copies programs, the libraries they need and the backends from a build's `bin` into `dir`. */
export function stage({ bin, dir, plan, source, tools }) {
  // A library is copied under the name by which it is asked for, as a plain file: a VSIX knows no symbolic
  // links.
  const wanted = [...programs];
  for (const name of wanted) {
    for (const needed of neededLibraries(join(bin, name), tools)) {
      if (!wanted.includes(needed) && existsSync(join(bin, needed))) wanted.push(needed);
    }
  }
  for (const name of plan.variants) wanted.push(`libggml-cpu-${name}.so`);
  for (const name of wanted) place(join(bin, name), join(dir, name), tools);
  for (const name of Object.keys(plan.gpu)) {
    const { folder, target } = gpuParts[name];
    mkdirSync(join(dir, 'backends', folder), { recursive: true });
    place(join(bin, `lib${target}.so`), join(dir, 'backends', folder, `lib${target}.so`), tools);
  }
  copyFileSync(join(source.dir, 'LICENSE'), join(dir, 'LICENSE'));
}

function place(from, to, tools) {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
  if (ask(tools.strip, ['--strip-unneeded', to]) === undefined) throw new Problem(`strip failed on ${to}`);
}

function neededLibraries(file, tools) {
  const listing = ask(tools.readelf, ['--dynamic', '--wide', file]) ?? '';
  return [...listing.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map((match) => match[1]);
}

/** What the folder asks of the machine it is put on: the newest symbol version of each system library. */
export function systemNeeds(dir, tools) {
  const needs = {};
  for (const file of listFiles(dir).filter((name) => !name.startsWith('backends/'))) {
    const symbols = ask(tools.readelf, ['--version-info', '--wide', join(dir, file)]) ?? '';
    for (const [, family, version] of symbols.matchAll(/Name: (GLIBC|GLIBCXX)_([\d.]+)/g)) {
      if (!needs[family] || version.localeCompare(needs[family], 'en', { numeric: true }) > 0)
        needs[family] = version;
    }
  }
  return needs;
}

/** Writes build.json. Its `id` changes exactly when the content of a file does. */
export function describe(dir, facts) {
  const files = hashFiles(dir);
  const id = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const record = { id, ...facts, files };
  writeFileSync(join(dir, description), `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

/** The description of an earlier build, or undefined where a file is missing, changed or too many. */
export function readBuild(out) {
  try {
    const record = JSON.parse(readFileSync(join(out, description), 'utf8'));
    return JSON.stringify(hashFiles(out)) === JSON.stringify(record.files) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses to replace a folder that is not a build of ours. */
export function refuseForeign(out) {
  if (!existsSync(out)) return;
  const names = statSync(out).isDirectory() ? readdirSync(out) : ['a file'];
  const ours = names.includes(description) || names.includes('whisper-server');
  if (names.length > 0 && !ours)
    throw new Problem(`--out: ${out} exists and is not a build of whisper-server.`);
}

export function replace(out, dir) {
  const old = `${dir}-old`;
  if (existsSync(out)) renameSync(out, old);
  renameSync(dir, out);
  rmSync(old, { recursive: true, force: true });
}

function hashFiles(dir) {
  const entries = listFiles(dir).map((name) => {
    const content = readFileSync(join(dir, name));
    return [name, { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }];
  });
  return Object.fromEntries(entries);
}

function listFiles(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((name) => name !== description)
    .sort();
}
