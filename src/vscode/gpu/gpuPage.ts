// The panel's page. Its live part is made of blocks; with a sample only those are drawn anew that say something else,
// so that who reads or selects in one is not disturbed, and a warning is spoken once. Nothing in them can have the
// focus. Everything that is text is escaped; the page may load its own style and script and nothing else.

import * as vscode from 'vscode';
import { escapeAttribute } from '../../base/markup.ts';
import { bar, chart, type Point } from '../../gpu/chart.ts';
import { heat, type Sample } from '../../gpu/sample.ts';
import { fullness, gibibytes } from '../../gpu/statusText.ts';
import { type PhaseSpan, trailMs } from '../../gpu/trail.ts';
import type { GpuReport, Place, Section } from './gpuReport.ts';

export interface PageFiles {
  readonly script: string;
  readonly style: string;
  readonly source: string;
}

export const panelActions = ['copy', 'doctor', 'restart'] as const;
export type PanelAction = (typeof panelActions)[number];

export function page({ script, style, source }: PageFiles, live: Live): string {
  const t = vscode.l10n.t;
  const labels: { readonly [Action in PanelAction]: string } = {
    copy: t('Copy as Text'),
    doctor: t('Check This Setup'),
    restart: t('Restart the Server'),
  };
  const buttons = panelActions.map(
    (action) => `<button data-action="${action}">${escapeAttribute(labels[action])}</button>`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src ${source};">
<link rel="stylesheet" href="${style}">
<title>${escapeAttribute(t('GPU and server'))}</title>
</head>
<body>
<main>
<h1>${escapeAttribute(t('GPU and server'))}</h1>
<div role="group" aria-label="${escapeAttribute(t('Actions'))}">${buttons.join('')}</div>
<div id="live">${blocks.map((block) => `<div data-block="${block}"${block === 'worries' ? ' role="status"' : ''}>${live[block]}</div>`).join('')}</div>
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

/** The blocks of the live part in their order. Each stands still until what it says has changed. */
export const blocks = ['title', 'worries', 'charts', 'now', 'server', 'others', 'models'] as const;
export type Live = { readonly [Block in (typeof blocks)[number]]: string };

export function liveBlocks({ report, samples, phases, now }: LivePart): Live {
  const section = (wanted: Section['id']) => {
    const found = report.sections.find(({ id }) => id === wanted);
    if (found === undefined) return '';
    const lines = found.lines.map((line) => `<li>${escapeAttribute(line)}</li>`).join('');
    return `<h2>${escapeAttribute(found.heading)}</h2><ul>${lines}</ul>`;
  };
  return {
    title: `<p class="title">${escapeAttribute(report.title)}</p>`,
    worries: report.worries.map((worry) => `<p class="worry">⚠ ${escapeAttribute(worry)}</p>`).join(''),
    charts: `<div class="charts">${charts(samples, phases, now).join('')}</div>${legend(samples)}`,
    now: section('now'),
    server: section('server'),
    others: section('others'),
    models: models(report.models),
  };
}

function legend(samples: readonly Sample[]): string {
  const t = vscode.l10n.t;
  const isKnown = samples.some(({ own }) => own?.memoryBytes !== undefined);
  const entries = [
    ['recording', t('you spoke')],
    ['recognising', t('recognition')],
    ...(isKnown ? [['part', t('memory of the speech server')]] : []),
  ].map(
    ([name, text = '']) => `<span class="entry"><span class="${name}"></span>${escapeAttribute(text)}</span>`,
  );
  return `<p class="legend">${escapeAttribute(t('The last {0} minutes:', trailMs / 60_000))} ${entries.join(' ')}</p>`;
}

function models({ heading, place, placeText, head, rows }: GpuReport['models']): string {
  const drawn =
    place === undefined ? '' : `${placeBar(place)}<p class="place">${escapeAttribute(placeText)}</p>`;
  const headings = head.map((cell) => `<th scope="col">${escapeAttribute(cell)}</th>`).join('');
  const body = rows.map(({ cells: [first = '', ...rest], inUse }) => {
    const others = rest.map((cell) => `<td>${escapeAttribute(cell)}</td>`).join('');
    return `<tr${inUse ? ' class="inUse"' : ''}><th scope="row">${escapeAttribute(first)}</th>${others}</tr>`;
  });
  return `<h2 id="models">${escapeAttribute(heading)}</h2>${drawn}<table aria-labelledby="models"><thead><tr>${headings}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** Where in the memory the model lies, beside what others have. */
function placeBar({ totalBytes, othersBytes, ownBytes = 0 }: Place): string {
  return bar([
    { name: 'own', share: ownBytes / totalBytes },
    { name: 'others', share: othersBytes / totalBytes },
  ]);
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
      `<figure role="img" aria-label="${escapeAttribute(label)}"><figcaption>${escapeAttribute(name)} <b>${escapeAttribute(value)}</b></figcaption>${chart(points, phases, now, most, own)}</figure>`,
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
