// From the user's wishes to the ladder's rungs: the program and its backends, the model, the arguments, each
// checked before anything starts, and for each backend the launches to try it with. Starts nothing but a server
// that is not ours, to learn which backends it has.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Gpu } from '../gpu/devices.ts';
import type { Roots } from '../gpu/files.node.ts';
import { type Backend, type BackendWish, chooseBackends } from './backends.ts';
import { askServer, findBuiltServer, findDevices } from './built.node.ts';
import { listedDevices, type Refusal } from './evidence.ts';
import type { Launches } from './ladder.ts';
import { checkExtraArgs } from './launch.ts';
import { rungsOf } from './rungs.ts';
import type { LogFact } from './serverLog.ts';
import { type Stamps, stampOf, stampsOf } from './stamps.node.ts';
import { withoutLibraries } from './variants.node.ts';

export interface ServerWish {
  readonly program: string;
  readonly backend: BackendWish;
  /** A part of the name of the GPU that should work; empty for the best one. */
  readonly device: string;
  readonly threads: number;
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly roots: Roots;
  readonly locateModel: () => Promise<Result<string, Problem>>;
}

export interface Plan {
  readonly wish: BackendWish;
  /** One for each backend, best first. Each holds the launches for it, best first. */
  readonly rungs: readonly [Launches, ...Launches[]];
  readonly refused: readonly Refusal[];
  /** CPU libraries that the server shall not find. */
  readonly leftOut: readonly string[];
  readonly gpus: readonly Gpu[];
  readonly stamps: Stamps;
}

export interface PlanParts {
  /** A folder of Sotto's own, for servers without some of their CPU libraries and to ask others in. */
  readonly folder: string;
  /** CPU libraries that crashed with this server and model. */
  readonly crashed: (stamps: Stamps) => Promise<readonly string[]>;
}

/** What servers said about themselves, by all that it depends on: asking wakes every GPU. */
const asked = new Map<string, Promise<readonly LogFact[]>>();

export async function planLaunches(wish: ServerWish, parts: PlanParts): Promise<Result<Plan, Problem>> {
  const empty = join(parts.folder, 'empty'); // a server loads libraries from where it runs
  try {
    await mkdir(empty, { recursive: true });
  } catch (error) {
    return fail({ kind: 'folderUnusable', folder: empty, detail: String(error) });
  }
  const ask = async (backend?: Backend) => {
    const library = backend?.library;
    const env = { ...wish.env, ...(library === undefined ? {} : { GGML_BACKEND_PATH: library }) };
    const key = JSON.stringify([await stampOf(wish.program), library && (await stampOf(library)), env]);
    const answer = asked.get(key) ?? askServer(wish.program, env, empty);
    asked.set(key, answer);
    return answer;
  };
  const built = await findBuiltServer(wish.program, ask);
  if (!built.ok) return built;
  const checked = checkExtraArgs(wish.extraArgs);
  if (!checked.ok) return checked;
  const model = await wish.locateModel();
  if (!model.ok) return model;
  const devices = await findDevices(wish.roots);
  const choice = chooseBackends(wish.backend, built.value.backends, devices);
  if (!choice.ok) return choice;

  const stamps = await stampsOf(wish.program, model.value);
  const crashed = await parts.crashed(stamps);
  const variants = join(parts.folder, 'variants');
  let program: string;
  try {
    program = await withoutLibraries(wish.program, crashed, variants, stamps.server);
  } catch (error) {
    return fail({ kind: 'folderUnusable', folder: variants, detail: String(error) });
  }
  const { threads, extraArgs, env, device } = wish;
  const { choosesItself } = built.value;
  const rungWish = {
    ...{ program, model: model.value, threads, extraArgs, env, device, choosesItself },
    inherited: process.env,
  };
  const severalGpus = devices.gpus.filter(({ vendor }) => vendor !== 'other').length > 1;
  const launchesOf = async (backend: Backend): Promise<Launches> => {
    // Only Vulkan numbers its devices in an order that the kernel does not know.
    const isAsked = backend.kind === 'vulkan' && (severalGpus || device !== '');
    const listed = isAsked ? listedDevices(await ask(backend)).map((found) => found.device) : [];
    const ofVulkan = listed.filter((found) => found.backend === 'Vulkan');
    return rungsOf(backend, rungWish, devices.gpus, ofVulkan);
  };
  const [best, ...others] = choice.value.backends;
  const rungs = [await launchesOf(best), ...(await Promise.all(others.map(launchesOf)))] as const;
  const { refused } = choice.value;
  return ok({ wish: wish.backend, rungs, refused, leftOut: crashed, gpus: devices.gpus, stamps });
}
