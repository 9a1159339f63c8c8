// Holds of the push-to-talk key on many desktops and in many troubles, each a recipe that a seed makes a trace
// of. The tests ask that none is ended wrongly; bench:release tells how soon the release was seen.

import { type Busy, type Desktop, desktops, free, held, replay } from './keyboard.ts';
import { Random } from './random.ts';

export interface HeldTrace {
  readonly name: string;
  readonly desktop: Desktop;
  /** Milliseconds by which a call may come late. */
  readonly jitter?: number;
  /** Every so many milliseconds, so long. */
  readonly busyWindow?: Moments;
  readonly busyHost?: Moments;
  readonly latency?: number;
  /** While the person speaks, what the desktop sends waits in front of the window, which answers all the same. */
  readonly queue?: Moments;
  /** The person speaks all the time but the last of it, up to so many milliseconds. */
  readonly silentAtEnd?: number;
  /** Of 100 repeats, so many never come; never two in a row. */
  readonly lost?: number;
}

interface Moments {
  readonly every: number;
  readonly length: number;
}

const plain = Object.entries(desktops).map(([name, desktop]) => ({ name, desktop }));
const usual = [
  { name: '500/33', desktop: desktops.windows },
  { name: '250/25', desktop: desktops.fastest },
  { name: '660/40', desktop: desktops.x11 },
];
const troubles: readonly (Omit<HeldTrace, 'desktop'> & { readonly name: string })[] = [
  { name: 'jitter of 12 ms', jitter: 12 },
  { name: 'jitter of 30 ms', jitter: 30 },
  { name: 'a window busy for 120 ms', busyWindow: { every: 700, length: 120 } },
  { name: 'a window busy for 600 ms', busyWindow: { every: 2_100, length: 600 } },
  { name: 'a host busy for 60 ms, often', busyHost: { every: 140, length: 60 } },
  { name: 'a host busy for 350 ms', busyHost: { every: 900, length: 350 } },
  { name: 'a host busy for 1.5 s', busyHost: { every: 3_400, length: 1_500 } },
  { name: 'both busy', busyHost: { every: 500, length: 200 }, busyWindow: { every: 650, length: 180 } },
  { name: 'a slow line between them', latency: 60, jitter: 15 },
  { name: 'repeats that get lost', lost: 5, jitter: 5 },
  { name: 'a machine without a moment for the window', queue: { every: 900, length: 420 }, silentAtEnd: 100 },
];

export const heldTraces: readonly HeldTrace[] = [
  ...plain.map((row) => ({ ...row, name: `${row.name}: ${row.desktop.delay}/${row.desktop.interval}` })),
  ...usual.flatMap(({ name, desktop }) =>
    troubles.map((trouble) => ({ ...trouble, desktop, name: `${name}, ${trouble.name}` })),
  ),
];

export interface Outcome {
  /** From the key's way up to the stop. */
  readonly delay: number;
  readonly seed: number;
  /** The dictation was ended while the key was down, or started again, or never ended. */
  readonly wrong: string | undefined;
}

/** A session of three holds of one trace; the first one teaches the desktop's rhythm. */
export function outcomesOf(trace: HeldTrace, seed: number): readonly Outcome[] {
  const random = new Random(seed);
  const { desktop, jitter = 0, lost = 0, latency = 1 } = trace;
  const holds: { readonly down: number; readonly up: number }[] = [];
  for (let down = random.whole(0, 200); holds.length < 3; ) {
    const up = down + desktop.delay + random.whole(10, 4_000);
    holds.push({ down, up });
    down = up + random.whole(1_500, 3_000);
  }
  const presses = holds.flatMap(({ down, up }) => {
    const calls = held(down, up, desktop, () => random.whole(0, jitter)).sort((a, b) => a - b);
    return withLosses(calls, random, lost);
  });
  const { silentAtEnd } = trace;
  const speech = holds.flatMap(
    ({ down, up }): Busy => (silentAtEnd === undefined ? [] : [[down, up - random.whole(0, silentAtEnd)]]),
  );
  const busyWindow = busyMoments(trace.busyWindow, random);
  const busyHost = busyMoments(trace.busyHost, random);
  const queue = busyMoments(trace.queue, random).filter(([from, until]) =>
    speech.some(([begins, ends]) => begins <= from && until <= ends),
  );
  const sent = presses.map((at) => free(queue, at));
  const acts = replay({ presses: sent, busyWindow, busyHost, latency, speech });
  const starts = acts.filter(({ what }) => what === 'start');
  const stops = acts.filter(({ what }) => what === 'stop');
  const all = acts.map(({ what, at }) => `${what}@${Math.round(at)}`).join(' ');
  return holds.map(({ down, up }, index) => {
    const stop = stops[index]?.at ?? Number.NaN;
    const right = starts.length === 3 && stops.length === 3 && stop > up;
    const wrong = right ? undefined : `held ${down} to ${Math.round(up)}, but ${all}`;
    return { delay: stop - up, seed, wrong };
  });
}

function withLosses(calls: readonly number[], random: Random, lost: number): number[] {
  let lostBefore = true; // the press and the first repeat come
  return calls.filter((_, index) => {
    if (index < 2) return true;
    const goes = !lostBefore && random.next() * 100 < lost;
    lostBefore = goes;
    return !goes;
  });
}

function busyMoments(moments: Moments | undefined, random: Random): Busy {
  if (moments === undefined) return [];
  const busy: [number, number][] = [];
  for (let from = random.whole(0, moments.every); from < 25_000; ) {
    const length = moments.length * (0.5 + random.next() / 2);
    busy.push([from, from + length]);
    from += length + moments.every * (0.5 + random.next());
  }
  return busy;
}
