// What for: what befalls a server, many times over, against the real one: starts and stops, kills in the middle of a
// transcription, a process that is halted, a stranger at its port, a disk without room for its lines.
// Promises: each trouble ends with what was lost, what was left behind, and how long a person waited.
// Must not know: how it is told.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { SpeechRequest } from '../../src/base/speech.ts';
import { assertNothingLeft, type Standing, standing, startedSince } from '../adapters/support/leaks.ts';
import {
  addressIn,
  nanoModel,
  requestOf,
  type Spoken,
  serverFor,
  serverProgram,
  spoken,
  type TestServer,
} from '../adapters/support/whisper.ts';
import { isAlive, openSockets, type ProcessInfo, processInfo, waitUntil } from '../support/processes.ts';
import { smallDisk } from '../support/smallDisk.ts';
import { Random } from '../unit/random.ts';

export interface Trouble {
  readonly times: number;
  /** Transcriptions that were asked for, and those that came with other words than without the trouble. */
  readonly asked: number;
  readonly lost: number;
  /** The most that served at one time. */
  readonly servers: number;
  readonly leftBehind: string;
  readonly [more: string]: unknown;
}

export async function cycles(times = 100): Promise<Trouble> {
  const said = await spoken();
  const wanted = await expected(said);
  const one = serverFor();
  const watch = watching();
  const [up, down]: [number[], number[]] = [[], []];
  let [asked, lost] = [0, 0];
  for (let count = 0; count < times; count++) {
    up.push(await timed(() => started(one)));
    // Some are ended while they warm up, some after work, some in the middle of it.
    if (count % 3 === 1) {
      asked += 1;
      if ((await words(one, said)) !== wanted) lost += 1;
    }
    const working = count % 3 === 2 ? words(one, said) : undefined;
    down.push(await timed(() => one.server.stop()));
    await working;
  }
  const leftBehind = await watch.leftBehind();
  await one.end();
  return { times, asked, lost, servers: watch.most(), leftBehind, startMs: spread(up), stopMs: spread(down) };
}

export async function kills(times = 20): Promise<Trouble> {
  const said = repeated(await spoken(), 5);
  const wanted = await expected(said);
  const one = serverFor();
  const watch = watching();
  const random = new Random(7);
  const waits: number[] = [];
  let [lost, killed] = [0, 0];
  for (let count = 0; count < times; count++) {
    const pid = await started(one);
    const answer = timed(async () => {
      if ((await words(one, said)) !== wanted) lost += 1;
    });
    await works(pid);
    await pause(random.whole(0, 150));
    if (isAlive(pid)) killed += 1;
    kill(pid, 'SIGKILL');
    waits.push(await answer);
  }
  const undisturbed = await timed(() => words(one, said));
  await one.end();
  const leftBehind = await watch.leftBehind();
  const more = { killed, answerMs: spread(waits), undisturbedMs: Math.round(undisturbed) };
  return { times, asked: times, lost, servers: watch.most(), leftBehind, ...more };
}

/** Halted for longer than a server may be silent, and for a moment only. */
export async function halts(times = 3): Promise<Trouble> {
  const said = await spoken();
  const wanted = await expected(said);
  const one = serverFor();
  const watch = watching();
  const waits: Record<'long' | 'short', number[]> = { long: [], short: [] };
  let [lost, replaced, kept] = [0, 0, 0];
  for (let count = 0; count < times; count++) {
    for (const length of ['long', 'short'] as const) {
      const pid = await started(one);
      kill(pid, 'SIGSTOP');
      const answer = timed(async () => {
        if ((await words(one, said)) !== wanted) lost += 1;
      });
      if (length === 'short') {
        await pause(4_000);
        kill(pid, 'SIGCONT');
      }
      waits[length].push(await answer);
      if (length === 'long' && !isAlive(pid)) replaced += 1;
      if (length === 'short' && isAlive(pid)) kept += 1;
    }
  }
  await one.end();
  const more = { replaced, kept, haltedMs: spread(waits.long), haltedFor4sMs: spread(waits.short) };
  return {
    ...{ times: 2 * times, asked: 2 * times, lost, servers: watch.most() },
    ...{ leftBehind: await watch.leftBehind(), ...more },
  };
}

/** Another server of the same user listens at the same port: the system gives it every other connection. */
export async function thief(times = 10): Promise<Trouble> {
  const said = await spoken();
  const wanted = await expected(said);
  const one = serverFor();
  const watch = watching();
  const waits: number[] = [];
  let [lost, moved] = [0, 0];
  for (let count = 0; count < times; count++) {
    const pid = await started(one);
    const { port } = addressIn(processInfo(pid)?.command ?? '');
    const other = spawn(serverProgram(), ['-m', nanoModel, '--port', String(port), '-t', '1'], {
      stdio: 'ignore',
    });
    const isListening = () => openSockets(other.pid ?? 0).some(({ listening }) => listening);
    await waitUntil(isListening, { timeoutMs: 10_000, what: 'the thief listened' });
    for (let request = 0; request < 4; request++) {
      // Only a new connection can go to the thief.
      const isConnected = () => openSockets(process.pid).some(({ remote }) => remote.endsWith(`:${port}`));
      await waitUntil(() => !isConnected(), { timeoutMs: 10_000, what: 'the connection was given up' });
      waits.push(
        await timed(async () => {
          if ((await words(one, said)) !== wanted) lost += 1;
        }),
      );
    }
    if (!isAlive(pid)) moved += 1;
    other.kill('SIGKILL');
    await one.server.stop();
  }
  await one.end();
  const more = { moved, answerMs: spread(waits), leftBehind: await watch.leftBehind() };
  return { times, asked: 4 * times, lost, servers: watch.most(), ...more };
}

/** The disk where windows meet has no room for a single line, from the start or from the middle on. */
export async function fullDisk(times = 5): Promise<Trouble | string> {
  const disk = smallDisk();
  if (disk === undefined) return 'left out: only root can make a disk to fill';
  const said = await spoken();
  const wanted = await expected(said);
  const watch = watching();
  let [lost, asked] = [0, 0];
  try {
    for (let count = 0; count < times; count++) {
      for (const when of ['before', 'meanwhile'] as const) {
        if (when === 'before') disk.fill();
        const one = serverFor({}, { folder: join(disk.path, `${when}-${count}`) });
        await one.server.start();
        if (when === 'meanwhile') disk.fill();
        asked += 2;
        for (let request = 0; request < 2; request++) if ((await words(one, said)) !== wanted) lost += 1;
        await one.end();
        disk.empty();
      }
    }
  } finally {
    disk.dispose();
  }
  return { times: 2 * times, asked, lost, servers: watch.most(), leftBehind: await watch.leftBehind() };
}

interface Watch {
  most(): number;
  leftBehind(): Promise<string>;
}

function watching(): Watch {
  const clean: Standing = standing();
  const isOurs = ({ command, state }: ProcessInfo) =>
    state !== 'Z' && command.startsWith(serverProgram()) && command.includes(' --request-path ');
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, startedSince(clean).filter(isOurs).length);
  }, 100);
  return {
    most: () => most,
    async leftBehind() {
      clearInterval(timer);
      try {
        await assertNothingLeft(clean, 10_000);
        return 'nothing';
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

const heardUndisturbed = new Map<Spoken, string>();

async function expected(said: Spoken): Promise<string> {
  const known = heardUndisturbed.get(said);
  if (known !== undefined) return known;
  const one = serverFor();
  const heard = await words(one, said);
  await one.end();
  heardUndisturbed.set(said, heard);
  return heard;
}

async function words({ server }: TestServer, said: Spoken): Promise<string> {
  const request: SpeechRequest = requestOf(said);
  const heard = await server.transcribe(request, new AbortController().signal);
  return heard.ok ? heard.value.text.trim() : JSON.stringify(heard.error);
}

async function started({ server }: TestServer): Promise<number> {
  const up = await server.start();
  if (!up.ok) throw new Error(JSON.stringify(up.error));
  return up.value.pid ?? 0;
}

/** It computes on a request, and not only on its warm-up. */
async function works(pid: number): Promise<void> {
  await waitUntil(() => openSockets(pid).some(({ listening, remote }) => !listening && remote !== ''), {
    ...{ timeoutMs: 10_000, what: 'a request was on its way', everyMs: 2 },
  });
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

export function spread(values: readonly number[]): {
  readonly least: number;
  readonly median: number;
  readonly most: number;
} {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { least: at(0), median: at(0.5), most: at(1) };
}

/** The same samples several times behind one header. */
function repeated({ wav, seconds }: Spoken, times: number): Spoken {
  const head = Buffer.from(wav.subarray(0, 44));
  const samples = wav.subarray(44);
  head.writeUInt32LE(36 + samples.length * times, 4);
  head.writeUInt32LE(samples.length * times, 40);
  return { wav: Buffer.concat([head, ...Array(times).fill(samples)]), seconds: seconds * times };
}
