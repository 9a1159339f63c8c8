// The programs that can play sound, as a table: how each takes raw sound of our format on its input. Pure data;
// player.node.ts runs them. To add one, add a row.

import { sampleRate } from './format.ts';

export interface Player {
  readonly program: string;
  readonly args: readonly string[];
}

const rate = String(sampleRate);

export const players: readonly Player[] = [
  {
    program: 'paplay',
    args: ['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1', '--latency-msec=30'],
  },
  { program: 'pw-play', args: ['--rate', rate, '--channels', '1', '--format', 's16', '-'] },
  { program: 'aplay', args: ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', rate, '-c', '1', '-'] },
  {
    program: 'play',
    args: ['-q', '-t', 'raw', '-r', rate, '-c', '1', '-e', 'signed-integer', '-b', '16', '-'],
  },
];
