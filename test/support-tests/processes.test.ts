// What for: holds the view on processes to processes of the test's own, since every "nothing leaked" rests on
// it.
// Must not know: which programs the other tests start.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import {
  descendants,
  endTree,
  findByCommand,
  isAlive,
  openSockets,
  processInfo,
  waitUntil,
} from '../support/processes.ts';

const started: ChildProcess[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

test('a process is seen with its children, by its command, and gone when it has ended', async () => {
  const mark = `sotto-mark-${process.pid}`;
  const shell = start('sh', ['-c', `sh -c 'sleep 61; echo ${mark}' & sleep 62; :`]);
  await waitUntil(() => descendants(shell).length === 3, { timeoutMs: 3000, what: 'three descendants' });
  assert.ok(descendants(process.pid).some(({ pid }) => pid === shell));
  const found = findByCommand(mark);
  assert.equal(found.length, 2, 'the two shells whose arguments hold the mark');
  assert.match(processInfo(shell)?.command ?? '', /^sh -c sh -c/);

  const tree = [shell, ...descendants(shell).map(({ pid }) => pid)];
  await endTree(shell);
  assert.deepEqual(tree.filter(isAlive), []);
  assert.deepEqual(findByCommand(mark), []);
});

test('a process that ignores the polite signal is ended all the same', async () => {
  const stubborn = start('sh', ['-c', "trap '' TERM; echo ready; while :; do sleep 0.1; done"]);
  await once(started.at(-1)?.stdout ?? assert.fail(), 'data');
  const before = performance.now();
  await endTree(stubborn, 300);
  assert.equal(isAlive(stubborn), false);
  assert.ok(performance.now() - before >= 300);
});

test('listening sockets are told with their addresses', async () => {
  const program = `
    const net = require('net');
    const wanted = [['127.0.0.1', 0], ['::1', 0], ['/tmp/sotto-socket-' + process.pid]];
    const servers = wanted.map(([host, port]) => net.createServer().listen(...(port === 0 ? [0, host] : [host])));
    Promise.all(servers.map((s) => require('events').once(s, 'listening'))).then(() =>
      console.log(JSON.stringify(servers.map((s) => s.address()))));
    process.on('SIGTERM', () => { servers.forEach((s) => s.close()); process.exit(); });`;
  const child = start(process.execPath, ['-e', program]);
  const [data] = (await once(started.at(-1)?.stdout ?? assert.fail(), 'data')) as [Buffer];
  const [v4, v6, path] = JSON.parse(String(data)) as [{ port: number }, { port: number }, string];

  const listening = openSockets(child).filter((socket) => socket.listening);
  const locals = listening.map(({ kind, local }) => `${kind} ${local}`);
  assert.deepEqual(locals.toSorted(), [`tcp 127.0.0.1:${v4.port}`, `tcp6 [::1]:${v6.port}`, `unix ${path}`]);
  await endTree(child);
  assert.deepEqual(openSockets(child), []);
});

test('waiting in vain says what for and why', async () => {
  const options = { timeoutMs: 50, what: 'pigs flew' };
  await assert.rejects(
    waitUntil(() => false, options),
    /50 ms in vain until pigs flew$/,
  );
  const grounded = () => {
    throw new Error('no wings');
  };
  await assert.rejects(waitUntil(grounded, options), /until pigs flew: no wings/);
  assert.equal(await waitUntil(() => 0, options), 0);
});

function start(program: string, args: readonly string[]): number {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  return child.pid ?? assert.fail(`${program} did not start`);
}
