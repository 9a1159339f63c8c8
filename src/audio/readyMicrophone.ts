// A microphone whose recorder may run before the key goes down: a recording then begins with the second before it. Holds
// one line open while it may, keeps the last second of it in memory, and lends it to one recording at a time.
// Promises: where that is not wished a line is open only while somebody records; the second that was kept goes to one
// recording and to no other; a line that fails while nobody records is closed, and only logged.

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { bytesPerSample, joinPcm, sampleRate } from './format.ts';
import { notReady, type ReadinessEvent, shouldRun, stepReadiness } from './readiness.ts';

/** Who presses the key and speaks at once has begun to speak less than that before the recorder delivers. */
const keptBytes = sampleRate * bytesPerSample;

export interface LineListener {
  flowing(): void;
  heard(pcm: Uint8Array): void;
  noticed(problem: Problem): void;
  ended(problem: Problem): void;
}

export interface Line {
  readonly tailMs: number;
  readonly isFresh: boolean;
  watchAnew(): void;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export interface ReadyParts {
  open(listener: LineListener): Line;
  /** Tells, as long as it is not disposed, when another window begins to record. */
  watchOthers(begins: () => void): Disposable;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ReadyCapture {
  finish(): Promise<Uint8Array>;
  abandon(): void;
}

interface Running {
  readonly line: Line;
  flows: boolean;
  /** Another recorder or device is wished since. */
  isStale: boolean;
  watching: Disposable | undefined;
}

export class ReadyMicrophone implements Disposable {
  private readiness = notReady;
  private running: Running | undefined;
  /** The recording that has the line now. */
  private user: LineListener | undefined;
  /** The last second, where nobody records. */
  private kept: Uint8Array[] = [];
  private readonly changed = new Emitter<boolean>();

  /** Whether a recorder runs without a dictation. */
  readonly onChange = this.changed.listen;

  constructor(private readonly parts: ReadyParts) {}

  get isReady(): boolean {
    return this.running !== undefined && this.user === undefined;
  }

  /** `settings` also where another recorder or device is wished: then the line is opened anew. */
  take(event: ReadinessEvent): void {
    if (event.kind === 'otherWindowRecords' && this.user !== undefined) return; // it is ours
    this.readiness = stepReadiness(this.readiness, event);
    if (event.kind === 'settings' && this.running !== undefined) this.running.isStale = true;
    this.settle();
  }

  record(listener: LineListener): ReadyCapture {
    const pieces: Uint8Array[] = [];
    const user: LineListener = {
      ...listener,
      heard: (pcm) => {
        pieces.push(pcm);
        listener.heard(pcm);
      },
    };
    // One recording at a time has the line that is kept; whoever comes meanwhile gets one of their own.
    if (this.user !== undefined) return this.alone(user, pieces);
    this.user = user;
    const running = this.running ?? this.open();
    running.line.watchAnew();
    const before = joinPcm(this.kept).slice(-keptBytes);
    this.kept = [];
    if (running.flows) {
      // Never inside `record`: the caller has no recording yet.
      queueMicrotask(() => {
        if (this.user !== user) return;
        user.flowing();
        if (before.byteLength > 0) user.heard(before);
      });
    }
    this.changed.fire(this.isReady);
    return {
      finish: () => this.finish(user, running, pieces),
      abandon: () => {
        pieces.length = 0;
        this.giveBack(user);
      },
    };
  }

  dispose(): void {
    this.readiness = notReady;
    this.close();
  }

  private alone(user: LineListener, pieces: Uint8Array[]): ReadyCapture {
    const line = this.parts.open(user);
    return {
      finish: async () => {
        await line.finish();
        return joinPcm(pieces);
      },
      abandon: () => {
        pieces.length = 0;
        void line.abandon();
      },
    };
  }

  private async finish(user: LineListener, running: Running, pieces: Uint8Array[]): Promise<Uint8Array> {
    const { line } = running;
    const isKept = this.mayKeep(running) && line.isFresh && this.running === running;
    if (isKept) await new Promise<void>((done) => this.parts.clock.after(line.tailMs, done));
    else await line.finish();
    const pcm = joinPcm(pieces);
    if (!isKept && this.running === running) this.forget(running);
    this.giveBack(user);
    return pcm;
  }

  private giveBack(user: LineListener): void {
    if (this.user !== user) return;
    this.user = undefined;
    this.readiness = stepReadiness(this.readiness, { kind: 'recorded' });
    this.settle();
  }

  private mayKeep({ isStale }: Running): boolean {
    return shouldRun(this.readiness) && !isStale;
  }

  /** Opens or closes the line as it should be. A recording keeps its line to its end. */
  private settle(): void {
    if (this.user === undefined) {
      if (this.running !== undefined && !this.mayKeep(this.running)) this.close();
      if (shouldRun(this.readiness)) this.keep(this.running ?? this.open());
    }
    this.changed.fire(this.isReady);
  }

  private open(): Running {
    const mine = () => this.running === running;
    const line = this.parts.open({
      flowing: () => {
        running.flows = true;
        if (mine()) this.user?.flowing();
      },
      heard: (pcm) => {
        if (mine()) this.hear(pcm);
      },
      noticed: (problem) => {
        if (mine()) this.user?.noticed(problem);
      },
      ended: (problem) => {
        if (mine()) this.fail(running, problem);
      },
    });
    const running: Running = { line, flows: false, isStale: false, watching: undefined };
    this.running = running;
    return running;
  }

  private keep(running: Running): void {
    running.watching ??= this.parts.watchOthers(() => this.take({ kind: 'otherWindowRecords' }));
  }

  private hear(pcm: Uint8Array): void {
    if (this.user !== undefined) {
      this.user.heard(pcm);
      return;
    }
    this.kept.push(pcm);
    let bytes = this.kept.reduce((sum, piece) => sum + piece.byteLength, 0);
    for (
      let [first] = this.kept;
      first !== undefined && bytes - first.byteLength >= keptBytes;
      [first] = this.kept
    ) {
      bytes -= first.byteLength;
      this.kept.shift();
    }
  }

  private fail(running: Running, problem: Problem): void {
    this.forget(running);
    if (this.user === undefined) this.parts.log.warn(`the microphone is not kept ready: ${problem.kind}`);
    else this.user.ended(problem);
    this.take({ kind: 'failed' });
  }

  private close(): void {
    const { running } = this;
    if (running === undefined) return;
    this.forget(running);
    void running.line.abandon();
  }

  private forget(running: Running): void {
    this.running = undefined;
    this.kept = [];
    running.watching?.dispose();
  }
}
