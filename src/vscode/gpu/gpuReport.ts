// What the panel tells, as one value made of finished sentences: drawn by gpuPage.ts and copied as text by
// `reportText`, so that both say the same.

import * as vscode from 'vscode';
import { type Gpu, type Hardware, usableBytes } from '../../gpu/devices.ts';
import type { NvidiaFigures } from '../../gpu/nvidia.ts';
import { ownBusyPercent, type Sample } from '../../gpu/sample.ts';
import { gibibytes, type Worry } from '../../gpu/statusText.ts';
import type { Trail } from '../../gpu/trail.ts';
import { type ShelfRow, shelf } from '../../models/shelf.ts';
import { gpuTitle, lastDictationText, nvidiaLine, sampleLines, worryText } from './gpuWords.ts';

export interface ReportInput {
  readonly hardware: Hardware;
  readonly nvidia: readonly NvidiaFigures[];
  readonly gpu: Gpu | undefined;
  readonly trail: Trail;
  readonly worries: readonly Worry[];
  /** What the server says it runs on, and why one may believe it. */
  readonly server: readonly string[];
  readonly model: string;
  readonly modelsOnDisk: ReadonlySet<string>;
}

/** What of the GPU's memory belongs to whom. */
export interface Place {
  readonly totalBytes: number;
  readonly othersBytes: number;
  /** Of the speech server; undefined where the kernel does not tell. */
  readonly ownBytes: number | undefined;
}

export interface Section {
  readonly id: 'now' | 'server' | 'others';
  readonly heading: string;
  readonly lines: readonly string[];
}

export interface GpuReport {
  readonly title: string;
  readonly worries: readonly string[];
  readonly sections: readonly Section[];
  readonly models: {
    readonly place: Place | undefined;
    /** The same in words. */
    readonly placeText: string;
    readonly heading: string;
    readonly head: readonly string[];
    readonly rows: readonly Row[];
  };
}

export interface Row {
  readonly cells: readonly string[];
  readonly inUse: boolean;
}

export function gpuReport(input: ReportInput): GpuReport {
  const t = vscode.l10n.t;
  const { hardware, gpu, trail } = input;
  const others = hardware.gpus.filter(({ address }) => address !== gpu?.address);
  const now = trail.latest;
  const figures = now === undefined ? [] : sampleLines(now, ownBusyPercent(trail.all.at(-2), now));
  const dictation = lastDictationText(trail.lastDictation);
  const sections: readonly Section[] = [
    { id: 'now', heading: t('Now'), lines: [...figures, ...(dictation === undefined ? [] : [dictation])] },
    { id: 'server', heading: t('Speech server'), lines: input.server },
    {
      id: 'others',
      heading: t('Other GPUs'),
      lines: [...others.map(gpuTitle), ...input.nvidia.map(nvidiaLine)],
    },
  ];
  return {
    title: gpu === undefined ? t('No GPU whose figures can be read') : gpuTitle(gpu),
    worries: input.worries.map(worryText),
    sections: sections.filter(({ lines }) => lines.length > 0),
    models: modelTable(shelf(freeFor(gpu, now), input.modelsOnDisk, input.model), placeOf(now)),
  };
}

/** Free memory, with what the server would give back for another model. */
export function freeFor(gpu: Gpu | undefined, sample: Sample | undefined): number | undefined {
  const { memory, own } = sample ?? {};
  if (memory !== undefined)
    return Math.max(0, memory.totalBytes - memory.usedBytes) + (own?.memoryBytes ?? 0);
  return gpu === undefined ? undefined : usableBytes(gpu);
}

function placeOf(sample: Sample | undefined): Place | undefined {
  if (sample?.memory === undefined) return undefined;
  const { memory, own } = sample;
  const { totalBytes, usedBytes } = memory;
  const ownBytes = own?.memoryBytes;
  return { totalBytes, ownBytes, othersBytes: Math.max(0, usedBytes - (ownBytes ?? 0)) };
}

function placeText({ totalBytes, othersBytes, ownBytes }: Place): string {
  const t = vscode.l10n.t;
  const free = Math.max(0, totalBytes - othersBytes - (ownBytes ?? 0));
  return [
    ...(ownBytes === undefined ? [] : [t('speech server {0} GB', gibibytes(ownBytes))]),
    ownBytes === undefined
      ? t('in use {0} GB', gibibytes(othersBytes))
      : t('other programs {0} GB', gibibytes(othersBytes)),
    t('free {0} GB', gibibytes(free)),
  ].join(', ');
}

function modelTable(rows: readonly ShelfRow[], memory: Place | undefined): GpuReport['models'] {
  const t = vscode.l10n.t;
  const fits = (row: ShelfRow) => {
    if (row.fits === undefined) return t('not known');
    return row.fits ? t('fits') : t('does not fit');
  };
  const place = ({ inUse, onDisk }: ShelfRow) => {
    if (inUse) return t('in use');
    return onDisk ? t('on disk') : t('to download');
  };
  return {
    place: memory,
    placeText: memory === undefined ? '' : placeText(memory),
    heading: t('Models and the memory that is free now'),
    head: [t('Model'), t('Precision'), t('Needs about'), t('Memory'), t('Where')],
    rows: rows.map((row) => {
      const [, precision] = /-(q\d_\d)$/.exec(row.model.name) ?? [];
      return {
        cells: [
          row.model.name.replace(/-q\d_\d$/, ''),
          precision ?? 'f16',
          `${gibibytes(row.neededBytes)} GB`,
          fits(row),
          place(row),
        ],
        inUse: row.inUse,
      };
    }),
  };
}

export function reportText(report: GpuReport): string {
  const { models } = report;
  const table = [models.head, ...models.rows.map(({ cells }) => cells)];
  const widths = models.head.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  return [
    report.title,
    ...report.worries.map((worry) => `! ${worry}`),
    ...report.sections.flatMap(({ heading, lines }) => ['', heading, ...lines.map((line) => `  ${line}`)]),
    '',
    models.heading,
    ...(models.placeText === '' ? [] : [`  ${models.placeText}`]),
    ...table.map((cells) =>
      `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    ),
    '',
  ].join('\n');
}
