// What for: how well a transcript matches what was said: word error rate and exact match, alone and in
// groups.
// Promises: pure; the same samples give the same table.
// Must not know: who spoke, who recognised, or where the figures are shown.

import { aligned, type Step } from './alignment.ts';

export interface Score {
  /** Words that were said. */
  readonly words: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  readonly errors: number;
  /** Errors for each word said; above 1 when more was written than said. */
  readonly wer: number;
  /** The same text, case and punctuation included; only white space may differ. */
  readonly exact: boolean;
  /** The same words, whatever their case and punctuation. */
  readonly sameWords: boolean;
}

export interface Sample {
  readonly group: string;
  readonly expected: string;
  readonly actual: string;
}

export interface GroupTotals
  extends Pick<Score, 'words' | 'substitutions' | 'insertions' | 'deletions' | 'errors' | 'wer'> {
  readonly group: string;
  readonly phrases: number;
  readonly exact: number;
  readonly sameWords: number;
  /** From 0 to 1. */
  readonly exactRate: number;
}

/** Lower case, no punctuation or symbols; hyphens, slashes and underscores part words. */
export function normalisedWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-‐-―/_]/g, ' ')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter(Boolean);
}

export function score(expected: string, actual: string): Score {
  const said = normalisedWords(expected);
  const written = normalisedWords(actual);
  const { substitutions, insertions, deletions } = cheapestEdits(said, written);
  const errors = substitutions + insertions + deletions;
  return {
    words: said.length,
    substitutions,
    insertions,
    deletions,
    errors,
    wer: rate(errors, said.length),
    exact: squeezed(expected) === squeezed(actual),
    sameWords: errors === 0,
  };
}

/** One entry for each group in the order of appearance; the last one, named `all`, is over everything. */
export function totals(samples: readonly Sample[]): GroupTotals[] {
  const groups = [...new Set(samples.map((sample) => sample.group))];
  return [
    ...groups.map((group) =>
      totalOf(
        group,
        samples.filter((sample) => sample.group === group),
      ),
    ),
    totalOf('all', samples),
  ];
}

export function accuracyTable(rows: readonly GroupTotals[], groupTitle = 'voice'): string {
  return plainTable(
    [groupTitle, 'phrases', 'words', 'wrong', 'missing', 'added', 'WER', 'exact', 'exact rate'],
    rows.map((row) => [
      row.group,
      String(row.phrases),
      String(row.words),
      String(row.substitutions),
      String(row.deletions),
      String(row.insertions),
      percent(row.wer),
      String(row.exact),
      percent(row.exactRate),
    ]),
  );
}

/** The first column reads from the left, all others end at the right. */
export function plainTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) =>
        column === 0 ? (row[0] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
      )
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

function totalOf(group: string, samples: readonly Sample[]): GroupTotals {
  const scores = samples.map((sample) => score(sample.expected, sample.actual));
  const sum = (value: (one: Score) => number) => scores.reduce((total, one) => total + value(one), 0);
  const words = sum((one) => one.words);
  const errors = sum((one) => one.errors);
  const exact = sum((one) => Number(one.exact));
  return {
    group,
    phrases: scores.length,
    words,
    substitutions: sum((one) => one.substitutions),
    insertions: sum((one) => one.insertions),
    deletions: sum((one) => one.deletions),
    errors,
    wer: rate(errors, words),
    exact,
    sameWords: sum((one) => Number(one.sameWords)),
    exactRate: rate(exact, scores.length),
  };
}

function cheapestEdits(said: readonly string[], written: readonly string[]) {
  const steps = aligned(said, written);
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length;
  return { substitutions: count('changed'), insertions: count('added'), deletions: count('missing') };
}

function rate(part: number, whole: number): number {
  if (whole === 0) return part === 0 ? 0 : 1;
  return part / whole;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function squeezed(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
