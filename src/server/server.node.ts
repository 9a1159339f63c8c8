// The server of this window: brought up on first use, shared with the other windows that wish the same, kept,
// started anew when the launch really differs or when it crashes, let go at the end. Runs the effects of
// lifecycle.ts. Promises: many callers lead to one start; a start that fails goes on with the next launch that
// was planned; audio whose server breaks is sent again to the next one; a caller that gives up stops nothing.

import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import { traceOf } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Ability, type SpeechRequest, type Transcript, unknownAbility } from '../base/speech.ts';
import { type ArrivalParts, bringUp, deathOf, failureOf, stoppedMeanwhile } from './arrival.node.ts';
import { Care, type CareParts } from './care.node.ts';
import type { Acceleration } from './evidence.ts';
import { describeExit } from './exits.ts';
import type { Ladder } from './ladder.ts';
import { type LaunchSpec, sameLaunch } from './launch.ts';
import {
  type LaunchId,
  type Life,
  type Parting,
  type ServerEffect,
  type ServerEvent,
  type ServerState,
  step,
  unborn,
  type Wisher,
} from './lifecycle.ts';
import { type Broken, outcomeOf } from './outcome.ts';
import type { ServerProcess } from './process.node.ts';
import { answerTimeoutMs } from './turn.ts';

/** How often the same audio is sent before its problem is told. The wait between is the start of the next server. */
const mostTries = 3;

export interface WhisperServerParts extends ArrivalParts, CareParts {
  readonly ladder: Ladder;
}

interface Standing {
  readonly process: ServerProcess;
  readonly spec: LaunchSpec;
}

export class WhisperServer implements Disposable {
  private life: Life = unborn;
  private standing: Standing | undefined;
  /** What was planned first when it came up: the launch differs if this does, not if a later one came up. */
  private planned: LaunchSpec | undefined;
  private arriving: Promise<void> = Promise.resolve();
  private delay: Disposable | undefined;
  private care: Care | undefined;
  private readonly requests = new Set<Promise<unknown>>();
  private lastUsed = 0;
  private stops = 0;
  private readonly changed = new Emitter<ServerState>();
  readonly onChange = this.changed.listen;

  constructor(private readonly parts: WhisperServerParts) {}

  get pid(): number | undefined {
    return this.standing?.process.pid;
  }

  get ability(): Ability {
    return this.standing?.process.ability ?? unknownAbility;
  }

  get current(): ServerState {
    return this.life.state;
  }

  /** Makes it ready if it is not, and renews it if the settings ask for another launch. */
  async start(): Promise<Result<ServerProcess, Problem>> {
    const up = await this.comeUp('person');
    if (up.ok) up.value.process.expectSpeech();
    return up.ok ? ok(up.value.process) : up;
  }

  /** For all windows. */
  async stop(): Promise<void> {
    this.stops += 1;
    this.send({ kind: 'unwanted', parting: 'end' });
    await this.settled();
  }

  /** Leaves it to the other windows, until the next wish. */
  letGo(): void {
    this.send({ kind: 'unwanted', parting: 'letGo' });
  }

  async restart(): Promise<Result<ServerProcess, Problem>> {
    this.send({ kind: 'renewed', parting: 'end' });
    return this.start();
  }

  async transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>> {
    const { stops } = this;
    for (let tries = 1; ; tries++) {
      const up = await this.comeUp(tries === 1 ? 'person' : 'retry');
      if (!up.ok) return up;
      const standing = up.value;
      this.care?.makeWay();
      const limitMs = answerTimeoutMs(request.seconds);
      const answering = standing.process.transcribe(request, limitMs, signal);
      this.requests.add(answering);
      const answer = await answering;
      this.requests.delete(answering);
      this.lastUsed = this.parts.clock.now();
      const outcome = outcomeOf(answer, standing.spec);
      if (outcome.kind === 'heard') return ok(outcome.transcript);
      if (outcome.kind === 'problem') return fail(outcome.problem);
      const problem = await this.breakOff(standing, outcome);
      if (tries === mostTries || signal.aborted || stops !== this.stops) return fail(problem);
      this.parts.log.warn(`the server broke while it transcribed (${problem.kind}): the audio is sent again`);
    }
  }

  /** When VS Code closes nothing can be awaited: the keeper ends the server if no other window holds it. */
  dispose(): void {
    this.letGo();
    this.standing?.process.letGo();
    this.delay?.dispose();
    this.care?.dispose();
  }

  private async comeUp(by: Wisher): Promise<Result<Standing, Problem>> {
    this.lastUsed = this.parts.clock.now();
    const { stops } = this;
    if (by === 'person' && this.life.state.kind === 'ready') {
      const kept = await this.renewIfChanged();
      if (!kept.ok) return kept;
      if (stops !== this.stops) return fail(stoppedMeanwhile);
    }
    this.send({ kind: 'wanted', by });
    await this.settled();
    const { state } = this.life;
    if (state.kind === 'ready' && this.standing !== undefined) return ok(this.standing);
    if (state.kind === 'failed' || state.kind === 'waiting') return fail(state.problem);
    return fail(stoppedMeanwhile);
  }

  /** What cannot be launched is told, and nothing answers in its place; the server stays until that is mended. */
  private async renewIfChanged(): Promise<Result<void, Problem>> {
    const plan = await this.parts.ladder.recent();
    if (!plan.ok) return plan;
    const { standing, planned } = this;
    if (this.life.state.kind !== 'ready' || standing === undefined) return ok(undefined);
    if ([planned, standing.spec].some((spec) => spec && sameLaunch(spec, plan.value[0])))
      return ok(undefined);
    this.parts.log.info('the settings of the server changed: it is started anew');
    this.send({ kind: 'renewed', parting: 'letGo' });
    return ok(undefined);
  }

  /** Resolves when nothing is under way. */
  private settled(): Promise<void> {
    const isSettled = ({ kind }: ServerState) => kind !== 'starting' && kind !== 'stopping';
    if (isSettled(this.life.state)) return Promise.resolve();
    return new Promise((resolve) => {
      const listening = this.onChange((state) => {
        if (!isSettled(state)) return;
        listening.dispose();
        resolve();
      });
    });
  }

  private send(event: ServerEvent): void {
    const before = this.life.state;
    const { life, effects } = step(this.life, event);
    this.life = life;
    if (life.state !== before) {
      this.parts.log.debug(`server: ${before.kind} -> ${life.state.kind} (${event.kind})`);
      if (life.state.kind !== 'waiting') this.delay?.dispose();
      this.changed.fire(life.state);
    }
    for (const effect of effects) this.run(effect);
  }

  private run(effect: ServerEffect): void {
    switch (effect.kind) {
      case 'bringUp':
        this.arriving = this.bringUp(effect.launch).catch((error) => this.refuse(effect.launch, error));
        return;
      case 'takeDown':
        void this.takeDown(effect.launch, effect.parting);
        return;
      case 'wait':
        this.delay = this.parts.clock.after(effect.milliseconds, () => this.send({ kind: 'delayOver' }));
        return;
    }
  }

  private async bringUp(launch: LaunchId): Promise<void> {
    const isWished = () => this.life.state.kind === 'starting' && this.life.state.launch === launch;
    const plan = await this.parts.ladder.launches();
    if (!plan.ok) return this.send({ kind: 'refused', launch, problem: plan.error });
    let problem: Problem | undefined;
    let hasOthers = false;
    for (const spec of plan.value) {
      if (!isWished()) return;
      this.send({ kind: 'launched', launch, spec });
      let tried: ServerProcess | undefined; // what failed before is not blamed for this launch
      const met = await bringUp(spec, this.parts, isWished, (process) => {
        tried = process;
        this.standing = { process, spec };
      });
      if (!isWished()) return;
      if (met.ok) {
        this.planned = plan.value[0];
        const standing = { process: met.value.process, spec };
        const acceleration = await this.judge(standing);
        return isWished() ? this.arrive(launch, standing, acceleration, met.value.isNew) : undefined;
      }
      problem = met.error;
      this.parts.log.warn(`${spec.backend.kind}: did not start (${problem.kind})`);
      if (await this.parts.ladder.gaveWay(spec, await failureOf(tried, problem))) hasOthers = true;
    }
    if (hasOthers && isWished()) return this.bringUp(launch);
    if (problem !== undefined) this.send({ kind: 'refused', launch, problem });
  }

  /** An error of ours: speech must not wait for a start that does not go on. */
  private refuse(launch: LaunchId, error: unknown): void {
    this.parts.log.error(traceOf(error));
    const problem: Problem = { kind: 'serverWontStart', why: 'exited', detail: String(error), tail: [] };
    this.send({ kind: 'refused', launch, problem });
  }

  private judge(
    { process, spec }: Standing,
    warmUp?: { readonly seconds: number; readonly tookMs: number },
  ): Promise<Acceleration> {
    process.look();
    return this.parts.ladder.judge(spec, { pid: process.pid, facts: process.facts, warmUp });
  }

  private arrive(launch: LaunchId, standing: Standing, acceleration: Acceleration, isNew: boolean): void {
    const { process, spec } = standing;
    const care = new Care(process, spec, this.parts, {
      use: () => ({ lastUsed: this.lastUsed, isBusy: this.requests.size > 0 }),
      warm: (measured) => void this.isWarm(launch, standing, measured),
      broken: (outcome) => void this.breakOff(standing, outcome),
      due: (chore) =>
        this.send(chore === 'unload' ? { kind: 'unwanted', parting: 'letGo' } : { kind: 'healthy', launch }),
    });
    void process.ended.then((exit) => {
      care.dispose();
      if (this.standing === standing) this.standing = undefined;
      this.parts.log.info(`server: ${describeExit(exit)}`);
      if (exit.asked === 'stop') this.send({ kind: 'dismissed', launch });
      else this.send({ kind: 'died', launch, problem: deathOf(process, exit) });
    });
    this.standing = standing;
    this.care = care;
    const { verdict } = acceleration;
    this.parts.log.info(`the weights lie on: ${verdict.kind === 'gpu' ? verdict.device : verdict.kind}`);
    this.send({ kind: 'ready', launch, acceleration });
    if (isNew) void care.warm();
  }

  private async isWarm(
    launch: LaunchId,
    standing: Standing,
    measured: { readonly seconds: number; readonly tookMs: number },
  ): Promise<void> {
    this.parts.log.info(`warm after ${measured.tookMs} ms`);
    this.send({ kind: 'judged', launch, acceleration: await this.judge(standing, measured) });
  }

  private async takeDown(launch: LaunchId, parting: Parting): Promise<void> {
    this.care?.dispose();
    const process = this.standing?.process;
    if (parting === 'end') await process?.end('stop');
    else {
      await Promise.allSettled(this.requests); // of this window; they come to an end
      process?.letGo();
      await process?.isNoticed();
    }
    await this.arriving;
    this.standing = undefined;
    this.send({ kind: 'down', launch });
  }

  /** Ends a broken server, and says with its last words what was wrong. One that only dropped a connection goes on. */
  private async breakOff({ process, spec }: Standing, { problem, isFault }: Broken): Promise<Problem> {
    if (problem.kind === 'serverDied') {
      await process.hasItsLastWords();
      if (await process.isHealthy()) return problem;
    }
    const exit = await process.end('kill');
    const told = problem.kind === 'serverDied' ? deathOf(process, exit) : problem;
    if (isFault && exit.asked !== 'stop')
      await this.parts.ladder.gaveWay(spec, await failureOf(process, told));
    return told;
  }
}
