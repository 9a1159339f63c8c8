// The microphone of this machine: which recorders are there, which of them is tried first, and one recording in memory.
// Promises: sound stays in memory, no program outlives its recording, and what was said survives the death of the
// recorder. What happens within a recording is in recorderLine.node.ts.

import type { Problem } from '../base/problem.ts';
import { findProgram, packageFamilyHere } from '../base/system.node.ts';
import { joinPcm, secondsOf } from './format.ts';
import { inOrder, readStartTimes, type StartTimes, withStart } from './recorderChoice.ts';
import { type LineEvents, RecorderLine } from './recorderLine.node.ts';
import type { ProcessParts } from './recorderProcess.node.ts';
import { installCommand, type RecorderWish, wanted } from './recorders.ts';

export interface MicrophoneParts extends ProcessParts {
  readonly wish: () => { readonly recorder: RecorderWish; readonly device: string };
  /** How quick the recorders were, also before this session. */
  readonly memory: StartMemory;
  readonly osReleaseFile?: string;
}

export interface StartMemory {
  /** What was written last, or anything else. */
  read(): unknown;
  write(times: StartTimes): void;
}

export type Listener = Omit<LineEvents, 'started'>;

export class SystemMicrophone {
  constructor(private readonly parts: MicrophoneParts) {}

  record(listener: Listener): Recording {
    return new Recording((events) => this.open(events), this.parts, listener);
  }

  /** A line that keeps no sound itself. */
  open(listener: Listener): RecorderLine {
    const { memory, wish, osReleaseFile } = this.parts;
    const { recorder, device } = wish();
    const all = wanted(recorder);
    const installed = all.filter(({ program }) => findProgram(program) !== undefined);
    const line = new RecorderLine(this.parts, {
      ...listener,
      started: (name, milliseconds) =>
        memory.write(withStart(readStartTimes(memory.read()), device, name, milliseconds)),
    });
    if (installed.length > 0) line.begin(inOrder(installed, device, readStartTimes(memory.read())), device);
    else {
      const install = installCommand(recorder, packageFamilyHere(osReleaseFile));
      const problem: Problem = {
        kind: 'recorderMissing',
        wanted: all.map(({ program }) => program),
        install,
      };
      queueMicrotask(() => listener.ended(problem)); // never inside `open`: the caller has no line yet
    }
    return line;
  }
}

/** One recording, kept from its first sound to its last. */
export class Recording {
  private readonly pieces: Uint8Array[] = [];
  private readonly line: RecorderLine;

  constructor(
    open: (listener: Listener) => RecorderLine,
    private readonly parts: ProcessParts,
    listener: Listener,
  ) {
    this.line = open({
      ...listener,
      heard: (pcm) => {
        this.pieces.push(pcm);
        listener.heard(pcm);
      },
    });
  }

  async finish(): Promise<Uint8Array> {
    await this.line.finish();
    const pcm = joinPcm(this.pieces);
    this.parts.log.debug(`recorded ${secondsOf(pcm).toFixed(1)} s`);
    return pcm;
  }

  abandon(): void {
    this.pieces.length = 0;
    void this.line.abandon();
  }
}
