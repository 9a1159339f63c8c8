// What every part of Sotto stands on: the folders, the clock, the logs, and the one way to tell of a problem.

import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Clock } from '../base/clock.ts';
import type { DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Roots } from '../gpu/files.node.ts';
import type { Channel } from '../vscode/logs.ts';

export interface Ground {
  readonly context: vscode.ExtensionContext;
  /** Ends with Sotto. */
  readonly all: DisposableStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly serverLog: Channel;
  readonly roots: Roots;
  /** `audioKept` says whether a retry makes sense. */
  readonly tell: (problem: Problem, audioKept: boolean) => void;
}

/** A file that comes with the package. */
export function shipped({ context }: Ground, ...path: readonly string[]): string {
  return join(context.extensionPath, ...path);
}

/** The folder of the programs that were built for this machine. */
export function programsOf(ground: Ground): string {
  return shipped(ground, 'native', 'bin', `${process.platform}-${process.arch}`);
}
