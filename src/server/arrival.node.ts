// Brings one planned launch up: meets the other windows over it, waits until it answers, and says what kept it
// from coming. Promises: what did not come up is ended, and nothing of it is held any more.

import { reasonOf } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { describeExit, type Exit, startFaultOf } from './exits.ts';
import { endingOf, type Failure } from './ladder.ts';
import type { LaunchSpec } from './launch.ts';
import { type Met, meet } from './meeting.node.ts';
import type { ServerProcess, ServerProcessParts } from './process.node.ts';

/** A large model on a slow disk takes long; what hangs must still end. */
const readyTimeoutMs = 180_000;
/** How often it is tried where others disturb it: a port taken in between, a server that is just being ended. */
const mostMeetings = 3;

export const stoppedMeanwhile: Problem = { kind: 'serverDied', detail: 'stopped while starting', tail: [] };

export interface ArrivalParts extends ServerProcessParts {
  /** A folder that only this person can read, the same for all windows. */
  readonly folder: string;
}

export async function bringUp(
  spec: LaunchSpec,
  parts: ArrivalParts,
  isWished: () => boolean,
  coming: (process: ServerProcess) => void,
): Promise<Result<Met, Problem>> {
  const startedAt = parts.clock.now();
  for (let meeting = 1; ; meeting++) {
    let met: Met;
    try {
      met = await meet(spec, parts.folder, parts);
    } catch (error) {
      const detail = reasonOf(error);
      return fail({ kind: 'folderUnusable', folder: parts.folder, detail });
    }
    const { process } = met;
    coming(process);
    const became = await process.becomesReady(readyTimeoutMs, isWished);
    if (became === 'unwished') {
      process.letGo();
      return fail(stoppedMeanwhile);
    }
    if (became === 'yes') {
      parts.log.info(`ready after ${Math.round(parts.clock.now() - startedAt)} ms`);
      return ok(met);
    }
    const exit = await (became === 'ended' ? process.ended : process.end('kill'));
    const tail = [...process.tail];
    const why = startFaultOf(exit, tail, became);
    const isDisturbed = why === 'portTaken' || exit.asked === 'stop';
    if (isDisturbed && meeting < mostMeetings) {
      parts.log.warn(`disturbed at its start (${why}): tried again`);
      continue;
    }
    return fail({ kind: 'serverWontStart', why, detail: describeExit(exit), tail });
  }
}

/** What the ladder must know of a launch that failed, before or after it was ready. */
export async function failureOf(process: ServerProcess | undefined, problem: Problem): Promise<Failure> {
  const exit = process?.isRunning === false ? await process.ended : undefined;
  return { ...endingOf(exit, process?.facts ?? []), problem };
}

export function deathOf({ tail }: ServerProcess, exit: Exit): Problem {
  return { kind: 'serverDied', detail: describeExit(exit), tail: [...tail] };
}
