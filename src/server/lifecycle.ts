// The life of the server as this window sees it: a union and one pure transition, (life, event) -> life and the
// effects to run. What is wished meets what is: wishes that arrive while something is under way are folded into
// one. Knows no process and no clock; server.node.ts runs the effects and reports what came of them.

import type { Problem } from '../base/problem.ts';
import type { Acceleration } from './evidence.ts';
import type { LaunchSpec } from './launch.ts';

export type LaunchId = number;

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly launch: LaunchId; readonly spec?: LaunchSpec } // none while planning
  | {
      readonly kind: 'ready';
      readonly launch: LaunchId;
      readonly spec: LaunchSpec;
      readonly acceleration: Acceleration;
    }
  | { readonly kind: 'stopping'; readonly launch: LaunchId; readonly goal: 'rest' | 'start' }
  | { readonly kind: 'waiting'; readonly problem: Problem } // it crashed and comes back after a delay
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface Life {
  readonly state: ServerState;
  readonly lastLaunch: LaunchId;
  /** In a row, without a healthy time between them. */
  readonly crashes: number;
}

/** `retry` is the same dictation again: it waits for no delay, but it does not forget the crashes. */
export type Wisher = 'person' | 'retry';
/** `letGo` leaves the server to the other windows; `end` ends it for all of them. */
export type Parting = 'letGo' | 'end';

export type ServerEvent =
  | { readonly kind: 'wanted'; readonly by: Wisher }
  | { readonly kind: 'unwanted'; readonly parting: Parting }
  | { readonly kind: 'renewed'; readonly parting: Parting } // another launch is wished, or the same afresh
  | { readonly kind: 'launched'; readonly launch: LaunchId; readonly spec: LaunchSpec }
  | { readonly kind: 'ready'; readonly launch: LaunchId; readonly acceleration: Acceleration }
  | { readonly kind: 'judged'; readonly launch: LaunchId; readonly acceleration: Acceleration } // more is known
  | { readonly kind: 'refused'; readonly launch: LaunchId; readonly problem: Problem } // nothing came up
  | { readonly kind: 'died'; readonly launch: LaunchId; readonly problem: Problem }
  | { readonly kind: 'dismissed'; readonly launch: LaunchId } // another window ended it for all
  | { readonly kind: 'down'; readonly launch: LaunchId } // gone as we asked
  | { readonly kind: 'delayOver' }
  | { readonly kind: 'healthy'; readonly launch: LaunchId };

export type ServerEffect =
  | { readonly kind: 'bringUp'; readonly launch: LaunchId }
  | { readonly kind: 'takeDown'; readonly launch: LaunchId; readonly parting: Parting }
  | { readonly kind: 'wait'; readonly milliseconds: number };

export interface Step {
  readonly life: Life;
  readonly effects: readonly ServerEffect[];
}

export const stopped: ServerState = { kind: 'stopped' };
export const unborn: Life = { state: stopped, lastLaunch: 0, crashes: 0 };

/** After one crash more than there are delays, nothing is tried any more without a person. */
export const restartDelaysMs: readonly number[] = [500, 2_000, 8_000, 30_000];

export function step(life: Life, event: ServerEvent): Step {
  switch (event.kind) {
    case 'wanted':
      return wanted(event.by === 'person' && isDown(life.state) ? { ...life, crashes: 0 } : life);
    case 'unwanted':
      return part(life, 'rest', event.parting);
    case 'renewed':
      return part(life, 'start', event.parting);
    case 'delayOver':
      return life.state.kind === 'waiting' ? bringUp(life) : stay(life);
    default:
      return 'launch' in life.state && life.state.launch === event.launch ? ownStep(life, event) : stay(life);
  }
}

type OwnEvent = Extract<ServerEvent, { launch: LaunchId }>;

function ownStep(life: Life, event: OwnEvent): Step {
  const { state } = life;
  switch (event.kind) {
    case 'launched':
      return state.kind === 'starting' ? to(life, { ...state, spec: event.spec }) : stay(life);
    case 'ready':
      return state.kind === 'starting' && state.spec !== undefined
        ? to(life, { ...state, kind: 'ready', spec: state.spec, acceleration: event.acceleration })
        : stay(life);
    case 'judged':
      return state.kind === 'ready' ? to(life, { ...state, acceleration: event.acceleration }) : stay(life);
    case 'refused':
      if (state.kind !== 'starting') return stay(life);
      // The first start of a wish tells its problem to who wished; a restart that we tried ourselves goes on.
      return life.crashes === 0
        ? to(life, { kind: 'failed', problem: event.problem })
        : crashed(life, event.problem);
    case 'died':
      return state.kind === 'ready' ? crashed(life, event.problem) : stay(life);
    case 'dismissed':
      return state.kind === 'ready' ? to(life, stopped) : stay(life);
    case 'down':
      if (state.kind !== 'stopping') return stay(life);
      return state.goal === 'start' ? bringUp(life) : to(life, stopped);
    case 'healthy':
      return state.kind === 'ready' ? { life: { ...life, crashes: 0 }, effects: [] } : stay(life);
  }
}

function wanted(life: Life): Step {
  if (isDown(life.state)) return bringUp(life);
  return life.state.kind === 'stopping' ? to(life, { ...life.state, goal: 'start' }) : stay(life);
}

function part(life: Life, goal: 'rest' | 'start', parting: Parting): Step {
  const { state } = life;
  switch (state.kind) {
    case 'starting':
    case 'ready':
      return to(
        { ...life, crashes: 0 },
        { kind: 'stopping', launch: state.launch, goal },
        { kind: 'takeDown', launch: state.launch, parting },
      );
    case 'stopping':
      return to(life, { ...state, goal });
    default:
      return goal === 'start' ? bringUp({ ...life, crashes: 0 }) : to(life, stopped);
  }
}

function crashed(life: Life, problem: Problem): Step {
  const crashes = life.crashes + 1;
  const milliseconds = restartDelaysMs[life.crashes];
  if (milliseconds === undefined) {
    const tail = 'tail' in problem ? problem.tail : [];
    const detail = 'detail' in problem ? problem.detail : problem.kind;
    return to(
      { ...life, crashes },
      { kind: 'failed', problem: { kind: 'serverKeepsDying', crashes, detail, tail } },
    );
  }
  return to({ ...life, crashes }, { kind: 'waiting', problem }, { kind: 'wait', milliseconds });
}

function bringUp(life: Life): Step {
  const launch = life.lastLaunch + 1;
  return to({ ...life, lastLaunch: launch }, { kind: 'starting', launch }, { kind: 'bringUp', launch });
}

function isDown({ kind }: ServerState): boolean {
  return kind === 'stopped' || kind === 'waiting' || kind === 'failed';
}

function to(life: Life, state: ServerState, ...effects: ServerEffect[]): Step {
  return { life: { ...life, state }, effects };
}

function stay(life: Life): Step {
  return { life, effects: [] };
}
