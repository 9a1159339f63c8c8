// Sound files through Sotto's own decoder and through ffmpeg: every format, what is no sound, what breaks off, and a
// reader that is slow or goes away.

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { secondsOf } from '../../src/audio/format.ts';
import { readSoundFile } from '../../src/audio/soundFile.node.ts';
import { temporaryFolder } from '../support/paths.ts';
import { run } from '../support/run.ts';
import { durationOf, speak } from '../support/speech.ts';
import { withEnvironment } from './support/environment.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import { assertHolds } from './support/recordings.ts';
import { serverProgram } from './support/whisper.ts';

const decoder = join(dirname(serverProgram()), 'sotto-decode');
const noDecoder = '/nowhere/sotto-decode';
const never = new AbortController().signal;
const folder = temporaryFolder('sound');
const fileOf = (name: string) => join(folder.path, name);

let wav: string;
before(async () => {
  wav = await speak('Close the terminal.');
  copyFileSync(wav, fileOf('as it is.wav'));
  const convert = (name: string, ...args: string[]) =>
    run('ffmpeg', ['-loglevel', 'error', '-y', '-i', wav, ...args, fileOf(name)], { timeoutMs: 20_000 });
  const stereo = ['-af', 'pan=stereo|c0=c0|c1=c0']; // as loud as before on each side
  await convert('stereo 44.1 kHz.wav', '-ar', '44100', ...stereo);
  await convert('24 bit 48 kHz.wav', '-ar', '48000', '-c:a', 'pcm_s24le');
  await convert('float 8 kHz.wav', '-ar', '8000', '-c:a', 'pcm_f32le');
  await convert('sound.flac', '-ar', '48000');
  await convert('sound.mp3', '-ar', '44100');
  await convert('sound.ogg', '-c:a', 'libvorbis', '-ar', '44100', ...stereo);
  await convert('sound.opus', '-c:a', 'libopus');
  await convert('sound.m4a', '-c:a', 'aac');
  await convert('front.m4a', '-c:a', 'aac', '-movflags', 'faststart');
});
after(() => folder.remove());

async function read(file: string, program = decoder, signal = never) {
  const pieces: Uint8Array[] = [];
  const lengths: number[] = [];
  const outcome = await readSoundFile(
    file,
    { decoder: program },
    { length: (seconds) => lengths.push(seconds), heard: async (pcm) => void pieces.push(pcm) },
    signal,
  );
  return { outcome, pcm: Buffer.concat(pieces), lengths };
}

async function assertReads(name: string, program = decoder): Promise<void> {
  const { outcome, pcm, lengths } = await read(fileOf(name), program);
  assert.deepEqual(outcome, { ok: true, value: undefined });
  assertHolds(pcm, wav);
  assert.equal(lengths.length, 1);
  assert.ok(Math.abs((lengths[0] ?? 0) - durationOf(wav)) < 0.15, `${lengths[0]} s`);
}

describe('with its own decoder alone', () => {
  const own = [
    ...['as it is.wav', 'stereo 44.1 kHz.wav', '24 bit 48 kHz.wav', 'float 8 kHz.wav'],
    ...['sound.flac', 'sound.mp3', 'sound.ogg'],
  ];
  for (const name of own) {
    test(name, () => withEnvironment({ PATH: '/nowhere' }, () => assertReads(name)));
  }

  test('what it does not know is told with the program that would', async () => {
    const file = fileOf('sound.m4a');
    await withEnvironment({ PATH: '/nowhere' }, async () => {
      const { outcome } = await read(file);
      assert.ok(!outcome.ok && outcome.error.kind === 'soundFileUnreadable');
      assert.match(outcome.error.install ?? '', /install ffmpeg$/);
    });
  });
});

describe('with ffmpeg', () => {
  for (const name of ['sound.opus', 'sound.m4a']) test(name, () => assertReads(name));
  test('also where the own decoder is missing', () => assertReads('sound.mp3', noDecoder));
});

test('what is no sound is told as that, with the words of who tried', async () => {
  writeFileSync(fileOf('text.wav'), 'this is no sound\n'.repeat(1_000));
  writeFileSync(fileOf('empty.mp3'), '');
  for (const name of ['text.wav', 'empty.mp3', 'not there.wav']) {
    const { outcome, pcm } = await read(fileOf(name));
    assert.ok(!outcome.ok && outcome.error.kind === 'soundFileUnreadable', name);
    assert.notEqual(outcome.error.detail, '');
    assert.equal(pcm.length, 0);
  }
});

test('a WAV file that breaks off holds what its size says', async () => {
  const whole = readFileSync(fileOf('as it is.wav'));
  writeFileSync(fileOf('cut.wav'), whole.subarray(0, whole.length / 2));
  const { outcome, pcm } = await read(fileOf('cut.wav'));
  assert.ok(outcome.ok);
  assert.ok(Math.abs(secondsOf(pcm) - durationOf(wav) / 2) < 0.1);
});

describe('what ends too soon is kept, and told to be partial', () => {
  async function assertPartial(name: string, program: string, detail: RegExp, seconds: number) {
    const { outcome, pcm } = await read(fileOf(name), program);
    assert.ok(!outcome.ok && outcome.error.kind === 'soundFilePartial', JSON.stringify(outcome));
    assert.match(outcome.error.detail, detail);
    assert.ok(Math.abs(secondsOf(pcm) - seconds) < 0.1, `${secondsOf(pcm)} s`);
    assert.equal(outcome.error.heardSeconds, secondsOf(pcm));
  }
  /** A decoder that gives one second of the sound and then does this. */
  function dying(name: string, then: string): string {
    const file = fileOf(name);
    const program = `#!/bin/sh\necho "seconds 9.00" >&2\n"${decoder}" "$1" 2>/dev/null | head -c 32000\n${then}\n`;
    writeFileSync(file, program, { mode: 0o755 });
    return file;
  }

  test('a decoder that is killed', () =>
    assertPartial('as it is.wav', dying('killed', 'kill -9 $$'), /SIGKILL/, 1));

  test('a decoder that gives up with a word', () =>
    assertPartial('as it is.wav', dying('failed', 'echo "bad block" >&2; exit 1'), /bad block/, 1));

  test('a decoder that ends well, but before the length that it told', () =>
    assertPartial('as it is.wav', dying('short', 'exit 0'), /code 0/, 1));

  for (const name of ['sound.flac', 'sound.mp3']) {
    test(`${name}, cut in the middle`, async () => {
      const whole = readFileSync(fileOf(name));
      writeFileSync(fileOf(`cut ${name}`), whole.subarray(0, whole.length / 2));
      const { outcome, pcm } = await read(fileOf(`cut ${name}`));
      assert.ok(!outcome.ok && outcome.error.kind === 'soundFilePartial', JSON.stringify(outcome));
      assert.ok(secondsOf(pcm) > 0.2 && secondsOf(pcm) < durationOf(wav));
    });
  }

  test('a cut file that only ffmpeg can read', async () => {
    const whole = readFileSync(fileOf('front.m4a'));
    writeFileSync(fileOf('cut.m4a'), whole.subarray(0, (2 * whole.length) / 3));
    const { outcome, pcm } = await read(fileOf('cut.m4a'));
    assert.ok(!outcome.ok && outcome.error.kind === 'soundFilePartial', JSON.stringify(outcome));
    assert.ok(secondsOf(pcm) > 0.2);
  });
});

test('an error of whoever takes the sound is no end of the file', async () => {
  const events = { length: () => {}, heard: () => Promise.reject(new Error('our own')) };
  await assert.rejects(readSoundFile(fileOf('sound.mp3'), { decoder }, events, never), /our own/);
});

test('a long file waits for its reader, and ends with it', async () => {
  await run(
    'ffmpeg',
    ['-loglevel', 'error', '-y', '-f', 'lavfi', '-i', 'anoisesrc=d=1800:r=16000', fileOf('long.wav')],
    {
      timeoutMs: 60_000,
    },
  );
  const clean = standing();
  const abort = new AbortController();
  let heard = 0;
  const outcome = await readSoundFile(
    fileOf('long.wav'),
    { decoder },
    {
      length: () => {},
      async heard(pcm) {
        heard += secondsOf(pcm);
        if (heard > 20) abort.abort();
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    },
    abort.signal,
  );
  assert.ok(outcome.ok, 'who ends it meets no problem');
  assert.ok(heard < 60, `${heard} s were decoded past the reader`);
  await assertNothingLeft(clean);
});
