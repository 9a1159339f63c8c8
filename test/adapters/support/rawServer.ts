// What for: any whisper-server program as a process of its own, spoken to over HTTP as anybody would: what the
// product's own client does not do (leave in the middle, every format, fields that it never sends).
// Promises: the process ends with the test, at the latest with the test's process.
// Must not know: what the answers should be.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { onProcessEnd } from '../../support/cleanup.ts';
import { freePort } from '../../support/freePort.ts';
import { temporaryFolder } from '../../support/paths.ts';
import { waitUntil } from '../../support/processes.ts';

export interface RawServer {
  readonly url: string;
  /** All that it wrote to its error output so far. */
  log(): string;
  health(): Promise<unknown>;
  /** Asks, and gives the whole body of the answer. */
  ask(file: string, fields?: Fields, signal?: AbortSignal): Promise<RawAnswer>;
  /** Asks, and hangs up as soon as everything is sent. */
  askAndLeave(file: string, fields?: Fields): Promise<void>;
  /** Asks it to end and gives the whole log. */
  end(): Promise<string>;
}

export type Fields = Readonly<Record<string, string | number | boolean>>;

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

export async function rawServer(
  program: string,
  model: string,
  args: readonly string[] = [],
): Promise<RawServer> {
  const folder = temporaryFolder('raw');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // One thread: two of them wait for each other by spinning, which takes minutes on a machine that works.
  const all = ['-m', model, '--host', '127.0.0.1', '--port', String(port), '-t', '1', ...args];
  const env = { PATH: process.env['PATH'], GGML_NO_BACKTRACE: '1', LD_LIBRARY_PATH: dirname(program) };
  const child = spawn(program, all, { cwd: folder.path, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const forget = onProcessEnd(() => child.kill('SIGKILL'));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const closed = new Promise<void>((done) => child.once('close', () => done()));
  const health = async () => (await fetch(`${url}/health`)).json();
  await waitUntil(() => child.exitCode !== null || health(), {
    what: 'the server answers',
    timeoutMs: 60_000,
  });
  if (child.exitCode !== null) throw new Error(`${program} ended:\n${log}`);
  return {
    url,
    log: () => log,
    health,
    async ask(file, fields = {}, signal) {
      const started = performance.now();
      const question = { method: 'POST', body: formOf(file, fields), signal: signal ?? null };
      const answer = await fetch(`${url}/inference`, question);
      const body = await answer.text();
      return { status: answer.status, body, ms: performance.now() - started };
    },
    async askAndLeave(file, fields = {}) {
      const form = new Response(formOf(file, fields));
      const body = Buffer.from(await form.arrayBuffer());
      const head = [
        'POST /inference HTTP/1.1',
        'Host: 127.0.0.1',
        `Content-Type: ${form.headers.get('content-type')}`,
        `Content-Length: ${body.length}`,
      ];
      const socket = connect(port, '127.0.0.1');
      await new Promise<void>((done, fail) => {
        socket.once('error', fail).once('finish', done);
        socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
      });
      socket.resume();
    },
    async end() {
      child.kill('SIGTERM');
      await closed;
      forget();
      folder.remove();
      return log;
    },
  };
}

function formOf(file: string, fields: Fields): FormData {
  const form = new FormData();
  form.append('file', new Blob([readFileSync(file)]), 'sound.wav');
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return form;
}
