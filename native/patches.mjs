// Our changes to whisper.cpp: a series of patches for hooks, and the source files of our own that they call.
// Promises: a tree is never changed, a copy of it is; only files that differ are written, so that Ninja compiles
// only what changed. A patch that does not fit fails the build of the pinned tree; for another tree it is left
// out and named.
// Must not know: what a patch is for, and how the tree is compiled.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';
import { ask } from './run.mjs';

const patchFolder = fileURLToPath(new URL('./patches', import.meta.url));
const serverFolder = fileURLToPath(new URL('./server', import.meta.url));
// The patch that compiles our own files into the server.
const serverPatch = '0008-server';
// What the server says about itself depends on these.
const toldPatches = {
  SOTTO_FLASH_ATTN_MASK: '0001-mask-padded-kv',
  SOTTO_NO_SPEECH_PROB: '0005-no-speech-probability',
};
// What a tree may have at its top that no build needs.
const notBuilt = /^(\..*|build.*|models|samples|media)$/;

/** Everything of ours that decides about the bytes that come out. */
export function ourFiles() {
  return [patchFolder, serverFolder].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The macros with which our own files are compiled. */
export function serverDefinitions(patches) {
  return Object.entries(toldPatches).map(([macro, name]) => `${macro}=${patches.includes(name) ? 1 : 0}`);
}

/**
 * A patched copy of the tree.
 * @returns {{ dir: string, patches: string[], leftOut: { what: string, why: string }[], server: boolean }}
 */
export function patchTree({ source, tools, cache }) {
  const scratch = mkdtempSync(join(cache, 'patching-'));
  try {
    const series = readPatches();
    for (const file of new Set(series.flatMap(({ files }) => files))) {
      if (!existsSync(join(source.dir, file))) continue;
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      copyFileSync(join(source.dir, file), join(scratch, file));
    }
    const patches = [];
    const leftOut = [];
    for (const patch of series) {
      const why = apply(patch, patches, scratch, tools);
      if (why === undefined) patches.push(patch.name);
      else if (source.fixed) throw new Problem(`The patch ${patch.name} ${why}.`);
      else leftOut.push({ what: `patch ${patch.name}`, why });
    }
    const dir = copyPlace(source, cache);
    mirror(source.dir, scratch, dir);
    return { dir, patches, leftOut, server: patches.includes(serverPatch) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readPatches() {
  return readdirSync(patchFolder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => {
      const path = join(patchFolder, name);
      const text = readFileSync(path, 'utf8');
      return {
        name: name.slice(0, -'.patch'.length),
        path,
        needs: text.match(/^Needs: (.+)$/m)?.[1].split(' ') ?? [],
        files: [...text.matchAll(/^--- a\/(\S+)/gm)].map((match) => match[1]),
      };
    });
}

/** Why it was not applied, or undefined. */
function apply(patch, applied, scratch, tools) {
  const missing = patch.needs.filter((name) => !applied.includes(name));
  if (missing.length > 0) return `needs ${missing.join(' and ')}`;
  const args = [
    '-p1',
    '--fuzz=0',
    '--no-backup-if-mismatch',
    '--reject-file=-',
    '-d',
    scratch,
    '-i',
    patch.path,
  ];
  if (ask(tools.patch, ['--forward', '--dry-run', ...args]) === undefined) {
    const there = ask(tools.patch, ['--reverse', '--force', '--dry-run', ...args]) !== undefined;
    return there ? 'is in this tree already' : 'does not fit this tree';
  }
  return ask(tools.patch, ['--forward', ...args]) === undefined ? 'could not be applied' : undefined;
}

function copyPlace(source, cache) {
  const name = createHash('sha256').update(source.dir).digest('hex').slice(0, 16);
  return join(cache, `patched-${name}`);
}

/** Makes `to` what `from` is, with the files of `changed` in place of its own. */
function mirror(from, changed, to) {
  const wanted = new Set(listFiles(from));
  for (const file of existsSync(to) ? listFiles(to) : []) if (!wanted.has(file)) rmSync(join(to, file));
  for (const file of wanted) {
    const own = join(changed, file);
    const origin = existsSync(own) ? own : join(from, file);
    const target = join(to, file);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(origin))) continue;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(origin, target);
    // The time of writing, not that of the origin: Ninja compares it with what it has built.
    const now = new Date();
    utimesSync(target, now, now);
  }
}

function listFiles(dir, below = '') {
  return readdirSync(join(dir, below))
    .filter((name) => below !== '' || !notBuilt.test(name))
    .flatMap((name) => {
      const path = join(below, name);
      const kind = statSync(join(dir, path), { throwIfNoEntry: false });
      if (kind?.isDirectory()) return listFiles(dir, path);
      return kind?.isFile() ? [path] : [];
    });
}
