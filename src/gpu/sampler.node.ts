// Looks at the GPU again and again, but only while somebody can see the figures. Promises: no process; no file
// read before the first need; never two looks at once, so that a driver that hangs is not asked again; what is
// seen goes into the trail; no file stays open while nobody can see it.

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { Gpu, Hardware } from './devices.ts';
import { HeldFiles, type KernelFiles, type Roots } from './files.node.ts';
import { pauseMs } from './pace.ts';
import { probeHardware } from './probe.node.ts';
import type { Sample } from './sample.ts';
import { Sensors } from './sensors.node.ts';
import { type Phase, Trail } from './trail.ts';

export interface SamplerParts {
  readonly clock: Clock;
  readonly roots: Roots;
  readonly files?: KernelFiles;
  /** The GPU that works for us, among those that there are. */
  readonly choose: (gpus: readonly Gpu[]) => Gpu | undefined;
  readonly pollMs: () => number;
  /** The process whose own share is wanted. */
  readonly serverPid: () => number | undefined;
}

export interface Need {
  /** The figures are on the screen. */
  readonly visible: boolean;
  /** Somebody looks at them in the panel. */
  readonly watched: boolean;
}

export class GpuSampler implements Disposable {
  readonly trail = new Trail();
  private readonly files: KernelFiles;
  private readonly sampled = new Emitter<Sample>();
  readonly onSample = this.sampled.listen;
  private hardware: Promise<Hardware> | undefined;
  private sensors: Sensors | undefined;
  private sleepsAfterMs: number | undefined;
  private need: Need = { visible: false, watched: false };
  private dictating = false;
  private looking = false;
  private next: Disposable | undefined;
  private ended = false;

  constructor(private readonly parts: SamplerParts) {
    this.files = parts.files ?? new HeldFiles();
  }

  /** The GPU that is looked at; undefined before the first need and where there is none. */
  get gpu(): Gpu | undefined {
    return this.sensors?.gpu;
  }

  /** What this machine has. Asked once; `again` for somebody who changed it. */
  look({ again = false } = {}): Promise<Hardware> {
    if (again || this.hardware === undefined) {
      this.hardware = probeHardware(this.parts.roots, this.files);
      this.sensors = undefined;
    }
    return this.hardware;
  }

  want(need: Need): void {
    const more = need.visible && (!this.need.visible || (need.watched && !this.need.watched));
    this.need = need;
    if (!need.visible) this.rest();
    else if (more) this.hurry();
  }

  phase(phase: Phase | undefined): void {
    this.trail.enter(phase, this.parts.clock.now());
    const begins = phase !== undefined && !this.dictating;
    this.dictating = phase !== undefined;
    if (begins && this.need.visible) this.hurry();
  }

  /** One look now, whether or not somebody watches. */
  async once(): Promise<Sample | undefined> {
    const sensors = await this.findSensors();
    if (sensors === undefined) return undefined;
    const sample = await sensors.sample(this.parts.clock.now(), this.parts.serverPid());
    this.trail.add(sample);
    if (this.ended || !this.need.visible) this.files.release();
    return sample;
  }

  dispose(): void {
    this.ended = true;
    this.rest();
  }

  private rest(): void {
    this.next?.dispose();
    this.files.release();
  }

  private hurry(): void {
    this.next?.dispose();
    if (!this.looking) void this.tick();
  }

  private async tick(): Promise<void> {
    this.looking = true;
    const sample = await this.once();
    this.looking = false;
    if (this.ended) return;
    if (sample === undefined) return; // no GPU to look at: nothing to come back for
    this.sampled.fire(sample);
    if (!this.need.visible) return;
    const pause = pauseMs({
      pollMs: this.parts.pollMs(),
      dictating: this.dictating,
      watched: this.need.watched,
      busyPercent: sample.busyPercent,
      sleepsAfterMs: this.sleepsAfterMs,
    });
    this.next?.dispose();
    this.next = this.parts.clock.after(pause, () => void this.tick());
  }

  private async findSensors(): Promise<Sensors | undefined> {
    if (this.sensors === undefined) {
      const gpu = this.parts.choose((await this.look()).gpus);
      // Only AMD's driver tells through files; others are shown as what they are.
      if (gpu?.driver !== 'amdgpu') return undefined;
      this.sensors = new Sensors(gpu, this.parts.roots, this.files);
      this.sleepsAfterMs = await this.sensors.sleepsAfterMs();
    }
    return this.sensors;
  }
}
