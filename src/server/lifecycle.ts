// The life of the server as a union and pure transitions: (state, event) -> state. Says what is, not what is
// wished; server.node.ts does the work and asks here whether an event still means something.

import type { Problem } from '../base/problem.ts';
import type { Acceleration } from './evidence.ts';
import type { LaunchSpec } from './launch.ts';

export type LaunchId = number;

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly launch: LaunchId; readonly spec: LaunchSpec }
  | {
      readonly kind: 'ready';
      readonly launch: LaunchId;
      readonly spec: LaunchSpec;
      readonly acceleration: Acceleration;
    }
  | { readonly kind: 'stopping'; readonly launch: LaunchId }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type ServerEvent =
  | { readonly kind: 'launched'; readonly launch: LaunchId; readonly spec: LaunchSpec }
  | { readonly kind: 'ready'; readonly launch: LaunchId; readonly acceleration: Acceleration }
  | { readonly kind: 'stopRequested' }
  | { readonly kind: 'ended'; readonly launch: LaunchId; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly problem: Problem }; // could not even be launched

export const stopped: ServerState = { kind: 'stopped' };

export function next(state: ServerState, event: ServerEvent): ServerState {
  switch (event.kind) {
    case 'launched':
      return { kind: 'starting', launch: event.launch, spec: event.spec };
    case 'refused':
      return isUp(state) ? state : { kind: 'failed', problem: event.problem };
    case 'stopRequested':
      return isUp(state) ? { kind: 'stopping', launch: state.launch } : stopped;
    case 'ready':
      return state.kind === 'starting' && state.launch === event.launch
        ? { kind: 'ready', launch: state.launch, spec: state.spec, acceleration: event.acceleration }
        : state;
    case 'ended':
      if (!('launch' in state) || state.launch !== event.launch) return state; // an earlier one, long replaced
      return state.kind === 'stopping' ? stopped : { kind: 'failed', problem: event.problem };
  }
}

function isUp(state: ServerState): state is Extract<ServerState, { launch: LaunchId }> {
  return 'launch' in state;
}
