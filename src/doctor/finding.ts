// One finding of the doctor as a value: what it is about, how much it weighs, and the ways out. Pure and without
// wording, which is made at the edge.

import type { Problem } from '../base/problem.ts';
import type { BackendKind } from '../server/backends.ts';
import type { Refusal } from '../server/evidence.ts';
import type { Conflict, Enclosure } from './facts.ts';

/** `trouble` stops the work or slows it much; a `hint` is worth knowing. */
export type Weight = 'fine' | 'hint' | 'trouble';

/** What a button can do; the edge gives each a label and a deed. */
export type Remedy =
  | 'downloadModel'
  | 'chooseModel'
  | 'chooseServer'
  | 'chooseBackend'
  | 'startServer'
  | 'editEndpoint'
  | 'editEnvironment'
  | 'useVulkan'
  | 'chooseRecorder'
  | 'chooseDevice'
  | 'useToggle'
  | 'openKeybindings'
  | 'showBuiltInDictation'
  | 'showLog';

export type Subject =
  | { readonly kind: 'serverBuilt'; readonly backends: readonly BackendKind[] }
  | { readonly kind: 'serverProblem'; readonly problem: Problem }
  | {
      readonly kind: 'external';
      readonly address: string;
      readonly fault: 'invalid' | 'unencrypted' | undefined;
    }
  | { readonly kind: 'resting' }
  | { readonly kind: 'worksOn'; readonly device: string; readonly name: string | undefined }
  | { readonly kind: 'worksOnCpu'; readonly insteadOf: string | undefined }
  | ({ readonly kind: 'fellBack' } & Refusal)
  | { readonly kind: 'modelReady'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'modelProblem'; readonly problem: Problem }
  | { readonly kind: 'noGpu' }
  | { readonly kind: 'notLinux' }
  | { readonly kind: 'otherGpu'; readonly name: string }
  | { readonly kind: 'noDriver'; readonly name: string }
  | { readonly kind: 'gpu'; readonly name: string; readonly gfx: string | undefined }
  | { readonly kind: 'deviceUsable'; readonly files: readonly string[] }
  | { readonly kind: 'deviceDenied'; readonly files: readonly string[]; readonly inGroup: boolean }
  | {
      readonly kind: 'deviceMissing';
      readonly files: readonly string[];
      readonly enclosure: Enclosure | undefined;
    }
  | { readonly kind: 'targetNative'; readonly gfx: string }
  | {
      readonly kind: 'targetOverride';
      readonly gfx: string;
      readonly version: string;
      readonly isSet: boolean;
    }
  | {
      readonly kind: 'targetOverridden';
      readonly gfx: string;
      readonly value: string;
      /** The value that could help, where one can. */
      readonly advised: string | undefined;
    }
  | { readonly kind: 'targetVulkan'; readonly gfx: string }
  | { readonly kind: 'targetUnknown'; readonly gfx: string | undefined }
  | { readonly kind: 'noGpuBackend' }
  | { readonly kind: 'rocmLibraries'; readonly major: number }
  | {
      readonly kind: 'rocmMissing';
      readonly wanted: number | undefined;
      readonly installed: readonly number[];
    }
  | { readonly kind: 'integratedFirst'; readonly integrated: string; readonly discrete: string }
  | { readonly kind: 'vulkanReady'; readonly drivers: readonly string[] }
  | {
      readonly kind: 'vulkanMissing';
      readonly loader: boolean;
      /** Drivers for other devices, such as one that computes on the CPU. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'memoryEnough'; readonly neededBytes: number; readonly freeBytes: number }
  | { readonly kind: 'memoryShort'; readonly neededBytes: number; readonly freeBytes: number }
  | { readonly kind: 'recorders'; readonly names: readonly string[] }
  | { readonly kind: 'noRecorder' }
  | { readonly kind: 'microphones'; readonly used: string; readonly others: readonly string[] }
  | { readonly kind: 'microphoneMuted'; readonly name: string }
  | { readonly kind: 'microphoneHeard' }
  | { readonly kind: 'microphoneQuiet' }
  | { readonly kind: 'microphoneProblem'; readonly problem: Problem }
  | {
      readonly kind: 'keyRepeats';
      readonly delayMs: number | undefined;
      readonly intervalMs: number | undefined;
    }
  | { readonly kind: 'keyRepeatsNot' }
  | { readonly kind: 'keyRepeatsLate'; readonly delayMs: number }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'remote'; readonly name: string };

export interface Finding {
  readonly weight: Weight;
  readonly subject: Subject;
  readonly remedies: readonly Remedy[];
  /** For a terminal, as it must be typed on this machine. */
  readonly command: string | undefined;
}

export function finding(
  weight: Weight,
  subject: Subject,
  remedies: readonly Remedy[] = [],
  command?: string,
): Finding {
  return { weight, subject, remedies, command };
}
