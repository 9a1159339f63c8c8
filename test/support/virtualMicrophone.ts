// What for: a microphone without hardware: a sound server of the test's own, into which speech is played and
// from which any recorder program records, as from a real input.
// Promises: recordings start at once and lose nothing (a player keeps the source awake); the sound server,
// the home and the run-time folder of the machine's user are left alone; all that was started ends with
// `dispose`, or with the test's process.
// Must not know: which recorder listens, or what is said.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { onProcessEnd } from './cleanup.ts';
import { temporaryFolder } from './paths.ts';
import { endTree, killTree, waitUntil } from './processes.ts';
import { run } from './run.ts';

export interface VirtualMicrophoneOptions {
  /** `room`: a steady hiss of about -60 dBFS, as from a real microphone. Default: pure zeros. */
  readonly noise?: 'none' | 'room';
}

export interface VirtualMicrophone {
  /** Laid over the environment of a program, these make it record from here. */
  readonly env: Readonly<Record<string, string>>;
  /** The source's name, for recorders that take a device. It is also the default source. */
  readonly source: string;
  /** Speaks a WAV file into the microphone; resolves when its last sample has been played. */
  play(wav: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Suspended, the microphone exists and can be opened, but yields nothing at all, not even silence. */
  setSuspended(suspended: boolean): Promise<void>;
  /** Muted by the sound system: it yields silence, and says so when it is asked. */
  setMuted(muted: boolean): Promise<void>;
  /** Takes the microphone away, as when its plug is pulled. There is no way back. */
  unplug(): Promise<void>;
  /** Programs that record from here at this moment, by name. */
  listeners(): Promise<string[]>;
  dispose(): Promise<void>;
}

const sink = 'mic';

export async function startVirtualMicrophone(
  options: VirtualMicrophoneOptions = {},
): Promise<VirtualMicrophone> {
  const home = temporaryFolder('mic');
  const runtime = join(home.path, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const socket = join(runtime, 'pulse', 'native');
  const alsaConfig = join(home.path, 'asound.conf');
  writeFileSync(alsaConfig, alsaToPulse);

  const env = {
    PULSE_SERVER: `unix:${socket}`,
    ALSA_CONFIG_PATH: alsaConfig,
    // PipeWire's own programs find no server here, rather than the one of the person who runs the tests.
    PIPEWIRE_RUNTIME_DIR: runtime,
  };
  const ownEnv = {
    ...process.env,
    ...env,
    HOME: home.path,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: home.path,
  };
  const children: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]): ChildProcess => {
    const child = spawn(program, args, { env: ownEnv, stdio: ['pipe', 'ignore', 'pipe'] });
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    children.push(child);
    beforeOthers(child.pid);
    return child;
  };
  const killAll = () => {
    for (const child of children) if (child.pid && child.exitCode === null) killTree(child.pid);
  };
  const forget = onProcessEnd(killAll);

  let disposed = false;
  const dispose = async () => {
    if (disposed) return;
    disposed = true;
    // The players first: a player that loses its server complains.
    for (const child of children.toReversed())
      if (child.pid && child.exitCode === null) await endTree(child.pid, 2000);
    forget();
    home.remove();
  };

  try {
    const daemon = start('pulseaudio', [
      ...[
        '--daemonize=no',
        '--exit-idle-time=-1',
        '--use-pid-file=no',
        '--disable-shm=yes',
        '--log-target=stderr',
        '-n',
      ],
      ...['-L', `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
      ...[
        '-L',
        `module-null-sink sink_name=${sink} norewinds=1 sink_properties=device.description=Virtual-Mic`,
      ],
    ]);
    let complaints = '';
    daemon.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const pactl = (...args: string[]) => run('pactl', args, { env: ownEnv, timeoutMs: 5000 });

    await waitUntil(
      async () => {
        if (daemon.exitCode !== null || !daemon.pid)
          throw new Error(`pulseaudio did not start:\n${complaints}`);
        return (await pactl('list', 'short', 'sinks')).includes(sink);
      },
      { timeoutMs: 10_000, what: 'the sound server answered' },
    );
    await pactl('set-default-source', `${sink}.monitor`);
    await pactl('set-default-sink', sink);

    const keepAwake = start('pacat', [
      ...['-p', '--raw', '--format=s16le', '--rate=16000', '--channels=1', '--latency-msec=10', '-d', sink],
      ...(options.noise === 'room' ? [] : ['/dev/zero']),
    ]);
    if (options.noise === 'room') feedForever(keepAwake, await roomNoise(home.path));
    // A sink that was idle has rendered up to 2 s ahead: until it has caught up, recordings would start late.
    await waitUntil(async () => sinkLatencyMs(await pactl('list', 'sink-inputs')) < 60, {
      timeoutMs: 10_000,
      what: 'the virtual microphone was awake',
    });

    return {
      env,
      source: `${sink}.monitor`,
      dispose,

      async play(wav, { signal } = {}) {
        const player = start('paplay', ['-d', sink, wav]);
        const stop = () => player.kill('SIGTERM');
        signal?.addEventListener('abort', stop, { once: true });
        if (signal?.aborted) stop();
        let said = '';
        player.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
        const code = await new Promise<number | null>((resolve) => {
          player.once('error', () => resolve(127));
          player.once('close', resolve);
        });
        signal?.removeEventListener('abort', stop);
        children.splice(children.indexOf(player), 1);
        if (code !== 0 && !signal?.aborted) throw new Error(`paplay ${wav} ended with ${code}: ${said}`);
      },

      async setSuspended(suspended) {
        // PulseAudio refuses to suspend a monitor alone: its sink takes it along.
        await pactl('suspend-sink', sink, suspended ? '1' : '0');
      },

      async setMuted(muted) {
        await pactl('set-source-mute', `${sink}.monitor`, muted ? '1' : '0');
      },

      async unplug() {
        await pactl('unload-module', 'module-null-sink');
      },

      async listeners() {
        const text = await pactl('list', 'source-outputs');
        return [...text.matchAll(/application\.name = "(.*)"/g)].map((match) => match[1] ?? '');
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A real microphone does not wait for the processor, and drops no sound when others want it. */
function beforeOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, -11);
  } catch {
    // Only who may: then the sound is only as steady as the machine is idle.
  }
}

/** How far the player's sound is from being heard; endless while there is no player. */
function sinkLatencyMs(sinkInputs: string): number {
  return Number(/Sink Latency: (\d+) usec/.exec(sinkInputs)?.[1] ?? Number.POSITIVE_INFINITY) / 1000;
}

/** Ten seconds of pink noise; the loop is far longer than anything in the noise that an ear could follow. */
async function roomNoise(folder: string): Promise<Buffer> {
  const file = join(folder, 'noise.raw');
  const format = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-t', 'raw'];
  await run('sox', ['-R', '-n', ...format, file, 'synth', '10', 'pinknoise', 'gain', '-n', '-46']);
  return readFileSync(file);
}

function feedForever(player: ChildProcess, sound: Buffer): void {
  const feed = () => {
    while (player.stdin?.writable && player.stdin.write(sound));
  };
  player.stdin?.on('drain', feed);
  feed();
}

/** The distribution's own configuration first, then everything that asks for a default goes to PulseAudio. */
const alsaToPulse = `
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description "Virtual microphone" } }
ctl.!default { type pulse }
pcm.!pulse { type pulse }
ctl.!pulse { type pulse }
`;
