// What the doctor looks at, as plain values: collected by inspect.node.ts and the edge, judged in findings.ts.
// Undefined means that it could not be found out, never that something is wrong.

import type { Device } from '../audio/devices.ts';
import type { PackageFamily } from '../base/packages.ts';
import type { Problem } from '../base/problem.ts';
import type { Hardware } from '../gpu/devices.ts';
import type { BackendKind, BackendWish } from '../server/backends.ts';
import type { Verdict } from '../server/evidence.ts';

/** What keeps devices of the machine from a program that runs in it. */
export type Enclosure = 'flatpak' | 'snap' | 'container';

export interface SystemFacts {
  readonly linux: boolean;
  readonly family: PackageFamily | undefined;
  readonly enclosure: Enclosure | undefined;
  /** The user stands in the list of a group that may open GPUs; a session from before that does not know it. */
  readonly inRenderGroup: boolean;
}

export interface ServerFacts {
  readonly wish: BackendWish;
  /** The GPU that the user names; empty for the best. */
  readonly device: string;
  readonly built: readonly BackendKind[] | undefined;
  readonly problem: Problem | undefined;
  /** The environment that the user gives to the server, in the settings or from the desktop. */
  readonly env: Readonly<Record<string, string>>;
  /** Which hardware does the work; undefined while it does not run. */
  readonly verdict: Verdict | undefined;
}

export interface ModelFacts {
  readonly name: string;
  /** Of the file; undefined where there is none that can be used. */
  readonly bytes: number | undefined;
  readonly problem: Problem | undefined;
}

export interface RocmFacts {
  /** The major versions of the runtime that are installed. */
  readonly installed: readonly number[];
  /** The one that our library was linked with. */
  readonly wanted: number | undefined;
}

export interface VulkanFacts {
  readonly loader: boolean;
  /** Files that describe drivers, such as `radeon_icd.x86_64.json`. */
  readonly drivers: readonly string[];
}

export type MicrophoneFacts =
  | { readonly kind: 'heard'; readonly signal: 'sound' | 'quiet' | 'constant' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'notTried' };

export interface RecorderFacts {
  readonly installed: readonly string[];
  /** The command that brings one. */
  readonly install: string | undefined;
}

export interface DeviceFacts {
  /** What the settings name; empty for the default one. */
  readonly chosen: string;
  /** None where no tool of the sound system could be asked. */
  readonly present: readonly Device[];
}

export interface KeyRepeat {
  readonly on: boolean;
  readonly delayMs: number | undefined;
  readonly intervalMs: number | undefined;
}

export interface EditorFacts {
  /** The name of the other machine, when the extension runs on the far side of a remote window. */
  readonly remote: string | undefined;
  readonly conflicts: readonly Conflict[];
}

/** Who else wants one of our keys, or listens to the microphone too. */
export type Conflict =
  | { readonly kind: 'key'; readonly key: string; readonly extension: string }
  | { readonly kind: 'dictation'; readonly extension: string }
  /** The dictation that VS Code itself has by now, switched on. */
  | { readonly kind: 'builtIn' };

export interface SetupFacts {
  readonly system: SystemFacts;
  readonly hardware: Hardware;
  /** Graphics memory that is free, or would be without the server. */
  readonly freeBytes: number | undefined;
  /** The address of a server that somebody else runs, where speech goes to that one. */
  readonly external: string | undefined;
  readonly server: ServerFacts;
  readonly model: ModelFacts;
  readonly rocm: RocmFacts;
  readonly vulkan: VulkanFacts;
  readonly recorders: RecorderFacts;
  readonly devices: DeviceFacts;
  readonly microphone: MicrophoneFacts;
  readonly keyRepeat: KeyRepeat | undefined;
  readonly editor: EditorFacts;
}
