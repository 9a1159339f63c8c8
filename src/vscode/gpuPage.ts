// The panel's page. The live part (charts, figures) is made anew with each sample and holds nothing that can have
// the focus; buttons and headings stand still. Everything that is text is escaped; the page may load its own
// style and script and nothing else.

import * as vscode from 'vscode';
import { chart, type Point } from '../gpu/chart.ts';
import { heat, type Sample } from '../gpu/sample.ts';
import { fullness, gibibytes } from '../gpu/statusText.ts';
import type { PhaseSpan } from '../gpu/trail.ts';
import type { GpuReport } from './gpuReport.ts';

export interface PageFiles {
  readonly script: string;
  readonly style: string;
  readonly source: string;
}

export const panelActions = ['copy', 'doctor', 'restart'] as const;
export type PanelAction = (typeof panelActions)[number];

export function page({ script, style, source }: PageFiles, live: string): string {
  const t = vscode.l10n.t;
  const labels: { readonly [Action in PanelAction]: string } = {
    copy: t('Copy as Text'),
    doctor: t('Check This Setup'),
    restart: t('Restart the Server'),
  };
  const buttons = panelActions.map(
    (action) => `<button data-action="${action}">${escaped(labels[action])}</button>`,
  );
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src ${source};">
<link rel="stylesheet" href="${style}">
<title>${escaped(t('GPU and server'))}</title>
</head>
<body>
<main>
<h1>${escaped(t('GPU and server'))}</h1>
<div role="toolbar" aria-label="${escaped(t('Actions'))}">${buttons.join('')}</div>
<div id="live">${live}</div>
</main>
<script src="${script}"></script>
</body>
</html>`;
}

export interface LivePart {
  readonly report: GpuReport;
  readonly samples: readonly Sample[];
  readonly phases: readonly PhaseSpan[];
  readonly now: number;
}

export function livePart({ report, samples, phases, now }: LivePart): string {
  const t = vscode.l10n.t;
  const { models } = report;
  const sections = report.sections.map(
    ({ heading, lines }) =>
      `<section><h2>${escaped(heading)}</h2><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></section>`,
  );
  const head = models.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const rows = models.rows.map(({ cells: [first = '', ...rest], inUse }) => {
    const others = rest.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr${inUse ? ' class="inUse"' : ''}><th scope="row">${escaped(first)}</th>${others}</tr>`;
  });
  return [
    `<p class="title">${escaped(report.title)}</p>`,
    ...report.worries.map((worry) => `<p class="worry" role="alert">⚠ ${escaped(worry)}</p>`),
    `<div class="charts">${charts(samples, phases, now).join('')}</div>`,
    `<p class="legend"><span class="recording"></span>${escaped(t('you spoke'))} <span class="recognising"></span>${escaped(t('recognition'))} <span class="part"></span>${escaped(t('memory of the speech server'))}</p>`,
    ...sections,
    `<section><h2>${escaped(models.heading)}</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></section>`,
  ].join('\n');
}

/** A chart for each subject of which anything was seen. */
function charts(samples: readonly Sample[], phases: readonly PhaseSpan[], now: number): readonly string[] {
  const t = vscode.l10n.t;
  const whole = (value: number) => String(Math.round(value));
  const memoryTotal = samples.at(-1)?.memory?.totalBytes ?? 0;
  const memory = (percent: number) => t('{0} GB', gibibytes((percent / 100) * memoryTotal));
  const highestWatts = Math.max(1, ...samples.map(({ watts }) => watts ?? 0));
  const figure = (
    name: string,
    pick: (sample: Sample) => number | undefined,
    most: number,
    worded: (value: number) => string,
    ownOf: (sample: Sample) => number | undefined = () => undefined,
  ) => {
    const points: Point[] = samples.map((sample) => ({ at: sample.at, value: pick(sample) }));
    const known = points.map(({ value }) => value).filter((value) => value !== undefined);
    if (known.length === 0) return [];
    const own: Point[] = samples.map((sample) => ({ at: sample.at, value: ownOf(sample) }));
    const latest = points.at(-1)?.value;
    const range = t(
      'between {0} and {1} in the last minutes',
      worded(Math.min(...known)),
      worded(Math.max(...known)),
    );
    const value = latest === undefined ? t('not known now') : worded(latest);
    const label = `${name}: ${value}, ${range}`;
    return [
      `<figure role="img" aria-label="${escaped(label)}"><figcaption>${escaped(name)} <b>${escaped(value)}</b></figcaption>${chart(points, phases, now, most, own)}</figure>`,
    ];
  };
  return [
    ...figure(
      t('Load'),
      ({ busyPercent }) => busyPercent,
      100,
      (value) => `${whole(value)} %`,
    ),
    ...figure(
      t('Memory'),
      ({ memory: used }) => (used === undefined ? undefined : fullness(used)),
      100,
      memory,
      ({ memory: all, own }) =>
        all === undefined || own?.memoryBytes === undefined
          ? undefined
          : (own.memoryBytes / all.totalBytes) * 100,
    ),
    ...figure(t('Temperature'), heat, 110, (value) => `${whole(value)}°`),
    ...figure(
      t('Power'),
      ({ watts }) => watts,
      highestWatts * 1.1,
      (value) => `${whole(value)} W`,
    ),
  ];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
