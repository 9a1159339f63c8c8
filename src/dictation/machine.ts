// The life of a dictation as a union and one pure transition: (state, event) -> state and the effects to run.
// Events of a dictation carry its id, so that what arrives late for one that was cancelled changes nothing.
// Knows no clock, no process, no editor; dictation.ts runs the effects.

import type { Problem } from '../base/problem.ts';

export type DictationId = number;

export type DictationState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'arming'; readonly id: DictationId } // the recorder starts, no sound yet
  | { readonly kind: 'recording'; readonly id: DictationId; readonly since: number }
  | { readonly kind: 'finishing'; readonly id: DictationId; readonly stage: FinishingStage }
  | { readonly kind: 'error'; readonly problem: Problem };

export type FinishingStage = 'capturing' | 'transcribing' | 'inserting';

export type DictationEvent =
  | { readonly kind: 'start'; readonly id: DictationId }
  | { readonly kind: 'startRefused'; readonly problem: Problem }
  | { readonly kind: 'retry'; readonly id: DictationId }
  | { readonly kind: 'stop' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'calm' } // the error was shown long enough
  | { readonly kind: 'flowing'; readonly id: DictationId; readonly at: number }
  | { readonly kind: 'noticed'; readonly id: DictationId; readonly problem: Problem }
  | { readonly kind: 'recorderEnded'; readonly id: DictationId; readonly problem: Problem }
  | { readonly kind: 'captured'; readonly id: DictationId }
  | { readonly kind: 'transcribed'; readonly id: DictationId; readonly text: string }
  | { readonly kind: 'inserted'; readonly id: DictationId }
  | { readonly kind: 'failed'; readonly id: DictationId; readonly problem: Problem };

export type DictationEffect =
  | { readonly kind: 'prepare'; readonly id: DictationId }
  | { readonly kind: 'record'; readonly id: DictationId }
  | { readonly kind: 'capture'; readonly id: DictationId } // end the recording, take the audio
  | { readonly kind: 'transcribe'; readonly id: DictationId }
  | { readonly kind: 'insert'; readonly id: DictationId; readonly text: string }
  | { readonly kind: 'abandon'; readonly id: DictationId }
  | { readonly kind: 'finished'; readonly id: DictationId }
  | { readonly kind: 'tell'; readonly problem: Problem };

export interface Step {
  readonly state: DictationState;
  readonly effects: readonly DictationEffect[];
}

export const idle: DictationState = { kind: 'idle' };

export function step(state: DictationState, event: DictationEvent): Step {
  switch (event.kind) {
    case 'start':
      return isBusy(state)
        ? stay(state)
        : to(
            { kind: 'arming', id: event.id },
            { kind: 'record', id: event.id },
            { kind: 'prepare', id: event.id },
          );
    case 'startRefused':
      return isBusy(state) ? stay(state) : failWith(event.problem);
    case 'retry':
      return isBusy(state)
        ? stay(state)
        : to(
            { kind: 'finishing', id: event.id, stage: 'transcribing' },
            { kind: 'transcribe', id: event.id },
          );
    case 'stop':
      return isListening(state) ? endRecording(state.id) : stay(state);
    case 'cancel':
      return isBusy(state) ? to(idle, { kind: 'abandon', id: state.id }) : stay(state);
    case 'calm':
      return state.kind === 'error' ? to(idle) : stay(state);
    default:
      return isBusy(state) && state.id === event.id ? stepOwn(state, event) : stay(state);
  }
}

export function isBusy(state: DictationState): state is Extract<DictationState, { id: DictationId }> {
  return state.kind === 'arming' || state.kind === 'recording' || state.kind === 'finishing';
}

export function isListening(
  state: DictationState,
): state is Extract<DictationState, { kind: 'arming' | 'recording' }> {
  return state.kind === 'arming' || state.kind === 'recording';
}

/** In a word or two, for the log. */
export function describe(state: DictationState): string {
  if (state.kind === 'finishing') return `finishing/${state.stage}`;
  return state.kind === 'error' ? `error/${state.problem.kind}` : state.kind;
}

type Busy = Extract<DictationState, { id: DictationId }>;
type OwnEvent = Extract<DictationEvent, { id: DictationId }> & {
  kind: Exclude<DictationEvent['kind'], 'start' | 'retry'>;
};

function stepOwn(state: Busy, event: OwnEvent): Step {
  switch (event.kind) {
    case 'flowing':
      return state.kind === 'arming' ? to({ kind: 'recording', id: state.id, since: event.at }) : stay(state);
    case 'noticed':
      return isListening(state)
        ? { state, effects: [{ kind: 'tell', problem: event.problem }] }
        : stay(state);
    case 'recorderEnded':
      if (state.kind === 'arming') return failWith(event.problem, { kind: 'abandon', id: state.id });
      if (state.kind !== 'recording') return stay(state);
      return withEffects(endRecording(state.id), { kind: 'tell', problem: event.problem });
    case 'captured':
      return inStage(state, 'capturing')
        ? to({ kind: 'finishing', id: state.id, stage: 'transcribing' }, { kind: 'transcribe', id: state.id })
        : stay(state);
    case 'transcribed':
      return inStage(state, 'transcribing')
        ? to(
            { kind: 'finishing', id: state.id, stage: 'inserting' },
            { kind: 'insert', id: state.id, text: event.text },
          )
        : stay(state);
    case 'inserted':
      return inStage(state, 'inserting') ? to(idle, { kind: 'finished', id: state.id }) : stay(state);
    case 'failed':
      return state.kind === 'finishing'
        ? failWith(event.problem, { kind: 'finished', id: state.id })
        : stay(state);
  }
}

function endRecording(id: DictationId): Step {
  return to({ kind: 'finishing', id, stage: 'capturing' }, { kind: 'capture', id });
}

function inStage(state: Busy, stage: FinishingStage): boolean {
  return state.kind === 'finishing' && state.stage === stage;
}

function failWith(problem: Problem, ...effects: DictationEffect[]): Step {
  return to({ kind: 'error', problem }, ...effects, { kind: 'tell', problem });
}

function to(state: DictationState, ...effects: DictationEffect[]): Step {
  return { state, effects };
}

function stay(state: DictationState): Step {
  return { state, effects: [] };
}

function withEffects(base: Step, ...effects: DictationEffect[]): Step {
  return { state: base.state, effects: [...base.effects, ...effects] };
}
