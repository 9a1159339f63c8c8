// Speech out of text, by a synthesiser that is installed: what a model is tried with when nobody speaks. Gives sound in
// the format of a recording, with the silence around it that recognisers want. Undefined where no synthesiser is.

import { spawn } from 'node:child_process';
import { findProgram } from '../base/system.node.ts';
import { bytesPerSample, sampleRate } from './format.ts';

export interface Synthesiser {
  readonly voices: readonly string[];
  say(text: string, voice: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}

const programs: readonly {
  readonly name: string;
  readonly voices: readonly string[];
  readonly args: (voice: string, text: string) => readonly string[];
}[] = [
  {
    name: 'espeak-ng',
    voices: ['en-us', 'en-gb-x-rp', 'en-us+f3'],
    args: (voice, text) => ['-v', voice, '-s', '160', '--stdout', '--', text],
  },
  {
    name: 'flite',
    voices: ['slt'],
    args: (voice, text) => ['-voice', voice, '-t', text, '-o', '/dev/stdout'],
  },
];

const silenceSeconds = 0.3;
const mostBytes = 4_000_000;

export function findSynthesiser(path: string): Synthesiser | undefined {
  for (const { name, voices, args } of programs) {
    const program = findProgram(name, path);
    if (program === undefined) continue;
    return {
      voices,
      async say(text, voice, signal) {
        const file = await outputOf(program, args(voice, text), signal);
        return file === undefined ? undefined : asRecording(file);
      },
    };
  }
  return undefined;
}

function outputOf(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], signal, timeout: 10_000 });
    const pieces: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.byteLength;
      if (bytes > mostBytes) child.kill();
      else pieces.push(piece);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(pieces) : undefined));
  });
}

/** A plain WAV file as it is piped (its lengths say nothing) at our rate, with silence at both ends. */
function asRecording(file: Buffer): Uint8Array | undefined {
  const data = file.indexOf('data');
  if (data < 0 || file.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const rate = file.readUInt32LE(24);
  const from = data + 8;
  const samples = Math.floor((file.byteLength - from) / bytesPerSample);
  const length = Math.floor((samples * sampleRate) / rate);
  const silence = silenceSeconds * sampleRate;
  const recording = new Int16Array(length + 2 * silence);
  for (let index = 0; index < length; index++) {
    const at = (index * rate) / sampleRate;
    const left = Math.floor(at);
    const a = file.readInt16LE(from + bytesPerSample * left);
    const b = left + 1 < samples ? file.readInt16LE(from + bytesPerSample * (left + 1)) : a;
    recording[silence + index] = a + (b - a) * (at - left);
  }
  return new Uint8Array(recording.buffer);
}
