// When a fault that passes by itself is worth another try, and after which wait. Pure: the table is the policy, whoever
// asks waits and counts.

export type PassingFault =
  /** The connection broke while something was under way. */
  | 'reset'
  /** HTTP 429: too much was asked. */
  | 'busy'
  /** HTTP 502, 503 and 504: whoever should answer is not there just now. */
  | 'away';

/** The waits before the second try, the third and so on; then the fault is told. */
const waitsMs: { readonly [Fault in PassingFault]: readonly number[] } = {
  reset: [300, 1_000, 3_000],
  busy: [1_000, 3_000, 8_000],
  away: [500, 2_000, 5_000],
};

/** A server that wishes a longer wait is told at once: the person knows sooner, and the sound is kept. */
const longestWaitMs = 20_000;

/** The wait before the next try, after so many tries; undefined where the fault should be told. */
export function waitBefore(fault: PassingFault, tries: number, wishedMs?: number): number | undefined {
  const own = waitsMs[fault][tries - 1];
  if (own === undefined || (wishedMs !== undefined && wishedMs > longestWaitMs)) return undefined;
  return Math.max(own, wishedMs ?? 0);
}

/** A server that is not there at all (ECONNREFUSED) is told at once: that seldom passes within seconds. */
export function faultOfReason(reason: string): PassingFault | undefined {
  const isReset = /ECONNRESET|ECONNABORTED|EPIPE|CONNECTION_RESET|other side closed|socket hang up/i.test(
    reason,
  );
  return isReset ? 'reset' : undefined;
}

export function faultOfStatus(status: number): PassingFault | undefined {
  if (status === 429) return 'busy';
  return status === 502 || status === 503 || status === 504 ? 'away' : undefined;
}

/** `Retry-After`, as seconds or as a date; undefined where it says neither. `now`: milliseconds since 1970. */
export function wishedWaitMs(retryAfter: string | null, now: number): number | undefined {
  const written = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(written)) return Number(written) * 1_000;
  const date = Date.parse(written);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
