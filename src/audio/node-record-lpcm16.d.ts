// The part of the library that Sotto uses; it brings no types of its own.
declare module 'node-record-lpcm16' {
  import type { ChildProcessByStdio } from 'node:child_process';
  import type { Readable, Writable } from 'node:stream';

  interface LibraryRecording {
    readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
    stream(): Readable;
    stop(): void;
  }

  function record(options: { recorder: string } & Readonly<Record<string, unknown>>): LibraryRecording;
}
