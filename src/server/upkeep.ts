// What a server that is ready needs now and then. Pure: from two looks at the clocks to what is due.

export interface Look {
  /** Stands still while the machine sleeps. */
  readonly monotonic: number;
  /** Goes on while the machine sleeps. */
  readonly wall: number;
}

export interface Use {
  readonly readySince: number;
  readonly lastUsed: number;
  readonly isBusy: boolean;
  /** 0: never. */
  readonly idleUnloadMinutes: number;
}

export const upkeepEveryMs = 5_000;
/** A server that lived so long has proven itself: earlier crashes no longer count. */
export const healthyAfterMs = 60_000;
/** Less is a correction of the clock, or a machine with much to do. */
const sleptAtLeastMs = 10_000;

export type Chore = 'warm' | 'unload' | 'forgetCrashes';

export function choresDue(before: Look, now: Look, use: Use): readonly Chore[] {
  const slept = now.wall - before.wall - (now.monotonic - before.monotonic) >= sleptAtLeastMs;
  const idleMs = use.isBusy ? 0 : now.monotonic - use.lastUsed;
  if (use.idleUnloadMinutes > 0 && idleMs >= use.idleUnloadMinutes * 60_000) return ['unload'];
  return [
    ...(slept ? (['warm'] as const) : []),
    ...(now.monotonic - use.readySince >= healthyAfterMs ? (['forgetCrashes'] as const) : []),
  ];
}
