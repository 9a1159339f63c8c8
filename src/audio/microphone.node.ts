// Runs a recorder program and collects what it delivers, through node-record-lpcm16. Hides that library's three
// traps: its look-up of recorders breaks in a bundle (we hand it our definition file by absolute path), a
// missing program is an uncaught error on the child, and every stop is an error on the stream. Promises: sound
// stays in memory, no program outlives its recording, and what was said survives the death of the recorder.

import lpcm16 from 'node-record-lpcm16';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { reasonOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { findProgram, packageFamilyHere } from '../base/system.node.ts';
import { listDevices } from './devices.node.ts';
import { joinPcm, secondsOf } from './format.ts';
import { installCommand, type Recorder, type RecorderName, type RecorderWish, wanted } from './recorders.ts';
import { LineWatch } from './signal.ts';

/** A suspended source can need more than a second and a half to wake. */
const firstFrameMs = 3_000;
const killAfterMs = 1_000;
const keptDetail = 400;

export interface MicrophoneParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly definitionFile: string;
  readonly wish: () => { readonly recorder: RecorderWish; readonly device: string };
  /** The recorder that worked last, also before this session: `auto` tries it first. */
  readonly memory: RecorderMemory;
  readonly osReleaseFile?: string;
}

export interface RecorderMemory {
  read(): string | undefined;
  write(name: RecorderName): void;
}

interface Listener {
  flowing(): void;
  heard(pcm: Uint8Array): void;
  noticed(problem: Problem): void;
  ended(problem: Problem): void;
}

export class SystemMicrophone {
  constructor(private readonly parts: MicrophoneParts) {}

  record(listener: Listener): Recording {
    const { recorder: wish, device } = this.parts.wish();
    const all = wanted(wish);
    const installed = all.filter(({ program }) => findProgram(program) !== undefined);
    const { memory } = this.parts;
    const working = memory.read();
    const inOrder = installed.toSorted((a, b) => Number(b.name === working) - Number(a.name === working));
    const recording = new Recording(inOrder, device, this.parts, {
      flowing: (name) => {
        if (name !== working) memory.write(name);
        listener.flowing();
      },
      heard: (pcm) => listener.heard(pcm),
      noticed: (problem) => listener.noticed(problem),
      ended: (problem) => listener.ended(problem),
    });
    if (inOrder.length > 0) recording.begin();
    else {
      const install = installCommand(wish, packageFamilyHere(this.parts.osReleaseFile));
      const problem: Problem = {
        kind: 'recorderMissing',
        wanted: all.map(({ program }) => program),
        install,
      };
      queueMicrotask(() => listener.ended(problem)); // never inside `record`: the caller has no recording yet
    }
    return recording;
  }
}

/** One recording: tries its recorders in order until one delivers sound, then keeps to it. */
export class Recording {
  private readonly pieces: Uint8Array[] = [];
  private readonly line = new LineWatch();
  private running: Running | undefined;
  private over = false;
  /** Whether the chosen device is there; asked beside the recording, which must not wait for it. */
  private deviceIsThere: Promise<boolean> | undefined;

  constructor(
    private readonly untried: Recorder[],
    private device: string,
    private readonly parts: MicrophoneParts,
    private readonly listener: Omit<Listener, 'flowing'> & { flowing(name: RecorderName): void },
  ) {}

  begin(): void {
    if (this.device !== '') this.deviceIsThere = this.lookForDevice(this.device);
    this.tryNext();
  }

  private async lookForDevice(name: string): Promise<boolean> {
    const devices = await listDevices();
    const isThere = devices.length === 0 || devices.some((device) => device.name === name);
    if (!isThere && !this.over) this.listener.noticed({ kind: 'deviceMissing', device: name });
    return isThere;
  }

  private tryNext(): void {
    const recorder = this.untried.shift();
    if (recorder !== undefined) this.start(recorder);
  }

  private start(recorder: Recorder): void {
    const { clock, log, definitionFile } = this.parts;
    const startedAt = clock.now();
    log.debug(`recorder ${recorder.name}: starting`);
    const gone = (problem: Problem) => {
      if (this.over) return;
      log.warn(`recorder ${recorder.name}: ${problem.kind} ${'detail' in problem ? problem.detail : ''}`);
      if (this.pieces.length > 0) this.listener.ended(problem);
      else void this.goOnAfter(recorder, problem);
    };
    const data = (piece: Uint8Array) => {
      if (this.over) return;
      this.pieces.push(piece);
      if (this.pieces.length === 1) {
        log.debug(`recorder ${recorder.name}: first sound after ${Math.round(clock.now() - startedAt)} ms`);
        this.listener.flowing(recorder.name);
      }
      this.listener.heard(piece);
      if (this.line.seemsDead(piece)) this.listener.noticed({ kind: 'microphoneSilent', why: 'constant' });
    };
    try {
      this.running = new Running(recorder, this.device, definitionFile, clock, { data, gone });
    } catch (error) {
      // Some failures of a start are thrown at once, such as a program that is just being replaced.
      const detail = reasonOf(error);
      queueMicrotask(() => gone({ kind: 'recorderFailed', program: recorder.program, detail }));
    }
  }

  /** A recorder gave nothing: without the device that is gone it may, else the next one. */
  private async goOnAfter(recorder: Recorder, problem: Problem): Promise<void> {
    const device = this.device;
    if (device !== '' && !(await this.deviceIsThere)) {
      this.device = '';
      this.parts.log.warn(`the microphone ${device} is gone: recording from the default one`);
      if (!this.over) this.start(recorder);
    } else if (this.over) return;
    else if (this.untried.length > 0) this.tryNext();
    else this.listener.ended(problem);
  }

  async finish(): Promise<Uint8Array> {
    await this.running?.stop({ tail: this.pieces.length > 0 });
    this.over = true;
    const pcm = joinPcm(this.pieces);
    this.parts.log.debug(`recorded ${secondsOf(pcm).toFixed(1)} s`);
    return pcm;
  }

  abandon(): void {
    this.over = true;
    this.pieces.length = 0;
    void this.running?.stop({ tail: false });
  }
}

/** One recorder process. */
class Running {
  private readonly child;
  private readonly closed: Promise<void>;
  private readonly firstFrame: Disposable;
  private frames = 0;
  private stopping = false;
  private isClosed = false;
  private said = '';
  private failure: Problem | undefined;

  constructor(
    private readonly recorder: Recorder,
    device: string,
    definitionFile: string,
    private readonly clock: Clock,
    private readonly events: { data(piece: Uint8Array): void; gone(problem: Problem): void },
  ) {
    const { cmd, args, env } = recorder.launch(device);
    const launch = { cmd, args, spawnOptions: { env: { ...process.env, LC_ALL: 'C', ...env } } };
    const recording = lpcm16.record({ recorder: definitionFile, launch });
    this.child = recording.process;
    this.closed = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.isClosed = true;
        resolve();
        this.ended(`ended with ${signal ?? `code ${code}`}`);
      });
      // Who inherited the program's output, as a child of a wrapper script does, must not hold up its end.
      this.child.on('exit', () => {
        const cut = this.clock.after(killAfterMs, () => {
          this.child.stdout.destroy();
          this.child.stderr.destroy();
        });
        void this.closed.then(() => cut.dispose());
      });
      this.child.on('error', (error) => {
        this.ended(error.message);
        // A program that never started closes its streams but may not report a close.
        if (this.child.pid === undefined) resolve();
      });
    });
    this.child.stderr.on('data', (text) => {
      this.said = (this.said + String(text)).slice(-keptDetail);
    });
    const stream = recording.stream();
    stream.on('error', () => {}); // the library reports every end but code 0 here; `close` tells it better
    stream.on('data', (piece: Uint8Array) => {
      this.firstFrame.dispose();
      this.frames += 1;
      this.events.data(piece);
    });
    this.firstFrame = clock.after(firstFrameMs, () => {
      this.failure = { kind: 'microphoneSilent', why: 'noFrames' };
      this.child.kill('SIGKILL');
    });
  }

  async stop({ tail }: { tail: boolean }): Promise<void> {
    if (tail && !this.isClosed) {
      await Promise.race([
        this.closed,
        new Promise<void>((done) => this.clock.after(this.recorder.tailMs, done)),
      ]);
    }
    this.stopping = true;
    this.firstFrame.dispose();
    this.child.kill('SIGTERM');
    const kill = this.clock.after(killAfterMs, () => this.child.kill('SIGKILL'));
    await this.closed;
    kill.dispose();
  }

  private ended(how: string): void {
    this.firstFrame.dispose();
    if (this.stopping) return;
    this.stopping = true;
    const detail = [how, this.said.trim()].filter((part) => part !== '').join(': ');
    const kind = this.frames > 0 ? 'recorderStopped' : 'recorderFailed';
    this.events.gone(this.failure ?? { kind, program: this.recorder.program, detail });
  }
}
