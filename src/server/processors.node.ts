// Watches how busy the processors are while somebody dictates, without a timer: it looks when it is asked. Promises: an
// answer that rests on at least a moment of time; undefined where the system tells nothing. Knows no request.

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type ProcessorTimes, threadsFor } from './threads.ts';

/** The kernel counts in hundredths of a second: shorter spans say little. */
const leastSpanMs = 150;
/** Older than this, the time before says nothing about now. */
const longestSpanMs = 5_000;
const millisecondsATick = 10;

interface Look {
  readonly at: number;
  readonly times: ProcessorTimes;
}

export class Processors {
  private last: Look | undefined;
  private answer: number | undefined;

  constructor(private readonly now: () => number) {}

  /** `pid`: the server's, whose own work does not count as that of others. */
  threads(pid: number | undefined): number | undefined {
    const span = this.last === undefined ? Number.POSITIVE_INFINITY : this.now() - this.last.at;
    if (span < leastSpanMs) return this.answer;
    const cores = cpus();
    const look = { at: this.now(), times: timesOf(cores, pid) };
    this.answer =
      this.last === undefined || span > longestSpanMs
        ? undefined
        : threadsFor(this.last.times, look.times, cores.length);
    this.last = look;
    return this.answer;
  }
}

function timesOf(cores: ReturnType<typeof cpus>, pid: number | undefined): ProcessorTimes {
  let idle = 0;
  let total = 0;
  for (const { times } of cores) {
    idle += times.idle;
    total += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  return { idle, total, own: pid === undefined ? 0 : ownTime(pid) };
}

function ownTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return millisecondsATick * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}
