// What for: shows that what is played into the virtual microphone arrives in a recorder, whole and in time,
// and that nothing of it is left behind.
// Must not know: Sotto. It uses the recorder programs directly.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { temporaryFolder } from '../support/paths.ts';
import { findByCommand, waitUntil } from '../support/processes.ts';
import { durationOf, samplesOf, speak, voices } from '../support/speech.ts';
import { startVirtualMicrophone, type VirtualMicrophone } from '../support/virtualMicrophone.ts';

const folder = temporaryFolder('mictest');
let microphone: VirtualMicrophone;
before(async () => {
  microphone = await startVirtualMicrophone();
});
after(async () => {
  await microphone.dispose();
  folder.remove();
});

const recorders = {
  parecord: (file: string) => [
    'parecord',
    '--latency-msec=30',
    '--rate=16000',
    '--channels=1',
    '--format=s16le',
    file,
  ],
  'arecord on the default device': (file: string) => [
    'arecord',
    '-q',
    '-r',
    '16000',
    '-c',
    '1',
    '-f',
    'S16_LE',
    file,
  ],
  'arecord on pulse': (file: string) => [
    'arecord',
    '-q',
    '-D',
    'pulse',
    '-r',
    '16000',
    '-c',
    '1',
    '-f',
    'S16_LE',
    file,
  ],
};

for (const [name, command] of Object.entries(recorders)) {
  test(`${name} hears the phrase whole`, async () => {
    const wav = await speak('Open the file and read the first line.');
    const heard = await recordWhile(command(join(folder.path, `${name}.wav`)), () => microphone.play(wav));
    assertContains(samplesOf(heard), samplesOf(wav));
    const extra = durationOf(heard) - durationOf(wav);
    assert.ok(extra > 0 && extra < 2, `recording is ${extra} s longer than the phrase`);
  });
}

test('silence is pure zeros, a room hisses quietly', async () => {
  const record = (mic: VirtualMicrophone, file: string) =>
    recordWhile(recorders.parecord(join(folder.path, file)), () => pause(500), mic);
  assert.equal(loudness(samplesOf(await record(microphone, 'zeros.wav'))), 0);

  const room = await startVirtualMicrophone({ noise: 'room' });
  try {
    const level = 20 * Math.log10(loudness(samplesOf(await record(room, 'room.wav'))));
    assert.ok(level > -66 && level < -54, `the room's noise is at ${level} dBFS`);
  } finally {
    await room.dispose();
  }
});

test('suspended, it yields nothing; resumed, it goes on', async () => {
  const file = join(folder.path, 'suspended.wav');
  await microphone.setSuspended(true);
  try {
    assert.equal(durationOf(await recordWhile(recorders.parecord(file), () => pause(500))), 0);
  } finally {
    await microphone.setSuspended(false);
  }
  const again = await recordWhile(recorders.parecord(file), () => pause(500));
  assert.ok(durationOf(again) > 0.3, `${durationOf(again)} s after it was resumed`);
});

test('listeners are named, and gone when they stop', async () => {
  const wav = join(folder.path, 'listener.wav');
  await recordWhile(recorders.parecord(wav), async () => {
    assert.deepEqual(await microphone.listeners(), ['parecord']);
  });
  await waitUntil(async () => (await microphone.listeners()).length === 0, {
    timeoutMs: 2000,
    what: 'nobody listened',
  });
});

test('every voice speaks, and the cache gives the same file again', async () => {
  for (const voice of voices) {
    const wav = await speak('Run the tests.', { voice });
    assert.ok(durationOf(wav) > 1 && durationOf(wav) < 4, `${voice}: ${durationOf(wav)} s`);
    assert.ok(loudness(samplesOf(wav)) > 0.01, `${voice} is silent`);
    assert.equal(await speak('Run the tests.', { voice }), wav);
  }
});

test('disposed, it leaves no process and no folder', async () => {
  const other = await startVirtualMicrophone();
  const home = other.env['ALSA_CONFIG_PATH']?.replace(/\/[^/]+$/, '') ?? '';
  assert.ok(existsSync(home) && findByCommand(home).length > 0);
  await other.dispose();
  assert.deepEqual(findByCommand(home), []);
  assert.equal(existsSync(home), false);
});

async function recordWhile(
  [program = '', ...args]: string[],
  work: () => Promise<void>,
  mic: VirtualMicrophone = microphone,
): Promise<string> {
  const recorder = spawn(program, args, {
    env: { ...process.env, ...mic.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => recorder.once('close', resolve));
  try {
    await waitUntil(async () => (await mic.listeners()).length > 0, {
      timeoutMs: 3000,
      what: `${program} listened`,
    });
    await work();
    await pause(150);
  } finally {
    recorder.kill('SIGINT');
    await ended;
  }
  return args.at(-1) ?? '';
}

/** Both are cut to where sound is; what was heard must be as long and as loud as what was spoken. */
function assertContains(heard: Float32Array, spoken: Float32Array): void {
  const [a, b] = [trimmed(heard), trimmed(spoken)];
  const seconds = Math.abs(a.length - b.length) / 16_000;
  assert.ok(seconds < 0.06, `heard ${a.length / 16_000} s of sound, spoken were ${b.length / 16_000} s`);
  const ratio = loudness(a) / loudness(b);
  assert.ok(ratio > 0.9 && ratio < 1.1, `heard ${ratio} times as loud as it was spoken`);
}

function trimmed(samples: Float32Array): Float32Array {
  const loud = (sample: number) => Math.abs(sample) > 0.01;
  return samples.subarray(samples.findIndex(loud), samples.findLastIndex(loud) + 1);
}

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
