// The programs that can record, as a table: how each is started for raw 16 kHz mono, how long it holds sound
// back, which package brings it. Pure data; microphone.node.ts runs them. To add one, add a row.

import { installCommandFor, type PackageFamily, type Packages } from '../base/packages.ts';
import { sampleRate } from './format.ts';

export const recorderNames = ['pw-record', 'parecord', 'arecord', 'sox', 'ffmpeg'] as const;
export type RecorderName = (typeof recorderNames)[number];

export interface RecorderLaunch {
  readonly cmd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Recorder {
  readonly name: RecorderName;
  readonly program: string;
  /** Sound that is still inside the program when the key comes up: recording goes on for so long. */
  readonly tailMs: number;
  /** Until sound comes from a microphone that is awake: the middle of four starts (`npm run bench:recorders`). */
  readonly firstSoundMs: number;
  readonly packages: Packages;
  launch(device: string): RecorderLaunch;
}

const rate = String(sampleRate);

/** PipeWire 1.4 puts a header before the sound unless told `--raw`, which older ones refuse and don't need. */
const pwRecordRaw = [
  'case "$(pw-record --help 2>&1)" in *--raw*) set -- --raw "$@" ;; esac',
  'exec pw-record "$@"',
].join('\n');

const table: { readonly [Name in RecorderName]: Omit<Recorder, 'name'> } = {
  'pw-record': {
    program: 'pw-record',
    firstSoundMs: 167,
    tailMs: 120,
    packages: { debian: 'pipewire-bin', fedora: 'pipewire-utils', arch: 'pipewire', suse: 'pipewire-tools' },
    launch: (device) => ({
      cmd: '/bin/sh',
      args: [
        ...['-c', pwRecordRaw, 'pw-record'],
        ...(device === '' ? [] : ['--target', device]),
        ...['--latency', '30ms', '--rate', rate, '--channels', '1', '--format', 's16', '-'],
      ],
      env: {},
    }),
  },
  parecord: {
    program: 'parecord',
    firstSoundMs: 12,
    tailMs: 120,
    packages: {
      debian: 'pulseaudio-utils',
      fedora: 'pulseaudio-utils',
      arch: 'libpulse',
      suse: 'pulseaudio-utils',
    },
    launch: (device) => ({
      cmd: 'parecord',
      // Without a latency of its own it asks for blocks of up to two seconds.
      args: [
        ...['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1', '--latency-msec=30'],
        ...(device === '' ? [] : [`--device=${device}`]),
      ],
      env: {},
    }),
  },
  arecord: {
    program: 'arecord',
    firstSoundMs: 60,
    tailMs: 200,
    packages: { debian: 'alsa-utils', fedora: 'alsa-utils', arch: 'alsa-utils', suse: 'alsa-utils' },
    launch: (device) => ({
      cmd: 'arecord',
      args: [
        ...(device === '' ? [] : ['-D', isAlsaName(device) ? device : 'pulse']),
        ...['-q', '-t', 'raw', '-f', 'S16_LE', '-r', rate, '-c', '1', '--buffer-time=200000', '-'],
      ],
      env: device === '' || isAlsaName(device) ? {} : { PULSE_SOURCE: device },
    }),
  },
  sox: {
    program: 'rec',
    firstSoundMs: 206,
    tailMs: 300,
    packages: { debian: 'sox libsox-fmt-all', fedora: 'sox', arch: 'sox', suse: 'sox' },
    launch: (device) => ({
      cmd: 'rec',
      // Its own buffers hold back almost a second, the last word of a phrase: both are cut.
      args: [
        ...['-q', '--buffer', '1024', '-t', 'raw', '-r', rate, '-c', '1'],
        ...['-e', 'signed-integer', '-b', '16', '-'],
      ],
      env: {
        PULSE_LATENCY_MSEC: '30',
        ...(device === '' ? {} : { AUDIODEV: device }),
        ...(device === '' || isAlsaName(device) ? {} : { AUDIODRIVER: 'pulseaudio' }),
      },
    }),
  },
  ffmpeg: {
    program: 'ffmpeg',
    firstSoundMs: 98,
    tailMs: 300,
    packages: { debian: 'ffmpeg', fedora: 'ffmpeg', arch: 'ffmpeg', suse: 'ffmpeg' },
    launch: (device) => ({
      cmd: 'ffmpeg',
      args: [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-fflags', 'nobuffer', '-f', 'pulse'],
        ...['-fragment_size', '960', '-i', device === '' ? 'default' : device],
        ...['-ar', rate, '-ac', '1', '-f', 's16le', '-flush_packets', '1', 'pipe:1'],
      ],
      env: {},
    }),
  },
};

/** Other names are those of the sound server, which ALSA reaches through its door `pulse`. */
function isAlsaName(device: string): boolean {
  return /^(default|pulse|pipewire|null)$|^\w+:/.test(device);
}

export const recorders: readonly Recorder[] = recorderNames.map((name) => ({ name, ...table[name] }));

export type RecorderWish = 'auto' | RecorderName;

/** Which recorders to try, in this order. */
export function wanted(wish: RecorderWish): readonly Recorder[] {
  return wish === 'auto' ? recorders : recorders.filter((recorder) => recorder.name === wish);
}

/** The command that brings a recorder; for `auto` the one that works on most machines. */
export function installCommand(wish: RecorderWish, family: PackageFamily | undefined): string | undefined {
  return installCommandFor(table[wish === 'auto' ? 'parecord' : wish].packages, family);
}
