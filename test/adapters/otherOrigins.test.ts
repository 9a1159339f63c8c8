// The server against a page of another origin in a real browser, and against other addresses: who does not know the
// secret path reaches nothing, and nothing listens but on the loopback address that it was given.

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { processInfo } from '../support/processes.ts';
import { addressIn, phrase, serverFor, spoken, type TestServer, transcribe } from './support/whisper.ts';

let one: TestServer;
let pid: number | undefined;
let port: number;
let secret: string;
let stranger: Server;
let browser: Browser;
let page: Page;

before(async () => {
  one = serverFor();
  const started = await one.server.start();
  assert.ok(started.ok);
  pid = started.value.pid;
  ({ port, secret } = addressIn(processInfo(pid ?? 0)?.command ?? ''));
  stranger = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>a page from elsewhere</title>');
  });
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  // Every name of .test is this machine: a page from elsewhere, and one whose name was bound anew to the loopback.
  browser = await launchBrowser('--host-resolver-rules=MAP *.test 127.0.0.1');
  page = await browser.newPage();
  await page.goto(`http://elsewhere.test:${(stranger.address() as AddressInfo).port}/`);
});
after(async () => {
  await browser?.close();
  stranger?.close();
  await one?.end();
});

/** What the page can read of an answer: its status, or `blocked` where the browser or the network refuses. */
function fromPage(method: string, url: string, fields: Readonly<Record<string, string>> = {}) {
  const ask = async (wish: { method: string; url: string; fields: Readonly<Record<string, string>> }) => {
    const body = wish.method === 'POST' ? new FormData() : null;
    for (const [name, value] of Object.entries(wish.fields)) body?.append(name, value);
    body?.append('file', new Blob(['RIFF']), 'a.wav');
    return fetch(wish.url, { method: wish.method, body }).then(
      ({ status }) => status,
      () => 'blocked' as const,
    );
  };
  return page.evaluate(ask, { method, url, fields });
}

test('the page reaches the machine: with the secret it would be answered', async () => {
  assert.equal(await fromPage('GET', `http://127.0.0.1:${port}/${secret}/health`), 200);
});

const guesses = [
  '',
  'v1',
  'whisper',
  'sotto',
  '0'.repeat(32),
  'f'.repeat(32),
  '..',
  '.*',
  '%2e*',
  '[0-9a-f]+',
];
for (const guess of guesses) {
  test(`without it no route answers: a guess of "${guess}"`, async () => {
    const base = `http://127.0.0.1:${port}${guess === '' ? '' : `/${guess}`}`;
    const routes = [
      ['GET', '/'],
      ['GET', '/health'],
      ['GET', '/index.html'],
      ['POST', '/inference'],
      ['POST', '/v1/audio/transcriptions'],
      ['OPTIONS', '/inference'],
      ['POST', '/load'],
    ] as const;
    for (const [method, route] of routes) {
      const status = await fromPage(method, base + route, { model: '/etc/passwd' });
      assert.ok(status === 404 || status === 'blocked', `${method} ${route}: ${status}`);
    }
  });
}

test('a page whose name was bound anew to the loopback address is not told the secret', async () => {
  const answer = await page.goto(`http://rebound.test:${port}/`);
  assert.equal(answer?.status(), 404);
  assert.ok(!(await page.content()).includes(secret));
});

test('nothing listens at another address of this machine', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address))
    .filter((address) => address !== '127.0.0.1');
  for (const address of ['127.0.0.2', '::1', ...others]) {
    assert.equal(await isOpen(address), false, address);
  }
  assert.equal(await isOpen('127.0.0.1'), true);
});

test('after all that it is the same server, and works', async () => {
  const heard = await transcribe(one.server, await spoken());
  assert.ok(heard.ok, JSON.stringify(heard));
  assert.equal(heard.value.text.trim(), phrase);
  assert.equal(one.server.pid, pid);
  assert.ok(!one.serverLog.lines.some((line) => line.includes('/etc/passwd')));
});

function isOpen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    const tell = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', tell(true));
    socket.once('error', tell(false));
    socket.setTimeout(2_000, tell(false));
  });
}
