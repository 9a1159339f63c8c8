// How much of its window a model needs: word error rate, loops and time of the same recordings for several least
// contexts and margins, with and without flash attention. Asks whisper-server itself, one decode a question (no
// temperature but 0), with audio_ctx = min(1500, max(least, ceil((50 * seconds + margin) / step) * step)).
// `npm run bench:context -- [model…] [list] [options]`; models and lists as for bench:real. Options: --least 256,512,768,1024,1280,1500,
// --margin 128,400,600,800, --step 64, --flash on,off, --first N, --only PART, --kinds a,b, --threads N, --resume (keeps
// the rows of dist/bench/context.json that were measured before under the same conditions). A row is printed and
// written as soon as it is measured; 1500 is the whole window, whatever the margin.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { wavFile } from '../../src/audio/wav.ts';
import { tidy } from '../../src/text/tidy.ts';
import { serverFor } from '../adapters/support/whisper.ts';
import { repositoryRoot } from '../support/paths.ts';
import { percent, quantile, sum } from './figures.ts';
import { judge } from './judge.ts';
import { inferenceUrl, postSpeech } from './plainUpload.ts';
import { chosen, isList, modelFile, readList, samplesOfRecording } from './recordings.ts';
import { serverBuild, writeReport } from './report.ts';

const wholeWindow = 1_500;
const windowSeconds = 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    least: { type: 'string', default: '256,512,768,1024,1280,1500' },
    margin: { type: 'string', default: '128,400,600,800' },
    step: { type: 'string', default: '64' },
    flash: { type: 'string', default: 'on,off' },
    list: { type: 'string' },
    first: { type: 'string' },
    only: { type: 'string' },
    kinds: { type: 'string' },
    threads: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const listName = values.list ?? positionals.find(isList) ?? 'people';
const named = positionals.filter((word) => !isList(word));
const models = (named.length === 0 ? ['tiny.en'] : named).map(modelFile);
const step = Number(values.step);
const threads = Number(values.threads ?? availableParallelism());
const recordings = chosen(readList(listName).recordings, {
  only: values.only,
  kinds: values.kinds?.split(','),
  first: values.first === undefined ? undefined : Number(values.first),
}).filter(({ said }) => said !== '');

/** What a row was measured under: the same again need not be measured again. */
interface Conditions {
  readonly model: string;
  readonly bytes: number;
  readonly flash: boolean;
  readonly least: number;
  readonly margin: number;
  readonly step: number;
  readonly threads: number;
  readonly list: string;
  readonly ids: string;
  readonly serverBuild: string;
}

interface Row {
  readonly under: Conditions;
  readonly load: number;
  readonly words: number;
  readonly errors: number;
  readonly insertions: number;
  readonly deletions: number;
  /** Texts with more than twice the words of the reference. */
  readonly tooLong: number;
  /** Texts in which the same words occur three times in a row. */
  readonly repeating: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: readonly string[];
}

const before = readRows();
const rows: Row[] = values.resume ? [...before] : [];
const columns = [
  'model',
  'flash',
  'least',
  'margin',
  'WER',
  'added',
  'missing',
  'too long',
  'loops',
  'p50',
  'p95',
];
const widths = [24, 5, 6, 6, 8, 6, 7, 8, 6, 8, 8];
console.log(
  `${recordings.length} recordings of ${listName}, ${threads} threads, contexts in steps of ${step}`,
);
console.log(line(columns));
for (const model of models)
  for (const flash of values.flash.split(',').map((word) => word === 'on')) await measureModel(model, flash);
const written = writeReport('context', { pieces: 'a fiftieth of a second' }, rows);
console.log(`written to ${written}`);

async function measureModel(model: string, flash: boolean): Promise<void> {
  const wishes = numbers(values.least)
    .flatMap((least) =>
      least >= wholeWindow
        ? [[wholeWindow, 0] as const]
        : numbers(values.margin).map((margin) => [least, margin] as const),
    )
    .map(([least, margin]) => conditionsOf(model, flash, least, margin));
  const known = (under: Conditions) =>
    rows.find((row) => JSON.stringify(row.under) === JSON.stringify(under));
  if (wishes.every(known)) {
    for (const under of wishes) print(known(under));
    return;
  }
  const one = serverFor({ model, threads, extraArgs: flash ? [] : ['-nfa'] });
  try {
    const url = await inferenceUrl(one.server);
    for (const under of wishes) {
      const row = known(under) ?? (await measure(url, under));
      if (!rows.includes(row)) rows.push(row);
      writeReport('context', { pieces: 'a fiftieth of a second' }, rows);
      print(row);
    }
  } finally {
    await one.end();
  }
}

function conditionsOf(model: string, flash: boolean, least: number, margin: number): Conditions {
  return {
    ...{ model: basename(model), bytes: statSync(model).size, flash, least, margin, step, threads },
    ...{ list: listName, ids: recordings.map(({ id }) => id).join(' '), serverBuild: serverBuild() },
  };
}

async function measure(url: string, under: Conditions): Promise<Row> {
  const load = loadavg()[0] ?? 0;
  const times: number[] = [];
  const found: { readonly id: string; readonly text: string; readonly judged: ReturnType<typeof judge> }[] =
    [];
  for (const recording of recordings) {
    const pcm = await samplesOfRecording(recording);
    const fields = fieldsOf(pcm.length / 32_000, under);
    const wav = wavFile(pcm);
    const from = performance.now();
    const text = tidy(await postSpeech(url, wav, fields));
    times.push(performance.now() - from);
    found.push({ id: recording.id, text, judged: judge(recording.said, text) });
  }
  const total = (read: (judged: ReturnType<typeof judge>) => number) =>
    sum(found.map(({ judged }) => read(judged)));
  return {
    ...{ under, load },
    words: total(({ words }) => words),
    errors: total(({ errors }) => errors),
    insertions: total(({ insertions }) => insertions),
    deletions: total(({ deletions }) => deletions),
    tooLong: total(({ words, insertions, deletions }) => Number(words + insertions - deletions > 2 * words)),
    repeating: total(({ loops }) => Number(loops.length > 0)),
    ...{ p50: quantile(times, 0.5), p95: quantile(times, 0.95) },
    worst: found
      .toSorted((a, b) => b.judged.errors - a.judged.errors)
      .slice(0, 5)
      .map(({ id, text, judged }) => `${id}: ${judged.errors} errors: ${text}`),
  };
}

/** Written out, so that no change of the product changes what is measured here. */
function fieldsOf(seconds: number, { least, margin }: Conditions): Readonly<Record<string, string>> {
  const context = Math.min(wholeWindow, Math.max(least, Math.ceil((50 * seconds + margin) / step) * step));
  return {
    ...{ response_format: 'json', language: 'en', temperature: '0', temperature_inc: '0', best_of: '1' },
    ...(context < wholeWindow ? { audio_ctx: String(context) } : {}),
    ...(seconds < windowSeconds ? { no_timestamps: 'true' } : {}),
  };
}

function print(row: Row | undefined): void {
  if (row === undefined) return;
  const { under, words, errors, insertions, deletions, tooLong, repeating, p50, p95 } = row;
  const { model, flash, least, margin } = under;
  const isWhole = least === wholeWindow;
  const times = [p50, p95].map((time) => String(Math.round(time)));
  console.log(
    line([
      ...[
        model.replace(/^ggml-|\.bin$/g, ''),
        flash ? 'on' : 'off',
        String(least),
        isWhole ? '-' : String(margin),
      ],
      ...[percent(errors, words), ...[insertions, deletions, tooLong, repeating].map(String), ...times],
    ]),
  );
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(' ');
}

function readRows(): readonly Row[] {
  const file = join(repositoryRoot, 'dist', 'bench', 'context.json');
  if (!existsSync(file)) return [];
  const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { readonly figures: readonly Row[] };
  return figures.filter((row) => Object(row).under !== undefined);
}
