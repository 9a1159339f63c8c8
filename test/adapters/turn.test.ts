// The wait for an answer, against an HTTP server that stands in for whisper-server: it takes one request after the
// other, answers the question for its health as it is told, and writes whose turn it is. The clock is moved by hand.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { Hold } from '../../src/server/keeper.node.ts';
import { ServerProcess } from '../../src/server/process.node.ts';
import { answerTimeoutMs } from '../../src/server/turn.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/paths.ts';
import { waitUntil } from '../support/processes.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { keptLog } from './support/logs.ts';

const secret = '0'.repeat(32);
const minute = 60_000;
const never = new AbortController().signal;
const speech = { wav: new Uint8Array(1), seconds: 1, language: 'en', prompt: '', care: 'usual' } as const;

let folder: TemporaryFolder;
let logFile: string;
let http: Server;
let clock: FakeClock;
let server: ServerProcess;
let isSilent: boolean;
let healthAsked: number;
/** The requests that wait for their turn, by their names. */
let waiting: { readonly name: string; answer(): void }[];

/** Only the model's name counts here. */
const launch = {
  ...{ program: '', model: 'ggml-base.bin', threads: 1, extraArgs: [], env: {} },
  backend: { kind: 'cpu', library: undefined },
} as const;

beforeEach(async () => {
  folder = temporaryFolder('turn');
  logFile = join(folder.path, 'server.log');
  writeFileSync(logFile, '');
  [isSilent, healthAsked, waiting] = [false, 0, []];
  http = createServer((request, response) => {
    if (request.url?.endsWith('/health')) {
      healthAsked += 1;
      if (!isSilent) response.end('{"status":"ok"}');
      return;
    }
    let body = '';
    request.setEncoding('latin1').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const name = /filename="([^"]*)"/.exec(body)?.[1] ?? '';
      waiting.push({ name, answer: () => response.end(JSON.stringify({ text: 'hello', segments: [] })) });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  clock = new FakeClock();
  const hold: Hold = {
    address: { port: (http.address() as AddressInfo).port, secret },
    folder: folder.path,
    logFile,
    standing: () => 'kept',
    order: () => {},
    release: () => {},
  };
  server = await ServerProcess.join(hold, launch, { clock, log: keptLog(), serverLog: keptLog() });
});
afterEach(() => {
  server.letGo();
  http.closeAllConnections();
  http.close();
  folder.remove();
});

function write(line: string): void {
  appendFileSync(logFile, `${line}\n`);
}

function takesUp(name: string, seconds: number): void {
  write(
    `operator(): processing '${name}' (${seconds * 16_000} samples, ${seconds.toFixed(1)} sec), 2 threads`,
  );
}

async function asked() {
  const answer = server.transcribe(speech, answerTimeoutMs(speech.seconds), never);
  let isOver = false;
  void answer.finally(() => {
    isOver = true;
  });
  await waitUntil(() => waiting.length > 0, { timeoutMs: 5_000, what: 'the request had come', everyMs: 1 });
  const [request] = waiting;
  assert.ok(request !== undefined);
  /** Lets the time pass, with all questions for the health that belong to it. */
  const pass = async (milliseconds: number, meanwhile: () => void = () => {}) => {
    const until = clock.now() + milliseconds;
    while (clock.now() < until && !isOver) {
      const before = healthAsked;
      meanwhile();
      await waitUntil(() => clock.waiting > 0 || isOver, {
        timeoutMs: 5_000,
        what: 'it waits on',
        everyMs: 1,
      });
      clock.advance(2_000);
      await waitUntil(() => healthAsked > before || isOver, {
        ...{ timeoutMs: 5_000, what: 'the health was asked for', everyMs: 1 },
      });
    }
  };
  return { answer, request, pass, isOver: () => isOver };
}

test('behind the long request of another window it waits, and is heard when its turn comes', async () => {
  takesUp('other.wav', 30);
  const { answer, request, pass, isOver } = await asked();
  await pass(15 * minute);
  assert.equal(isOver(), false);
  takesUp(request.name, 1);
  await pass(30_000);
  request.answer();
  assert.deepEqual(await answer, { kind: 'heard', transcript: { text: 'hello', sawWhole: false } });
});

test('in its own turn it is given up after its own time, and that is told as slow', async () => {
  const { answer, request, pass } = await asked();
  takesUp(request.name, 1);
  await pass(3 * minute);
  const late = await answer;
  assert.ok(late.kind === 'late', JSON.stringify(late));
  assert.equal(late.why, 'slow');
  assert.ok(late.waitedMs > minute && late.waitedMs < minute + 10_000, `${late.waitedMs} ms`);
});

test('a server that answers for its health and does nothing else comes to an end', async () => {
  takesUp('other.wav', 1);
  const { answer, pass } = await asked();
  await pass(10 * minute);
  const late = await answer;
  assert.ok(late.kind === 'late', JSON.stringify(late));
  assert.equal(late.why, 'stuck');
  assert.ok(late.waitedMs > 5 * minute && late.waitedMs < 5 * minute + 10_000, `${late.waitedMs} ms`);
});

test('where others hold all its threads it cannot answer for its health: its work is the sign of life', async () => {
  write(`sotto-keeper: process ${process.pid}`);
  isSilent = true;
  const { answer, request, pass } = await asked();
  const works = () => {
    const until = process.cpuUsage().user + 80_000;
    while (process.cpuUsage().user < until) Math.sqrt(until);
  };
  await pass(14_000, works);
  request.answer();
  assert.equal((await answer).kind, 'heard');
});

test('without answer, line and work it hangs', async () => {
  isSilent = true;
  const { answer, pass } = await asked();
  await pass(20_000);
  const late = await answer;
  assert.ok(late.kind === 'late', JSON.stringify(late));
  assert.equal(late.why, 'hung');
});
