// A chart of the last minutes as an SVG drawing: a line with gaps where nothing was known, and behind it the
// moments of dictation. Pure. Colours come from the page's style by class; the words beside it say the same.

import { type PhaseSpan, trailMs } from './trail.ts';

export interface Point {
  readonly at: number;
  readonly value: number | undefined;
}

export const width = 300;
export const height = 60;

/** `most` is the value at the upper edge; what is above it is drawn there. `part` is what of it is our own. */
export function chart(
  points: readonly Point[],
  phases: readonly PhaseSpan[],
  now: number,
  most: number,
  part: readonly Point[] = [],
): string {
  const x = (at: number) => Math.min(width, Math.max(0, width - ((now - at) / trailMs) * width)).toFixed(1);
  const y = (value: number) => (height - (Math.min(Math.max(value, 0), most) / most) * height).toFixed(1);
  const marks = phases
    .filter(({ to }) => to === undefined || now - to < trailMs)
    .map(({ phase, from, to }) => {
      const wide = Math.max(1, Number(x(to ?? now)) - Number(x(from))).toFixed(1);
      return `<rect class="${phase}" x="${x(from)}" y="0" width="${wide}" height="${height}"/>`;
    });
  const lines = (of: readonly Point[], name: string) =>
    runs(of).map((run) => {
      const path = run.map(({ at, value }) => `${x(at)},${y(value)}`);
      // A single point is a line of no length, which round caps make visible.
      const all = [...path, ...(path.length === 1 ? path : [])];
      return `<polyline class="${name}" points="${all.join(' ')}"/>`;
    });
  const drawn = [...marks, ...lines(points, 'whole'), ...lines(part, 'part')].join('');
  return `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}

/** Neighbours that are known, with the gaps between them left out. */
function runs(points: readonly Point[]): { readonly at: number; readonly value: number }[][] {
  const found: { at: number; value: number }[][] = [[]];
  for (const { at, value } of points) {
    if (value === undefined) found.push([]);
    else found.at(-1)?.push({ at, value });
  }
  return found.filter((run) => run.length > 0);
}
