// What an answer of the server means for a dictation: words, a problem, or a server that is broken and must be
// replaced so that the same audio can be sent again. Pure.

import type { Problem } from '../base/problem.ts';
import type { Transcript } from '../base/speech.ts';
import type { LaunchSpec } from './launch.ts';

/** What came back over HTTP, or why nothing did. */
export type Answer =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' };

export type Outcome =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'broken'; readonly problem: Problem };

export function outcomeOf(answer: Answer, { backend }: LaunchSpec, timeoutMs: number): Outcome {
  switch (answer.kind) {
    case 'heard':
      return answer;
    case 'aborted':
      return { kind: 'problem', problem: { kind: 'nothingHeard' } }; // nobody waits for it any more
    case 'timeout':
      return { kind: 'broken', problem: { kind: 'serverTimeout', seconds: Math.round(timeoutMs / 1_000) } };
    case 'unreachable':
      return { kind: 'broken', problem: { kind: 'serverDied', detail: answer.detail, tail: [] } };
    case 'refused': {
      const problem = { kind: 'serverRefused', status: answer.status, detail: answer.detail } as const;
      // After a failure on a GPU the server goes on with memory that it has freed. And nobody but a stranger at
      // its port answers that a path of ours is not there.
      const isBroken = (answer.status >= 500 && backend.kind !== 'cpu') || answer.status === 404;
      return { kind: isBroken ? 'broken' : 'problem', problem };
    }
  }
}

const leastAnswerMs = 60_000;
/** The slowest pairing of model and machine that is still bearable, as a multiple of the time spoken. */
const slowestFactor = 40;

export function answerTimeoutMs(seconds: number): number {
  return Math.max(leastAnswerMs, Math.round(seconds * slowestFactor * 1_000));
}
