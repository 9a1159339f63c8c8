// How a desktop repeats a held key, as far as earlier holds and the calls of this one tell, and for how long after a
// call the next may still be on its way. Pure; times are in milliseconds.

/** What earlier holds told of this desktop: milliseconds to the first repeat, and from one to the next. */
export interface Rhythm {
  readonly delay: number;
  readonly interval: number;
}

/** So many calls tell the interval, whatever jitter is in them. */
const callsThatTell = 8;
export const callsKept = 16;
/** Until they do, on a desktop that was not seen before. */
const slowInterval = 135;
const shortestQuiet = 80;
const longestQuiet = 600;
/** Repeats that were seen come closer than this. */
export const quietAfterRepeat = 250;

/** How long no repeat must come before the key is suspected to be up: one may be lost, and one late. */
export function quiet(calls: readonly number[], rhythm: Rhythm | undefined): number {
  const seen = meanGap(calls);
  const interval = calls.length < callsThatTell ? Math.max(seen, rhythm?.interval ?? slowInterval) : seen;
  const unsteady = Math.min(quietAfterRepeat, 1.25 * largestGap(calls) + 10);
  const wanted = Math.max(2 * interval + 30, unsteady);
  return Math.min(longestQuiet, Math.max(shortestQuiet, wanted));
}

export function learned(
  rhythm: Rhythm | undefined,
  delay: number | undefined,
  calls: readonly number[],
): Rhythm | undefined {
  if (delay === undefined || calls.length < callsThatTell) return rhythm;
  // The longest delay that was seen: a shorter one is a press whose call came late.
  return { delay: Math.max(delay, rhythm?.delay ?? 0), interval: meanGap(calls) };
}

export function firstRepeatWithin(rhythm: Rhythm | undefined, unknown: number): number {
  return rhythm === undefined ? unknown : rhythm.delay * 1.15 + 50;
}

/** The mean, because calls that come in bursts still come as often. */
function meanGap(calls: readonly number[]): number {
  const [first = 0] = calls;
  return calls.length < 2 ? 0 : ((calls.at(-1) ?? 0) - first) / (calls.length - 1);
}

function largestGap(calls: readonly number[]): number {
  return calls.reduce((most, at, index) => Math.max(most, at - (calls[index - 1] ?? at)), 0);
}
