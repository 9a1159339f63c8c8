// What for: a PipeWire of the test's own with a virtual microphone, for the recorder that speaks only PipeWire.
// Promises: a private run-time folder and bus, nothing of the machine's user is touched; all ends with `dispose`.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onProcessEnd } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/paths.ts';
import { endTree, killTree, waitUntil } from '../../support/processes.ts';
import { run } from '../../support/run.ts';
import { findProgram } from './environment.ts';

const programs = ['pipewire', 'wireplumber', 'dbus-daemon', 'pw-cli', 'pw-link', 'pw-play', 'pw-record'];

export function missingPipeWirePrograms(): string[] {
  return programs.filter((program) => findProgram(program) === undefined);
}

export interface PipeWireMicrophone {
  readonly env: Readonly<Record<string, string>>;
  /** Speaks a WAV file into it while somebody records; resolves when it has been played. */
  play(wav: string): Promise<void>;
  dispose(): Promise<void>;
}

const node = [
  'factory.name=support.null-audio-sink node.name=mic media.class=Audio/Source/Virtual',
  'object.linger=true audio.position=[MONO] audio.rate=48000',
].join(' ');

export async function startPipeWireMicrophone(): Promise<PipeWireMicrophone> {
  const home = temporaryFolder('pw');
  const runtime = join(home.path, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const env = {
    XDG_RUNTIME_DIR: runtime,
    PIPEWIRE_RUNTIME_DIR: runtime,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'bus')}`,
  };
  const xdg = { XDG_CONFIG_HOME: home.path, XDG_STATE_HOME: home.path };
  const ownEnv = { ...process.env, ...env, ...xdg, HOME: home.path };
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) => {
    const child = spawn(program, args, { env: ownEnv, stdio: 'ignore' });
    child.on('error', () => {});
    children.push(child);
    return child;
  };
  const call = (program: string, ...args: string[]) => run(program, args, { env: ownEnv, timeoutMs: 5_000 });
  const running = () => children.filter((child) => child.pid !== undefined && child.exitCode === null);
  const forget = onProcessEnd(() => {
    for (const { pid } of running()) if (pid !== undefined) killTree(pid);
  });
  const dispose = async () => {
    for (const { pid } of running().toReversed()) if (pid !== undefined) await endTree(pid, 1_000);
    forget();
    home.remove();
  };
  const until = (what: string, condition: () => boolean | Promise<boolean>) =>
    waitUntil(condition, { timeoutMs: 8_000, what });

  try {
    start('dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=${env.DBUS_SESSION_BUS_ADDRESS}`);
    await until('the bus was there', () => existsSync(join(runtime, 'bus')));
    start('pipewire');
    await until('PipeWire was there', () => existsSync(join(runtime, 'pipewire-0')));
    start('wireplumber');
    await call('pw-cli', 'create-node', 'adapter', `{ ${node} }`);
    await until('the microphone was there', async () =>
      (await call('pw-link', '-i')).includes('mic:input_MONO'),
    );
    const isDefault = async () => /default\.audio\.source.*"mic"/.test(await call('pw-metadata', '0'));
    await until('the microphone was the default', isDefault);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    env,
    dispose,
    async play(wav) {
      const player = start('pw-play', '--target', '0', wav); // the session manager links no player to a source
      const ended = new Promise((resolve) => player.once('close', resolve));
      await until('the player was linked', () =>
        call('pw-link', 'pw-play:output_MONO', 'mic:input_MONO').then(
          () => true,
          () => false,
        ),
      );
      await ended;
      children.splice(children.indexOf(player), 1);
    },
  };
}
