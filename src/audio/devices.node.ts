// Asks the sound system for its microphones, with the first of its tools that answers. Promises: an answer
// within a few seconds, an empty list where nothing can be asked; starts nothing that stays.

import { execFile } from 'node:child_process';
import { type Device, devicesOfAlsa, devicesOfPipeWire, devicesOfPulse } from './devices.ts';

const answerMs = 2_000;

export async function listDevices(): Promise<readonly Device[]> {
  const sources = await answerOf('pactl', '--format=json', 'list', 'sources');
  const pulse = devicesOfPulse(sources, sources === '' ? '' : await answerOf('pactl', 'get-default-source'));
  if (pulse.length > 0) return pulse;
  const pipeWire = devicesOfPipeWire(await answerOf('pw-dump'));
  return pipeWire.length > 0 ? pipeWire : devicesOfAlsa(await answerOf('arecord', '-L'));
}

function answerOf(program: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      timeout: answerMs,
      maxBuffer: 32 * 1024 * 1024,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    };
    execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}
