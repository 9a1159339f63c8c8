// How long a request may take at a server that does one after the other, for all windows of a person. Pure. Waiting
// for the turn counts apart from being worked on: whose turn it is stands in the server's own lines. Promises: a server
// that shows a sign of life is not ended because others keep it busy, and every request comes to an end.

/** A request that the server took up. `name` is the file name that it was sent with. */
export interface Work {
  readonly name: string;
  readonly seconds: number;
  readonly since: number;
}

const line = /processing '([^']*)' \(\d+ samples, (\d+(?:\.\d+)?) sec\)/;

/** The request that a line of the server says has its turn now. */
export function takenUp(said: string): Omit<Work, 'since'> | undefined {
  const [, name, seconds] = line.exec(said) ?? [];
  return name === undefined ? undefined : { name, seconds: Number(seconds) };
}

const leastAnswerMs = 60_000;
/** The slowest pairing of model and machine that is still bearable, as a multiple of the time spoken. */
const slowestFactor = 40;

/** What one request may take once it has its turn. */
export function answerTimeoutMs(seconds: number): number {
  return Math.max(leastAnswerMs, Math.round(seconds * slowestFactor * 1_000));
}

/** Without any sign of life for so long, a server hangs. */
export const hungMs = 10_000;
/** While others have their turn, no server is given up for less. */
const leastStandstillMs = 300_000;

export interface Waited {
  readonly now: number;
  readonly askedAt: number;
  /** The last sign of life. */
  readonly aliveAt: number;
  /** What the server took up last, as far as its lines are known. */
  readonly work: Work | undefined;
  /** The name of this request, and what it may take. */
  readonly name: string;
  readonly limitMs: number;
}

/**
 * `hung`: no sign of life. `slow`: this request has its turn and takes too long; the server is as good as before.
 * `stuck`: it lives, but nothing has moved for so long that waiting on would help nobody.
 */
export type Verdict = 'hung' | 'slow' | 'stuck';

export function verdictOf({ now, askedAt, aliveAt, work, name, limitMs }: Waited): Verdict | undefined {
  if (now - Math.max(aliveAt, askedAt) > hungMs) return 'hung';
  if (work?.name === name) return now - work.since > limitMs ? 'slow' : undefined;
  const movedAt = Math.max(askedAt, work?.since ?? 0);
  const standstillMs = Math.max(leastStandstillMs, answerTimeoutMs(work?.seconds ?? 0));
  return now - movedAt > standstillMs ? 'stuck' : undefined;
}
