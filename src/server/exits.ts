// Why a server ended before it was ready. Pure. The exit code alone misleads: an unknown argument ends with 0,
// so every end before readiness is a failure, and the last lines decide where the code is not enough.

import type { StartFault } from '../base/problem.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The operating system's word where the program could not even be started, such as ENOEXEC. */
  readonly spawnError?: string;
}

/** What the shell says to a text or to a program for another machine: the system hands it what it can't run. */
const unrunnable = /^\S+: \d+: (?:Syntax error|\S+: not found)|cannot execute|Exec format error/m;

export function startFaultOf(exit: Exit, tail: readonly string[]): StartFault {
  const said = tail.join('\n');
  if (exit.spawnError !== undefined || exit.code === 126) return 'notRunnable';
  if (/loading shared librar(?:y|ies)/.test(said)) return 'missingLibrary';
  if (exit.code === 127 || unrunnable.test(said)) return 'notRunnable';
  if (exit.code === 3 || /failed to initialize whisper context/.test(said)) return 'badModel';
  if (/couldn't bind to server socket/.test(said)) return 'portTaken';
  if (exit.code === 0) return 'badArgument';
  if (exit.signal !== null) return 'crashed';
  return 'exited';
}

export function describeExit({ code, signal, spawnError }: Exit): string {
  if (spawnError !== undefined) return spawnError;
  return signal === null ? `exit code ${code}` : `ended by ${signal}`;
}
