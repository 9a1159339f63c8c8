// Sound as numbers: its format, its WAV form, what a recording holds, and the table of recorder programs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesPerSample, joinPcm, sampleRate, secondsOf } from '../../src/audio/format.ts';
import { installCommand, recorderNames, recorders, wanted } from '../../src/audio/recorders.ts';
import { judge } from '../../src/audio/signal.ts';
import { wavFile } from '../../src/audio/wav.ts';
import { packageFamily } from '../../src/base/packages.ts';
import { Random } from './random.ts';

/** Samples at full scale 1 from a function of their time in seconds. */
function pcm(seconds: number, level: (time: number) => number): Uint8Array {
  const samples = Math.round(seconds * sampleRate);
  const view = new DataView(new ArrayBuffer(samples * bytesPerSample));
  for (let index = 0; index < samples; index++) {
    view.setInt16(index * bytesPerSample, Math.round(level(index / sampleRate) * 32_767), true);
  }
  return new Uint8Array(view.buffer);
}

function sine(loudness: number, offset = 0): (time: number) => number {
  return (time) => offset + loudness * Math.sin(2 * Math.PI * 300 * time);
}

function noise(loudness: number, offset = 0): (time: number) => number {
  const random = new Random(7);
  return () => offset + loudness * (2 * random.next() - 1);
}

test('pieces are joined in order and cut to whole samples', () => {
  const rows: readonly (readonly [pieces: readonly number[][], joined: readonly number[]])[] = [
    [[], []],
    [[[1]], []],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2, 3, 4],
    ],
    [
      [[1], [2, 3], [], [4]],
      [1, 2, 3, 4],
    ],
    [[[1, 2, 3]], [1, 2]],
  ];
  for (const [pieces, joined] of rows) {
    assert.deepEqual([...joinPcm(pieces.map((piece) => new Uint8Array(piece)))], joined);
  }
});

test('seconds', () => {
  assert.equal(secondsOf(new Uint8Array(0)), 0);
  assert.equal(secondsOf(pcm(1.5, () => 0)), 1.5);
});

test('a WAV file: the header says what follows', () => {
  const samples = pcm(0.01, sine(0.5));
  const file = wavFile(samples);
  const view = new DataView(file.buffer);
  const tag = (offset: number) => String.fromCharCode(...file.subarray(offset, offset + 4));
  assert.deepEqual([tag(0), tag(8), tag(12), tag(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
  const rows = [
    ['length of the rest', view.getUint32(4, true), file.byteLength - 8],
    ['length of the format', view.getUint32(16, true), 16],
    ['PCM', view.getUint16(20, true), 1],
    ['channels', view.getUint16(22, true), 1],
    ['rate', view.getUint32(24, true), 16_000],
    ['bytes a second', view.getUint32(28, true), 32_000],
    ['bytes a frame', view.getUint16(32, true), 2],
    ['bits a sample', view.getUint16(34, true), 16],
    ['length of the data', view.getUint32(40, true), samples.byteLength],
    ['length of the file', file.byteLength, 44 + samples.byteLength],
  ] as const;
  for (const [what, found, expected] of rows) assert.equal(found, expected, what);
  assert.deepEqual(file.subarray(44), samples);
});

const recordings: Readonly<Record<string, readonly [Uint8Array, ReturnType<typeof judge>]>> = {
  'one sample': [pcm(1 / sampleRate, () => 0.5), 'constant'],
  'digital silence': [pcm(1, () => 0), 'constant'],
  'a line that hangs at a level': [pcm(1, () => 0.3), 'constant'],
  'a quiet room': [pcm(1, noise(0.001)), 'quiet'],
  'a quiet room on hardware with an offset': [pcm(1, noise(0.001, 0.2)), 'quiet'],
  'one sample that differs': [pcm(1, (time) => (time === 0.5 ? 0.001 : 0)), 'quiet'],
  'quiet speech': [pcm(1, sine(0.01)), 'sound'],
  'loud speech': [pcm(1, sine(0.9)), 'sound'],
  'a word of 50 ms in silence': [pcm(2, (time) => (time > 1 && time < 1.05 ? sine(0.05)(time) : 0)), 'sound'],
  'a word at the very end, in a piece of a window': [
    pcm(1.005, (time) => (time > 0.99 ? sine(0.05)(time) : 0)),
    'sound',
  ],
};

for (const [name, [recording, signal]] of Object.entries(recordings)) {
  test(`${name} is ${signal}`, () => {
    assert.equal(judge(recording), signal);
    const shifted = new Uint8Array(recording.byteLength + 3).subarray(2, 2 + recording.byteLength);
    shifted.set(recording);
    assert.equal(judge(shifted), signal, 'as a part of a larger buffer');
  });
}

test('nothing and half a sample do not confuse the judge', () => {
  assert.equal(judge(new Uint8Array()), 'constant');
  assert.equal(judge(new Uint8Array(1)), 'constant');
});

test('every recorder is asked for raw 16 kHz mono and takes a device', () => {
  for (const recorder of recorders) {
    const { cmd, args } = recorder.launch('');
    const line = args.join(' ');
    assert.ok([cmd, ...args].includes(recorder.program), `${recorder.name}: starts its program`);
    assert.match(line, /\b16000\b/, recorder.name);
    assert.match(line, /channels[ =]1\b|-a?c 1\b/, recorder.name);
    assert.match(line, /s16|S16_LE|signed-integer -b 16/, recorder.name);
    assert.ok(!args.includes(''), `${recorder.name}: an empty argument`);
    assert.ok(recorder.tailMs > 0 && recorder.tailMs <= 300, `${recorder.name}: the tail is short`);

    const aimed = recorder.launch('my mic');
    const asWhole = [...aimed.args, ...Object.values(aimed.env)];
    const found = asWhole.filter((part) => part === 'my mic' || part === '--device=my mic');
    assert.equal(found.length, 1, `${recorder.name}: the device stays one argument`);
  }
});

test('which recorders are tried', () => {
  assert.deepEqual(
    wanted('auto').map(({ name }) => name),
    [...recorderNames],
  );
  for (const wish of recorderNames) {
    assert.deepEqual(
      wanted(wish).map(({ name }) => name),
      [wish],
    );
  }
});

test('the family of a system from its os-release', () => {
  const rows = [
    ['ID=debian\nVERSION_ID="12"', 'debian'],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian', 'debian'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'debian'],
    ['ID=fedora', 'fedora'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
    ['ID=arch', 'arch'],
    ["ID='endeavouros'\nID_LIKE='arch'", 'arch'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
    ['ID=sles', undefined],
    ['VERSION_ID=debian\nBUILD_ID=arch', undefined],
    ['', undefined],
  ] as const;
  for (const [text, family] of rows) assert.equal(packageFamily(text), family, text);
});

test('the command that installs a recorder', () => {
  const rows = [
    ['auto', 'debian', 'sudo apt install pulseaudio-utils'],
    ['sox', 'debian', 'sudo apt install sox libsox-fmt-all'],
    ['auto', 'arch', 'sudo pacman -S libpulse'],
    ['ffmpeg', 'fedora', 'sudo dnf install ffmpeg'],
    ['arecord', 'suse', 'sudo zypper install alsa-utils'],
    ['auto', undefined, undefined],
  ] as const;
  for (const [wish, family, command] of rows) assert.equal(installCommand(wish, family), command);
  for (const { name, packages } of recorders) {
    for (const family of Object.keys(packages) as (keyof typeof packages)[]) {
      assert.match(installCommand(name, family) ?? '', /^sudo \S+ \S+ \S+/, `${name} on ${family}`);
    }
  }
});
