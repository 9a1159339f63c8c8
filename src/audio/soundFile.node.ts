// Reads a sound file, however long, as the one format inside Sotto: through the decoder that Sotto brings along, or
// through ffmpeg where that is installed, for what the decoder doesn't know. Promises: the reader is never
// overrun, because no more is decoded than was taken; no program outlives the reading.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { packageFamilyHere } from '../base/system.node.ts';
import { sampleRate } from './format.ts';
import { installCommand } from './recorders.ts';

export interface SoundFileParts {
  /** Where Sotto's own decoder lies; it need not be there. */
  readonly decoder: string;
}

export interface SoundFileEvents {
  /** How long the file is, where it tells. */
  length(seconds: number): void;
  heard(pcm: Uint8Array): Promise<void>;
}

interface Attempt {
  readonly decoded: boolean;
  readonly detail: string;
}

export async function readSoundFile(
  file: string,
  parts: SoundFileParts,
  events: SoundFileEvents,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const own = await run(parts.decoder, [file], /^seconds ([\d.]+)/m, Number, events, signal);
  if (own.decoded) return ok(undefined);
  const ffmpeg = await run('ffmpeg', ffmpegArguments(file), ffmpegLength, secondsOfClock, events, signal);
  if (ffmpeg.decoded) return ok(undefined);
  const isMissing = ffmpeg.detail.includes('ENOENT');
  const install = isMissing ? installCommand('ffmpeg', packageFamilyHere()) : undefined;
  const detail = isMissing ? own.detail : ffmpeg.detail;
  return fail({ kind: 'soundFileUnreadable', file, detail, install });
}

const ffmpegLength = /^\s*Duration: (\d+:\d+:[\d.]+)/m;

function ffmpegArguments(file: string): readonly string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-i', file, '-vn'],
    ...['-ar', String(sampleRate), '-ac', '1', '-f', 's16le', 'pipe:1'],
  ];
}

function secondsOfClock(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

async function run(
  program: string,
  args: readonly string[],
  lengthLine: RegExp,
  secondsOf: (text: string) => number,
  { length, heard }: SoundFileEvents,
  signal: AbortSignal,
): Promise<Attempt> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  let failure = '';
  child.on('error', (error) => {
    failure = error.message;
  });
  let said = '';
  let told = false;
  child.stderr.on('data', (text) => {
    said = `${said}${String(text)}`.slice(-4_000);
    const seconds = lengthLine.exec(said)?.[1];
    if (seconds === undefined || told) return;
    told = true;
    length(secondsOf(seconds));
  });
  const closed = once(child, 'close').then(
    ([code]) => code,
    () => undefined,
  );
  let bytes = 0;
  try {
    for await (const piece of child.stdout) {
      bytes += piece.length;
      await heard(piece);
    }
  } catch {
    // The reading was ended, or its reader failed: nothing more is wanted.
  } finally {
    child.kill('SIGKILL');
  }
  const code = await closed;
  // A file that breaks off has given what it holds.
  return {
    decoded: signal.aborted || bytes > 0,
    detail: lastLine(said) || failure || `ended with code ${code}`,
  };
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? '';
}
