// Recordings of people through the product's own way (segmenter, prompts, doubts), in real time, and beside each of them
// the plain upload of the same whole file to the same server, with the server's own defaults. The two take turns clip by
// clip, so that both meet the same machine.
//
// `npm run bench:real -- [model] [list] [options]`
// model: a file, or `tiny.en` or `base` (../shared/models/real). list: `people`, `noise`, `dictation`
// (../shared/recordings), or a .tsv file with the columns `file` or `id` and `transcript` or `spoken`, the sound beside it.
// --only PART of an id, --kinds a,b, --first N   which recordings
// --speed N         plays faster than it was spoken: enough for the words; the times mean nothing then
// --skip-plain      no plain upload
// --prompt          the recogniser is told the terms of each line; it may then also write what the list has as `written`
// --no-preview      no guesses at the open phrase while it is spoken
// --voices FOLDER   speaks what has no recording (made by ../shared/voices/setup.sh; also SOTTO_VOICES)
// --threads N       of the server, otherwise as many as the product takes
// --report NAME     of the file in dist/bench, otherwise `real`

import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename } from 'node:path';
import { readTokens } from '../../src/models/tokens.node.ts';
import { tidy } from '../../src/text/tidy.ts';
import { packPrompt, usualLimits } from '../../src/vocabulary/prompt.ts';
import { cautiousTokeniser, tokeniserOf } from '../../src/vocabulary/tokeniser.ts';
import { serverFor } from '../adapters/support/whisper.ts';
import { dictateFile, listener } from './dictateFile.ts';
import { ms, processorMs } from './figures.ts';
import { type Judgement, judge } from './judge.ts';
import { sendWhole } from './plainUpload.ts';
import { realOptions } from './realOptions.ts';
import { type Clip, printReal, summary, type Turn } from './realTables.ts';
import { chosen, modelFile, type Recording, readList, samplesOfRecording } from './recordings.ts';
import { serverBuild, writeReport } from './report.ts';
import { speakMissing } from './speakMissing.ts';

const options = realOptions(process.argv.slice(2));
const loadBefore = loadavg();
const model = modelFile(options.model);
const { name: list, recordings } = await speakMissing(readList(options.list), options);
const wanted = chosen(recordings, options);
const tokens = await readTokens(model);
const tokeniser = tokens === undefined ? cautiousTokeniser : tokeniserOf(tokens.tokens);
const limits = { ...usualLimits, tokens: tokens?.promptTokens ?? usualLimits.tokens };

const one = serverFor({ model, threads: options.threads });
const asked: Turn['asked'][number][] = [];
const hears = listener(one.server, (question) => void asked.push(question));
const clips: Clip[] = [];
try {
  await one.server.start();
  // The first request of a kind warms the server up, and no clip is measured as the first of a session.
  await sendWhole(one.server, new Uint8Array(32_000));
  if (wanted[0] !== undefined) await dictateFile(hears, await samplesOfRecording(wanted[0]), { speed: 4 });
  for (const [index, recording] of wanted.entries()) clips.push(await measure(index, recording));
} finally {
  await one.end();
}
const conditions = {
  ...{ loadBefore, list, clips: clips.length, serverBuild: serverBuild() },
  model: { file: basename(model), bytes: statSync(model).size },
  options,
};
printReal(clips, { timesCount: options.speed === 1, isNoise: list === 'noise' });
const figures = { summary: summary(clips), clips };
console.log(`\nwritten to ${writeReport(options.report, conditions, figures)}`);

async function measure(index: number, recording: Recording): Promise<Clip> {
  const pcm = await samplesOfRecording(recording);
  const seconds = pcm.length / 32_000;
  // Neither way is always the one that finds the machine warm.
  let plain = index % 2 === 1 && !options.skipPlain ? await upload(recording, pcm) : undefined;
  const sotto = await dictate(recording, pcm);
  if (plain === undefined && !options.skipPlain) plain = await upload(recording, pcm);
  const { id, source, kind, said } = recording;
  const beside = plain === undefined ? '' : ` beside ${ms(plain.took)}`;
  const errors = `${sotto.errors} errors${plain === undefined ? '' : ` beside ${plain.errors}`}`;
  console.log(`${index + 1}/${wanted.length} ${id}: ${ms(sotto.took)}${beside}, ${errors}`);
  return { id, source, kind, said, seconds, sotto, plain };
}

async function upload(recording: Recording, pcm: Uint8Array): Promise<Turn> {
  const before = processorMs(one.server.pid);
  const from = performance.now();
  const problems: string[] = [];
  const refused = (error: unknown) => {
    problems.push(String(error));
    return '';
  };
  const text = tidy(await sendWhole(one.server, pcm).catch(refused));
  const took = performance.now() - from;
  const computed = processorMs(one.server.pid) - before;
  return { text, took, computed, requests: 1, asked: [], problems, ...judged(recording, text) };
}

async function dictate(recording: Recording, pcm: Uint8Array): Promise<Turn> {
  asked.length = 0;
  const before = processorMs(one.server.pid);
  const words = options.prompt ? recording.terms : [];
  const phases = await dictateFile(hears, pcm, {
    speed: options.speed,
    livePreview: options.preview,
    prompt: (before) => packPrompt(words, before, tokeniser, limits),
  });
  const { text, requests } = phases;
  const computed = processorMs(one.server.pid) - before;
  const problems = phases.problems.map(({ kind }) => kind);
  const took = text === '' ? phases.over : phases.written;
  return { text, took, computed, requests, asked: [...asked], problems, ...judged(recording, text) };
}

/** A recogniser that is told the names may write them as the project does; then the nearer of both texts counts. */
function judged({ said, written }: Recording, text: string): Judgement {
  const spoken = judge(said, text);
  if (!options.prompt || written === '') return spoken;
  const asWritten = judge(written, text);
  return asWritten.errors < spoken.errors ? asWritten : spoken;
}
