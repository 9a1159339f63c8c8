// What for: windows as processes of their own that record into a spool, or look for what others left, and can be killed
// like an extension host. What they record counts up, so that a byte that is missing or doubled shows.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { waitUntil } from '../../support/processes.ts';
import { type Bundle, bundleOf } from './bundle.ts';

export interface SpoolWindow {
  readonly child: ChildProcess;
  /** The lines that it told. */
  readonly told: readonly string[];
  /** The next line after an order. */
  ask(order: 'look' | 'finish'): Promise<string>;
  kill(): Promise<void>;
}

export interface RecordingOptions {
  readonly ids: readonly string[];
  /** What it records at once; then, in real time, 30 ms after 30 ms, or nothing more. */
  readonly pieces?: readonly number[];
  readonly realTime?: boolean;
}

export interface SpoolWindows {
  /** Tells after each piece how many bytes it had handed to its spools. */
  recording(folder: string, options: RecordingOptions): SpoolWindow;
  /** Tells the ids of what it found when it is asked to look. */
  looking(folder: string): SpoolWindow;
  remove(): void;
}

export async function spoolWindows(): Promise<SpoolWindows> {
  const bundle: Bundle = await bundleOf(program);
  return {
    recording: (folder, options) => windowOf(bundle.start({ kind: 'record', folder, ...options })),
    looking: (folder) => windowOf(bundle.start({ kind: 'look', folder })),
    remove: () => bundle.remove(),
  };
}

function windowOf(child: ChildProcess): SpoolWindow {
  const told: string[] = [];
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => told.push(line));
  child.stdin?.on('error', () => {});
  return {
    ...{ child, told },
    async ask(order) {
      const before = told.length;
      child.stdin?.write(`${order}\n`);
      return waitUntil(() => told[before], { timeoutMs: 8_000, what: `it had done: ${order}`, everyMs: 5 });
    },
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

const program = `
  import { createInterface } from 'node:readline';
  import { silentLog } from './src/base/log.ts';
  import { SoundSpool } from './src/audio/spool.node.ts';

  const { kind, folder, ids = [], pieces = [2_000], realTime = false } = JSON.parse(process.argv[2]);
  const spool = new SoundSpool([folder], silentLog);
  const orders = createInterface({ input: process.stdin });
  const counting = (from, length) => {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) {
      const sample = Math.floor((from + index) / 2) % 30_000;
      bytes[index] = (from + index) % 2 === 0 ? sample & 255 : sample >> 8;
    }
    return bytes;
  };
  if (kind === 'look') {
    orders.on('line', async () => console.log(JSON.stringify((await spool.recoverable()).map(({ id }) => id))));
    console.log('ready');
  } else {
    let told = 0;
    const all = ids.map((id) => spool.spoolFor({ id, startedAt: Date.now(), where: 'a "place"' }));
    const write = (length) => {
      for (const one of all) one.write(counting(told, length));
      told += length;
      console.log(told);
    };
    for (const length of pieces) write(length);
    const recording = realTime ? setInterval(() => write(960), 30) : undefined;
    orders.on('line', () => {
      clearInterval(recording);
      for (const one of all) one.finish();
      console.log('finished');
    });
  }
  setInterval(() => {}, 60_000);
`;
