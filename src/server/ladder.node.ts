// The ladder of launches at work. Promises: with `auto` a GPU is used only where a proof passed on this server,
// driver, GPU and model, and of two the faster one; what gives way in work is not tried again in this session; the
// CPU is always last and never proven beforehand, because its first work is its proof (ARCHITECTURE.md says why).
// An explicit backend is obeyed.

import { basename, join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import type { SpeechRequest } from '../base/speech.ts';
import { Sensors } from '../gpu/sensors.node.ts';
import { type Acceleration, type Cause, judge, type Launched, type Refusal } from './evidence.ts';
import { type Failure, faultOf, type Ladder, type Launches, type Measured } from './ladder.ts';
import { type LaunchSpec, sameLaunch } from './launch.ts';
import { type Plan, planLaunches, type ServerWish } from './plan.node.ts';
import type { ServerProcessParts } from './process.node.ts';
import { tryOut } from './proof.node.ts';
import { compared, type Finding, findingOf, type Proof } from './proof.ts';
import { Proofs } from './proofs.node.ts';
import { chosenGpu } from './rungs.ts';
import { stampOf } from './stamps.node.ts';
import { cpuLibrariesOf } from './variants.node.ts';

export interface BackendLadderParts extends ServerProcessParts {
  /** Asked for every start, because settings change. */
  readonly wish: () => ServerWish;
  /** The sound of a proof. */
  readonly clip: () => Promise<SpeechRequest>;
  /** A folder of Sotto's own for what is remembered and for proofs to run in. */
  readonly folder: string;
}

/** After so many failures of GPUs in work, speech does not wait for a third. */
const mostGpuFailures = 2;
/** A driver or a GPU that is new is noticed after so long; a full plan looks at some forty files. */
const plannedAnewMs = 60_000;

export class BackendLadder implements Ladder {
  private readonly proofs: Proofs;
  private gaveUp: { readonly spec: LaunchSpec; readonly cause: Cause }[] = [];
  private plan: Plan | undefined;
  /** What was planned last, and what the world looked like. */
  private last:
    | { readonly seen: string; readonly at: number; readonly launches: Result<Launches, Problem> }
    | undefined;
  /** GPU backends whose proof did not pass, at the last look. */
  private unproven: readonly Refusal[] = [];
  /** What this session found, also what is not worth remembering: nothing is tried out twice. */
  private readonly found = new Map<string, Proof | undefined>();
  private looking: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: BackendLadderParts) {
    this.proofs = new Proofs(join(parts.folder, 'proofs.json'), parts.log);
  }

  async launches(): Promise<Result<Launches, Problem>> {
    const seen = await this.glance();
    const launches = await this.plannedLaunches();
    this.last = launches.ok ? { seen, at: this.parts.clock.now(), launches } : undefined;
    return launches;
  }

  async recent(): Promise<Result<Launches, Problem>> {
    const { last } = this;
    const isRecent = last !== undefined && this.parts.clock.now() - last.at < plannedAnewMs;
    return isRecent && last.seen === (await this.glance()) ? last.launches : await this.launches();
  }

  /** The settings and the files that they name, whose change a person expects to count at once. */
  private async glance(): Promise<string> {
    const { locateModel, ...wish } = this.parts.wish();
    const model = await locateModel();
    const stamps = await Promise.all([stampOf(wish.program), model.ok ? stampOf(model.value) : undefined]);
    return JSON.stringify([wish, model, stamps]);
  }

  private async plannedLaunches(): Promise<Result<Launches, Problem>> {
    const plan = await planLaunches(this.parts.wish(), {
      folder: this.parts.folder,
      crashed: (stamps) => this.proofs.crashedLibraries(stamps),
    });
    if (!plan.ok) return plan;
    this.plan = plan.value;
    if (plan.value.wish !== 'auto') return ok(this.obeyed(plan.value));
    // One look at a time: two proofs at once would falsify each other's times.
    const looking = this.looking.then(() => this.proven(plan.value));
    this.looking = looking.catch(() => {});
    return ok(await looking);
  }

  async gaveWay(spec: LaunchSpec, failure: Failure): Promise<boolean> {
    const cause = faultOf(spec, failure);
    if (cause === undefined) return false;
    this.last = undefined;
    const { plan } = this;
    this.parts.log.warn(`${spec.backend.kind} gave way: ${JSON.stringify(cause)}`);
    if (spec.backend.kind === 'cpu') return plan !== undefined && this.leaveOutLibrary(spec, failure, plan);
    if (this.hasGivenUp(spec)) return false; // told twice
    this.gaveUp.push({ spec, cause });
    if (plan === undefined) return true;
    await this.proofs.keep(proofKey(spec, plan), undefined); // proven again in the next session
    return plan.wish === 'auto' || plan.rungs.flat().some((other) => !this.hasGivenUp(other));
  }

  async judge(spec: LaunchSpec, { pid, facts, warmUp }: Measured): Promise<Acceleration> {
    const kind = spec.backend.kind;
    const wish = this.plan?.wish ?? kind;
    const gaveUp = this.gaveUp.map(({ spec: { backend }, cause }) => ({ backend: backend.kind, cause }));
    const higher = [...(this.plan?.refused ?? []), ...this.unproven, ...gaveUp];
    const refused = wish === 'auto' ? higher.filter(({ backend }) => backend !== kind) : gaveUp;
    const { leftOut = [] } = this.plan ?? {};
    return judge({ wish, backend: kind, facts, refused, leftOut, warmUp, vram: await this.vramOf(pid) });
  }

  afresh(): void {
    this.gaveUp = [];
    this.last = undefined;
    this.found.clear();
    const { plan } = this;
    if (plan !== undefined) void this.proofs.keepCrashed(plan.stamps, undefined);
  }

  /** What gave way goes last: it is still what the user wished. */
  private obeyed({ rungs }: Plan): Launches {
    const [[best, ...others], ...rest] = rungs;
    const all: Launches = [best, ...others, ...rest.flat()];
    const [first = best, ...more] = all.filter((spec) => !this.hasGivenUp(spec));
    return [first, ...more];
  }

  private async proven(plan: Plan): Promise<Launches> {
    const passed: { readonly spec: LaunchSpec; readonly tookMs: number }[] = [];
    const unproven: Refusal[] = [];
    const cpu: LaunchSpec[] = [];
    for (const specs of plan.rungs) {
      const { kind } = specs[0].backend;
      if (kind === 'cpu') cpu.push(...specs);
      if (kind === 'cpu' || this.gaveUp.length >= mostGpuFailures) continue;
      let cause: Cause | undefined;
      for (const spec of specs.filter((one) => !this.hasGivenUp(one))) {
        const proof = await this.proofOf(spec, plan);
        if (proof?.kind === 'passed') passed.push({ spec, tookMs: proof.tookMs });
        cause = proof?.kind === 'refused' ? proof.cause : undefined;
        // Another way to launch it helps neither a library that is missing nor a model that is broken.
        if (cause === undefined || hopeless.has(cause.kind)) break;
      }
      if (cause !== undefined) unproven.push({ backend: kind, cause });
    }
    this.unproven = unproven;
    const fastest = passed.toSorted((a, b) => a.tookMs - b.tookMs).map(({ spec }) => spec);
    const [first = plan.rungs[0][0], ...rest] = [...fastest, ...cpu];
    return [first, ...rest];
  }

  private async proofOf(spec: LaunchSpec, plan: Plan): Promise<Proof | undefined> {
    const key = JSON.stringify(proofKey(spec, plan));
    if (this.found.has(key)) return this.found.get(key);
    const known = (await this.proofs.find(proofKey(spec, plan))) ?? (await this.prove(spec, plan));
    this.found.set(key, known);
    return known;
  }

  private async prove(spec: LaunchSpec, plan: Plan): Promise<Proof | undefined> {
    const { log } = this.parts;
    const about = [spec.backend.kind, ...spec.extraArgs, ...Object.keys(spec.env)].join(' ');
    log.info(`proof of ${about}: begins`);
    let proof: Finding;
    try {
      const clip = await this.parts.clip();
      proof = findingOf(spec, await tryOut(spec, clip, this.parts.folder, this.parts));
      if (proof.kind === 'compare') proof = await this.compare(proof, plan, clip);
    } catch (error) {
      log.warn(`proof of ${about}: could not be made (${String(error)})`); // a full disk, for one
      return undefined;
    }
    log.info(`proof of ${about}: ${JSON.stringify(proof)}`);
    if (proof.kind === 'unknown') return undefined;
    // A game may hold the memory now and not tomorrow.
    const isLasting = proof.kind === 'passed' || proof.cause.kind !== 'outOfMemory';
    if (isLasting) await this.proofs.keep(proofKey(spec, plan), proof);
    return proof;
  }

  private async compare(
    { heard, tookMs }: { readonly heard: string; readonly tookMs: number },
    plan: Plan,
    clip: SpeechRequest,
  ): Promise<Proof> {
    const cpu = plan.rungs.flat().find(({ backend }) => backend.kind === 'cpu');
    const trial = cpu === undefined ? undefined : await tryOut(cpu, clip, this.parts.folder, this.parts);
    return compared(heard, tookMs, trial?.kind === 'answered' ? trial.heard : undefined);
  }

  private async leaveOutLibrary(spec: LaunchSpec, { facts }: Failure, plan: Plan): Promise<boolean> {
    const loaded = facts.findLast((fact) => fact.kind === 'backendLoaded' && fact.backend === 'CPU');
    const name = loaded?.kind === 'backendLoaded' ? basename(loaded.file) : undefined;
    const libraries = await cpuLibrariesOf(spec.program);
    if (name === undefined || !libraries.includes(name) || libraries.length < 2) return false;
    this.parts.log.warn(`${name} is left out from now on: it crashes with ${spec.model}`);
    const crashed = await this.proofs.crashedLibraries(plan.stamps);
    await this.proofs.keepCrashed(plan.stamps, [...new Set([...crashed, name])]);
    // Where that cannot be kept, the next launch would be the same one.
    return (await this.proofs.crashedLibraries(plan.stamps)).includes(name);
  }

  private async vramOf(pid: number | undefined): Promise<Launched['vram']> {
    const { roots, device } = this.parts.wish();
    const gpu = chosenGpu(this.plan?.gpus ?? [], device);
    if (gpu === undefined || pid === undefined) return undefined;
    const { own } = await new Sensors(gpu, roots).sample(this.parts.clock.now(), pid);
    return own?.memoryBytes === undefined
      ? undefined
      : { gpu: gpu.name, megabytes: Math.round(own.memoryBytes / 1e6) };
  }

  private hasGivenUp(spec: LaunchSpec): boolean {
    return this.gaveUp.some((one) => sameLaunch(one.spec, spec));
  }
}

const hopeless: ReadonlySet<Cause['kind']> = new Set([
  'notLoaded',
  'noDevice',
  'softwareOnly',
  'outOfMemory',
]);

/** Changes with the launch, the server's build, the drivers, the GPUs and the model. */
function proofKey(spec: LaunchSpec, { stamps, gpus }: Plan): unknown {
  return [spec, stamps, gpus.map(({ address, name, gfx }) => [address, name, gfx])];
}
