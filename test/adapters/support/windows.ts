// What for: windows as processes of their own, each with the server part of Sotto as the extension bundles it. They
// meet in one folder as the windows of a person do, and can be killed like an extension host.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ProcessInfo, processInfo, waitUntil } from '../../support/processes.ts';
import { type Bundle, bundleOf } from './bundle.ts';
import { nanoModel, serverProgram } from './whisper.ts';

export interface WindowOptions {
  /** Where they meet. */
  readonly folder: string;
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly idleUnloadMinutes?: number;
}

/** What a window tells after each order and at each change. */
export interface Told {
  readonly order?: string;
  readonly state: string;
  readonly pid?: number;
  readonly text?: string;
  readonly problem?: string;
}

export interface TestWindow {
  readonly child: ChildProcess;
  readonly told: readonly Told[];
  /** Gives it an order and waits for what comes of it. */
  ask(order: 'start' | 'stop' | 'restart' | 'dispose' | `transcribe ${string}`): Promise<Told>;
  waitFor(state: string): Promise<Told>;
  /** As the end of an extension host that nobody announced. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface Windows {
  open(options: WindowOptions): TestWindow;
  remove(): Promise<void>;
}

export async function windows(): Promise<Windows> {
  const bundle: Bundle = await bundleOf(program);
  const opened: TestWindow[] = [];
  return {
    open(options) {
      const child = bundle.start({ program: serverProgram(), model: nanoModel, env: {}, ...options });
      const window = windowOf(child);
      opened.push(window);
      return window;
    },
    async remove() {
      await Promise.all(opened.map((window) => window.kill()));
      bundle.remove();
    },
  };
}

/** The keeper of a server, as the operating system sees it. */
export function keeperOf(server: number): ProcessInfo | undefined {
  const keeper = processInfo(processInfo(server)?.parent ?? 0);
  return keeper?.command.includes('sotto-keeper') === true ? keeper : undefined;
}

function windowOf(child: ChildProcess): TestWindow {
  const told: Told[] = [];
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line)));
  }
  child.stdin?.on('error', () => {});
  const until = async (what: string, find: () => Told | undefined) =>
    await waitUntil(find, { timeoutMs: 30_000, what, everyMs: 5 }).catch((error) => {
      throw new Error(`${error.message}\n${JSON.stringify(told)}\n${complaints}`);
    });
  return {
    child,
    told,
    ask(order) {
      const before = told.length;
      child.stdin?.write(`${order}\n`);
      return until(`the window had done: ${order}`, () =>
        told.slice(before).find((one) => one.order === order),
      );
    },
    waitFor: (state) => until(`the window was ${state}`, () => told.findLast((one) => one.state === state)),
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'close');
    },
  };
}

const program = `
  import { readFileSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  import { wavFile } from './src/audio/wav.ts';
  import { systemClock } from './src/base/clock.node.ts';
  import { silentLog } from './src/base/log.ts';
  import { ok } from './src/base/result.ts';
  import { BackendLadder } from './src/server/ladder.node.ts';
  import { WhisperServer } from './src/server/server.node.ts';

  const { program, model, folder, env, idleUnloadMinutes = 0 } = JSON.parse(process.argv[2]);
  const wish = { backend: 'cpu', device: '', threads: 2, extraArgs: [], env, roots: { sys: folder, dev: folder, proc: folder }, program };
  const parts = { clock: systemClock, log: silentLog, serverLog: silentLog };
  const clip = async () => (
    { wav: wavFile(new Uint8Array(32_000)), seconds: 1, language: 'en', prompt: '', care: 'draft' }
  );
  const ladder = new BackendLadder({
    ...parts, clip, folder: folder + '-backends', wish: () => ({ ...wish, locateModel: async () => ok(model) }),
  });
  const server = new WhisperServer({
    ...parts, ladder, folder, warmUp: clip,
    idleUnloadMinutes: () => idleUnloadMinutes, wallClock: () => Date.now(),
  });
  const tell = (more) => console.log(JSON.stringify({
    state: server.current.kind, pid: server.standing?.process.pid, ...more,
  }));
  server.onChange(() => tell({}));
  const outcome = (result) => result.ok ? {} : { problem: JSON.stringify(result.error) };
  const run = async (order) => {
    const [verb, file] = order.split(' ');
    if (verb === 'stop') await server.stop();
    else if (verb === 'dispose') server.dispose();
    else if (verb !== 'transcribe') return outcome(await server[verb]());
    else {
      const wav = readFileSync(file);
      const request = { wav, seconds: (wav.length - 44) / 32_000, language: 'en', prompt: '', care: 'usual' };
      const heard = await server.transcribe(request, new AbortController().signal);
      return heard.ok ? { text: heard.value.text.trim() } : outcome(heard);
    }
    return {};
  };
  createInterface({ input: process.stdin }).on('line', async (order) => tell({ order, ...(await run(order)) }));
  setInterval(() => {}, 60_000);
`;
