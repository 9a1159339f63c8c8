// What for: a microphone that plays samples instead of listening, in frames as a recorder delivers them, in real
// time or faster. It stands in for recorder and sound server, nothing else.
// Promises: frames come in order; after the last sample comes silence; `finish` takes as long as a recorder's tail;
// no memory of its own.
// Must not know: who listens.

import type { Capture, Microphone, MicrophoneEvents } from '../../src/dictation/ports.ts';

const frameBytes = 640; // 20 ms
const frameMs = 20;
export const tailMs = 120;

export class FileMicrophone implements Microphone {
  /** Resolves when the last sample was delivered. */
  played: Promise<void> = Promise.resolve();

  constructor(
    private readonly pcm: Uint8Array,
    /** 2 plays twice as fast as it was spoken. */
    private readonly speed = 1,
  ) {}

  record(events: MicrophoneEvents): Capture {
    const started = performance.now();
    let sent = 0;
    let done: () => void = () => {};
    this.played = new Promise((resolve) => {
      done = resolve;
    });
    const all = () => this.between(0, sent);
    const catchUp = () => {
      const due = Math.floor(((performance.now() - started) * this.speed) / frameMs) * frameBytes;
      for (; sent < due; sent += frameBytes) {
        if (sent === 0) events.flowing();
        events.heard(this.between(sent, sent + frameBytes));
      }
      if (sent >= this.pcm.length) done();
    };
    const timer = setInterval(catchUp, frameMs / this.speed);
    return {
      async finish() {
        await new Promise((resolve) => setTimeout(resolve, tailMs));
        catchUp();
        clearInterval(timer);
        return all();
      },
      abandon: () => clearInterval(timer),
    };
  }

  private between(from: number, to: number): Uint8Array {
    const part = this.pcm.subarray(from, to);
    if (part.length === to - from) return part;
    const padded = new Uint8Array(to - from);
    padded.set(part);
    return padded;
  }
}
