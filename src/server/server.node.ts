// The one server of this window: started on first use, kept, restarted when the launch really differs, stopped
// at the end. Promises: many callers lead to one start; a start that fails on one backend goes on with the
// next that was allowed; a caller that gives up stops nothing. Knows no audio beyond the bytes it sends.

import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { judge } from './evidence.ts';
import { describeExit, startFaultOf } from './exits.ts';
import { type LaunchSpec, sameLaunch } from './launch.ts';
import { next, type ServerEvent, type ServerState, stopped } from './lifecycle.ts';
import { ServerProcess, type ServerProcessParts } from './process.node.ts';

/** A large model on a slow disk takes long; what hangs must still end. */
const readyTimeoutMs = 180_000;
const leastAnswerMs = 60_000;
/** The slowest pairing of model and machine that is still bearable, as a multiple of the time spoken. */
const slowestFactor = 40;

export interface WhisperServerParts extends ServerProcessParts {
  /** What to launch now, best first; asked again for every start because settings change. */
  readonly plan: () => Promise<Result<readonly [LaunchSpec, ...LaunchSpec[]], Problem>>;
}

export class WhisperServer implements Disposable {
  private state: ServerState = stopped;
  private process: ServerProcess | undefined;
  private starting: Promise<Result<ServerProcess, Problem>> | undefined;
  private wishedSpec: LaunchSpec | undefined;
  private launches = 0;
  private generation = 0;
  private readonly changed = new Emitter<ServerState>();

  readonly onChange = this.changed.listen;

  constructor(private readonly parts: WhisperServerParts) {}

  /** The process that serves now. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  get current(): ServerState {
    return this.state;
  }

  /** Makes it ready if it is not; concurrent calls share one start. */
  start(): Promise<Result<ServerProcess, Problem>> {
    this.starting ??= this.bringUp().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    this.generation += 1; // a start under way sees this and gives up
    this.wishedSpec = undefined;
    const running = this.process;
    this.send({ kind: 'stopRequested' });
    await running?.stop();
    await this.starting;
  }

  async restart(): Promise<Result<ServerProcess, Problem>> {
    await this.stop();
    return this.start();
  }

  async transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>> {
    const up = await this.start();
    if (!up.ok) return up;
    const timeoutMs = Math.max(leastAnswerMs, request.seconds * slowestFactor * 1_000);
    const answer = await up.value.client.transcribe(request, timeoutMs, signal);
    switch (answer.kind) {
      case 'heard':
        return ok(answer.transcript);
      case 'refused':
        return fail({ kind: 'serverRefused', status: answer.status, detail: answer.detail });
      case 'timeout':
        return fail({ kind: 'serverTimeout', seconds: Math.round(timeoutMs / 1_000) });
      case 'aborted':
        return fail({ kind: 'nothingHeard' }); // nobody waits for it any more
      case 'unreachable':
        return fail(await this.deathOf(up.value, answer.detail));
    }
  }

  /** When VS Code closes nothing can be awaited: the guard ends what a signal does not. */
  dispose(): void {
    this.generation += 1;
    this.process?.kill();
  }

  private async bringUp(): Promise<Result<ServerProcess, Problem>> {
    const generation = this.generation;
    const plan = await this.parts.plan();
    if (!plan.ok) {
      this.send({ kind: 'refused', problem: plan.error });
      return plan;
    }
    const running = this.process;
    if (running !== undefined && this.state.kind === 'ready') {
      if (this.wishedSpec !== undefined && sameLaunch(this.wishedSpec, plan.value[0])) return ok(running);
      this.parts.log.info('the settings of the server changed: it is started anew');
      this.send({ kind: 'stopRequested' });
      await running.stop();
    }
    let problem: Problem | undefined;
    for (const spec of plan.value) {
      if (generation !== this.generation) break;
      const launched = await this.launch(spec);
      if (launched.ok) {
        this.wishedSpec = plan.value[0];
        return launched;
      }
      problem = launched.error;
      this.parts.log.warn(`${spec.backend.kind}: did not start (${problem.kind})`);
    }
    return fail(problem ?? { kind: 'serverDied', detail: 'stopped while starting', tail: [] });
  }

  private async launch(spec: LaunchSpec): Promise<Result<ServerProcess, Problem>> {
    const launch = ++this.launches;
    const { clock, log } = this.parts;
    const startedAt = clock.now();
    const generation = this.generation;
    const process = await ServerProcess.launch(spec, this.parts);
    this.process = process;
    this.send({ kind: 'launched', launch, spec });
    let isReady = false;
    void process.ended.then((exit) => {
      if (this.process === process) this.process = undefined;
      log.info(`server: ${describeExit(exit)}`);
      const detail = describeExit(exit);
      const tail = [...process.tail];
      this.send({
        kind: 'ended',
        launch,
        problem: isReady
          ? { kind: 'serverDied', detail, tail }
          : { kind: 'serverWontStart', why: startFaultOf(exit, tail), detail, tail },
      });
    });
    isReady = generation === this.generation && (await process.becomesReady(readyTimeoutMs));
    if (isReady && generation === this.generation) {
      const { kind } = spec.backend;
      const acceleration = judge({ wish: kind, backend: kind, facts: process.facts, refused: [] });
      const { verdict } = acceleration;
      const device = verdict.kind === 'gpu' ? verdict.device : verdict.kind;
      log.info(`ready after ${Math.round(clock.now() - startedAt)} ms; the weights lie on: ${device}`);
      this.send({ kind: 'ready', launch, acceleration });
      return ok(process);
    }
    const timedOut = process.isRunning && generation === this.generation;
    const exit = await process.stop();
    const why = timedOut ? 'timeout' : startFaultOf(exit, process.tail);
    return fail({ kind: 'serverWontStart', why, detail: describeExit(exit), tail: [...process.tail] });
  }

  /** A connection that broke means a server that ends: wait a moment for its last words. */
  private async deathOf(process: ServerProcess, detail: string): Promise<Problem> {
    const exit = await Promise.race([
      process.ended,
      new Promise<undefined>((resolve) => this.parts.clock.after(1_000, () => resolve(undefined))),
    ]);
    return {
      kind: 'serverDied',
      detail: exit === undefined ? detail : describeExit(exit),
      tail: [...process.tail],
    };
  }

  private send(event: ServerEvent): void {
    const before = this.state;
    this.state = next(before, event);
    if (this.state !== before) this.changed.fire(this.state);
  }
}
