// One recorder program from its start to its end, through node-record-lpcm16. Hides that library's three traps: its
// look-up of recorders breaks in a bundle (we hand it our definition file by absolute path), a missing program is an
// uncaught error on the child, and every stop is an error on the stream.
//
// Promises: whole samples; a program that stalls is told and ended; its end takes a bounded time, also where it cannot
// be killed; and it ends with this process, whether or not it has sound to write.

import lpcm16 from 'node-record-lpcm16';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { FlowWatch, lookEveryMs, patience } from './flow.ts';
import { bytesPerSample } from './format.ts';
import type { Recorder } from './recorders.ts';

/** `askedMs`: for what a program does at its end (sox writes its buffer). `killedMs`: for the kernel alone. */
const endLimits = { askedMs: 1_000, killedMs: 500 } as const;
const keptDetail = 400;

/**
 * The shell becomes the recorder. What stays beside it reads a pipe that only we hold open: when we are gone, however
 * that happens, it kills the recorder. A process that was given the same number later is known by its time of birth.
 */
const guarded = `
birth() { read -r stat <"/proc/$1/stat" && set -- \${stat##*) } && born=\${20}; }
exec 3<&0 </dev/null
birth $$ 2>/dev/null
(
  first=$born
  read -r _ <&3
  birth $$ && [ "$born" = "$first" ] && kill -KILL $$
) >/dev/null 2>&1 &
exec "$@" 3<&-
`;

export interface ProcessParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly definitionFile: string;
}

export interface ProcessEvents {
  data(pcm: Uint8Array): void;
  /** It ended by itself, or gave nothing and was ended. */
  gone(problem: Problem, why: 'stalled' | 'stopped'): void;
}

export class RecorderProcess {
  private readonly child;
  private readonly closed: Promise<void>;
  private readonly flow = new FlowWatch();
  private looking: Disposable | undefined;
  private isStopping = false;
  private hasSound = false;
  private said = '';
  /** Half a sample that waits for its other half. */
  private rest: Uint8Array = new Uint8Array();

  /** Throws what the operating system says against the start at once; all else is told as `gone`. */
  constructor(
    private readonly recorder: Recorder,
    device: string,
    private readonly parts: ProcessParts,
    private readonly events: ProcessEvents,
  ) {
    const { cmd, args, env } = recorder.launch(device);
    const launch = {
      cmd: '/bin/sh',
      args: ['-c', guarded, 'sotto-recorder', cmd, ...args],
      spawnOptions: { env: { ...process.env, LC_ALL: 'C', ...env } },
    };
    const recording = lpcm16.record({ recorder: parts.definitionFile, launch });
    this.child = recording.process;
    this.child.stdin.on('error', () => {}); // nobody reads any more
    this.child.stderr.on('data', (text) => {
      this.said = (this.said + String(text)).slice(-keptDetail);
    });
    const stream = recording.stream();
    stream.on('error', () => {}); // the library reports every end but code 0 here; `close` tells it better
    stream.on('data', (piece: Uint8Array) => this.take(piece));
    this.closed = this.watchEnd();
    this.look();
  }

  /** `whole`: with what is still inside the program. Resolves within a bounded time, whatever the program does. */
  async stop(how: 'whole' | 'now'): Promise<void> {
    const { log } = this.parts;
    if (how === 'whole' && !this.isStopping) await this.closesWithin(this.recorder.tailMs);
    this.isStopping = true;
    this.looking?.dispose();
    this.child.kill(how === 'whole' ? 'SIGTERM' : 'SIGKILL');
    if (how === 'whole' && (await this.closesWithin(endLimits.askedMs))) return;
    this.child.kill('SIGKILL');
    if (await this.closesWithin(endLimits.killedMs)) return;
    log.warn(`recorder ${this.recorder.name}: process ${this.child.pid} cannot be ended, it is left alone`);
    // Its guard stays until we end ourselves.
    this.child.stdout.destroy();
    this.child.stderr.destroy();
    this.child.unref();
  }

  private take(piece: Uint8Array): void {
    this.flow.heard();
    this.hasSound = true;
    const bytes = this.rest.byteLength === 0 ? piece : Buffer.concat([this.rest, piece]);
    const whole = bytes.byteLength - (bytes.byteLength % bytesPerSample);
    this.rest = bytes.subarray(whole);
    if (whole > 0) this.events.data(bytes.subarray(0, whole));
  }

  private look(): void {
    this.looking = this.parts.clock.after(lookEveryMs, () => {
      const verdict = this.flow.look();
      if (verdict === 'fine') this.look();
      else void this.giveUp(verdict);
    });
  }

  private async giveUp(why: 'noFrames' | 'stalled'): Promise<void> {
    this.isStopping = true;
    await this.stop('now'); // before another one is started: it may hold the microphone for itself
    const { program } = this.recorder;
    const detail = `no sound for ${patience.laterMs / 1_000} s`;
    if (why === 'noFrames') this.events.gone({ kind: 'microphoneSilent', why }, 'stopped');
    else this.events.gone({ kind: 'recorderStopped', program, detail }, 'stalled');
  }

  private watchEnd(): Promise<void> {
    const { child } = this;
    return new Promise((resolve) => {
      child.on('close', (code, signal) => {
        resolve();
        this.endedByItself(`ended with ${signal ?? `code ${code}`}`);
      });
      // Who inherited the program's output, as a child of a wrapper script does, must not hold up its end.
      child.on('exit', () => {
        const cut = this.parts.clock.after(endLimits.askedMs, () => {
          child.stdout.destroy();
          child.stderr.destroy();
        });
        void this.closed.then(() => cut.dispose());
      });
      child.on('error', (error) => {
        this.endedByItself(error.message);
        // A program that never started closes its streams but may not report a close.
        if (child.pid === undefined) resolve();
      });
    });
  }

  private endedByItself(how: string): void {
    this.looking?.dispose();
    if (this.isStopping) return;
    this.isStopping = true;
    const detail = [how, this.said.trim()].filter((part) => part !== '').join(': ');
    const kind = this.hasSound ? 'recorderStopped' : 'recorderFailed';
    this.events.gone({ kind, program: this.recorder.program, detail }, 'stopped');
  }

  private closesWithin(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = this.parts.clock.after(milliseconds, () => resolve(false));
      void this.closed.then(() => {
        waiting.dispose();
        resolve(true);
      });
    });
  }
}
