// The part of the library that Sotto uses; it brings no types of its own.
declare module 'node-record-lpcm16' {
  import type { ChildProcessByStdio } from 'node:child_process';
  import type { Readable, Writable } from 'node:stream';

  interface LibraryRecording {
    readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
    stream(): Readable;
    stop(): void;
  }

  // As a default: Node finds no names in this CommonJS module when the file that imports it is an ES module.
  const library: {
    record(options: { recorder: string } & Readonly<Record<string, unknown>>): LibraryRecording;
  };
  export default library;
}
