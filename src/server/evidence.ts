// Which hardware does the work, and how we know: a verdict with every piece that speaks for it. Pure. Trusts only
// where the weights of the model really lie: which backend was asked for proves nothing, and neither does a
// "GPU" that computes on the CPU, such as llvmpipe.

import type { BackendKind, BackendWish } from './backends.ts';
import type { ListedDevice, LogFact } from './serverLog.ts';

/** Why a backend that was to be tried does not do the work. `detail` is the words of those who know: a line. */
export type Cause =
  | { readonly kind: 'notBuilt' }
  /** The device file is there and may not be opened. */
  | { readonly kind: 'noAccess'; readonly file: string }
  | { readonly kind: 'notLoaded'; readonly detail: string }
  | { readonly kind: 'noDevice'; readonly detail: string }
  | { readonly kind: 'softwareOnly'; readonly device: string }
  | { readonly kind: 'outOfMemory'; readonly detail: string }
  | { readonly kind: 'crashed'; readonly detail: string }
  | { readonly kind: 'noAnswer'; readonly detail: string }
  | { readonly kind: 'wrongText'; readonly expected: string; readonly heard: string };

export interface Refusal {
  readonly backend: BackendKind;
  readonly cause: Cause;
}

export type Verdict =
  | { readonly kind: 'gpu'; readonly device: string; readonly name: string | undefined }
  | { readonly kind: 'cpu'; readonly why: 'requested' }
  | ({ readonly kind: 'cpu'; readonly why: 'fellBack' } & Refusal)
  | { readonly kind: 'unknown' };

export type Evidence =
  | { readonly kind: 'weights'; readonly device: string; readonly megabytes: number }
  | { readonly kind: 'workspace'; readonly megabytes: number }
  | { readonly kind: 'listed'; readonly device: ListedDevice; readonly software: boolean }
  | { readonly kind: 'library'; readonly backend: string; readonly file: string }
  | { readonly kind: 'flashAttention'; readonly on: boolean }
  | { readonly kind: 'said'; readonly line: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A CPU library that crashed with this model on this machine. */
  | { readonly kind: 'leftOut'; readonly library: string }
  | { readonly kind: 'vram'; readonly gpu: string; readonly megabytes: number }
  | { readonly kind: 'speed'; readonly seconds: number; readonly tookMs: number };

export interface Acceleration {
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
}

/** What is known of a server that is ready. */
export interface Launched {
  readonly wish: BackendWish;
  /** The backend that this launch is for. */
  readonly backend: BackendKind;
  readonly facts: readonly LogFact[];
  /** Backends that were to be tried before this one. */
  readonly refused: readonly Refusal[];
  /** CPU libraries that would have been taken, and crashed. */
  readonly leftOut?: readonly string[];
  /** Graphics memory of this very process, where the kernel tells it. */
  readonly vram?: { readonly gpu: string; readonly megabytes: number } | undefined;
  readonly warmUp?: { readonly seconds: number; readonly tookMs: number } | undefined;
}

export function judge(launched: Launched): Acceleration {
  return { verdict: verdictOf(launched), evidence: evidenceOf(launched) };
}

const noGpu: Cause = { kind: 'noDevice', detail: 'no GPU found' };
const gpuDevice = /^(ROCm|CUDA|Vulkan|SYCL|Metal)(\d*)$/;

function verdictOf({ wish, backend, facts, refused }: Launched): Verdict {
  const weights = facts.filter((fact) => fact.kind === 'weights');
  const largest = weights.toSorted((a, b) => b.megabytes - a.megabytes)[0];
  if (largest === undefined) return { kind: 'unknown' };
  const listed = listedDevices(facts).find(({ device }) => nameInLog(device) === largest.device);
  const onGpu = gpuDevice.test(largest.device) && listed?.software !== true;
  if (onGpu) return { kind: 'gpu', device: largest.device, name: listed?.device.name };
  if (wish === 'cpu' || facts.some((fact) => fact.kind === 'gpuAllowed' && !fact.allowed && wish !== 'auto'))
    return { kind: 'cpu', why: 'requested' };
  if (backend !== 'cpu')
    return { kind: 'cpu', why: 'fellBack', backend, cause: causeIn(facts, backend) ?? noGpu };
  // A backend that failed tells more than one that this build does not have.
  const telling = refused.find(({ cause }) => cause.kind !== 'notBuilt') ?? refused[0];
  // Without any refusal there was no GPU to try: the CPU is what "auto" asks for then.
  return telling === undefined
    ? { kind: 'cpu', why: 'requested' }
    : { kind: 'cpu', why: 'fellBack', ...telling };
}

/** Why the GPU does not work, from the lines alone, of a server that is ready as well as of one that ended. */
export function causeIn(all: readonly LogFact[], backend: BackendKind): Cause | undefined {
  const facts = all.filter((fact) => isAbout(backend, fact));
  const memory = facts.find((fact) => fact.kind === 'outOfMemory');
  if (memory !== undefined) return { kind: 'outOfMemory', detail: memory.detail };
  const error = facts.find((fact) => fact.kind === 'gpuError');
  if (error !== undefined) return { kind: 'crashed', detail: error.detail };
  const listed = listedDevices(facts);
  const software = listed.find((found) => found.software);
  if (software !== undefined && listed.every((found) => found.software)) {
    return { kind: 'softwareOnly', device: software.device.name };
  }
  const failed = facts.find((fact) => fact.kind === 'backendFailed');
  if (failed === undefined) return undefined;
  return /^load_backend: /.test(failed.detail)
    ? { kind: 'notLoaded', detail: failed.detail }
    : { kind: 'noDevice', detail: failed.detail };
}

/** A server that loads all its backends also tells what keeps the others from working. */
function isAbout(backend: BackendKind, fact: LogFact): boolean {
  const other = {
    rocm: /^ggml_vulkan|libggml-vulkan/,
    vulkan: /^ggml_cuda_init|libggml-hip/,
    cpu: undefined,
  }[backend];
  if (fact.kind === 'backendFailed') return other?.test(fact.detail) !== true;
  if (backend !== 'rocm') return true;
  return fact.kind === 'deviceListed' ? fact.device.backend === 'ROCm' : fact.kind !== 'softwareDevice';
}

export function listedDevices(
  facts: readonly LogFact[],
): readonly { readonly device: ListedDevice; readonly software: boolean }[] {
  return facts.flatMap((fact, at) =>
    fact.kind === 'deviceListed'
      ? [{ device: fact.device, software: facts[at + 1]?.kind === 'softwareDevice' }]
      : [],
  );
}

function nameInLog({ backend, index }: ListedDevice): string {
  return `${backend}${index}`;
}

function evidenceOf({ facts, refused, leftOut = [], vram, warmUp }: Launched): readonly Evidence[] {
  const workspace = facts.reduce((sum, fact) => sum + (fact.kind === 'workspace' ? fact.megabytes : 0), 0);
  return [
    ...facts.flatMap((fact): readonly Evidence[] => (fact.kind === 'weights' ? [fact] : [])),
    ...(workspace > 0 ? [{ kind: 'workspace', megabytes: workspace } as const] : []),
    ...listedDevices(facts).map(({ device, software }) => ({ kind: 'listed', device, software }) as const),
    ...facts.flatMap(said),
    ...refused.map((refusal) => ({ kind: 'refused', refusal }) as const),
    ...leftOut.map((library) => ({ kind: 'leftOut', library }) as const),
    ...(vram === undefined ? [] : [{ kind: 'vram', ...vram } as const]),
    ...(warmUp === undefined ? [] : [{ kind: 'speed', ...warmUp } as const]),
  ];
}

function said(fact: LogFact): readonly Evidence[] {
  switch (fact.kind) {
    case 'backendLoaded':
      return [{ kind: 'library', backend: fact.backend, file: fact.file }];
    case 'flashAttention':
      return [fact];
    case 'backendFailed':
    case 'gpuError':
    case 'outOfMemory':
      return [{ kind: 'said', line: fact.detail }];
    case 'noGpu':
      return [{ kind: 'said', line: 'no GPU found' }];
    default:
      return [];
  }
}
