// Cares for one server that is ready: makes it do its first work before speech comes, and looks now and then at what
// it needs. Promises: speech waits for none of it; after `dispose` nothing more is done or reported. Knows nothing of
// the server's life: it reports what is due.

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { SpeechRequest } from '../base/speech.ts';
import type { LaunchSpec } from './launch.ts';
import { type Broken, outcomeOf } from './outcome.ts';
import type { ServerProcess } from './process.node.ts';
import { answerTimeoutMs } from './turn.ts';
import { type Chore, choresDue, type Look, upkeepEveryMs } from './upkeep.ts';

export interface CareParts {
  readonly clock: Clock;
  /** A short request that makes a fresh server do all its first work. */
  readonly warmUp: () => Promise<SpeechRequest>;
  readonly idleUnloadMinutes: () => number;
  readonly wallClock: () => number;
}

export interface CareReports {
  readonly use: () => { readonly lastUsed: number; readonly isBusy: boolean };
  warm(measured: { readonly seconds: number; readonly tookMs: number }): void;
  broken(outcome: Broken): void;
  due(chore: Exclude<Chore, 'warm'>): void;
}

export class Care implements Disposable {
  private readonly readySince: number;
  private next: Disposable | undefined;
  private warming: AbortController | undefined;

  constructor(
    private readonly process: ServerProcess,
    private readonly spec: LaunchSpec,
    private readonly parts: CareParts,
    private readonly reports: CareReports,
  ) {
    this.readySince = parts.clock.now();
    this.lookAfter(this.look());
  }

  async warm(): Promise<void> {
    this.warming?.abort();
    const warming = new AbortController();
    this.warming = warming;
    const { clock, warmUp } = this.parts;
    const request = await warmUp();
    const startedAt = clock.now();
    const limitMs = answerTimeoutMs(request.seconds);
    const answer = await this.process.transcribe(request, limitMs, warming.signal);
    if (warming.signal.aborted) return;
    const outcome = outcomeOf(answer, this.spec);
    const tookMs = Math.round(clock.now() - startedAt);
    if (outcome.kind === 'heard') this.reports.warm({ seconds: request.seconds, tookMs });
    else if (outcome.kind === 'broken') this.reports.broken(outcome);
  }

  /** Speech comes, and is its first work. */
  makeWay(): void {
    this.warming?.abort();
  }

  dispose(): void {
    this.warming?.abort();
    this.next?.dispose();
  }

  private lookAfter(before: Look): void {
    this.next = this.parts.clock.after(upkeepEveryMs, () => {
      const now = this.look();
      this.lookAfter(now);
      this.process.look();
      if (!this.process.isRunning) return;
      const idleUnloadMinutes = this.parts.idleUnloadMinutes();
      const use = { ...this.reports.use(), readySince: this.readySince, idleUnloadMinutes };
      for (const chore of choresDue(before, now, use)) {
        if (chore === 'warm') void this.warm();
        else this.reports.due(chore);
      }
    });
  }

  private look(): Look {
    return { monotonic: this.parts.clock.now(), wall: this.parts.wallClock() };
  }
}
