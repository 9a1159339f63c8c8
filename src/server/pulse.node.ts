// When a server last showed that it lives: it answered the question for its health, wrote a line, or used the processor.
// The health alone is not enough: the server has few threads for its connections, and the requests of several windows
// that wait their turn can hold all of them.

import { readFileSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import type { Health } from './client.node.ts';
import { hungMs } from './turn.ts';

/** Hundredths of a second of the processor. Less is what a server uses that only waits. */
const leastTicks = 5;

export class Pulse {
  aliveAt: number;
  private ticks: number | undefined;
  private countedAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly health: () => Promise<Health>,
    private readonly pid: () => number | undefined,
  ) {
    this.aliveAt = clock.now();
    this.countedAt = this.aliveAt;
  }

  beat(): void {
    this.aliveAt = this.clock.now();
  }

  async feel(): Promise<Health> {
    const health = await this.health();
    if (health !== 'silent' || this.hasWorked()) this.beat();
    return health;
  }

  private hasWorked(): boolean {
    const ticks = ticksOf(this.pid());
    const now = this.clock.now();
    const used = (ticks ?? 0) - (this.ticks ?? ticks ?? 0);
    if (this.ticks === undefined || used >= leastTicks || now - this.countedAt > hungMs) {
      this.ticks = ticks;
      this.countedAt = now;
    }
    return used >= leastTicks;
  }
}

function ticksOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}
