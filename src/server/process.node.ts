// One whisper-server as this window holds it: on a free loopback port, under a secret path, kept by its keeper.
// Reads its lines, finds out when it answers, notices its end. Whether this window started it or another one
// makes no difference. Promises: its end is told exactly once; after `letGo` nothing of it is touched.

import { randomBytes } from 'node:crypto';
import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { createServer } from 'node:net';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Ability, SpeechRequest } from '../base/speech.ts';
import type { ServerClient } from './client.node.ts';
import { type Exit, exitOf } from './exits.ts';
import { FollowedFile } from './followed.node.ts';
import { endingMs, type Hold, type Order, reap, startKept } from './keeper.node.ts';
import { commandFor, type LaunchSpec } from './launch.ts';
import { levelOf } from './levels.ts';
import { type ModelPolicy, policyFor } from './modelPolicy.ts';
import type { Answer } from './outcome.ts';
import { Processors } from './processors.node.ts';
import { Pulse } from './pulse.node.ts';
import { factFrom, type LogFact } from './serverLog.ts';
import { hungMs, takenUp, type Verdict, verdictOf, type Work } from './turn.ts';

const keptLines = 150; // its usage text, which follows the error about an argument, has a hundred
const pollMs = 40;
const lastWordsMs = 1_000;
/** Longer sound has more words, whose time does not belong to the look at the window. */
const longestWholeSeconds = 12;
const noticedMs = 300;

export interface ServerProcessParts {
  readonly clock: Clock;
  readonly log: Log;
  /** The server's own lines. */
  readonly serverLog: Log;
}

export class ServerProcess {
  readonly tail: string[] = [];
  readonly facts: LogFact[] = [];
  readonly ended: Promise<Exit>;
  pid: number | undefined;
  private exit: Exit = { code: null, signal: null };
  private isOver = false;
  private endingSince: number | undefined;
  private tellEnd: (exit: Exit) => void = () => {};
  private readonly lines: FollowedFile;
  private readonly watcher: FSWatcher | undefined;
  private readonly pulse: Pulse;
  private readonly processors: Processors;
  private wholeMs: number | undefined;
  /** What it took up last, for whichever window. */
  private work: Work | undefined;

  /** Starts a new one in a folder of its own, where nothing else may lie. */
  static async launch(spec: LaunchSpec, folder: string, parts: ServerProcessParts): Promise<ServerProcess> {
    const address = { port: await freePort(), secret: randomBytes(16).toString('hex') };
    const command = commandFor(spec, address);
    // The settings can hold tokens in it.
    const env = Object.keys(command.env).map((name) => `${name}=…`);
    const line = [...env, spec.program, ...command.args].join(' ').replace(address.secret, '<secret>');
    parts.log.info(`launch: ${line}`);
    parts.serverLog.info(`launch: ${line}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const hold = await startKept(folder, address, spec.program, command, parts.log);
    return ServerProcess.join(hold, spec, parts);
  }

  /** One that is held already, started by whomever. */
  static async join(hold: Hold, { model }: LaunchSpec, parts: ServerProcessParts): Promise<ServerProcess> {
    // The larger half of the bundle: it is run with the first server, not with the start of VS Code.
    const { connect } = await import('./client.node.ts');
    return new ServerProcess(hold, connect(hold.address), policyFor(model), parts);
  }

  private constructor(
    private readonly hold: Hold,
    readonly client: ServerClient,
    private readonly policy: ModelPolicy,
    private readonly parts: ServerProcessParts,
  ) {
    this.ended = new Promise((resolve) => {
      this.tellEnd = resolve;
    });
    this.processors = new Processors(() => parts.clock.now());
    this.pulse = new Pulse(
      parts.clock,
      () => client.health(),
      () => this.pid,
    );
    this.lines = new FollowedFile(hold.logFile, (line) => this.read(line));
    this.watcher = watching(hold.folder, () => this.look());
    this.look();
  }

  get ability(): Ability {
    return { abortsAtOnce: this.client.features.abortsAtOnce, wholeMs: this.wholeMs };
  }

  get isRunning(): boolean {
    return !this.isOver;
  }

  /** Reads what it said, and whether it is still there. Runs by itself where the system tells of changes. */
  look(): void {
    if (this.isOver) return;
    const standing = this.hold.standing();
    this.lines.look(); // after the question: the last words are written before the pipe goes
    const now = this.parts.clock.now();
    this.endingSince = standing === 'ending' ? (this.endingSince ?? now) : undefined;
    if (standing === 'gone') this.finish();
    else if (this.endingSince !== undefined && now - this.endingSince > endingMs) this.endUnkept();
  }

  async becomesReady(
    timeoutMs: number,
    isWished: () => boolean,
  ): Promise<'yes' | 'ended' | 'timeout' | 'stranger' | 'unwished'> {
    const { clock } = this.parts;
    const deadline = clock.now() + timeoutMs;
    this.pulse.beat();
    while (!this.isOver) {
      if (!isWished()) return 'unwished';
      const health = await this.pulse.feel(); // while it loads the model its port is closed: that is no silence
      if (this.isOver || !isWished()) continue;
      if (health === 'healthy') return 'yes';
      if (health === 'stranger') return 'stranger';
      const now = clock.now();
      if (now > deadline || now - this.pulse.aliveAt > hungMs) return 'timeout';
      await this.pause(pollMs);
      this.look();
    }
    return isWished() ? 'ended' : 'unwished';
  }

  /** Speech comes soon: from now on it is watched what the processors have to do. */
  expectSpeech(): void {
    this.processors.threads(this.pid);
  }

  /** Sends speech. `limitMs` is for the work on it: the wait for its turn has limits of its own (turn.ts). */
  async transcribe(request: SpeechRequest, limitMs: number, signal: AbortSignal): Promise<Answer> {
    // The server writes the name into its log when the turn has come. It tells nothing about the speech.
    const name = `${randomBytes(6).toString('hex')}.wav`;
    const askedAt = this.parts.clock.now();
    const late = new AbortController();
    let verdict: Verdict | undefined;
    let isAnswered = false;
    const watch = async () => {
      while (!isAnswered) {
        await this.pause(hungMs / 5);
        if (isAnswered) return;
        await this.pulse.feel();
        this.look();
        const { work, pulse } = this;
        const now = this.parts.clock.now();
        verdict = verdictOf({ now, askedAt, aliveAt: pulse.aliveAt, work, name, limitMs });
        if (verdict !== undefined) return late.abort();
      }
    };
    void watch();
    const { policy, wholeMs } = this;
    const threads = this.processors.threads(this.pid);
    const asking = { policy, features: this.client.features, wholeMs, threads };
    const until = AbortSignal.any([signal, late.signal]);
    const answer = await this.client.transcribe(request, { name, asking }, until);
    isAnswered = true;
    if (answer.kind === 'heard' && answer.transcript.sawWhole && request.seconds < longestWholeSeconds)
      this.wholeMs = Math.min(this.wholeMs ?? Number.POSITIVE_INFINITY, this.parts.clock.now() - askedAt);
    if (answer.kind !== 'aborted' || signal.aborted || verdict === undefined) return answer;
    return { kind: 'late', why: verdict, waitedMs: this.parts.clock.now() - askedAt };
  }

  /** Whether it goes on although a connection to it broke. */
  async isHealthy(): Promise<boolean> {
    return !this.isOver && (await this.client.health()) === 'healthy';
  }

  /** Ends it, for all windows that hold it. */
  async end(order: Order): Promise<Exit> {
    this.hold.order(order);
    while (!this.isOver) {
      await this.pause(pollMs);
      this.look();
    }
    return this.exit;
  }

  /** A connection that broke means a server that ends: it has a moment to say why. */
  async hasItsLastWords(): Promise<void> {
    await Promise.race([this.ended, this.pause(lastWordsMs)]);
  }

  /** Leaves it to the other windows; the last one that lets go ends it. For any moment, also the very last. */
  letGo(): void {
    if (this.isOver) return;
    this.exit = { ...this.exit, asked: 'letGo' };
    this.finish();
  }

  /** Where ours was the last window, its keeper notices in a moment; then who starts another server waits for its end. */
  async isNoticed(): Promise<void> {
    const deadline = this.parts.clock.now() + noticedMs;
    while (this.hold.standing() === 'kept' && this.parts.clock.now() < deadline) await this.pause(pollMs / 4);
  }

  private endUnkept(): void {
    reap(this.hold.folder, this.hold.address, this.parts.log);
    this.finish();
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resume) => this.parts.clock.after(milliseconds, resume));
  }

  private finish(): void {
    this.isOver = true;
    this.watcher?.close();
    this.client.close();
    this.hold.release();
    this.tellEnd(this.exit);
  }

  private read(line: string): void {
    if (line.trim() === '') return;
    const [, what, value = ''] = /^sotto-keeper: (process|asked to|ended) (\w+)$/.exec(line) ?? [];
    if (what === 'process') this.pid = Number(value);
    else if (what === 'asked to') this.exit = { ...this.exit, asked: value === 'kill' ? 'kill' : 'stop' };
    else if (what === 'ended') this.exit = { ...this.exit, ...exitOf(Number(value)) };
    else {
      this.parts.serverLog[levelOf(line)](line);
      this.tail.push(line);
      if (this.tail.length > keptLines) this.tail.shift();
      const fact = factFrom(line);
      if (fact !== undefined) this.facts.push(fact);
      this.pulse.beat();
      const work = takenUp(line);
      if (work !== undefined) this.work = { ...work, since: this.parts.clock.now() };
    }
  }
}

/** Where the system has no watcher left, its owner looks now and then. */
function watching(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', () => {});
  } catch {
    return undefined;
  }
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
