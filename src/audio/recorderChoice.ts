// Which of the installed recorders is tried first: the one that has delivered first on this machine, with this
// microphone. Each start is a measurement. One that was never tried here is expected to be as quick as it is in the
// table; so it is tried as soon as those that are known are slower than that. Pure.

import type { Recorder, RecorderName } from './recorders.ts';

/** The last starts of each recorder with each microphone, in milliseconds until sound came. */
export type StartTimes = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** What a start counts that gave nothing, or a dead line: as long as such a start is waited for. */
export const failedStartMs = 3_000;

const limits = {
  /** Their middle counts, so that one start on a busy machine changes little. */
  starts: 5,
  /** Microphones come and go; the one that was used longest ago is forgotten. */
  devices: 8,
  /** Who is less than that behind the best is as good: nobody hears it, and the order of the table decides. */
  alikeMs: 30,
} as const;

export function inOrder(
  installed: readonly Recorder[],
  device: string,
  times: StartTimes,
): readonly Recorder[] {
  const expected = (recorder: Recorder) => middle(times[device]?.[recorder.name]) ?? recorder.firstSoundMs;
  const best = Math.min(...installed.map(expected));
  const rank = (recorder: Recorder) => Math.max(expected(recorder), best + limits.alikeMs);
  return installed.toSorted((a, b) => rank(a) - rank(b));
}

export function withStart(
  times: StartTimes,
  device: string,
  recorder: RecorderName,
  milliseconds: number,
): StartTimes {
  const { [device]: known = {}, ...others } = times;
  const starts = [...(known[recorder] ?? []), Math.round(milliseconds)].slice(-limits.starts);
  const kept = Object.entries(others).slice(-(limits.devices - 1));
  return Object.fromEntries([...kept, [device, { ...known, [recorder]: starts }]]);
}

/** From where it was kept; whatever is not what was written there is left out. */
export function readStartTimes(kept: unknown): StartTimes {
  const devices = Object.entries(isRecord(kept) ? kept : {}).map(([device, known]) => {
    const all = Object.entries(isRecord(known) ? known : {}).map(([name, starts]) => {
      const numbers = Array.isArray(starts) ? starts.filter((one) => Number.isFinite(one)) : [];
      return [name, numbers] as const;
    });
    return [device, Object.fromEntries(all)] as const;
  });
  return Object.fromEntries(devices);
}

function middle(starts: readonly number[] = []): number | undefined {
  return starts.toSorted((a, b) => a - b)[Math.floor((starts.length - 1) / 2)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
