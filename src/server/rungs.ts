// The launches that a backend can be tried with, best first: on the right GPU, with and without an override of
// its instruction set, with and without flash attention. Pure. Never lays a value over one of the user's: what
// stands in the settings or in the environment decides, and then there is nothing to try beside it.

import { bestGpu, type Gpu } from '../gpu/devices.ts';
import { rocmNeed } from '../gpu/rocmTargets.ts';
import type { Backend, BackendKind } from './backends.ts';
import type { LaunchSpec } from './launch.ts';
import type { ListedDevice } from './serverLog.ts';

export interface RungWish {
  readonly program: string;
  readonly model: string;
  readonly threads: number;
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The environment that the server inherits. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** A part of the name of the GPU that the user wants; empty for the best one. */
  readonly device: string;
  /** It loads its backends by itself, so that one is chosen by hiding the others. */
  readonly choosesItself: boolean;
}

const flashArguments = new Set(['-fa', '--flash-attn', '-nfa', '--no-flash-attn']);
const deviceArguments = new Set(['-dev', '--device']);
const rocmDevices = ['HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'];
const hidden: Readonly<Record<Exclude<BackendKind, 'cpu'>, readonly [string, string]>> = {
  rocm: ['HIP_VISIBLE_DEVICES', '-1'],
  vulkan: ['GGML_VK_VISIBLE_DEVICES', ''],
};

interface Variation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** `listed`: what the Vulkan backend says about its devices, where it was asked. */
export function rungsOf(
  backend: Backend,
  wish: RungWish,
  gpus: readonly Gpu[],
  listed: readonly ListedDevice[] = [],
): readonly [LaunchSpec, ...LaunchSpec[]] {
  const isFree = (name: string) => wish.env[name] === undefined && wish.inherited[name] === undefined;
  const freeArguments = (names: ReadonlySet<string>) =>
    !wish.extraArgs.some((argument) => names.has(argument.split('=')[0] ?? ''));
  const hide = wish.choosesItself ? hiding(backend.kind, isFree) : {};
  const spec = ({ args, env }: Variation): LaunchSpec => ({
    ...{ program: wish.program, model: wish.model, backend, threads: wish.threads },
    extraArgs: [...args, ...wish.extraArgs],
    env: { ...hide, ...env, ...wish.env },
  });
  if (backend.kind === 'cpu') {
    const args = wish.choosesItself && !wish.extraArgs.includes('-ng') ? ['-ng'] : [];
    return [spec({ args, env: {} })];
  }
  const choice = freeArguments(deviceArguments)
    ? backend.kind === 'rocm'
      ? { args: [], env: rocmDevices.every(isFree) ? rocmDevice(gpus, wish.device) : {} }
      : { args: vulkanDevice(gpus, wish.device, listed), env: {} }
    : { args: [], env: {} };
  const overrides = backend.kind === 'rocm' ? overridesFor(gpus, wish.device, isFree) : [];
  const [first, ...others] = [{}, ...overrides].map((env) => ({ ...choice, env: { ...choice.env, ...env } }));
  const last = others.at(-1) ?? first ?? choice;
  const withoutFlash = freeArguments(flashArguments) ? [{ ...last, args: [...last.args, '-nfa'] }] : [];
  return [spec(first ?? choice), ...others.map(spec), ...withoutFlash.map(spec)];
}

function hiding(kind: BackendKind, isFree: (name: string) => boolean): Readonly<Record<string, string>> {
  const others = (['rocm', 'vulkan'] as const)
    .filter((other) => other !== kind)
    .map((other) => hidden[other]);
  return Object.fromEntries(others.filter(([name]) => isFree(name)));
}

/** The GPU that is to work: the one that the user names, or the best. */
export function chosenGpu(gpus: readonly Gpu[], device: string): Gpu | undefined {
  const real = gpus.filter(({ vendor }) => vendor !== 'other');
  const named = device === '' ? undefined : real.find(({ name }) => isIn(device, name));
  return named ?? bestGpu(real);
}

/** ROCm counts the GPUs in the order of its kernel driver's nodes. */
function rocmDevice(gpus: readonly Gpu[], device: string): Readonly<Record<string, string>> {
  const seen = gpus
    .filter(({ kfd }) => kfd !== undefined)
    .toSorted((a, b) => (a.kfd?.node ?? 0) - (b.kfd?.node ?? 0));
  const chosen = chosenGpu(seen, device);
  if (seen.length < 2 || chosen === undefined) return {};
  return { HIP_VISIBLE_DEVICES: String(seen.indexOf(chosen)) };
}

function vulkanDevice(
  gpus: readonly Gpu[],
  device: string,
  listed: readonly ListedDevice[],
): readonly string[] {
  const chosen = chosenGpu(gpus, device);
  const found =
    listed.find(({ name }) => device !== '' && isIn(device, name)) ??
    listed.find(({ name }) => chosen !== undefined && isIn(chosen.name, name)) ??
    // The kernel and Vulkan name a GPU differently where its product name is not known.
    listed.find(({ unified }) => chosen !== undefined && unified === (chosen.integrated === true));
  return found === undefined || found.index === 0 ? [] : ['--device', String(found.index)];
}

/** For one GPU only, by the number of its node: another one beside it keeps its own. */
function overridesFor(
  gpus: readonly Gpu[],
  device: string,
  isFree: (name: string) => boolean,
): readonly Readonly<Record<string, string>>[] {
  const chosen = chosenGpu(
    gpus.filter(({ kfd }) => kfd !== undefined),
    device,
  );
  const need = rocmNeed(chosen?.gfx);
  if (chosen?.kfd === undefined || need.kind !== 'override') return [];
  const own = `HSA_OVERRIDE_GFX_VERSION_${chosen.kfd.node}`;
  return isFree('HSA_OVERRIDE_GFX_VERSION') && isFree(own) ? [{ [own]: need.version }] : [];
}

function isIn(part: string, whole: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}
