// How long the text takes after the key comes up, for speech of several lengths with natural pauses: dictated in
// phrases, with the live preview as it comes, and beside it the same sound sent whole with the server's default fields,
// one after the other in the same run. Two models: one of the real base.en size with random weights, which writes 16 tokens for every request and
// every window, and the test model, for which the sound is played four times faster than it was spoken.
// `npm run bench:latency -- [runs] [seconds,seconds…] [base|test]`

import { ok } from '../../src/base/result.ts';
import type { TranscriptionServer } from '../../src/dictation/recogniser.ts';
import { nanoModel, serverFor, type TestServer } from '../adapters/support/whisper.ts';
import { plainTable } from '../support/wer.ts';
import { Random } from '../unit/random.ts';
import { pcmOf, rate, sentences, spokenOf } from './corpus.ts';
import { dictateFile, listener, type Phases } from './dictateFile.ts';
import { ms, processorMs, quantile } from './figures.ts';
import { sendWhole } from './plainUpload.ts';
import { writeReport } from './report.ts';
import { syntheticModel, tokens } from './syntheticModel.ts';

const [runs, lengths, models] = process.argv.slice(2);
const most = Number(runs ?? 20);
const seconds = lengths?.split(',').map(Number) ?? [3, 11, 30, 120];
/** Long speech takes long to play: fewer runs, so that the whole bench ends within half an hour. */
const runsFor = (length: number) => Math.max(2, Math.min(most, Math.floor((most * 15) / length)));

const asItIs = (server: TranscriptionServer) => server;
/** The guards judge an answer by its length, which says nothing of a model that always writes the same. */
const asLongAsTheSound = (server: TranscriptionServer): TranscriptionServer => ({
  start: () => server.start(),
  async transcribe(request, signal) {
    const heard = await server.transcribe(request, signal);
    return heard.ok ? ok({ ...heard.value, text: words.slice(0, 16 * request.seconds) }) : heard;
  },
});
const words = sentences.join(' ');
const subjects = [
  {
    ...{ name: 'base.en size, random weights', key: 'base', model: syntheticModel(nanoModel), speed: 1 },
    answers: asLongAsTheSound,
  },
  { name: 'test model', key: 'test', model: nanoModel, speed: 4, answers: asItIs },
].filter(({ key }) => models === undefined || models === key);

interface Row {
  readonly length: number;
  readonly phases: readonly Phases[];
  readonly wholes: readonly Whole[];
}

interface Whole {
  readonly took: number;
  readonly computed: number;
}

const report: Record<string, unknown> = {};
for (const { name, model, speed, answers } of subjects) {
  const one = serverFor({ model });
  const rows: Row[] = [];
  try {
    await one.server.start();
    for (const length of seconds) rows.push(await measure(one, answers(one.server), length, speed));
  } finally {
    await one.end();
  }
  console.log(`\n${name}\n${table(rows)}`);
  report[name] = rows;
}
const conditions = {
  tokensOfTheSyntheticModel: tokens,
  recorderTailMs: 120,
  editor: 'text handed to a stand-in',
};
console.log(`\nwritten to ${writeReport('latency', conditions, report)}`);

async function measure(
  one: TestServer,
  server: TranscriptionServer,
  length: number,
  speed: number,
): Promise<Row> {
  const pcm = await speechOf(length);
  const phases: Phases[] = [];
  const wholes: Whole[] = [];
  const computedMs = () => processorMs(one.server.pid);
  const hears = listener(server);
  await sendWhole(one.server, pcm); // the first request of a kind warms the server up
  await dictateFile(hears, await speechOf(3), { speed }); // and it is no session's first dictation
  for (let run = 0; run < runsFor(length); run++) {
    phases.push(await dictateFile(hears, pcm, { speed, livePreview: true, computedMs }));
    const started = performance.now();
    const before = computedMs();
    await sendWhole(one.server, pcm);
    wholes.push({ took: performance.now() - started, computed: computedMs() - before });
    const { written = 0, own = 0, requests = 0 } = phases.at(-1) ?? {};
    const whole = wholes.at(-1)?.took ?? 0;
    console.log(`${length} s: ${ms(written)} (own ${ms(own)}, ${requests} requests) beside ${ms(whole)}`);
  }
  return { length, phases, wholes };
}

/**
 * Sentences with pauses of 0.4 to 1.2 s, as many as fit the time; the key comes up 0.3 s after the last sound. Speech of
 * every length ends with the same words, so that only the length differs.
 */
async function speechOf(length: number): Promise<Uint8Array> {
  const random = new Random(11);
  const manner = { voice: 'en-us', speed: 160, noise: 'clean', random } as const;
  const texts: string[] = [];
  const gaps = [0.3];
  for (let spoken = 0; spoken < length * 0.95; ) {
    const text = sentences[random.whole(0, sentences.length - 1)] ?? '';
    const { samples } = await spokenOf([text], [0, 0], manner);
    const gap = 0.4 + 0.8 * random.next();
    if (texts.length > 0 && spoken + samples.length / rate > length * 1.05) break;
    texts.unshift(text);
    gaps.unshift(gap);
    spoken += samples.length / rate + gap;
  }
  return pcmOf((await spokenOf(texts, gaps, manner)).samples);
}

function table(rows: readonly Row[]): string {
  const header = ['spoken', 'runs', 'p50', 'p95', 'whole p50', 'whole p95', 'share', 'computed', 'own p95'];
  const phases = ['last frame', 'request', 'response', 'written', 'requests'];
  return plainTable(
    [...header, ...phases],
    rows.map(({ length, phases, wholes }) => {
      const took = wholes.map((one) => one.took);
      const computed = wholes.map((one) => one.computed);
      const of = (read: (one: Phases) => number, share: number) => quantile(phases.map(read), share);
      return [
        `${length} s`,
        String(phases.length),
        ...[0.5, 0.95].map((share) => ms(of(({ written }) => written, share))),
        ...[0.5, 0.95].map((share) => ms(quantile(took, share))),
        `${(of(({ written }) => written, 0.5) / quantile(took, 0.5)).toFixed(2)}×`,
        `${(of(({ computed }) => computed, 0.5) / quantile(computed, 0.5)).toFixed(2)}×`,
        ms(of(({ own }) => own, 0.95)),
        ms(of(({ lastFrame }) => lastFrame, 0.5)),
        ms(of(({ firstOpenRequest }) => firstOpenRequest, 0.5)),
        ms(of(({ lastResponse }) => lastResponse, 0.5)),
        ms(of(({ written }) => written, 0.5)),
        String(of(({ requests }) => requests, 0.5)),
      ];
    }),
  );
}
