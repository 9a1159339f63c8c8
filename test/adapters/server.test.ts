// The server of a window against the real whisper-server: it starts once, answers, restarts when it must, tells
// every way of not starting and of dying as what it is, is open to nobody else, and leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Problem } from '../../src/base/problem.ts';
import { ok } from '../../src/base/result.ts';
import { takenUp } from '../../src/server/turn.ts';
import { temporaryFolder } from '../support/paths.ts';
import { isAlive, openSockets, processInfo, waitUntil } from '../support/processes.ts';
import { smallDisk } from '../support/smallDisk.ts';
import { hurriedClock } from './support/clocks.ts';
import { assertNothingLeft, type Standing, standing, startedSince } from './support/leaks.ts';
import {
  addressIn,
  nanoModel,
  type Plan,
  phrase,
  type Spoken,
  serverFor,
  serverProgram,
  spoken,
  type TestServer,
  transcribe,
  type Wish,
} from './support/whisper.ts';

const folder = temporaryFolder('servertest');
const used: TestServer[] = [];
let speech: Spoken;
/** Half a minute of speech: takes long enough to do something in the middle. */
let long: Spoken;

before(async () => {
  serverProgram(); // says what to do where it is missing
  speech = await spoken();
  long = repeated(speech, 10);
});
afterEach(async () => {
  for (const one of used.splice(0)) await one.end();
});
after(() => folder.remove());

function use(one: TestServer): TestServer {
  used.push(one);
  return one;
}

describe('a life of the server', () => {
  test('start, transcribe, stop: the words are exact, then process and port are gone', async () => {
    const clean = standing();
    const { server, states } = use(serverFor());
    const { pid, command } = await startedServer(server);
    const { port } = addressIn(command);
    assert.equal(await textOf(server, speech), phrase);
    assert.equal(await isOpen(port), true);
    await server.stop();
    assert.equal(isAlive(pid), false);
    assert.equal(await isOpen(port), false);
    assert.deepEqual(states, ['starting', 'ready', 'stopping', 'stopped']);
    await assertNothingLeft(clean);
  });

  test('ready means that it answers, and where the weights lie is read from its own words', async () => {
    const { server, serverLog } = use(serverFor());
    await startedServer(server);
    assert.ok(server.current.kind === 'ready');
    assert.deepEqual(server.current.acceleration.verdict, { kind: 'cpu', why: 'requested' });
    assert.ok(serverLog.lines.some((line) => line.includes('CPU total size')));
  });

  test('callers at the same time share one start and one process', async () => {
    const clean = standing();
    const { server } = use(serverFor());
    const [first, second, text] = await Promise.all([server.start(), server.start(), textOf(server, speech)]);
    assert.ok(first.ok && second.ok);
    assert.equal(first.value, second.value);
    assert.equal(text, phrase);
    assert.equal(servers(clean).length, 1);
  });

  test('the same settings keep it, other ones start it anew', async () => {
    const { server, wish } = use(serverFor());
    const first = await startedServer(server);
    assert.equal((await startedServer(server)).pid, first.pid);
    wish.env = { SOTTO_TEST: 'other' };
    const second = await startedServer(server);
    assert.notEqual(second.pid, first.pid);
    assert.equal(isAlive(first.pid), false);
    assert.match(readFileSync(`/proc/${second.pid}/environ`, 'utf8'), /SOTTO_TEST=other/);
    assert.equal(await textOf(server, speech), phrase);
    assert.equal((await startedServer(server)).pid, second.pid);
  });

  test('nothing is planned for each request; a setting or a file that changed is noticed at once', async () => {
    const model = join(folder.path, 'stamped.bin');
    copyFileSync(nanoModel, model);
    const { server, wish, planned } = use(serverFor({ model }));
    await startedServer(server);
    for (let count = 0; count < 3; count++) assert.equal(await textOf(server, speech), phrase);
    assert.equal(planned(), 1);
    utimesSync(model, 1_000, 1_000);
    assert.equal(await textOf(server, speech), phrase);
    assert.equal(planned(), 2);
    wish.env = { SOTTO_TEST: 'other' };
    await startedServer(server);
    assert.ok(planned() > 2);
  });

  test('what the settings put into the environment of the server is not in the log', async () => {
    const { server, log, serverLog } = use(serverFor({ env: { HF_TOKEN: 'a-very-secret-token' } }));
    await startedServer(server);
    const said = [...log.lines, ...serverLog.lines].join('\n');
    assert.match(said, /HF_TOKEN/);
    assert.doesNotMatch(said, /a-very-secret-token/);
  });

  test('a folder that became unusable is not blamed with the crash before', async () => {
    const program = copiedServer('cut before', (file) => truncateSync(file, 20_000));
    const { server, gaveWay, folder: meeting } = use(serverFor({ program }));
    assert.equal((await server.start()).ok, false);
    assert.equal(gaveWay.length, 1);
    assert.ok(gaveWay[0]?.exit?.signal, 'it crashed at its start');
    rmSync(meeting, { recursive: true, force: true });
    writeFileSync(meeting, 'no folder');
    const started = await server.start();
    rmSync(meeting);
    assert.ok(!started.ok);
    assertProblem(started.error, { kind: 'folderUnusable' });
    assert.equal(gaveWay.length, 2);
    assert.equal(gaveWay[1]?.exit, undefined);
  });

  test('restart gives another process', async () => {
    const { server } = use(serverFor());
    const first = await startedServer(server);
    const again = await server.restart();
    assert.ok(again.ok);
    assert.notEqual(again.value.pid, first.pid);
    assert.equal(isAlive(first.pid), false);
  });

  test('stopped in the middle of its start, nothing goes on', async () => {
    const clean = standing();
    const { server } = use(serverFor());
    const starting = server.start();
    await waitUntil(() => servers(clean).length > 0, {
      timeoutMs: 5_000,
      what: 'it was launched',
      everyMs: 1,
    });
    await server.stop();
    const started = await starting;
    assert.equal(started.ok, false);
    assert.equal(server.current.kind, 'stopped');
    await assertNothingLeft(clean);
  });

  test('stopped while speech comes for a server that is up: it stays stopped', async () => {
    const { server } = use(serverFor());
    await startedServer(server);
    const answer = transcribe(server, speech);
    await server.stop();
    assert.equal((await answer).ok, false);
    assert.equal(server.current.kind, 'stopped');
  });

  test('stopped before it was launched, nothing is launched', async () => {
    const clean = standing();
    const { server } = use(serverFor());
    const starting = server.start();
    await server.stop();
    assert.equal((await starting).ok, false);
    assert.equal(server.current.kind, 'stopped');
    await assertNothingLeft(clean);
  });

  test('a backend that does not start is followed by the next that was allowed', async () => {
    const { server, log } = use(serverFor({}, { replan: brokenVulkanFirst }));
    assert.equal(await textOf(server, speech), phrase);
    assert.ok(log.lines.includes('vulkan: did not start (serverWontStart)'));
    // What works is kept: a later dictation does not try the broken one again.
    assert.equal(await textOf(server, speech), phrase);
    assert.equal(log.lines.filter((line) => line.startsWith('launch: ')).length, 2);
  });

  test('ten dictations in a row leave no process, file or socket more than the first', async () => {
    const { server } = use(serverFor());
    const { pid } = await startedServer(server);
    assert.equal(await textOf(server, speech), phrase);
    const serverFiles = () => openSockets(pid).length;
    const [clean, files] = [standing(), serverFiles()];
    for (let count = 0; count < 10; count++) assert.equal(await textOf(server, speech), phrase);
    await assertNothingLeft(clean);
    await waitUntil(() => serverFiles() <= files, {
      timeoutMs: 4_000,
      what: 'the server closed its sockets',
    });
  });
});

describe('open to nobody else', () => {
  let one: TestServer;
  let pid: number;
  let port: number;
  let secret: string;
  before(async () => {
    one = serverFor();
    const process = await startedServer(one.server);
    pid = process.pid;
    ({ port, secret } = addressIn(process.command));
  });
  after(() => one.end());

  test('the secret is long, and not in the log', () => {
    assert.match(secret, /^[0-9a-f]{32}$/);
    assert.ok(!one.log.lines.join('\n').includes(secret));
  });

  const requests = [
    ['GET', ''],
    ['GET', 'health'],
    ['POST', 'inference'],
    ['POST', 'load'],
    ['GET', `${'0'.repeat(32)}/health`],
  ] as const;
  for (const [method, path] of requests) {
    test(`${method} /${path} without the secret is not found`, async () => {
      assert.equal((await ask(method, path)).status, 404);
    });
  }

  test('with the secret the same paths are there', async () => {
    assert.equal((await ask('GET', `${secret}/health`)).status, 200);
    assert.notEqual((await ask('POST', `${secret}/inference`)).status, 404);
  });

  test('it listens on the loopback only', () => {
    const listening = openSockets(pid).filter((socket) => socket.listening);
    assert.deepEqual(
      listening.map(({ kind, local }) => `${kind} ${local}`),
      [`tcp 127.0.0.1:${port}`],
    );
  });

  test('it runs in our folder, not in one of the user', () => {
    assert.equal(readlinkSync(`/proc/${pid}/cwd`), `${one.folder}/${readdirSync(one.folder)[0]}`);
  });

  test('every launch has another secret and another port', async () => {
    const before = { port, secret };
    const again = await one.server.restart();
    assert.ok(again.ok);
    const now = addressIn(processInfo(again.value.pid ?? 0)?.command ?? '');
    assert.notEqual(now.secret, before.secret);
    assert.notEqual(now.port, before.port);
  });

  function ask(method: string, path: string): Promise<Response> {
    const body = method === 'POST' ? new FormData() : null;
    body?.append('file', new Blob([speech.wav]), 'a.wav');
    return fetch(`http://127.0.0.1:${port}/${path}`, { method, body, headers: { connection: 'close' } });
  }
});

describe('a start that fails is told as what it is', () => {
  interface Failure {
    readonly name: string;
    readonly wish: () => Partial<Wish>;
    readonly problem: Readonly<Record<string, unknown>>;
    /** What the person must be able to read. */
    readonly says?: RegExp;
    /** Nothing may be started before it is known. */
    readonly launches: 0 | 1;
  }
  const missingProgram = join(folder.path, 'no-server');
  const missingModel = join(folder.path, 'no-model.bin');
  const failures: readonly Failure[] = [
    {
      name: 'no program',
      wish: () => ({ program: missingProgram }),
      problem: { kind: 'serverMissing', file: missingProgram },
      launches: 0,
    },
    {
      name: 'a folder for a program',
      wish: () => ({ program: folder.path }),
      problem: { kind: 'serverMissing', file: folder.path },
      launches: 0,
    },
    {
      name: 'a text for a program',
      wish: () => ({ program: textFile('text-server', 'Read me first: this is no program', 0o755) }),
      problem: { kind: 'serverWontStart', why: 'notRunnable' },
      launches: 1,
    },
    {
      name: 'a program without the right to run',
      wish: () => ({ program: copiedServer('no-right', (file) => chmodSync(file, 0o644)) }),
      problem: { kind: 'serverWontStart', why: 'notRunnable' },
      says: /Permission denied/,
      launches: 1,
    },
    {
      name: 'a program for another machine',
      wish: () => ({ program: copiedServer('other-machine', (file) => patch(file, 18, 0xb7)) }),
      problem: { kind: 'serverWontStart', why: 'notRunnable' },
      launches: 1,
    },
    {
      name: 'a program that was cut',
      wish: () => ({ program: copiedServer('cut', (file) => truncateSync(file, 20_000)) }),
      problem: { kind: 'serverWontStart', why: 'crashed' },
      says: /SIG(SEGV|BUS)/,
      launches: 1,
    },
    {
      name: 'a program without its library',
      wish: () => ({ program: copiedServer('no-library') }),
      problem: { kind: 'serverWontStart', why: 'missingLibrary' },
      says: /lib(whisper|ggml)\S*\.so/,
      launches: 1,
    },
    {
      name: 'a program that is still being written',
      wish: () => ({ program: copiedServer('busy') }),
      problem: { kind: 'serverWontStart', why: 'notRunnable' },
      says: /Text file busy/,
      launches: 1,
    },
    {
      name: 'a relative path',
      wish: () => ({ program: 'bin/server' }),
      problem: { kind: 'pathRelative', path: 'bin/server', of: 'server' },
      launches: 0,
    },
    {
      name: 'no model',
      wish: () => ({ model: missingModel }),
      problem: { kind: 'modelFileMissing', file: missingModel },
      launches: 0,
    },
    {
      name: 'a model that was cut',
      wish: () => ({ model: cutModel() }),
      problem: { kind: 'modelBroken', why: 'truncated', downloadable: false },
      launches: 0,
    },
    {
      name: 'an argument that it does not know',
      wish: () => ({ extraArgs: ['--no-such-argument'] }),
      problem: { kind: 'serverWontStart', why: 'badArgument' },
      says: /--no-such-argument/,
      launches: 1,
    },
    ...['--host=0.0.0.0', '--port', '--public', '-m'].map(
      (argument): Failure => ({
        name: `the argument ${argument}, which is ours`,
        wish: () => ({ extraArgs: ['--threads', '1', argument] }),
        problem: { kind: 'badServerArgument', argument },
        launches: 0,
      }),
    ),
    {
      name: 'a backend that was not built',
      wish: () => ({ program: copiedServer('no-backends'), backend: 'rocm' }),
      problem: { kind: 'backendMissing', backend: 'rocm', built: ['cpu'] },
      launches: 0,
    },
  ];
  for (const { name, wish, problem, says, launches } of failures) {
    test(name, async () => {
      const clean = standing();
      const options = wish();
      const { server, log } = use(serverFor(options));
      const busy = name.includes('still being written') ? await open(options.program ?? '', 'a') : undefined;
      const started = await server.start().finally(() => busy?.close());
      assert.ok(!started.ok);
      assertProblem(started.error, problem, says);
      assert.equal(server.current.kind, 'failed');
      assert.ok(server.current.kind === 'failed');
      assertProblem(server.current.problem, problem);
      assert.equal(log.lines.filter((line) => line.startsWith('launch: ')).length, launches);
      await assertNothingLeft(clean);
    });
  }

  test('a program that never becomes ready is ended when the time is over', async () => {
    const program = textFile('hanging-server', '#!/bin/sh\ntest "$1" = -h || exec sleep 60\n', 0o755);
    const clean = standing();
    const { server } = use(serverFor({ program }, { clock: hurriedClock(500) }));
    const started = await server.start();
    assert.ok(!started.ok);
    assertProblem(started.error, { kind: 'serverWontStart', why: 'timeout' });
    await assertNothingLeft(clean);
  });

  test('a model that only the server finds broken', async () => {
    const model = textFile('garbage.bin', 'garbage'.repeat(1_000));
    const { server } = use(
      serverFor({}, { replan: (plan) => (plan.ok ? ok([{ ...plan.value[0], model }]) : plan) }),
    );
    const started = await server.start();
    assert.ok(!started.ok);
    assertProblem(started.error, { kind: 'serverWontStart', why: 'badModel' });
  });

  test('settings that cannot be launched are told while a server runs, which then goes on', async () => {
    const { server, wish } = use(serverFor());
    const { pid } = await startedServer(server);
    wish.model = missingModel;
    const answer = await transcribe(server, speech);
    assert.ok(!answer.ok);
    assertProblem(answer.error, { kind: 'modelFileMissing', file: missingModel });
    wish.model = nanoModel;
    assert.equal(await textOf(server, speech), phrase);
    assert.equal((await startedServer(server)).pid, pid);
  });

  test('an error of our own while it is planned is a start that failed, and no wait without end', async () => {
    let isBroken = true;
    const replan = (plan: Plan) => {
      if (isBroken) throw new Error('our own error');
      return plan;
    };
    const { server, log } = use(serverFor({}, { replan }));
    const answer = await transcribe(server, speech);
    assert.ok(!answer.ok);
    assertProblem(answer.error, { kind: 'serverWontStart' }, /our own error/);
    assert.ok(log.lines.some((line) => line.includes('at replan')));
    isBroken = false;
    assert.equal(await textOf(server, speech), phrase);
  });

  test('a program that was replaced at its place is asked anew for its backends', async () => {
    const program = textFile('replaced', '#!/bin/sh\n', 0o755);
    const { server, wish } = use(serverFor({ program, backend: 'vulkan' }));
    const without = await server.start();
    assert.ok(!without.ok);
    assertProblem(without.error, { kind: 'backendMissing' });
    wish.program = textFile(
      'replaced',
      '#!/bin/sh\necho "load_backend: loaded Vulkan backend from /x.so" >&2\n',
      0o755,
    );
    const withVulkan = await server.start();
    assert.ok(!withVulkan.ok);
    assertProblem(withVulkan.error, { kind: 'serverWontStart', why: 'badArgument' });
  });

  test('after the cause is gone the next start works', async () => {
    const { server, wish } = use(serverFor({ extraArgs: ['--no-such-argument'] }));
    assert.equal((await server.start()).ok, false);
    wish.extraArgs = [];
    assert.equal(await textOf(server, speech), phrase);
  });
});

describe('trouble while it works', () => {
  test('killed in the middle: the same audio is sent to the next one, and nobody notices', async () => {
    const { server, states, gaveWay } = use(serverFor());
    const { pid } = await startedServer(server);
    const answer = transcribe(server, long);
    await isWorking(pid);
    process.kill(pid, 'SIGKILL');
    const heard = await answer;
    assert.ok(heard.ok && heard.value.text.includes('file'), JSON.stringify(heard));
    assert.deepEqual(states, ['starting', 'ready', 'waiting', 'starting', 'ready']);
    assert.equal(gaveWay.length, 1);
    assertProblem(gaveWay[0]?.problem as Problem, { kind: 'serverDied', detail: 'ended by SIGKILL' });
  });

  test('audio that kills every server is given up with its last words', async () => {
    const { server, gaveWay, log } = use(serverFor());
    await startedServer(server);
    const isWarm = () => log.lines.some((line) => line.startsWith('warm after'));
    await waitUntil(isWarm, { timeoutMs: 20_000, what: 'its warm-up was over, which would count as well' });
    let over = false;
    const killing = (async () => {
      while (!over) {
        const { current, pid } = server;
        if (current.kind === 'ready' && pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
        await new Promise((resume) => setTimeout(resume, 20));
      }
    })();
    const died = await transcribe(server, long);
    over = true;
    await killing;
    assert.ok(!died.ok);
    assertProblem(died.error, { kind: 'serverDied', detail: 'ended by SIGKILL' });
    assert.equal(gaveWay.length, 3);
    assert.equal(await textOf(server, speech), phrase);
  });

  test('killed between two dictations: the second does not notice', async () => {
    const { server } = use(serverFor());
    const { pid } = await startedServer(server);
    assert.equal(await textOf(server, speech), phrase);
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => server.current.kind === 'waiting', {
      timeoutMs: 2_000,
      what: 'its death was noticed',
    });
    assert.equal(await textOf(server, speech), phrase);
  });

  test('what it cannot read it refuses, and lives', async () => {
    const { server } = use(serverFor());
    const { pid } = await startedServer(server);
    const refused = await transcribe(server, { wav: new TextEncoder().encode('not a sound'), seconds: 1 });
    assert.ok(!refused.ok);
    assertProblem(refused.error, { kind: 'serverRefused', status: 400 }, /Invalid request/);
    assert.equal(await textOf(server, speech), phrase);
    assert.equal((await startedServer(server)).pid, pid);
  });

  test('cancelled in the middle: the caller is free at once, the server goes on for others', async () => {
    const { server } = use(serverFor());
    const { pid } = await startedServer(server);
    const cancel = new AbortController();
    const answer = transcribe(server, long, cancel.signal);
    await isWorking(pid);
    const cancelledAt = performance.now();
    cancel.abort();
    const cancelled = await answer;
    assert.ok(performance.now() - cancelledAt < 200, 'the caller had to wait');
    assert.equal(cancelled.ok, false);
    assert.equal(server.current.kind, 'ready');
    assert.equal(await textOf(server, speech), phrase);
    assert.equal((await startedServer(server)).pid, pid);
  });

  test('cancelled before it begins: nothing is sent', async () => {
    const { server, serverLog } = use(serverFor());
    await startedServer(server);
    const answer = await transcribe(server, speech, AbortSignal.abort());
    assert.equal(answer.ok, false);
    assert.equal(await textOf(server, speech), phrase);
    const sent = `${speech.seconds.toFixed(1)} sec), `;
    assert.equal(serverLog.lines.filter((line) => line.includes(sent)).length, 1);
  });

  test('it hangs: that is found by its health, and the same audio is sent to the next one', async () => {
    const { server, gaveWay } = use(serverFor({}, { clock: hurriedClock(5) }));
    const { pid } = await startedServer(server);
    process.kill(pid, 'SIGSTOP');
    assert.equal(await textOf(server, speech), phrase);
    assert.equal(isAlive(pid), false);
    assert.deepEqual(
      gaveWay.map(({ problem }) => problem.kind),
      ['serverTimeout'],
    );
  });

  test('it is slow with one request: that is given up and told, and the server goes on for all', async () => {
    const { server, gaveWay, serverLog } = use(serverFor({}, { clock: hurriedClock(20) }));
    const { pid } = await startedServer(server);
    const lecture = { wav: repeated(speech, 400).wav, seconds: 1 }; // so it has a minute, which passes in 3 s
    const slow = await transcribe(server, lecture);
    assert.ok(!slow.ok);
    assertProblem(slow.error, { kind: 'serverTimeout' });
    assert.ok(
      serverLog.lines.some((line) => takenUp(line) !== undefined),
      'its lines tell whose turn it is',
    );
    assert.deepEqual(gaveWay, []);
    const next = await transcribe(server, { ...speech, seconds: 60 }); // which has two minutes, however busy all are
    assert.ok(next.ok, JSON.stringify(next));
    assert.equal(server.pid, pid);
  });

  test('the disk has no room for a single line of it: speech becomes text all the same', async (context) => {
    const disk = smallDisk();
    if (disk === undefined) return context.skip('only root can make a disk to fill');
    context.after(() => disk.dispose());
    const clean = standing();
    disk.fill();
    const { server } = use(serverFor({}, { folder: join(disk.path, 'servers') }));
    assert.equal(await textOf(server, speech), phrase);
    assert.ok(server.current.kind === 'ready');
    assert.deepEqual(server.current.acceleration.verdict, { kind: 'unknown' }, 'what it said is not known');
    await server.stop();
    await assertNothingLeft(clean);
  });

  test('another server sits at its port: the answers of a stranger are not taken', async () => {
    const { server, log } = use(serverFor());
    const { pid, command } = await startedServer(server);
    const { port } = addressIn(command);
    const thief = spawn(serverProgram(), ['-m', nanoModel, '--port', String(port), '-t', '1'], {
      stdio: 'ignore',
    });
    try {
      await waitUntil(() => openSockets(thief.pid ?? 0).some(({ listening }) => listening), {
        timeoutMs: 5_000,
        what: 'the thief listened at the same port',
      });
      // The system gives every other connection to the thief.
      for (let count = 0; count < 4; count++) {
        assert.equal(await textOf(server, speech), phrase);
        await waitUntil(() => !openSockets(process.pid).some(({ remote }) => remote.endsWith(`:${port}`)), {
          timeoutMs: 8_000,
          what: 'the connection was given up',
        });
      }
      assert.equal(isAlive(pid), false, 'it moved to another port');
      assert.ok(log.lines.some((line) => line.includes('the audio is sent again')));
    } finally {
      thief.kill('SIGKILL');
    }
  });

  test('stopped in the middle of a transcription, it ends within its grace', async () => {
    const clean = standing();
    const { server } = use(serverFor());
    const { pid } = await startedServer(server);
    const answer = transcribe(server, long);
    await isWorking(pid);
    await server.stop();
    assert.equal(isAlive(pid), false);
    assert.equal(server.current.kind, 'stopped');
    await answer; // whatever it is, it comes
    await assertNothingLeft(clean);
  });
});

function brokenVulkanFirst(plan: Plan): Plan {
  if (!plan.ok) return plan;
  const [cpu] = plan.value;
  const gpu = { kind: 'vulkan', library: undefined } as const;
  return ok([{ ...cpu, backend: gpu, model: textFile('broken.bin', 'no model') }, cpu]);
}

async function startedServer(server: TestServer['server']): Promise<{ pid: number; command: string }> {
  const started = await server.start();
  assert.ok(started.ok, JSON.stringify(started));
  const { pid } = started.value;
  assert.ok(pid !== undefined);
  return { pid, command: processInfo(pid)?.command ?? '' };
}

async function textOf(server: TestServer['server'], said: Spoken): Promise<string> {
  const transcript = await transcribe(server, said);
  assert.ok(transcript.ok, JSON.stringify(transcript));
  return transcript.value.text.trim();
}

function servers(since: Standing) {
  return startedSince(since).filter(({ command }) => command.startsWith(serverProgram()));
}

function assertProblem(problem: Problem, expected: Readonly<Record<string, unknown>>, says?: RegExp): void {
  const part = Object.fromEntries(Object.entries(problem).filter(([name]) => name in expected));
  assert.deepEqual(part, expected, JSON.stringify(problem));
  if (says !== undefined) assert.match(JSON.stringify(problem), says);
}

/** Its own processor time has grown since now by more than reading a request takes. */
async function isWorking(pid: number): Promise<void> {
  const ticks = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await waitUntil(() => ticks() - before >= 10, { timeoutMs: 5_000, what: 'the server worked', everyMs: 5 });
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The same samples several times behind one header. */
function repeated({ wav, seconds }: Spoken, times: number): Spoken {
  const head = Buffer.from(wav.subarray(0, 44));
  const samples = wav.subarray(44);
  head.writeUInt32LE(36 + samples.length * times, 4);
  head.writeUInt32LE(samples.length * times, 40);
  return { wav: Buffer.concat([head, ...Array(times).fill(samples)]), seconds: seconds * times };
}

function textFile(name: string, text: string, mode = 0o644): string {
  const file = join(folder.path, name);
  writeFileSync(file, text, { mode });
  return file;
}

/** The real server's program alone in a folder, changed. */
function copiedServer(name: string, change: (file: string) => void = () => {}): string {
  const file = join(folder.path, name, 'whisper-server');
  mkdirSync(join(folder.path, name), { recursive: true });
  copyFileSync(serverProgram(), file);
  chmodSync(file, 0o755);
  change(file);
  return file;
}

function patch(file: string, offset: number, byte: number): void {
  const bytes = readFileSync(file);
  bytes[offset] = byte;
  writeFileSync(file, bytes);
}

function cutModel(): string {
  const file = join(folder.path, 'cut-model.bin');
  copyFileSync(nanoModel, file);
  truncateSync(file, 3_000_000);
  return file;
}
