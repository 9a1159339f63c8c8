// What a proof of a launch says: a known sentence was sent to it, and the answer, the time and the lines of the
// server decide whether it is trusted. Pure. The sentence is a synthetic voice that whisper models understand; a
// model that does not is measured by what it hears on the CPU.

import { type Cause, judge } from './evidence.ts';
import { type Ending, faultOf } from './ladder.ts';
import type { LaunchSpec } from './launch.ts';
import type { LogFact } from './serverLog.ts';

/** What media/proof.wav says, and how long. */
export const proofText = 'Open the file and read the first line.';
export const proofSeconds = 3.4;

export type Trial =
  | {
      readonly kind: 'answered';
      readonly heard: string;
      readonly tookMs: number;
      readonly facts: readonly LogFact[];
    }
  /** It was ready and its weights do not lie on a GPU: nothing was sent. */
  | { readonly kind: 'notOnGpu'; readonly facts: readonly LogFact[] }
  | { readonly kind: 'failed'; readonly ending: Ending };

export type Proof =
  | { readonly kind: 'passed'; readonly tookMs: number }
  | { readonly kind: 'refused'; readonly cause: Cause };

/** `unknown` where the launch failed for a reason that is not the backend's: a model, an argument, a wish. */
export type Finding =
  | Proof
  | { readonly kind: 'compare'; readonly heard: string; readonly tookMs: number }
  | { readonly kind: 'unknown' };

export function findingOf(spec: LaunchSpec, trial: Trial): Finding {
  switch (trial.kind) {
    case 'failed': {
      const cause = faultOf(spec, trial.ending);
      return cause === undefined ? { kind: 'unknown' } : { kind: 'refused', cause };
    }
    case 'notOnGpu':
      return { kind: 'refused', cause: notOnGpu(spec, trial.facts) };
    case 'answered':
      return likeness(proofText, trial.heard) >= likeSentence
        ? { kind: 'passed', tookMs: trial.tookMs }
        : { kind: 'compare', heard: trial.heard, tookMs: trial.tookMs };
  }
}

/** `onCpu`: what the same model hears in the same sound on the CPU; undefined where that failed too. */
export function compared(heard: string, tookMs: number, onCpu: string | undefined): Proof {
  if (onCpu !== undefined && likeness(onCpu, heard) >= likeCpu) return { kind: 'passed', tookMs };
  return { kind: 'refused', cause: { kind: 'wrongText', expected: onCpu ?? proofText, heard } };
}

export function isOnGpu({ backend }: LaunchSpec, facts: readonly LogFact[]): boolean {
  const { verdict } = judge({ wish: backend.kind, backend: backend.kind, facts, refused: [] });
  const prefix = backend.kind === 'rocm' ? 'ROCm' : 'Vulkan';
  return verdict.kind === 'gpu' && verdict.device.startsWith(prefix);
}

function notOnGpu({ backend }: LaunchSpec, facts: readonly LogFact[]): Cause {
  const { verdict } = judge({ wish: backend.kind, backend: backend.kind, facts, refused: [] });
  if (verdict.kind === 'cpu' && verdict.why === 'fellBack') return verdict.cause;
  const elsewhere = verdict.kind === 'gpu' ? `the model lies on ${verdict.device}` : 'nothing is known';
  return { kind: 'noDevice', detail: elsewhere };
}

/** A model errs here and there; a broken GPU gives one word, signs or a loop. */
const likeSentence = 0.7;
/** The same model on other hardware rounds differently. */
const likeCpu = 0.8;

/** The share of words that are the same, from 0 to 1. */
export function likeness(expected: string, heard: string): number {
  const [a, b] = [wordsOf(expected), wordsOf(heard)];
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [at, word] of a.entries()) {
    const next = [at + 1];
    for (const [index, other] of b.entries()) {
      const kept = (row[index] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(kept, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
