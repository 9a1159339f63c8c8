// Why a server ended before it was ready. Pure. The exit code alone misleads: an unknown argument ends with 0,
// so every end before readiness is a failure, and the last lines decide where the code is not enough.

import type { StartFault } from '../base/problem.ts';

/** Neither code nor signal where its end left no word. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** A window asked for this end; or ours let go and does not know how it goes on. */
  readonly asked?: 'stop' | 'kill' | 'letGo';
}

const signals: Readonly<Record<number, string>> = {
  ...{ 1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 5: 'SIGTRAP', 6: 'SIGABRT', 7: 'SIGBUS' },
  ...{ 8: 'SIGFPE', 9: 'SIGKILL', 11: 'SIGSEGV', 13: 'SIGPIPE', 15: 'SIGTERM', 31: 'SIGSYS' },
};

/** From the way a shell tells it: a signal is its number and 128. */
export function exitOf(status: number): Exit {
  if (status <= 128) return { code: status, signal: null };
  return { code: null, signal: signals[status - 128] ?? `signal ${status - 128}` };
}

/** What the shell says to a text or to a program for another machine: the system hands it what it can't run. */
const unrunnable = /^\S+: \d+: (?:Syntax error|\S+: not found)|cannot execute|Exec format error/m;

export function startFaultOf(
  exit: Exit,
  tail: readonly string[],
  seen: 'ended' | 'timeout' | 'stranger' = 'ended',
): StartFault {
  if (seen === 'timeout') return 'timeout';
  if (seen === 'stranger') return 'portTaken';
  const said = tail.join('\n');
  if (exit.code === 126) return 'notRunnable';
  if (/loading shared librar(?:y|ies)/.test(said)) return 'missingLibrary';
  if (exit.code === 127 || unrunnable.test(said)) return 'notRunnable';
  if (exit.code === 3 || /failed to initialize whisper context/.test(said)) return 'badModel';
  if (/couldn't bind to server socket/.test(said)) return 'portTaken';
  if (exit.code === 0) return 'badArgument';
  if (exit.signal !== null) return 'crashed';
  return 'exited';
}

export function describeExit({ code, signal, asked }: Exit): string {
  if (asked === 'letGo') return 'let go';
  if (signal !== null) return `ended by ${signal}`;
  return code === null ? 'ended without a word' : `exit code ${code}`;
}
