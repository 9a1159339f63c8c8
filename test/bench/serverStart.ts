// What for: how long a server takes until it answers, with its model on the disk or still in the memory of the
// kernel, and how much of that a person waits for who holds the key, speaks for two seconds and lets go.
// Promises: every figure is of one start after the other, on a machine that does nothing else.
// Must not know: how it is told.

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { serverFor } from '../adapters/support/whisper.ts';
import { Random } from '../unit/random.ts';
import { pcmOf, rate, spokenOf } from './corpus.ts';
import { dictateFile, listener } from './dictateFile.ts';
import { spread } from './serverTroubles.ts';

type Spread = ReturnType<typeof spread>;

export interface Starts {
  readonly model: string;
  readonly megabytes: number;
  readonly spokenSeconds: number;
  /** From the wish to the first healthy answer. */
  readonly coldMs: Spread;
  readonly warmMs: Spread;
  /** From the key's release to the text: a start that begins with the key, and a server that is up. */
  readonly waitCold: Spread;
  readonly waitWarm: Spread;
  readonly waitRunning: Spread;
  /** What the start adds to the wait, by the least disturbed run of each kind. */
  readonly stillWaited: { readonly coldMs: number; readonly warmMs: number };
}

export async function starts(name: string, model: string, runs = 8): Promise<Starts> {
  const speech = await shortPhrase();
  const found: Record<'cold' | 'warm' | 'waitCold' | 'waitWarm' | 'waitRunning', number[]> = {
    ...{ cold: [], warm: [], waitCold: [], waitWarm: [], waitRunning: [] },
  };
  for (let run = 0; run < runs; run++) {
    for (const from of ['cold', 'warm'] as const) {
      const one = serverFor({ model });
      await fromDisk(model, from);
      const before = performance.now();
      await one.server.start();
      found[from].push(performance.now() - before);
      // Its warm-up shall not be in the way of what is measured next.
      await dictateFile(listener(one.server), speech);
      // As for the hidden start: a session's first dictation.
      found.waitRunning.push((await dictateFile(listener(one.server), speech)).written);
      await one.end();

      const hidden = serverFor({ model });
      await fromDisk(model, from);
      const { written } = await dictateFile(listener(hidden.server), speech);
      found[from === 'cold' ? 'waitCold' : 'waitWarm'].push(written);
      await hidden.end();
    }
  }
  const waitCold = spread(found.waitCold);
  const waitWarm = spread(found.waitWarm);
  const waitRunning = spread(found.waitRunning);
  const stillWaited = {
    coldMs: waitCold.least - waitRunning.least,
    warmMs: waitWarm.least - waitRunning.least,
  };
  return {
    ...{ model: name, megabytes: Math.round(statSync(model).size / 1e6) },
    ...{ spokenSeconds: speech.length / 2 / rate, coldMs: spread(found.cold), warmMs: spread(found.warm) },
    ...{ waitCold, waitWarm, waitRunning, stillWaited },
  };
}

/** `cold`: the kernel forgets what it has read of the file, which needs no rights. */
async function fromDisk(file: string, from: 'cold' | 'warm'): Promise<void> {
  const how = from === 'cold' ? ['iflag=nocache', 'count=0'] : ['of=/dev/null', 'bs=1M'];
  const { status } = spawnSync('dd', [`if=${file}`, 'status=none', ...how]);
  if (status !== 0) throw new Error('dd could not read the model');
}

/** About two seconds, as a person says them in one breath. */
async function shortPhrase(): Promise<Uint8Array> {
  const manner = { voice: 'en-us', speed: 180, noise: 'clean', random: new Random(3) } as const;
  const { samples } = await spokenOf(['Open the file and read the line.'], [0.1, 0.1], manner);
  return pcmOf(samples);
}
