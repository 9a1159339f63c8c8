// What the vocabulary is worth: sentences with technical terms, spoken by synthetic voices to the real server, written
// without any help, with the prompt alone, with the stages alone, with both, and with what was learned of the model's
// mishearings. Beside it sentences without terms, where every inserted term is wrong. The test model writes the
// technical spelling where some glossary is in the prompt, whichever terms it names (models/README): these figures
// tell what the ways are worth against each other, not how people will be heard.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { doubleMetaphone } from 'double-metaphone';
import { findSynthesiser } from '../../src/audio/synthesiser.node.ts';
import { wavFile } from '../../src/audio/wav.ts';
import { readTokens } from '../../src/models/tokens.node.ts';
import type { Target } from '../../src/text/target.ts';
import { stageNames, type Writing, write } from '../../src/text/write.ts';
import type { Heard } from '../../src/vocabulary/heard.ts';
import { learn } from '../../src/vocabulary/learning.ts';
import { termOf } from '../../src/vocabulary/terms.ts';
import { tokeniserOf } from '../../src/vocabulary/tokeniser.ts';
import { Vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { serverFor } from '../adapters/support/whisper.ts';
import { repositoryRoot } from '../support/paths.ts';
import { testModel } from '../support/sotto.ts';
import { durationOf, speak, type Voice } from '../support/speech.ts';
import { Random } from '../unit/random.ts';
import { writingAt } from '../unit/writing.ts';
import { holds } from './figures.ts';
import { writeReport } from './report.ts';

/** Fewer for a quick look: SENTENCES=20 npm run bench:words. */
const sentencesSpoken = Number(process.env['SENTENCES'] ?? 100);
const plainSpoken = Math.round(sentencesSpoken / 4);
const termsAProject = 10;
const learningVoices = sentencesSpoken < 100 ? 1 : 2;
const voices: readonly Voice[] = ['en-us', 'en-gb-x-rp', 'en-us+f3'];
const target: Target = { kind: 'comment', languageId: 'typescript', before: '', after: '' };

interface Word {
  readonly written: string;
  readonly said: string;
}

interface Spoken {
  readonly said: string;
  readonly terms: readonly Word[];
  readonly project: readonly Word[];
}

const fixture = (name: string) =>
  readFileSync(join(repositoryRoot, 'test', 'fixtures', 'speech', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const allTerms = fixture('terms.tsv').map((line): Word => {
  const [written = '', , said = ''] = line.split('\t');
  return { written, said };
});
const random = new Random(5);
const model = await readTokens(testModel);
const whisper = serverFor();
const signal = new AbortController().signal;

const corpus = corpusOf(fixture('frames.txt'));
const plain = random.shuffled(fixture('sentences.txt')).slice(0, plainSpoken);
const heardOf = await learnAll();
console.log(`${heardOf.length} hearings learned`);

const ways = ['nothing', 'prompt', 'stages', 'both', 'learned, no prompt', 'learned and prompt'] as const;
type Way = (typeof ways)[number];
const tally = new Map<Way, { found: number; wrong: number; changed: number }>(
  ways.map((way) => [way, { found: 0, wrong: 0, changed: 0 }]),
);
const milliseconds = {
  prompt: [] as number[],
  stages: [] as number[],
  asked: [] as number[],
  askedWithPrompt: [] as number[],
};
let wanted = 0;

for (const [index, sentence] of corpus.entries()) {
  wanted += sentence.terms.length;
  const written = await writtenInAllWays(
    sentence.said,
    sentence.project,
    voices[index % voices.length] ?? 'en-us',
  );
  if (index % 10 === 9) console.log(`${index + 1} of ${corpus.length} sentences`);
  for (const way of ways) {
    const text = written[way];
    const right = sentence.terms.filter((term) => holds(text, term.written));
    count(way, right.length, insertedIn(text, sentence.terms), 0);
  }
}
for (const [index, sentence] of plain.entries()) {
  const project = projectOf([]);
  const written = await writtenInAllWays(sentence, project, voices[index % voices.length] ?? 'en-us');
  for (const way of ways)
    count(way, 0, insertedIn(written[way], []), written[way] === written.nothing ? 0 : 1);
}
const figures = {
  terms: wanted,
  ways: Object.fromEntries(
    ways.map((way) => {
      const { found, wrong, changed } = tally.get(way) ?? { found: 0, wrong: 0, changed: 0 };
      return [
        way,
        {
          recall: share(found, wanted),
          found,
          wrongTerms: wrong,
          plainSentencesChanged: `${changed} of ${plain.length}`,
        },
      ];
    }),
  ),
  milliseconds: Object.fromEntries(
    Object.entries(milliseconds).map(([what, all]) => [
      what,
      { median: middle(all, 0.5), p95: middle(all, 0.95) },
    ]),
  ),
  learned: heardOf.filter(({ prompted, term, heard }) => !prompted && heard !== '' && heard !== term).length,
};
console.table(figures.ways);
console.table(figures.milliseconds);
const conditions = {
  model: basename(testModel),
  voices,
  sentences: corpus.length,
  plainSentences: plain.length,
  place: 'a comment: prose rules',
  vocabulary: `${termsAProject} terms a sentence's project`,
  learnedFrom: `${learningVoices} voices of espeak-ng`,
};
console.log(`written to ${writeReport('words', conditions, figures)}`);
const lengths = await promptLengths();
console.table(lengths);
writeReport('words', conditions, { ...figures, promptLengths: lengths });
await whisper.end();

function corpusOf(frames: readonly string[]): readonly Spoken[] {
  return Array.from({ length: sentencesSpoken }, (_, index): Spoken => {
    const frame = frames[index % frames.length] ?? '';
    const [first, second] = random.shuffled(allTerms);
    const terms = [first, ...(frame.includes('{u}') ? [second] : [])].filter((term) => term !== undefined);
    const said = frame.replace('{t}', first?.said ?? '').replace('{u}', second?.said ?? '');
    return { said, terms, project: projectOf(terms) };
  });
}

/** The terms of the sentence among others. */
function projectOf(terms: readonly Word[]): readonly Word[] {
  const others = random.shuffled(allTerms.filter((term) => !terms.includes(term)));
  return random.shuffled([...terms, ...others.slice(0, termsAProject - terms.length)]);
}

function vocabularyOf(project: readonly Word[], heard: readonly Heard[]): Vocabulary {
  const vocabulary = new Vocabulary(doubleMetaphone);
  vocabulary.useModel(model);
  vocabulary.useHeard(heard);
  vocabulary.set(
    'workspace',
    project.map(({ written }) =>
      termOf(written, 'workspace', {
        kind: /^\p{Ll}+\p{Lu}/u.test(written) && written !== 'gRPC' ? 'identifier' : 'name',
      }),
    ),
  );
  vocabulary.settle();
  return vocabulary;
}

async function learnAll(): Promise<readonly Heard[]> {
  const synthesiser = findSynthesiser(process.env['PATH'] ?? '');
  if (synthesiser === undefined) return [];
  // People say a term as the fixture says it; the product knows the readings of its curated list and its own parts.
  const spoken = new Set(corpus.flatMap(({ terms }) => terms));
  const terms = [...spoken].map(({ written, said }) => termOf(written, 'workspace', { spoken: [said] }));
  return learn(
    terms,
    [],
    {
      ...synthesiser,
      voices: synthesiser.voices.slice(0, learningVoices),
      hear: (sound, prompt) => ask(wavFile(sound), sound.byteLength / 32_000, prompt),
      keep: async () => {},
    },
    signal,
  );
}

async function writtenInAllWays(
  said: string,
  project: readonly Word[],
  voice: Voice,
): Promise<Record<Way, string>> {
  const file = await speak(said, { voice });
  const wav = readFileSync(file);
  const seconds = durationOf(file);
  const usual = vocabularyOf(project, []);
  const taught = vocabularyOf(project, heardOf);
  const prompt = timed('prompt', () => usual.prompt(target, ''));
  const bare = await timedAsync('asked', () => ask(wav, seconds, ''));
  const told = await timedAsync('askedWithPrompt', () => ask(wav, seconds, prompt));
  const stages = (text: string, vocabulary: Vocabulary) =>
    timed('stages', () => write(text, writingWith(vocabulary)));
  return {
    nothing: bare.trim(),
    prompt: told.trim(),
    stages: stages(bare, usual),
    both: stages(told, usual),
    'learned, no prompt': stages(bare, taught),
    'learned and prompt': stages(told, taught),
  };
}

function writingWith(vocabulary: Vocabulary): Writing {
  const only = (name: string) => name === 'tidy' || name === 'respell';
  const switches = Object.fromEntries(stageNames.map((name) => [name, only(name)])) as Writing['switches'];
  return writingAt(target, { switches, lexicon: vocabulary.lexiconFor(target) });
}

/** What a longer prompt costs and brings: the term is the last of so many. */
async function promptLengths(): Promise<readonly unknown[]> {
  const tokeniser = tokeniserOf(model?.tokens ?? []);
  const some = corpus.slice(0, Math.min(12, corpus.length / 4));
  const rows: unknown[] = [];
  for (const size of [0, 1, 5, 10, 20, 40]) {
    const times: number[] = [];
    let found = 0;
    let terms = 0;
    let tokens = 0;
    for (const { said, terms: own } of some) {
      const others = random
        .shuffled(allTerms.filter((term) => !own.includes(term)))
        .slice(0, Math.max(0, size - own.length));
      const prompt =
        size === 0 ? '' : `Glossary: ${[...others, ...own].map(({ written }) => written).join(', ')}.`;
      tokens += tokeniser.count(prompt);
      const file = await speak(said);
      const before = performance.now();
      const text = await ask(readFileSync(file), durationOf(file), prompt);
      times.push(performance.now() - before);
      terms += own.length;
      found += own.filter(({ written }) => holds(text, written)).length;
    }
    rows.push({
      terms: size,
      tokens: Math.round(tokens / some.length),
      medianMs: middle(times, 0.5),
      recall: share(found, terms),
    });
  }
  return rows;
}

async function ask(wav: Uint8Array, seconds: number, prompt: string): Promise<string> {
  const answer = await whisper.server.transcribe(
    { wav, seconds, language: 'en', prompt, care: 'draft' },
    signal,
  );
  return answer.ok ? answer.value.text.trim() : '';
}

function insertedIn(text: string, terms: readonly Word[]): number {
  return allTerms.filter((term) => !terms.includes(term) && holds(text, term.written)).length;
}

function count(way: Way, found: number, wrong: number, changed: number): void {
  const sum = tally.get(way);
  if (sum === undefined) return;
  sum.found += found;
  sum.wrong += wrong;
  sum.changed += changed;
}

function timed<Value>(what: keyof typeof milliseconds, run: () => Value): Value {
  const before = performance.now();
  const value = run();
  milliseconds[what].push(performance.now() - before);
  return value;
}

async function timedAsync<Value>(what: keyof typeof milliseconds, run: () => Promise<Value>): Promise<Value> {
  const before = performance.now();
  const value = await run();
  milliseconds[what].push(performance.now() - before);
  return value;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

function middle(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(at * (sorted.length - 1))] ?? 0) * 100) / 100;
}
