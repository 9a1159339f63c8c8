// What names in the prompt bring and cost: how many of the project's names come out as they are written, how long a
// request takes, and which plain sentences change, for prompts of several sizes. The names of all sentences of the list
// are the project's vocabulary, in a random order of each sentence's own, so that its names are in the prompt by chance
// only. Asks whisper-server itself, for the whole window, one decode a question.
// `npm run bench:names -- [model] [list] [options]`; models and lists as for bench:real. Options: --budgets 0,64,128,200
// (tokens), --seed N, --first N (of each kind), --only PART, --threads N, --voices FOLDER (as for bench:real).

import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { wavFile } from '../../src/audio/wav.ts';
import { readTokens } from '../../src/models/tokens.node.ts';
import { tidy } from '../../src/text/tidy.ts';
import { packPrompt, usualLimits } from '../../src/vocabulary/prompt.ts';
import { cautiousTokeniser, tokeniserOf } from '../../src/vocabulary/tokeniser.ts';
import { serverFor } from '../adapters/support/whisper.ts';
import { plainTable } from '../support/wer.ts';
import { whisperEnglish } from '../support/whisperEnglish.ts';
import { Random } from '../unit/random.ts';
import { holds, ms, percent, quantile, sum } from './figures.ts';
import { judge } from './judge.ts';
import { inferenceUrl, postSpeech } from './plainUpload.ts';
import { chosen, isList, modelFile, type Recording, readList, samplesOfRecording } from './recordings.ts';
import { serverBuild, writeReport } from './report.ts';
import { speakMissing } from './speakMissing.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budgets: { type: 'string', default: '0,64,128,200' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string' },
    only: { type: 'string' },
    voices: { type: 'string' },
    threads: { type: 'string' },
  },
});
const withNames = ['proseterms', 'proseids'];
const plain = 'plain';
const kinds = [...withNames, plain];
const loadBefore = loadavg();
const model = modelFile(positionals.find((word) => !isList(word)) ?? 'tiny.en');
const listName = positionals.find(isList) ?? 'dictation';
const budgets = values.budgets.split(',').map(Number);
const threads = Number(values.threads ?? availableParallelism());
const tokens = await readTokens(model);
const tokeniser = tokens === undefined ? cautiousTokeniser : tokeniserOf(tokens.tokens);
const choice = { only: values.only, kinds, first: undefined };
const voices = values.voices ?? process.env['SOTTO_VOICES'];
const { name, recordings } = await speakMissing(readList(listName), { ...choice, list: listName, voices });
const first = values.first === undefined ? undefined : Number(values.first);
const wanted = kinds.flatMap((kind) => chosen(recordings, { ...choice, kinds: [kind], first }));
const vocabulary = [...new Set(recordings.flatMap(({ terms }) => terms))];
const random = new Random(Number(values.seed));
const fields = {
  ...{ response_format: 'json', language: 'en', no_timestamps: 'true' },
  ...{ temperature: '0', temperature_inc: '0', best_of: '1' },
};

interface Answer {
  readonly id: string;
  readonly kind: string;
  readonly budget: number;
  readonly promptTokens: number;
  readonly text: string;
  readonly took: number;
  readonly names: readonly string[];
  readonly told: readonly string[];
  readonly right: readonly string[];
  readonly errors: number;
  readonly words: number;
}

const answers: Answer[] = [];
const one = serverFor({ model, threads });
try {
  const url = await inferenceUrl(one.server);
  for (const [index, recording] of wanted.entries()) {
    const wav = wavFile(await samplesOfRecording(recording));
    const order = random.shuffled(vocabulary);
    // No budget is always the first to meet a recording.
    for (const at of budgets.keys())
      answers.push(await ask(url, wav, recording, order, budgets[(at + index) % budgets.length] ?? 0));
    if (index % 10 === 9) console.log(`${index + 1} of ${wanted.length} recordings`);
  }
} finally {
  await one.end();
}

const bare = new Map(answers.filter(({ budget }) => budget === 0).map((answer) => [answer.id, answer]));
const rows = budgets.map((budget) => {
  const asked = answers.filter((answer) => answer.budget === budget);
  const named = asked.filter(({ kind }) => withNames.includes(kind));
  const plains = asked.filter(({ kind }) => kind === plain);
  const changed = plains.filter(
    ({ id, text }) => whisperEnglish(text) !== whisperEnglish(bare.get(id)?.text ?? text),
  );
  const worse = changed.filter(({ id, errors }) => errors > (bare.get(id)?.errors ?? errors));
  const count = (read: (answer: Answer) => readonly string[]) =>
    sum(named.map((answer) => read(answer).length));
  const took = (some: readonly Answer[]) =>
    quantile(
      some.map((answer) => answer.took),
      0.5,
    );
  const errors = (some: readonly Answer[]) =>
    [sum(some.map((each) => each.errors)), sum(some.map(({ words }) => words))] as const;
  return {
    ...{
      budget,
      promptTokens: quantile(
        asked.map(({ promptTokens }) => promptTokens),
        0.5,
      ),
    },
    ...{
      names: count(({ names }) => names),
      told: count(({ told }) => told),
      right: count(({ right }) => right),
    },
    rightOfTold: sum(named.map(({ told, right }) => told.filter((each) => right.includes(each)).length)),
    errorsWithNames: errors(named),
    ...{ p50: took(asked), p50Plain: took(plains) },
    ...{ plainSentences: plains.length, plainChanged: changed.length, plainWorse: worse.length },
    errorsPlain: errors(plains),
    changed: changed.map(({ id, text }) => ({ id, without: bare.get(id)?.text, text })),
  };
});
console.log(`\n${basename(model)}, ${vocabulary.length} names, ${wanted.length} recordings of ${name}`);
console.log(
  plainTable(
    [
      'budget',
      'tokens',
      'names',
      'in prompt',
      'right',
      'recall',
      'of those in it',
      'WER',
      'p50',
      'plain changed',
      'worse',
      'WER plain',
    ],
    rows.map((row) => [
      ...[row.budget, row.promptTokens, row.names, row.told, row.right].map(String),
      ...[
        percent(row.right, row.names),
        `${row.rightOfTold} of ${row.told}`,
        percent(...row.errorsWithNames),
        ms(row.p50),
      ],
      ...[
        `${row.plainChanged} of ${row.plainSentences}`,
        String(row.plainWorse),
        percent(...row.errorsPlain),
      ],
    ]),
  ),
);
for (const { budget, changed } of rows)
  for (const { id, without, text } of changed.slice(0, 5))
    console.log(`\n${budget} tokens, ${id}\n  without  ${without}\n  with     ${text}`);
const conditions = {
  ...{ loadBefore, list: name, threads, serverBuild: serverBuild(), seed: Number(values.seed) },
  model: { file: basename(model), bytes: statSync(model).size },
  recordings: Object.fromEntries(
    kinds.map((kind) => [kind, wanted.filter((each) => each.kind === kind).length]),
  ),
  request: 'whole window, temperature 0 only',
};
console.log(`\nwritten to ${writeReport('names', conditions, { rows, answers })}`);

async function ask(
  url: string,
  wav: Uint8Array,
  { id, kind, said, terms }: Recording,
  order: readonly string[],
  budget: number,
): Promise<Answer> {
  const limits = { ...usualLimits, tokens: tokens?.promptTokens ?? usualLimits.tokens, worthwhile: budget };
  const prompt = packPrompt(order, '', tokeniser, limits);
  const from = performance.now();
  const text = tidy(await postSpeech(url, wav, { ...fields, ...(prompt === '' ? {} : { prompt }) }));
  const took = performance.now() - from;
  const { errors, words } = judge(said, text);
  return {
    ...{ id, kind, budget, promptTokens: tokeniser.count(prompt), text, took, errors, words, names: terms },
    told: terms.filter((term) => holds(prompt, term)),
    right: terms.filter((term) => holds(text, term)),
  };
}
