// The ladder of launches, as the server's life sees it: what to start, what to do when it gives way, and what may
// be said of one that is ready. Pure, with the one question that needs thought: is a failure the fault of the
// backend, so that the next one should try? Knows nothing of how launches are found (ladder.node.ts).

import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { type Acceleration, type Cause, causeIn } from './evidence.ts';
import { describeExit, type Exit } from './exits.ts';
import type { LaunchSpec } from './launch.ts';
import type { LogFact } from './serverLog.ts';

export interface Ending {
  /** Undefined where it did not end by itself: it answered with an error, or not at all. */
  readonly exit: Exit | undefined;
  readonly facts: readonly LogFact[];
}

export interface Failure extends Ending {
  readonly problem: Problem;
}

/** `exit` as it was seen; where a window asked for it, the end says nothing about the launch. */
export function endingOf(exit: Exit | undefined, facts: readonly LogFact[]): Ending {
  return { exit: exit?.asked === undefined ? exit : undefined, facts };
}

export interface Measured {
  readonly pid: number | undefined;
  readonly facts: readonly LogFact[];
  readonly warmUp?: { readonly seconds: number; readonly tookMs: number } | undefined;
}

/** Best first. */
export type Launches = readonly [LaunchSpec, ...LaunchSpec[]];

export interface Ladder {
  /** What to launch now, best first. Asked for every start: settings change, and launches give way. */
  launches(): Promise<Result<Launches, Problem>>;
  /** The same, without planning again where nothing that can be seen cheaply has changed since. */
  recent(): Promise<Result<Launches, Problem>>;
  /**
   * A launch did not start, crashed, or a GPU answered with an error. True where the next `launches()` begins
   * with another one, that should get the same audio; false where trying another one would not help.
   */
  gaveWay(spec: LaunchSpec, failure: Failure): Promise<boolean>;
  /** Which hardware does the work of a launch that is ready, with all that speaks for it. */
  judge(spec: LaunchSpec, measured: Measured): Promise<Acceleration>;
  /** The user starts anew: what gave way in this session may try again. */
  afresh(): void;
}

/** Ways to end that are a program's own doing. Others are somebody's wish: the user's, or the system's for memory. */
const crashes: ReadonlySet<string> = new Set([
  ...['SIGSEGV', 'SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGTRAP', 'SIGSYS'],
]);

/** What the backend of a launch did wrong; undefined where another one would fail in the same way. */
export function faultOf(spec: LaunchSpec, { exit, facts }: Ending): Cause | undefined {
  const onGpu = spec.backend.kind !== 'cpu';
  const said = causeIn(facts, spec.backend.kind);
  // What the lines say counts where they tell of a failure at work; the others tell of a start without a GPU.
  const work = said?.kind === 'outOfMemory' || said?.kind === 'crashed' ? said : undefined;
  if (exit === undefined) return onGpu ? (work ?? noAnswer) : undefined;
  if (exit.signal !== null && !crashes.has(exit.signal)) return undefined;
  // A GPU whose memory is too small ends like a broken model; only its lines tell them apart.
  if (exit.signal === null) return onGpu ? work : undefined;
  if (!onGpu && work?.kind === 'outOfMemory') return undefined;
  return work ?? { kind: 'crashed', detail: describeExit(exit) };
}

const noAnswer: Cause = { kind: 'noAnswer', detail: 'it answered with an error, or not at all' };
