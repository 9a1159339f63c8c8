// How many threads the recogniser gets now. Its threads wait for each other by spinning: more of them than there are
// free cores make it several times slower. Pure.

/** Cumulative milliseconds of the processors, all cores together, and of the server's own process. */
export interface ProcessorTimes {
  readonly idle: number;
  readonly total: number;
  readonly own: number;
}

/** More bring little: an encoder of this size waits for memory. */
const mostThreads = 8;
/** A core that others use for a third of the time still counts as free. */
const countsAsFree = 0.65;

/**
 * Measured on two cores with tiny.en: two threads beside two busy processes take 5.4 s, one takes 2.6 s; on an idle
 * machine two take 1.0 s.
 */
export function threadsFor(before: ProcessorTimes, now: ProcessorTimes, cores: number): number | undefined {
  const total = now.total - before.total;
  if (total <= 0) return undefined;
  const free = (cores * (now.idle - before.idle + now.own - before.own)) / total;
  return Math.max(1, Math.min(mostThreads, cores, Math.floor(free + 1 - countsAsFree)));
}
