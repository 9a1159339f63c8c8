// What for: the accuracy of the segmented way over a generated corpus, beside the whole recording sent at once, and
// beside each sentence cut out by hand, which is the best that a cutting can do. Real detector, segmenter and server.
// Promises: all ways hear the same samples; what an edge of the speech lost is counted apart.
// Must not know: how the sounds were made.

import { join } from 'node:path';
import { voiceDetectors } from '../../src/audio/voiceModel.node.ts';
import { wavFile } from '../../src/audio/wav.ts';
import { systemClock } from '../../src/base/clock.node.ts';
import { silentLog } from '../../src/base/log.ts';
import type { SpeechRequest } from '../../src/base/speech.ts';
import { textOf } from '../../src/dictation/pieces.ts';
import { recogniserOn, type TranscriptionServer } from '../../src/dictation/recogniser.ts';
import { Transcription } from '../../src/dictation/transcription.ts';
import { tidy } from '../../src/text/tidy.ts';
import { repositoryRoot } from '../support/paths.ts';
import { accuracyTable, normalisedWords, type Sample, totals } from '../support/wer.ts';
import { type Noise, pcmOf, rate, type Spoken, spokenCorpus } from './corpus.ts';

const detector = voiceDetectors(join(repositoryRoot, 'native', 'bin', 'silero-v6.bin'), silentLog);
const never = new AbortController().signal;
const target = { kind: 'prose', languageId: 'plaintext', before: '', after: '' } as const;

/** Through the segmenter and the recogniser as in a dictation; the sound comes as fast as it is taken. */
async function segmented(server: TranscriptionServer, { samples }: Spoken): Promise<string> {
  const pcm = pcmOf(samples);
  const transcription = new Transcription({
    recogniser: recogniserOn(server, () => 'en', systemClock),
    writer: { prompt: () => '' },
    place: { target: async () => target },
    ...{ detector: detector(), signal: never, preview: undefined, clock: systemClock },
  });
  transcription.hear(pcm);
  const outcome = await transcription.end(pcm, { sure: false });
  return outcome.ok ? tidy(textOf(outcome.value)) : '';
}

async function whole(server: TranscriptionServer, { samples }: Spoken): Promise<string> {
  return heardIn(server, samples, 'full');
}

/** Where each sentence stands is known from its making. */
async function byHand(server: TranscriptionServer, { samples, sentences }: Spoken): Promise<string> {
  const texts: string[] = [];
  for (const { from, to } of sentences) {
    const part = samples.subarray(Math.max(0, (from - margin) * rate), (to + margin) * rate);
    texts.push(await heardIn(server, part, 'usual'));
  }
  return texts.join(' ');
}

const margin = 0.3;

async function heardIn(
  server: TranscriptionServer,
  samples: Float32Array,
  care: SpeechRequest['care'],
): Promise<string> {
  const sound = { wav: wavFile(pcmOf(samples)), seconds: samples.length / rate };
  const heard = await server.transcribe({ ...sound, language: 'en', prompt: '', care }, never);
  return heard.ok ? tidy(heard.value.text) : '';
}

const ways = {
  'the whole recording at once': whole,
  'cut by hand': byHand,
  'in phrases, as dictated': segmented,
};
type Way = keyof typeof ways;

interface Heard {
  readonly samples: Sample[];
  readonly lostAtEdges: Record<Noise, number>;
}

export async function corpusAccuracy(server: TranscriptionServer, size: number) {
  const heard = Object.fromEntries(
    Object.keys(ways).map((way) => [way, { samples: [], lostAtEdges: {} }]),
  ) as unknown as Record<Way, Heard>;
  for await (const spoken of spokenCorpus(size)) {
    const { text: expected, noise } = spoken;
    for (const [way, hear] of Object.entries(ways) as [Way, typeof whole][]) {
      const actual = await hear(server, spoken);
      const { samples, lostAtEdges } = heard[way];
      samples.push({ group: noise, expected, actual });
      lostAtEdges[noise] = (lostAtEdges[noise] ?? 0) + edgesLost(expected, actual);
    }
  }
  return Object.entries(heard).map(([way, { samples, lostAtEdges }]) => ({
    ...{ way, totals: totals(samples), lostAtEdges, samples },
  }));
}

/** First and last words that are missing while the words beside them are there. */
function edgesLost(expected: string, actual: string): number {
  const said = normalisedWords(expected);
  const heard = normalisedWords(actual);
  const lost = (from: readonly string[], to: readonly string[]) => from[0] !== to[0] && from[1] === to[0];
  if (heard.length === 0) return 2;
  return Number(lost(said, heard)) + Number(lost(said.toReversed(), heard.toReversed()));
}

export function printCorpus(found: Awaited<ReturnType<typeof corpusAccuracy>>): void {
  for (const { way, totals, lostAtEdges } of found) {
    console.log(`\n${way}\n${accuracyTable(totals, 'noise')}`);
    console.log(`first or last words lost: ${JSON.stringify(lostAtEdges)}`);
  }
}
