// The guard against real deaths of the process that owns the server: whatever ends us, whisper-server ends too,
// and no guard stays behind where nothing needs one any more.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { guardProcess } from '../../src/server/guard.node.ts';
import { temporaryFolder } from '../support/paths.ts';
import { findByCommand, isAlive, killTree, waitUntil } from '../support/processes.ts';
import { type Bundle, bundleOf } from './support/bundle.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import { keptLog } from './support/logs.ts';
import { fakeProgram } from './support/recordings.ts';
import { nanoModel, serverFor, serverProgram } from './support/whisper.ts';

const folder = temporaryFolder('guard');
after(() => folder.remove());

/** What a person would call "a few seconds". */
const soon = 3_000;

/** It ends by itself after a while, so that even a failing test leaves nothing for long. */
const deaf = () =>
  fakeProgram(folder.path, 'deaf', "trap '' TERM", 'for _ in $(seq 200); do /bin/sleep 0.05; done');

describe('an owner that ends without a word', { concurrency: 6 }, () => {
  let bundle: Bundle;
  before(async () => {
    bundle = await bundleOf(owner);
  });
  after(() => bundle.remove());

  const endings: readonly (readonly [name: string, end: (child: ChildProcess) => void])[] = [
    ['killed', (child) => child.kill('SIGKILL')],
    ['asked to end', (child) => child.kill('SIGTERM')],
    ['interrupted', (child) => child.kill('SIGINT')],
    ['crashed', (child) => child.kill('SIGSEGV')],
  ];
  for (const [name, end] of endings) {
    test(`${name}: the server and its guard are gone soon`, async () => {
      const { child, pid } = await owned(serverProgram());
      assert.equal(isAlive(pid), true);
      assert.equal(guardsOf(pid).length, 1);
      end(child);
      await once(child, 'close');
      await goneSoon(pid);
    });
  }

  const deafEndings: readonly (readonly [name: string, end: (child: ChildProcess) => void])[] = [
    ['when its owner is killed', (child) => child.kill('SIGKILL')],
    ['when all of its group are asked to end', (child) => process.kill(-(child.pid ?? 0), 'SIGTERM')],
  ];
  for (const [name, end] of deafEndings) {
    test(`a server that ignores the request to end is ended all the same, ${name}`, async () => {
      const { child, pid } = await owned(deaf());
      end(child);
      await once(child, 'close');
      await goneSoon(pid);
    });
  }

  async function owned(program: string): Promise<{ child: ChildProcess; pid: number }> {
    const options = { program, model: nanoModel, workingFolder: join(folder.path, 'work') };
    const child = bundle.start(options);
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    assert.ok(child.stdout !== null);
    let pid = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      pid = Number(line);
    });
    await waitUntil(() => pid > 0, { timeoutMs: 8_000, what: 'the owner had a server' }).catch((error) => {
      child.kill('SIGKILL');
      throw new Error(`${error.message}\n${complaints}`);
    });
    return { child, pid };
  }

  /** Starts a server, tells its number, and stays. A program that never answers has a number as well. */
  const owner = `
    import { mkdirSync } from 'node:fs';
    import { systemClock } from './src/base/clock.node.ts';
    import { silentLog } from './src/base/log.ts';
    import { ok } from './src/base/result.ts';
    import { planLaunches } from './src/server/plan.node.ts';
    import { WhisperServer } from './src/server/server.node.ts';

    const { program, model, workingFolder } = JSON.parse(process.argv[2]);
    const wish = { backend: 'cpu', threads: 1, extraArgs: [], env: {}, roots: { sys: workingFolder, dev: workingFolder, proc: workingFolder } };
    const server = new WhisperServer({
      clock: systemClock, log: silentLog, serverLog: silentLog, workingFolder,
      plan: () => planLaunches({ ...wish, program, workingFolder, locateModel: async () => ok(model) }),
    });
    server.onChange(({ kind }) => {
      if (kind === 'ready' || (kind === 'starting' && program.endsWith('deaf'))) console.log(server.process.pid);
    });
    void server.start();
    setInterval(() => {}, 60_000);
  `;
});

describe('a server that ends before its owner', () => {
  test('stopped: no guard stays', async () => {
    const clean = standing();
    const one = serverFor();
    const started = await one.server.start();
    assert.ok(started.ok);
    const pid = started.value.pid ?? 0;
    assert.equal(guardsOf(pid).length, 1);
    await one.end();
    await goneSoon(pid);
    await assertNothingLeft(clean);
  });

  test('dead by itself: no guard stays', async () => {
    const clean = standing();
    const one = serverFor();
    const started = await one.server.start();
    assert.ok(started.ok);
    const pid = started.value.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await goneSoon(pid);
    await assertNothingLeft(clean);
    await one.end();
  });

  test('disposed, as when VS Code closes and nothing can be waited for', async () => {
    const clean = standing();
    const one = serverFor();
    const started = await one.server.start();
    assert.ok(started.ok);
    one.server.dispose();
    await goneSoon(started.value.pid ?? 0);
    await assertNothingLeft(clean);
    await one.end();
  });
});

test('a guard that is let go does not touch what it guarded', async () => {
  const clean = standing();
  const child = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
  const log = keptLog();
  const guard = guardProcess(child.pid ?? 0, log);
  await waitUntil(() => guardsOf(child.pid ?? 0).length === 1, {
    timeoutMs: soon,
    what: 'the guard was there',
  });
  guard.dispose();
  await waitUntil(() => guardsOf(child.pid ?? 0).length === 0, {
    timeoutMs: soon,
    what: 'the guard was gone',
  });
  assert.equal(isAlive(child.pid ?? 0), true);
  child.kill('SIGKILL');
  await once(child, 'close');
  await assertNothingLeft(clean);
  assert.deepEqual(log.lines, []);
});

function guardsOf(pid: number) {
  return findByCommand(new RegExp(`sotto-guard ${pid}$`));
}

async function goneSoon(pid: number): Promise<void> {
  await waitUntil(() => !isAlive(pid), { timeoutMs: soon, what: 'the server was gone' }).catch((error) => {
    killTree(pid);
    throw error;
  });
  await waitUntil(() => guardsOf(pid).length === 0, { timeoutMs: soon, what: 'its guard was gone' });
}
