// A line from the microphone that is kept open: runs the life of recordingLife.ts with real programs, one after the
// other where one breaks off, and watches what comes out of it. Promises: all sound in order, no piece after the end,
// nothing told after the end but what is missing at it. Keeps no sound.

import { reasonOf } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import { listDevices } from './devices.node.ts';
import type { Device } from './devices.ts';
import { failedStartMs } from './recorderChoice.ts';
import { type ProcessParts, RecorderProcess } from './recorderProcess.node.ts';
import type { Recorder, RecorderName } from './recorders.ts';
import {
  beginLife,
  type LifeEffect,
  type LifeEvent,
  type RecordingLife,
  stepLife,
  toldFromMs,
} from './recordingLife.ts';
import { type LineChange, LineWatch } from './signal.ts';

export interface LineEvents {
  /** The first sound came. */
  flowing(): void;
  heard(pcm: Uint8Array): void;
  noticed(problem: Problem): void;
  ended(problem: Problem): void;
  /** How long a recorder took until sound came, or how long one counts that gave none. */
  started(recorder: RecorderName, milliseconds: number): void;
}

export class RecorderLine {
  private life: RecordingLife = { kind: 'over' };
  private process: RecorderProcess | undefined;
  private watch = new LineWatch();
  private lastSoundAt = 0;
  private hasSound = false;
  /** Its end is under way: what the recorder still holds comes until it is over. */
  private isEnding = false;

  constructor(
    private readonly parts: ProcessParts,
    private readonly events: LineEvents,
  ) {}

  begin(order: readonly Recorder[], device: string): void {
    const { life, effects } = beginLife(order, device);
    this.life = life;
    this.run(effects);
  }

  /** What the recorder holds back. */
  get tailMs(): number {
    return this.life.kind === 'flowing' ? this.life.recorder.tailMs : 0;
  }

  /** Sound flows, and the last of it is not older than it may be. */
  get isFresh(): boolean {
    return this.life.kind === 'flowing' && this.now - this.lastSoundAt < toldFromMs;
  }

  /** Somebody begins to listen: what was told of the line before counts no more. */
  watchAnew(): void {
    this.watch = new LineWatch();
  }

  /** With all that was said until now. Resolves within a bounded time, after the last sound. */
  async finish(): Promise<void> {
    const at = this.now;
    this.isEnding = true;
    await this.process?.stop(this.life.kind === 'flowing' ? 'whole' : 'now');
    this.send({ kind: 'end', at, lastSoundAt: this.lastSoundAt });
  }

  /** At once; nothing is told any more. */
  async abandon(): Promise<void> {
    this.life = { kind: 'over' };
    await this.process?.stop('now');
  }

  private get now(): number {
    return this.parts.clock.now();
  }

  private send(event: LifeEvent): void {
    const { life, effects } = stepLife(this.life, event);
    this.life = life;
    this.run(effects);
  }

  private run(effects: readonly LifeEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'start':
          this.start(effect.recorder, effect.device);
          break;
        case 'askDevice':
          void this.askDevice(effect.device);
          break;
        case 'flowing':
          this.events.flowing();
          break;
        case 'notice':
          this.parts.log.warn(`the microphone: ${JSON.stringify(effect.problem)}`);
          this.events.noticed(effect.problem);
          break;
        case 'ended':
          this.events.ended(effect.problem);
          break;
      }
    }
  }

  private start(recorder: Recorder, device: string): void {
    const { log } = this.parts;
    const startedAt = this.now;
    const isFirst = !this.hasSound;
    let flows = false;
    log.debug(`recorder ${recorder.name}: starting`);
    const data = (pcm: Uint8Array) => {
      if (this.life.kind === 'over') return;
      this.lastSoundAt = this.now;
      if (!flows) {
        flows = true;
        this.hasSound = true;
        const took = this.lastSoundAt - startedAt;
        log.debug(`recorder ${recorder.name}: first sound after ${Math.round(took)} ms`);
        if (isFirst) this.events.started(recorder.name, took);
        this.send({ kind: 'sound', at: this.lastSoundAt });
      }
      this.events.heard(pcm);
      void this.tellOf(this.watch.hear(pcm), recorder.name);
    };
    const gone = (problem: Problem, why: 'stalled' | 'stopped') => {
      if (this.life.kind === 'over') return;
      log.warn(`recorder ${recorder.name}: ${problem.kind} ${'detail' in problem ? problem.detail : ''}`);
      if (isFirst && !flows) this.events.started(recorder.name, failedStartMs);
      if (this.isEnding) return;
      this.send({ kind: 'gone', why, problem, at: this.now, lastSoundAt: this.lastSoundAt });
    };
    try {
      this.process = new RecorderProcess(recorder, device, this.parts, { data, gone });
    } catch (error) {
      // Some failures of a start are thrown at once, such as arguments that are too long for the kernel.
      const problem: Problem = { kind: 'recorderFailed', program: recorder.program, detail: reasonOf(error) };
      queueMicrotask(() => gone(problem, 'stopped'));
    }
  }

  private async askDevice(name: string): Promise<void> {
    const devices = await listDevices();
    const isThere = devices.length === 0 || devices.some((device) => device.name === name);
    if (this.isEnding) return;
    if (!isThere && this.life.kind !== 'over') {
      this.parts.log.warn(`the microphone ${name} is gone: recording from the default one`);
    }
    this.send({ kind: 'device', isThere });
  }

  /** The sound system knows more than the samples do: it is asked beside the recording. */
  private async tellOf(change: LineChange, recorder: RecorderName): Promise<void> {
    if (change === undefined) return;
    const isMuted = (await listDevices()).some((device) => this.isUsed(device) && device.isMuted);
    if (this.life.kind === 'over' || this.isEnding || !this.watch.isStill) return;
    if (isMuted) {
      this.watch.explain();
      this.events.noticed({ kind: 'microphoneSilent', why: 'muted' });
    } else if (change === 'dead') {
      if (!this.watch.hasMoved) this.events.started(recorder, failedStartMs);
      this.events.noticed({ kind: 'microphoneSilent', why: 'constant' });
    }
  }

  private isUsed({ name, isDefault }: Device): boolean {
    if (this.life.kind === 'over') return false;
    return this.life.device === '' ? isDefault : name === this.life.device;
  }
}
