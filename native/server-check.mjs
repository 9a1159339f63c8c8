// The proof that what was built runs: the server is started from its folder, asked, and stopped.
// Promises: no process and no file of a check is left behind; a failure tells the server's last lines.
// Must not know: how the folder came to be.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { onExit } from './run.mjs';

const startLimitMs = 60_000;
const answerLimitMs = 60_000;
const stopLimitMs = 5_000;

/**
 * Starts `<dir>/whisper-server` with a model, posts a second of sound and wants an answer.
 * @param {{ dir: string, model: string, backend?: string, transcribe?: boolean }} what `backend`: GPU library
 * @returns {Promise<string>} what the server wrote on stderr
 */
export async function checkServer({ dir, model, backend, transcribe = true }) {
  // ggml also loads libraries from the working directory: an empty one keeps that out of the proof.
  const cwd = mkdtempSync(join(tmpdir(), 'sotto-native-check-'));
  const port = await freePort();
  const path = `/${randomBytes(12).toString('hex')}`;
  const args = [
    '-m',
    model,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--request-path',
    path,
    '-t',
    '2',
  ];
  // A GPU backend is only loaded here, the work stays on the CPU: the builder's GPU and driver are not under
  // test.
  if (backend) args.push('-ng');
  const server = start(join(dir, 'whisper-server'), args, cwd, backend);
  try {
    await untilHealthy(server, `http://127.0.0.1:${port}${path}/health`);
    if (transcribe) await wantAnswer(server, `http://127.0.0.1:${port}${path}/inference`);
    return server.output();
  } finally {
    await stop(server);
    rmSync(cwd, { recursive: true, force: true });
  }
}

function start(program, args, cwd, backend) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(GGML|WHISPER)_/.test(name)),
  );
  // Without this a folder that only works thanks to the builder's library path would pass.
  if (!backend) delete env.LD_LIBRARY_PATH;
  env.GGML_NO_BACKTRACE = '1';
  if (backend) env.GGML_BACKEND_PATH = backend;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const settled = onExit(() => child.kill('SIGKILL'));
  let text = '';
  let ended;
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const closed = new Promise((done) => {
    child.on('error', (error) => {
      ended = `cannot be started (${error.message})`;
      settled();
      done();
    });
    child.on('close', (code, signal) => {
      settled();
      ended ??= signal ? `was killed by ${signal}` : `ended with status ${code}`;
      done();
    });
  });
  return { child, closed, output: () => text, ended: () => ended };
}

async function untilHealthy(server, url) {
  const limit = Date.now() + startLimitMs;
  while (Date.now() < limit) {
    if (server.ended()) throw failure(server, server.ended());
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (response?.ok && (await response.json()).status === 'ok') return;
    await sleep(50);
  }
  throw failure(server, `did not answer /health within ${startLimitMs / 1000} s`);
}

async function wantAnswer(server, url) {
  const form = new FormData();
  form.append('file', new Blob([tone()], { type: 'audio/wav' }), 'tone.wav');
  form.append('response_format', 'json');
  form.append('temperature_inc', '0');
  // Two seconds of the thirty that the model can hear: enough for a proof and several times faster.
  form.append('audio_ctx', '128');
  const answer = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(answerLimitMs) })
    .then(async (response) => ({ status: response.status, body: await response.text() }))
    .catch((error) => ({ status: 0, body: error.message }));
  if (answer.status === 200 && typeof JSON.parse(answer.body).text === 'string') return;
  // A crash shows first as a broken connection: give the process a moment to be seen as dead.
  await Promise.race([server.closed, sleep(500)]);
  throw failure(server, server.ended() ?? `answered ${answer.status} ${answer.body}`);
}

async function stop(server) {
  if (server.ended()) return;
  server.child.kill('SIGTERM');
  const inTime = await Promise.race([
    server.closed.then(() => true),
    sleep(stopLimitMs, false, { ref: false }),
  ]);
  if (!inTime) server.child.kill('SIGKILL');
  await server.closed;
}

function failure(server, what) {
  const last = server.output().trimEnd().split('\n').slice(-15).join('\n');
  return new Problem(`The built server ${what}.\n\nIts last lines:\n${last}`);
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** One second at 16 kHz, mono, 16 bit. */
function tone() {
  const samples = 16_000;
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) wav.writeInt16LE(Math.round(6000 * Math.sin(i * 0.17)), 44 + 2 * i);
  return wav;
}
