// What for: brings `node_modules` in step with package-lock.json.
// Promises: `npm ci` runs only when the lockfile (or Node's major) differs from the one that the present
// node_modules was made from; an interrupted `npm ci` leaves no stamp and is done again.
// Must not know: which packages there are.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, repositoryRoot, step, textOf } from './steps.mjs';

/** @param {string} [root] @returns {Promise<void>} */
export async function ensureNpmPackages(root = repositoryRoot) {
  const lockfile = join(root, 'package-lock.json');
  if (!existsSync(lockfile))
    throw new Error(`${lockfile} is missing: it is part of the repository, restore it`);
  const major = process.versions.node.split('.')[0];
  const wanted = `${createHash('sha256').update(readFileSync(lockfile)).digest('hex')} node ${major}`;
  const stamp = join(root, 'node_modules', '.sotto-stamp');
  if (textOf(stamp) === wanted) return;

  await step('installed the npm packages', async () => {
    rmSync(stamp, { force: true });
    await mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
    writeFileSync(stamp, `${wanted}\n`);
  });
}
