// The one short line about the GPU, and what about it is worth a warning. Pure and without words: figures, units
// and the names of worries; the edge says what they mean. A full load is no worry: a dictation is meant to use it.

import { heat, type Memory, type Sample } from './sample.ts';

export interface Thresholds {
  readonly hotCelsius: number;
  readonly fullPercent: number;
}

export type Worry = 'fellBack' | 'memory' | 'heat';

export function worriesAbout(
  sample: Sample | undefined,
  fellBack: boolean,
  { hotCelsius, fullPercent }: Thresholds,
): readonly Worry[] {
  const { memory } = sample ?? {};
  const degrees = sample === undefined ? undefined : heat(sample);
  return [
    ...(fellBack ? (['fellBack'] as const) : []),
    ...(memory !== undefined && fullness(memory) >= fullPercent ? (['memory'] as const) : []),
    ...(degrees !== undefined && degrees >= hotCelsius ? (['heat'] as const) : []),
  ];
}

/** Such as `ROCm 43% 1.9/12G 58°`: what is not known is left out, and a sleeping GPU has no figures. */
export function statusLine(backend: string, sample: Sample | undefined): string {
  if (sample === undefined || sample.runtime === 'asleep') return backend;
  const { busyPercent, memory } = sample;
  const degrees = heat(sample);
  return [
    backend,
    busyPercent === undefined ? '' : `${Math.round(busyPercent)}%`,
    memory === undefined ? '' : `${gibibytes(memory.usedBytes)}/${gibibytes(memory.totalBytes)}G`,
    degrees === undefined ? '' : `${Math.round(degrees)}°`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export function fullness({ usedBytes, totalBytes }: Memory): number {
  return (usedBytes / totalBytes) * 100;
}

/** One decimal where it says something: 1.9 but 12. */
export function gibibytes(bytes: number): string {
  const value = bytes / 2 ** 30;
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}
