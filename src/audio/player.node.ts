// Plays sound through the first player program that is there. Promises: never throws, never waits for a program
// that hangs; where nothing can play it says so with `false`.

import { spawn } from 'node:child_process';
import { secondsOf } from './format.ts';
import { type Player, players } from './players.ts';

/** Longer than its sound a player gets only this much. */
const patienceMs = 2_000;

export async function play(pcm: Uint8Array): Promise<boolean> {
  for (const player of players) if (await playWith(player, pcm)) return true;
  return false;
}

function playWith({ program, args }: Player, pcm: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), secondsOf(pcm) * 1_000 + patienceMs);
    const over = (played: boolean) => {
      clearTimeout(limit);
      resolve(played);
    };
    child.on('error', () => over(false));
    child.on('close', (code) => over(code === 0));
    child.stdin.on('error', () => {}); // it ended before it took all: `close` tells
    child.stdin.end(pcm);
  });
}
