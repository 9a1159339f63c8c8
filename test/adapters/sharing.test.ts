// Windows of one person as processes of their own, over one real server: however many start at once, there is one;
// none is harmed when another ends or crashes; the last one to go ends it.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { type TemporaryFolder, temporaryFolder } from '../support/paths.ts';
import { findByCommand, isAlive, waitUntil } from '../support/processes.ts';
import { speak } from '../support/speech.ts';
import { phrase } from './support/whisper.ts';
import { type TestWindow, type Windows, windows } from './support/windows.ts';

let all: Windows;
let folder: TemporaryFolder;
let file: string;
const opened: TestWindow[] = [];
before(async () => {
  all = await windows();
  file = await speak(phrase);
});
after(() => all.remove());
afterEach(async () => {
  for (const window of opened.splice(0)) await window.kill();
  await noneLeft();
  folder.remove();
});

function open(count: number, env: Readonly<Record<string, string>> = {}): TestWindow[] {
  if (opened.length === 0) folder = temporaryFolder('sharing');
  const more = Array.from({ length: count }, () => all.open({ folder: folder.path, env }));
  opened.push(...more);
  return more;
}

const servers = () => findByCommand(/^\S+whisper-server .*--request-path/).filter(({ pid }) => isOurs(pid));

/** The names of the pipes hold the secrets, and the command lines of the servers too. */
function isOurs(pid: number): boolean {
  const secrets = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).flatMap(
    (name) => /-([0-9a-f]{32})(?:\.log)?$/.exec(name)?.[1] ?? [],
  );
  return findByCommand(new RegExp(secrets.join('|') || 'none')).some((found) => found.pid === pid);
}

async function noneLeft(): Promise<void> {
  await waitUntil(() => servers().length === 0, { timeoutMs: 5_000, what: 'no server was left' });
}

const transcribe = async (window: TestWindow) => (await window.ask(`transcribe ${file}`)).text;

for (const count of [2, 5]) {
  test(`${count} windows that start at once end with one server`, async () => {
    const told = await Promise.all(open(count).map((window) => window.ask('start')));
    assert.deepEqual(
      told.map(({ state }) => state),
      Array(count).fill('ready'),
    );
    assert.equal(new Set(told.map(({ pid }) => pid)).size, 1);
    assert.equal(servers().length, 1);
  });
}

test('the window that started it is killed: the other goes on with the same server, and ends it as the last', async () => {
  const [first, second] = open(2);
  assert.ok(first && second);
  const { pid = 0 } = await first.ask('start');
  assert.equal((await second.ask('start')).pid, pid);
  await first.kill();
  assert.equal(await transcribe(second), phrase);
  assert.equal((await second.ask('start')).pid, pid);
  await second.ask('dispose');
  await noneLeft();
});

test('the server dies while two windows wait for their words: both have them, from one new server', async () => {
  const both = open(2);
  const [told] = await Promise.all(both.map((window) => window.ask('start')));
  const texts = Promise.all(both.map(transcribe));
  await new Promise((resume) => setTimeout(resume, 50));
  process.kill(told?.pid ?? 0, 'SIGKILL');
  assert.deepEqual(await texts, [phrase, phrase]);
  assert.equal(servers().length, 1);
});

test('stopped in one window it is stopped for all, and comes back with the next dictation', async () => {
  const [first, second] = open(2);
  assert.ok(first && second);
  const { pid = 0 } = await first.ask('start');
  await second.ask('start');
  await first.ask('stop');
  assert.equal(isAlive(pid), false);
  await second.waitFor('stopped');
  assert.equal(await transcribe(second), phrase);
  assert.notEqual(second.told.at(-1)?.pid, pid);
});

test('another wish has another server, and takes none away', async () => {
  const [first] = open(1);
  const [other] = open(1, { SOTTO_TEST: 'other' });
  assert.ok(first && other);
  const [one, two] = await Promise.all([first.ask('start'), other.ask('start')]);
  assert.notEqual(one.pid, two.pid);
  assert.deepEqual([await transcribe(first), await transcribe(other)], [phrase, phrase]);
});
