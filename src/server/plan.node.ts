// From the user's wishes to the launches to try, best first: the program and its backends, the model, the
// arguments, each checked before anything starts.

import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import type { Roots } from '../gpu/files.node.ts';
import { type BackendWish, chooseBackends } from './backends.ts';
import { findBuiltServer, findDevices } from './built.node.ts';
import { checkExtraArgs, type LaunchSpec } from './launch.ts';

export interface ServerWish {
  readonly program: string;
  readonly backend: BackendWish;
  readonly threads: number;
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly roots: Roots;
  readonly locateModel: () => Promise<Result<string, Problem>>;
}

export async function planLaunches(
  wish: ServerWish,
): Promise<Result<readonly [LaunchSpec, ...LaunchSpec[]], Problem>> {
  const built = await findBuiltServer(wish.program);
  if (!built.ok) return built;
  const checked = checkExtraArgs(wish.extraArgs);
  if (!checked.ok) return checked;
  const model = await wish.locateModel();
  if (!model.ok) return model;
  const choice = chooseBackends(wish.backend, built.value.backends, await findDevices(wish.roots));
  if (!choice.ok) return choice;
  const { program } = built.value;
  const { threads, extraArgs, env } = wish;
  const specFor = (backend: LaunchSpec['backend']): LaunchSpec => ({
    ...{ program, model: model.value, backend, threads, extraArgs, env },
  });
  const [first, ...rest] = choice.value.backends;
  return ok([specFor(first), ...rest.map(specFor)]);
}
