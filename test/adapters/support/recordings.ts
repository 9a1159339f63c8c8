// What for: a SystemMicrophone made for a test, the events that it tells, programs that pretend to record,
// and the judgement whether a recording holds a phrase from its first to its last sound.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRate } from '../../../src/audio/format.ts';
import { type Recording, SystemMicrophone } from '../../../src/audio/microphone.node.ts';
import type { StartTimes } from '../../../src/audio/recorderChoice.ts';
import type { RecorderWish } from '../../../src/audio/recorders.ts';
import { systemClock } from '../../../src/base/clock.node.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Problem } from '../../../src/base/problem.ts';
import { repositoryRoot, temporaryFolder } from '../../support/paths.ts';
import { waitUntil } from '../../support/processes.ts';
import { samplesOf } from '../../support/speech.ts';
import { findProgram, withEnvironment } from './environment.ts';
import { type KeptLog, keptLog } from './logs.ts';

export const definitionFile = join(repositoryRoot, 'src', 'audio', 'recorderDefinition.cjs');

export interface MicrophoneOptions {
  readonly recorder?: RecorderWish;
  readonly device?: string;
  readonly clock?: Clock;
  readonly osReleaseFile?: string;
}

export function microphoneFor(options: MicrophoneOptions = {}): {
  microphone: SystemMicrophone;
  log: KeptLog;
} {
  const { recorder = 'parecord', device = '', clock = systemClock, osReleaseFile } = options;
  const log = keptLog();
  let times: StartTimes | undefined;
  const memory = {
    read: () => times,
    write(more: StartTimes) {
      times = more;
    },
  };
  const microphone = new SystemMicrophone({
    ...{ clock, log, definitionFile, memory },
    wish: () => ({ recorder, device }),
    ...(osReleaseFile === undefined ? {} : { osReleaseFile }),
  });
  return { microphone, log };
}

export interface Listening {
  readonly recording: Recording;
  /** How often sound began to flow, the sound as it came, and every problem that was told. */
  readonly told: {
    flowing: number;
    readonly pieces: Uint8Array[];
    readonly noticed: Problem[];
    readonly problems: Problem[];
  };
  flows(): Promise<void>;
  ends(): Promise<Problem>;
}

export function listen(microphone: SystemMicrophone): Listening {
  const told: Listening['told'] = { flowing: 0, pieces: [], noticed: [], problems: [] };
  const recording = microphone.record({
    flowing: () => void told.flowing++,
    heard: (piece) => void told.pieces.push(piece),
    noticed: (problem) => void told.noticed.push(problem),
    ended: (problem) => void told.problems.push(problem),
  });
  return {
    ...{ recording, told },
    async flows() {
      await waitUntil(
        () => {
          if (told.problems.length > 0) return true;
          return told.flowing > 0;
        },
        { timeoutMs: 8_000, what: 'sound flowed', everyMs: 5 },
      );
      assert.deepEqual([told.flowing, told.problems], [1, []]);
    },
    ends: () =>
      waitUntil(() => told.problems[0], { timeoutMs: 8_000, what: 'the recording ended', everyMs: 5 }),
  };
}

/** A program of this name in the folder, written for the shell. */
export function fakeProgram(folder: string, name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

/** A folder that is all of PATH while the work runs; the named real programs are in it from the beginning. */
export function programs(...real: string[]): { folder: string; only<T>(work: () => Promise<T>): Promise<T> } {
  const { path } = temporaryFolder('programs');
  for (const name of real) {
    const file = findProgram(name);
    assert.ok(file !== undefined, `${name} is not installed`);
    symlinkSync(file, join(path, name));
  }
  return { folder: path, only: (work) => withEnvironment({ PATH: path }, work) };
}

export function samplesIn(pcm: Uint8Array): Float32Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return Float32Array.from(
    { length: Math.floor(pcm.byteLength / 2) },
    (_, index) => view.getInt16(index * 2, true) / 32_768,
  );
}

/** The same sound from first to last: as long, as loud, and with the same rise and fall along the way. */
export function assertHolds(recorded: Uint8Array, wav: string): void {
  const [heard, spoken] = [trimmed(samplesIn(recorded)), trimmed(samplesOf(wav))];
  const seconds = (samples: Float32Array) => samples.length / sampleRate;
  const difference = Math.abs(seconds(heard) - seconds(spoken));
  assert.ok(difference < 0.06, `heard ${seconds(heard)} s of sound, spoken were ${seconds(spoken)} s`);
  const ratio = loudness(heard) / loudness(spoken);
  assert.ok(ratio > 0.9 && ratio < 1.1, `heard ${ratio} times as loud as it was spoken`);
  const alike = correlation(envelope(heard), envelope(spoken));
  assert.ok(alike > 0.9, `its loudness over time follows the spoken one only to ${alike}`);
}

/**
 * A second pair of ears at the same microphone, quicker than any recorder that Sotto starts: `end` comes true
 * at the moment when the last sound of the phrase has been heard, which is when a person lets go of the key.
 */
export async function earsFor(
  wav: string,
): Promise<{ readonly end: Promise<void>; dispose(): Promise<void> }> {
  const format = ['--raw', '--format=s16le', `--rate=${sampleRate}`, '--channels=1', '--latency-msec=10'];
  const ears = spawn('parecord', format, { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise((resolve) => ears.once('close', resolve));
  const expected = trimmed(samplesOf(wav)).length;
  let since: number | undefined;
  const listening = new Promise<void>((resolve) => ears.stdout.once('data', () => resolve()));
  const end = new Promise<void>((resolve) => {
    ears.stdout.on('data', (piece: Uint8Array) => {
      const samples = samplesIn(piece);
      if (since !== undefined) since += samples.length;
      else if (samples.some(isLoud)) since = samples.length - samples.findIndex(isLoud);
      if (since !== undefined && since >= expected) resolve();
    });
  });
  await listening;
  return {
    end,
    async dispose() {
      ears.kill('SIGTERM');
      await closed;
    },
  };
}

function isLoud(sample: number): boolean {
  return Math.abs(sample) > 0.01;
}

function trimmed(samples: Float32Array): Float32Array {
  return samples.subarray(samples.findIndex(isLoud), samples.findLastIndex(isLoud) + 1);
}

export function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

/** Loudness in pieces of 50 ms. */
function envelope(samples: Float32Array): number[] {
  const piece = sampleRate / 20;
  return Array.from({ length: Math.floor(samples.length / piece) }, (_, index) =>
    loudness(samples.subarray(index * piece, (index + 1) * piece)),
  );
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const length = Math.min(one.length, other.length);
  const mean = (values: readonly number[]) => values.slice(0, length).reduce((a, b) => a + b, 0) / length;
  const [a, b] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  for (let index = 0; index < length; index++) {
    const [x, y] = [(one[index] ?? 0) - a, (other[index] ?? 0) - b];
    both += x * y;
    first += x * x;
    second += y * y;
  }
  return both / Math.sqrt(first * second);
}
