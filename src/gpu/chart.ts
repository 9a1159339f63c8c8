// Charts as SVG drawings: the last minutes as a line with gaps where nothing was known, behind it the moments of
// dictation; and a bar of parts. Pure. Colours come from the page's style by class; the words beside it say the same.

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

/** Parts of a whole, side by side from the left; what they leave is empty. */
export function bar(parts: readonly { readonly name: string; readonly share: number }[]): string {
  let x = 0;
  const drawn = parts.map(({ name, share }) => {
    const wide = Math.min(Math.max(share * width, 0), width - x);
    x += wide;
    return `<rect class="${name}" x="${(x - wide).toFixed(1)}" y="0" width="${wide.toFixed(1)}" height="10"/>`;
  });
  return `<svg class="bar" viewBox="0 0 ${width} 10" preserveAspectRatio="none" aria-hidden="true">${drawn.join('')}</svg>`;
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
