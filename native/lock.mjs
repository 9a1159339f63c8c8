// One build at a time in a build folder: Ninja must not run twice over the same files.
// Promises: a second build waits for the first; the lock of a dead process does not count.
// Must not know: what is done while it is held.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from './run.mjs';

export async function withLock(folder, say, work) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  let told = false;
  while (!take(file)) {
    const holder = owner(file);
    if (holder !== undefined && !alive(holder)) rmSync(file, { force: true });
    else if (!told) say(`Waiting for another native build (process ${holder})`);
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(file, { force: true });
  const settled = onExit(release);
  try {
    return await work();
  } finally {
    settled();
    release();
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function owner(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
