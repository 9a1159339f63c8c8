// What for: the tables of `npm run bench:real`: words, times and questions by source and by kind, the worst examples.
// Promises: both ways are counted alike; every figure that is printed is in the summary too.
// Must not know: how the texts came about.

import type { Question } from '../../src/dictation/recogniser.ts';
import { plainTable } from '../support/wer.ts';
import { ms, percent, quantile, sum } from './figures.ts';
import type { Judgement } from './judge.ts';

export interface Turn extends Judgement {
  readonly text: string;
  /** Key-up to text; for the upload from the request to its answer. */
  readonly took: number;
  /** Milliseconds of the processor that the server used, while the person spoke too. */
  readonly computed: number;
  readonly requests: number;
  readonly asked: readonly Question[];
  readonly problems: readonly string[];
}

export interface Clip {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly said: string;
  readonly seconds: number;
  readonly sotto: Turn;
  readonly plain: Turn | undefined;
}

type Group = readonly [name: string, clips: readonly Clip[]];

export function groupsOf(clips: readonly Clip[]): readonly Group[] {
  const by = (key: 'source' | 'kind') =>
    [...new Set(clips.map((clip) => clip[key]))].map(
      (name): Group => [`${key} ${name}`, clips.filter((clip) => clip[key] === name)],
    );
  const sources = by('source');
  const kinds = by('kind');
  return [...(sources.length > 1 ? sources : []), ...(kinds.length > 1 ? kinds : []), ['all', clips]];
}

export function summary(clips: readonly Clip[]) {
  return Object.fromEntries(
    groupsOf(clips).map(([name, some]) => {
      const uploads = some.flatMap(({ plain }) => plain ?? []);
      const turns = some.map(({ sotto }) => sotto);
      const plain = uploads.length === 0 ? undefined : totalsOf(uploads, some);
      return [
        name,
        {
          clips: some.length,
          seconds: sum(some.map((one) => one.seconds)),
          sotto: totalsOf(turns, some),
          plain,
        },
      ];
    }),
  );
}

type Totals = ReturnType<typeof totalsOf>;

function totalsOf(turns: readonly Turn[], clips: readonly Clip[]) {
  const total = (read: (turn: Turn) => number) => sum(turns.map(read));
  const times = turns.map(({ took }) => took);
  const written = turns.filter(({ exact }) => exact !== undefined);
  const causes: Record<string, number> = {};
  for (const { care, cause } of turns.flatMap(({ asked }) => asked))
    if (cause !== undefined) causes[`${cause}, ${care}`] = (causes[`${cause}, ${care}`] ?? 0) + 1;
  const words = total((turn) => turn.words);
  return {
    words,
    errors: total((turn) => turn.errors),
    wordErrorRate: total((turn) => turn.errors) / words,
    substitutions: total((turn) => turn.substitutions),
    insertions: total((turn) => turn.insertions),
    deletions: total((turn) => turn.deletions),
    sameWords: turns.filter(({ errors }) => errors === 0).length,
    withCase: written.length,
    exact: written.filter(({ exact }) => exact).length,
    stops: total(({ stops = 0 }) => stops),
    capitals: total(({ capitals = 0 }) => capitals),
    loops: total(({ loops }) => loops.length),
    empty: turns.filter((turn, index) => turn.isEmpty && clips[index]?.said !== '').length,
    ...{ p50: quantile(times, 0.5), p95: quantile(times, 0.95), worst: Math.max(...times) },
    computed: total(({ computed }) => computed),
    requests: total(({ requests }) => requests),
    secondQuestions: sum(Object.values(causes)),
    causes,
  };
}

export function printReal(
  clips: readonly Clip[],
  { timesCount, isNoise }: { readonly timesCount: boolean; readonly isNoise: boolean },
): void {
  const rows = Object.entries(summary(clips));
  if (isNoise) printSounds(clips);
  else {
    console.log(`\n${wordsTable(rows)}`);
    console.log(`\nin texts whose reference has case and stops\n${jointsTable(rows)}`);
  }
  const note = timesCount ? '' : ' (played faster than spoken: they say nothing)';
  console.log(`\ntimes from key-up to text${note}\n${timesTable(rows)}`);
  console.log(`\n${questionsTable(rows)}`);
  if (!isNoise) printWorst(clips);
}

type Row = readonly [
  string,
  { readonly clips: number; readonly sotto: Totals; readonly plain: Totals | undefined },
];

function wordsTable(rows: readonly Row[]): string {
  const header = ['', 'clips', 'words', 'Sotto', 'plain', 'points', 'added', 'plain', 'missing', 'plain'];
  return plainTable(
    [...header, 'right', 'plain', 'loops', 'plain', 'empty', 'plain'],
    rows.map(([name, { clips, sotto, plain }]) => [
      ...[name, String(clips), String(sotto.words), percent(sotto.errors, sotto.words)],
      plain ? percent(plain.errors, plain.words) : '-',
      plain ? signed(100 * (sotto.wordErrorRate - plain.wordErrorRate)) : '-',
      ...(['insertions', 'deletions', 'sameWords', 'loops', 'empty'] as const).flatMap((figure) => [
        String(sotto[figure]),
        String(plain?.[figure] ?? '-'),
      ]),
    ]),
  );
}

function jointsTable(rows: readonly Row[]): string {
  return plainTable(
    ['', 'texts', 'exact', 'plain', 'stops too many', 'plain', 'capitals too many', 'plain'],
    rows
      .filter(([, { sotto }]) => sotto.withCase > 0)
      .map(([name, { sotto, plain }]) => [
        ...[name, String(sotto.withCase)],
        ...(['exact', 'stops', 'capitals'] as const).flatMap((figure) => [
          String(sotto[figure]),
          String(plain?.[figure] ?? '-'),
        ]),
      ]),
  );
}

function timesTable(rows: readonly Row[]): string {
  const shares = ['p50/p50', 'p95/p50', 'worst/p50'];
  return plainTable(
    ['', 'p50', 'p95', 'worst', 'plain p50', 'p95', 'worst', ...shares, 'processor', 'plain'],
    rows.map(([name, { sotto, plain }]) => {
      const three = (totals: Totals | undefined) =>
        (['p50', 'p95', 'worst'] as const).map((which) => (totals ? ms(totals[which]) : '-'));
      const share = (value: number) => (plain ? `${(value / plain.p50).toFixed(2)}×` : '-');
      return [
        ...[name, ...three(sotto), ...three(plain)],
        ...[share(sotto.p50), share(sotto.p95), share(sotto.worst)],
        ...[
          `${(sotto.computed / 1_000).toFixed(1)} s`,
          plain ? `${(plain.computed / 1_000).toFixed(1)} s` : '-',
        ],
      ];
    }),
  );
}

function questionsTable(rows: readonly Row[]): string {
  return plainTable(
    ['', 'requests', 'second questions', 'causes'],
    rows.map(([name, { sotto }]) => [
      ...[name, String(sotto.requests), String(sotto.secondQuestions)],
      Object.entries(sotto.causes)
        .map(([cause, times]) => `${cause}: ${times}`)
        .join('; '),
    ]),
  );
}

function printSounds(clips: readonly Clip[]): void {
  const heard = (read: (clip: Clip) => Turn | undefined, way: string) => {
    const some = clips.filter((clip) => !(read(clip)?.isEmpty ?? true));
    console.log(`\n${way}: ${some.length} of ${clips.length} sounds gave text`);
    for (const clip of some) console.log(`  ${clip.id} (${clip.kind}): ${read(clip)?.text}`);
  };
  heard(({ sotto }) => sotto, 'Sotto');
  heard(({ plain }) => plain, 'plain');
}

const examples = 10;

/** First where Sotto is worse than the upload, then where it is bad. */
function printWorst(clips: readonly Clip[]): void {
  const worse = ({ sotto, plain }: Clip) => sotto.errors - (plain?.errors ?? 0);
  const worst = clips
    .filter(({ sotto }) => sotto.errors > 0)
    .toSorted((a, b) => worse(b) - worse(a) || b.sotto.errors - a.sotto.errors)
    .slice(0, examples);
  for (const { id, said, sotto, plain } of worst) {
    const causes = sotto.asked.flatMap(({ cause }) => cause ?? []);
    const why = [...causes, ...sotto.problems, ...sotto.loops].join('; ');
    console.log(`\n${id}: ${sotto.errors} errors beside ${plain?.errors ?? '-'} ${why && `(${why})`}`);
    console.log(`  said   ${said}\n  Sotto  ${sotto.text}\n  plain  ${plain?.text ?? '-'}`);
  }
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
}
