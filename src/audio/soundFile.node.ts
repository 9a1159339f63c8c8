// Reads a sound file, however long, as the one format inside Sotto: through the decoder that Sotto brings along, or
// through ffmpeg where that is installed, for what the decoder doesn't know. Promises: the reader is never
// overrun, because no more is decoded than was taken; no program outlives the reading; a decoder that ends before the
// sound does is told, and what it gave is kept.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { findProgram, packageFamilyHere } from '../base/system.node.ts';
import { bytesPerSample, sampleRate } from './format.ts';
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

interface Decoder {
  readonly program: string;
  readonly args: readonly string[];
  /** What it says about the length of the file. */
  readonly lengthLine: RegExp;
  readonly secondsOf: (text: string) => number;
  /** Whether it says, although it ends well, that something was wrong. Its length alone can be an estimate. */
  readonly complains: (said: string) => boolean;
}

interface Attempt {
  readonly heardSeconds: number;
  readonly isWhole: boolean;
  /** As far as the file tells. */
  readonly seconds: number | undefined;
  readonly detail: string;
}

/** Decoders round, and change the sample rate. */
const toleratedSeconds = 0.5;
const endingMs = 5_000;

export async function readSoundFile(
  file: string,
  parts: SoundFileParts,
  events: SoundFileEvents,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  let attempt = await run(ownDecoder(parts.decoder, file), events, signal);
  const ours = attempt.detail;
  if (isNothing(attempt)) attempt = await run(ffmpeg(file), events, signal);
  if (signal.aborted || attempt.isWhole) return ok(undefined);
  const isMissing = findProgram('ffmpeg') === undefined;
  const install = isMissing ? installCommand('ffmpeg', packageFamilyHere()) : undefined;
  const { heardSeconds, seconds } = attempt;
  const detail = isMissing ? ours : attempt.detail;
  return isNothing(attempt)
    ? fail({ kind: 'soundFileUnreadable', file, detail, install })
    : fail({ kind: 'soundFilePartial', file, heardSeconds, seconds, detail, install });
}

function isNothing({ heardSeconds, isWhole }: Attempt): boolean {
  return heardSeconds === 0 && !isWhole;
}

function ownDecoder(program: string, file: string): Decoder {
  const lengthLine = /^seconds ([\d.]+)/m;
  return { program, args: [file], lengthLine, secondsOf: Number, complains: () => true };
}

function ffmpeg(file: string): Decoder {
  return {
    program: 'ffmpeg',
    args: ffmpegArguments(file),
    lengthLine: ffmpegLength,
    secondsOf: secondsOfClock,
    complains: (said) => /error|invalid|partial file|truncat|premature/i.test(said),
  };
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
  { program, args, lengthLine, secondsOf, complains }: Decoder,
  { length, heard }: SoundFileEvents,
  signal: AbortSignal,
): Promise<Attempt> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  let failure = '';
  child.on('error', (error) => {
    failure = error.message;
  });
  let said = '';
  let seconds: number | undefined;
  child.stderr.on('data', (text) => {
    said = `${said}${String(text)}`.slice(-4_000);
    const found = lengthLine.exec(said)?.[1];
    if (found === undefined || seconds !== undefined) return;
    seconds = secondsOf(found);
    length(seconds);
  });
  const closed = once(child, 'close').then(
    ([code, ended]) => ({ code, ended }),
    () => undefined,
  );
  let bytes = 0;
  try {
    for await (const piece of child.stdout) {
      bytes += piece.length;
      await heard(piece);
    }
  } catch (error) {
    child.kill('SIGKILL');
    if (!signal.aborted) throw error;
  }
  const late = setTimeout(() => child.kill('SIGKILL'), endingMs); // its sound is over, so it should be as well
  const exit = await closed;
  clearTimeout(late);
  const heardSeconds = bytes / bytesPerSample / sampleRate;
  const isShort = heardSeconds + toleratedSeconds < (seconds ?? 0) && complains(said);
  const how = exit?.ended ? `ended by ${exit.ended}` : `ended with code ${exit?.code}`;
  return {
    ...{ heardSeconds, seconds },
    isWhole: exit?.code === 0 && bytes > 0 && !isShort,
    detail: exit?.ended ? how : lastLine(said.replace(lengthLine, '')) || failure || how,
  };
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? '';
}
