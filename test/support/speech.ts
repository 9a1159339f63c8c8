// What for: spoken phrases for tests, made by the speech synthesisers that the test model understands.
// Promises: a 16 kHz mono s16 WAV file, the same file for the same request, made once and kept in the cache.
// Must not know: who listens, or what a recogniser makes of it.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from './paths.ts';
import { run } from './run.ts';

/** Every voice that the test model was trained on; `slt` is flite's, the others are espeak-ng's. */
export const voices = ['en-us', 'en-gb-x-rp', 'en-us+f3', 'en-gb-scotland+m3', 'slt'] as const;
export type Voice = (typeof voices)[number];

export interface SpeechOptions {
  readonly voice?: Voice;
  /** Words a minute; the test model knows 145 to 180. flite has its own pace and ignores it. */
  readonly speed?: number;
  /** Silence before and after; the recogniser wants 0.2 s or more at both ends. */
  readonly leadSeconds?: number;
  readonly tailSeconds?: number;
}

/** Part of the cache key: raise it when the recipe below changes. */
const recipe = 1;

/** Speaks the text into a WAV file and gives its path. */
export async function speak(text: string, options: SpeechOptions = {}): Promise<string> {
  const { voice = 'en-us', speed = 160, leadSeconds = 0.3, tailSeconds = 0.4 } = options;
  const key = JSON.stringify([recipe, text, voice, speed, leadSeconds, tailSeconds]);
  const folder = join(cacheRoot, 'speech');
  const file = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 24)}.wav`);
  if (existsSync(file)) return file;

  mkdirSync(folder, { recursive: true });
  const spoken = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}.spoken.wav`;
  const padded = spoken.replace('.spoken.', '.padded.');
  try {
    if (voice === 'slt') await run('flite', ['-voice', voice, '-t', text, '-o', spoken]);
    else await run('espeak-ng', ['-v', voice, '-s', String(speed), '-w', spoken, '--stdin'], { input: text });
    const format = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer'];
    await run('sox', [spoken, ...format, padded, 'pad', String(leadSeconds), String(tailSeconds)]);
    renameSync(padded, file);
  } finally {
    rmSync(spoken, { force: true });
    rmSync(padded, { force: true });
  }
  return file;
}

/** Seconds of sound in a WAV file of plain PCM. */
export function durationOf(wav: string): number {
  const { bytesPerSecond, dataBytes } = layoutOf(wav);
  return dataBytes / bytesPerSecond;
}

/** The samples of a 16-bit WAV file (of the first channel, when there are several), from -1 to 1. */
export function samplesOf(wav: string): Float32Array {
  const { dataOffset, dataBytes, channels, bitsPerSample } = layoutOf(wav);
  if (bitsPerSample !== 16) throw new Error(`${wav} has ${bitsPerSample} bits a sample, not 16`);
  const data = readPart(wav, dataOffset, dataBytes);
  const frames = Math.floor(data.length / (2 * channels));
  return Float32Array.from({ length: frames }, (_, frame) => data.readInt16LE(frame * 2 * channels) / 32768);
}

interface Layout {
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly bytesPerSecond: number;
  readonly dataOffset: number;
  readonly dataBytes: number;
}

function layoutOf(wav: string): Layout {
  const head = readPart(wav, 0, 65_536);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error(`${wav} is no WAV file`);
  }
  let format: Pick<Layout, 'channels' | 'bitsPerSample' | 'bytesPerSecond'> | undefined;
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (id === 'fmt ') {
      format = {
        channels: head.readUInt16LE(at + 10),
        bytesPerSecond: head.readUInt32LE(at + 16),
        bitsPerSample: head.readUInt16LE(at + 22),
      };
    }
    if (id === 'data') {
      if (!format) break;
      // A program that writes into a pipe cannot know the size and puts a huge one or 0: the file knows.
      const present = fileSize(wav) - at - 8;
      return { ...format, dataOffset: at + 8, dataBytes: size === 0 ? present : Math.min(size, present) };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error(`${wav} has no sound in it`);
}

function fileSize(file: string): number {
  const fd = openSync(file, 'r');
  try {
    return fstatSync(fd).size;
  } finally {
    closeSync(fd);
  }
}

function readPart(file: string, offset: number, bytes: number): Buffer {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(bytes, fstatSync(fd).size - offset)));
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, offset));
  } finally {
    closeSync(fd);
  }
}
