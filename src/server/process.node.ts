// One whisper-server process: starts it on a free loopback port under a secret path, reads its lines, finds out
// when it answers, ends it. Promises: the process never outlives `stop` by more than its grace, never runs in
// a folder of the user's (it loads libraries from there), and its end is told exactly once.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { ServerClient } from './client.node.ts';
import type { Exit } from './exits.ts';
import { guardProcess } from './guard.node.ts';
import { type Address, commandFor, type LaunchSpec } from './launch.ts';
import { factFrom, type LogFact } from './serverLog.ts';

const graceMs = 2_500; // it finishes the running request first
const keptLines = 150; // its usage text, which follows the error about an argument, has a hundred
const pollMs = 40;

export interface ServerProcessParts {
  readonly clock: Clock;
  readonly log: Log;
  /** The server's own lines. */
  readonly serverLog: Log;
  readonly workingFolder: string;
}

export class ServerProcess {
  readonly tail: string[] = [];
  readonly facts: LogFact[] = [];
  readonly ended: Promise<Exit>;
  private readonly child: ChildProcess | undefined;
  private readonly guard: Disposable | undefined;
  private exit: Exit | undefined;

  static async launch(spec: LaunchSpec, parts: ServerProcessParts): Promise<ServerProcess> {
    const address = { port: await freePort(), secret: randomBytes(16).toString('hex') };
    // The larger half of the bundle: it is run with the first server, not with the start of VS Code.
    const { connect } = await import('./client.node.ts');
    return new ServerProcess(spec, address, connect(address), parts);
  }

  private constructor(
    spec: LaunchSpec,
    address: Address,
    readonly client: ServerClient,
    private readonly parts: ServerProcessParts,
  ) {
    const { args, env } = commandFor(spec, address);
    parts.log.info(`launch: ${spec.program} ${args.join(' ').replace(address.secret, '<secret>')}`);
    try {
      this.child = spawn(spec.program, [...args], {
        cwd: parts.workingFolder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      // Node throws some reasons, such as ETXTBSY, and tells others by the event below.
      this.exit = { code: null, signal: null, spawnError: codeOf(error) };
      this.ended = Promise.resolve(this.exit);
      this.client.close();
      return;
    }
    const child = this.child;
    this.guard = child.pid === undefined ? undefined : guardProcess(child.pid, parts.log);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.read(line));
    }
    this.ended = new Promise((resolve) => {
      const end = (exit: Exit) => {
        if (this.exit !== undefined) return;
        this.exit = exit;
        this.guard?.dispose();
        this.client.close();
        resolve(exit);
      };
      child.on('close', (code, signal) => end({ code, signal }));
      child.on('error', (error) => {
        if (child.pid === undefined) end({ code: null, signal: null, spawnError: codeOf(error) });
      });
    });
  }

  get isRunning(): boolean {
    return this.exit === undefined;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** True when the server answers on its secret path; false when it ended or the time was over before. */
  async becomesReady(timeoutMs: number): Promise<boolean> {
    const deadline = this.parts.clock.now() + timeoutMs;
    while (this.exit === undefined && this.parts.clock.now() < deadline) {
      if (await this.client.isHealthy()) return true;
      await new Promise<void>((resume) => this.parts.clock.after(pollMs, resume));
    }
    return false;
  }

  /** Asks it to end, and makes it end when it does not. */
  async stop(): Promise<Exit> {
    if (this.exit !== undefined) return this.exit;
    this.child?.kill('SIGTERM');
    const kill = this.parts.clock.after(graceMs, () => this.child?.kill('SIGKILL'));
    const exit = await this.ended;
    kill.dispose();
    return exit;
  }

  /** For the moment when nothing can be waited for any more. */
  kill(): void {
    if (this.exit === undefined) this.child?.kill('SIGKILL');
  }

  private read(line: string): void {
    if (line.trim() === '') return;
    this.parts.serverLog.info(line);
    this.tail.push(line);
    if (this.tail.length > keptLines) this.tail.shift();
    const fact = factFrom(line);
    if (fact !== undefined) this.facts.push(fact);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** The server would share a taken port in silence, so a free one is chosen and the secret path proves it ours. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(address),
      );
    });
  });
}
