// What is known of a GPU in a person's words: for the tooltip, the panel, the report and the copied text alike, so
// that they say the same. What is not known is not said.

import * as vscode from 'vscode';
import { type Gpu, usableBytes } from '../../gpu/devices.ts';
import type { Throttle } from '../../gpu/metrics.ts';
import type { NvidiaFigures } from '../../gpu/nvidia.ts';
import type { Sample } from '../../gpu/sample.ts';
import { gibibytes, type Worry } from '../../gpu/statusText.ts';
import type { PhaseSpan } from '../../gpu/trail.ts';

export function gpuTitle(gpu: Gpu): string {
  const t = vscode.l10n.t;
  const memory = usableBytes(gpu);
  const kind = gpu.integrated === undefined ? '' : gpu.integrated ? t('integrated') : t('discrete');
  return [
    gpu.name,
    gpu.gfx ?? '',
    kind,
    memory === undefined ? '' : `${gibibytes(memory)} GB`,
    gpu.driver === undefined ? t('no driver') : t('driver {0}', gpu.driver),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The figures of one moment, a line for each subject. */
export function sampleLines(sample: Sample, ownBusy: number | undefined): readonly string[] {
  const t = vscode.l10n.t;
  if (sample.runtime === 'asleep') return [t('The GPU sleeps, and is left asleep.')];
  const whole = (value: number) => String(Math.round(value));
  const { memory, own } = sample;
  const heats = [
    ...(sample.junction === undefined ? [] : [t('junction {0}°', whole(sample.junction))]),
    ...(sample.edge === undefined ? [] : [t('edge {0}°', whole(sample.edge))]),
    ...(sample.memoryHeat === undefined ? [] : [t('memory {0}°', whole(sample.memoryHeat))]),
  ];
  const clocks = [
    ...(sample.coreMhz === undefined ? [] : [t('core {0} MHz', whole(sample.coreMhz))]),
    ...(sample.memoryMhz === undefined ? [] : [t('memory {0} MHz', whole(sample.memoryMhz))]),
  ];
  return [
    ...(sample.busyPercent === undefined ? [] : [t('Load: {0} %', whole(sample.busyPercent))]),
    ...(memory === undefined
      ? []
      : [t('Memory: {0} of {1} GB', gibibytes(memory.usedBytes), gibibytes(memory.totalBytes))]),
    ...(own?.memoryBytes === undefined
      ? []
      : [t('The speech server has {0} MB of it', whole(own.memoryBytes / 2 ** 20))]),
    ...(ownBusy === undefined ? [] : [t('The speech server computes {0} % of the time', whole(ownBusy))]),
    ...(heats.length === 0 ? [] : [t('Heat: {0}', heats.join(', '))]),
    ...(sample.watts === undefined ? [] : [t('Power: {0} W', whole(sample.watts))]),
    ...(clocks.length === 0 ? [] : [t('Clocks: {0}', clocks.join(', '))]),
    ...(sample.throttle.length === 0
      ? []
      : [t('Held back by: {0}', sample.throttle.map(throttleText).join(', '))]),
  ];
}

/** As it was when the panel was opened: NVIDIA's figures are asked for once. */
export function nvidiaLine({ name, memory, busyPercent, celsius, watts }: NvidiaFigures): string {
  const figures = [
    ...(busyPercent === undefined ? [] : [`${busyPercent} %`]),
    ...(memory === undefined ? [] : [`${gibibytes(memory.usedBytes)}/${gibibytes(memory.totalBytes)} GB`]),
    ...(celsius === undefined ? [] : [`${celsius}°`]),
    ...(watts === undefined ? [] : [`${Math.round(watts)} W`]),
  ];
  return vscode.l10n.t('{0} when the panel was opened: {1}', name, figures.join(', '));
}

export function worryText(worry: Worry): string {
  switch (worry) {
    case 'fellBack':
      return vscode.l10n.t('The model runs on the CPU although a GPU should do the work.');
    case 'memory':
      return vscode.l10n.t('The memory of the GPU is nearly full.');
    case 'heat':
      return vscode.l10n.t('The GPU is hot.');
  }
}

export function lastDictationText(phases: readonly PhaseSpan[]): string | undefined {
  const seconds = (wanted: PhaseSpan['phase']) => {
    const span = phases.find(({ phase }) => phase === wanted);
    return span?.to === undefined ? undefined : ((span.to - span.from) / 1_000).toFixed(1);
  };
  const [recording, recognising] = [seconds('recording'), seconds('recognising')];
  if (recording === undefined) return undefined;
  return recognising === undefined
    ? vscode.l10n.t('Last dictation: {0} s of speech', recording)
    : vscode.l10n.t('Last dictation: {0} s of speech, text {1} s after its end', recording, recognising);
}

function throttleText(throttle: Throttle): string {
  switch (throttle) {
    case 'power':
      return vscode.l10n.t('its power limit');
    case 'current':
      return vscode.l10n.t('its current limit');
    case 'heat':
      return vscode.l10n.t('its temperature');
  }
}
