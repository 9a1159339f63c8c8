// What an answer of the server means for a dictation: words, a problem, or a server that is broken and must be
// replaced so that the same audio can be sent again. Pure.

import type { Problem } from '../base/problem.ts';
import type { Transcript } from '../base/speech.ts';
import type { LaunchSpec } from './launch.ts';
import type { Verdict } from './turn.ts';

/** What came back over HTTP, or why nothing did. */
export type Answer =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'late'; readonly why: Verdict; readonly waitedMs: number }
  | { readonly kind: 'aborted' };

export type Outcome =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | Broken;

export interface Broken {
  readonly kind: 'broken';
  readonly problem: Problem;
  /** Whether it speaks against the backend. A server that does not come to its next request speaks against nothing. */
  readonly isFault: boolean;
}

export function outcomeOf(answer: Answer, { backend }: LaunchSpec): Outcome {
  switch (answer.kind) {
    case 'heard':
      return answer;
    case 'aborted':
      return { kind: 'problem', problem: { kind: 'nothingHeard' } }; // nobody waits for it any more
    case 'late': {
      const problem = { kind: 'serverTimeout', seconds: Math.round(answer.waitedMs / 1_000) } as const;
      if (answer.why === 'slow') return { kind: 'problem', problem };
      return { kind: 'broken', problem, isFault: answer.why === 'hung' };
    }
    case 'unreachable': {
      const problem = { kind: 'serverDied', detail: answer.detail, tail: [] } as const;
      return { kind: 'broken', problem, isFault: true };
    }
    case 'refused': {
      const problem = { kind: 'serverRefused', status: answer.status, detail: answer.detail } as const;
      // After a failure on a GPU the server goes on with memory that it has freed. And nobody but a stranger at
      // its port answers that a path of ours is not there.
      const isBroken = (answer.status >= 500 && backend.kind !== 'cpu') || answer.status === 404;
      return isBroken ? { kind: 'broken', problem, isFault: true } : { kind: 'problem', problem };
    }
  }
}
