// The keeper against real deaths of the processes that hold the server: whatever ends the last of them, the server
// ends too; as long as one lives, it stays; and where the keeper itself was killed, the next window clears up.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { temporaryFolder } from '../support/paths.ts';
import { descendants, isAlive, killTree, waitUntil } from '../support/processes.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import { fakeProgram } from './support/recordings.ts';
import { serverFor, serverProgram } from './support/whisper.ts';
import { keeperOf, type TestWindow, type Windows, windows } from './support/windows.ts';

const folder = temporaryFolder('kept');
let all: Windows;
before(async () => {
  serverProgram();
  all = await windows();
});
after(async () => {
  await all.remove();
  folder.remove();
});

/** What a person would call "a few seconds". */
const soon = 5_000;

/** Asked what it is, it ends as a server does; else by itself after a while, so that nothing is left for long. */
const deaf = () =>
  fakeProgram(
    ...[folder.path, 'deaf'],
    ...['test "$1" = -h && exit', "trap '' TERM", 'for _ in $(seq 400); do /bin/sleep 0.05; done'],
  );

const endings: readonly (readonly [name: string, end: (window: TestWindow) => void])[] = [
  ['killed', ({ child }) => child.kill('SIGKILL')],
  ['asked to end', ({ child }) => child.kill('SIGTERM')],
  ['interrupted', ({ child }) => child.kill('SIGINT')],
  ['crashed', ({ child }) => child.kill('SIGSEGV')],
  ['ended with all of its group', ({ child }) => process.kill(-(child.pid ?? 0), 'SIGTERM')],
];

describe('the only window ends without a word', { concurrency: 4 }, () => {
  for (const [name, end] of endings) {
    test(`${name}: the server and its keeper are gone soon`, async () => {
      const { window, server, keeper } = await ownWindow(name);
      end(window);
      await once(window.child, 'close');
      await goneSoon(server, keeper);
    });
  }

  test('a server that ignores the request to end is ended all the same', async () => {
    const own = temporaryFolder('deaf');
    const window = all.open({ folder: own.path, program: deaf() });
    window.child.stdin?.write('start\n');
    const { pid: server } = await waitUntil(
      () =>
        descendants(window.child.pid ?? 0).find(
          ({ command }) => command.includes('/deaf --model') && !command.includes('sotto-keeper'),
        ),
      { timeoutMs: soon, what: 'the deaf server was there' },
    );
    const keeper = keeperOf(server)?.pid ?? 0;
    await window.kill();
    await goneSoon(server, keeper);
    own.remove();
  });
});

describe('a server that ends before its window', () => {
  const ends: readonly (readonly [string, (one: ReturnType<typeof serverFor>, pid: number) => unknown])[] = [
    ['stopped', ({ server }) => server.stop()],
    ['dead by itself', (_, pid) => process.kill(pid, 'SIGKILL')],
    ['let go, as when VS Code closes and nothing can be waited for', ({ server }) => server.dispose()],
  ];
  for (const [name, end] of ends) {
    test(`${name}: no keeper stays`, async () => {
      const clean = standing();
      const one = serverFor();
      const started = await one.server.start();
      assert.ok(started.ok);
      const server = started.value.pid ?? 0;
      const keeper = keeperOf(server)?.pid ?? 0;
      assert.ok(keeper > 0);
      await end(one, server);
      await goneSoon(server, keeper);
      await one.end();
      await assertNothingLeft(clean);
    });
  }
});

describe('the keeper is killed', () => {
  const own = temporaryFolder('orphan');
  after(() => own.remove());
  const opened: TestWindow[] = [];
  afterEach(async () => {
    for (const window of opened.splice(0)) await window.kill();
  });
  const open = (): TestWindow => {
    const window = all.open({ folder: own.path });
    opened.push(window);
    return window;
  };

  test('with its window: the next one finds the orphan, ends it and has a server of its own', async () => {
    const first = open();
    const { pid: orphan = 0 } = await first.ask('start');
    killAll(orphan);
    await first.kill();
    assert.equal(isAlive(orphan), true);
    const next = open();
    const { pid: server = 0, state } = await next.ask('start');
    assert.equal(state, 'ready');
    assert.notEqual(server, orphan);
    assert.equal(isAlive(orphan), false);
  });

  test('alone: its window notices, and has another server soon', async () => {
    const window = open();
    const { pid: server = 0 } = await window.ask('start');
    killAll(server);
    await waitUntil(() => window.told.some(({ pid, state }) => state === 'ready' && pid !== server), {
      timeoutMs: 20_000,
      what: 'the window had another server',
    });
    assert.equal(isAlive(server), false);
  });

  /** The shell and the part of it that waits. */
  function killAll(server: number): void {
    const keeper = keeperOf(server);
    assert.ok(keeper !== undefined);
    process.kill(keeper.pid, 'SIGSTOP');
    for (const { pid } of descendants(keeper.pid)) if (pid !== server) process.kill(pid, 'SIGKILL');
    process.kill(keeper.pid, 'SIGKILL');
  }
});

// There is no systemd for users here: the fake does what `systemd-run --scope` does, which becomes the program.
for (const [name, becomes] of [
  ['the server runs in a scope that outweighs a build', 'shift 7; exec "$@"'],
  ['a systemd that refuses costs nothing', 'exit 1'],
] as const) {
  test(name, async () => {
    const own = temporaryFolder('weight');
    fakeProgram(own.path, 'systemd-run', `echo "$@" >> ${own.path}/asked`, becomes);
    const env = { PATH: `${own.path}:${process.env['PATH']}` };
    const window = all.open({ folder: `${own.path}/windows`, env });
    const { pid: server = 0, state } = await window.ask('start');
    assert.equal(state, 'ready');
    const asked = readFileSync(`${own.path}/asked`, 'utf8').trim().split('\n');
    assert.ok(asked.every((line) => line.startsWith('--user --scope --quiet --collect -p CPUWeight=')));
    assert.equal(asked.length, becomes === 'exit 1' ? 1 : 2);
    const keeper = keeperOf(server)?.pid ?? 0;
    assert.ok(keeper > 0, 'it has a keeper');
    await window.kill();
    await goneSoon(server, keeper);
    own.remove();
  });
}

async function ownWindow(name: string): Promise<{ window: TestWindow; server: number; keeper: number }> {
  const window = all.open({ folder: `${folder.path}/${name.replaceAll(' ', '-')}` });
  const { pid: server = 0 } = await window.ask('start');
  assert.equal(isAlive(server), true);
  const keeper = keeperOf(server)?.pid ?? 0;
  assert.ok(keeper > 0, 'it has a keeper');
  return { window, server, keeper };
}

async function goneSoon(...pids: readonly number[]): Promise<void> {
  await waitUntil(() => !pids.some(isAlive), { timeoutMs: soon, what: 'server and keeper were gone' }).catch(
    (error) => {
      for (const pid of pids) killTree(pid);
      throw error;
    },
  );
}
