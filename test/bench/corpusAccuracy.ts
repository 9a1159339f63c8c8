// What for: the accuracy of the segmented way beside the whole recording sent at once, over a generated corpus, and
// what is written for sounds in which nobody speaks. Real detector, real segmenter, real server; no screen.
// Promises: both ways hear the same samples; what an edge of the speech lost is counted apart.
// Must not know: how the sounds were made.

import { join } from 'node:path';
import { voiceDetectors } from '../../src/audio/voiceModel.node.ts';
import { wavFile } from '../../src/audio/wav.ts';
import { silentLog } from '../../src/base/log.ts';
import { recogniserOn, type TranscriptionServer } from '../../src/dictation/recogniser.ts';
import { Transcription } from '../../src/dictation/transcription.ts';
import { tidy } from '../../src/text/tidy.ts';
import { repositoryRoot } from '../support/paths.ts';
import { accuracyTable, normalisedWords, plainTable, type Sample, totals } from '../support/wer.ts';
import { pcmOf, rate, spokenCorpus, unspokenCorpus } from './corpus.ts';

const detector = voiceDetectors(join(repositoryRoot, 'native', 'bin', 'silero-v6.bin'), silentLog);
const never = new AbortController().signal;
const target = { kind: 'prose', languageId: 'plaintext', before: '', after: '' } as const;

export type Prompt = (said: string) => string;

/** Through the segmenter and the recogniser as in a dictation; the sound comes as fast as it is taken. */
export async function segmented(
  server: TranscriptionServer,
  samples: Float32Array,
  prompt: Prompt,
): Promise<string> {
  const pcm = pcmOf(samples);
  const transcription = new Transcription({
    recogniser: recogniserOn(server, () => 'en'),
    writer: { prompt: (_, said) => prompt(said) },
    place: { target: async () => target },
    ...{ detector: detector(), signal: never, preview: undefined },
  });
  transcription.hear(pcm);
  const outcome = await transcription.end(pcm, { sure: false });
  return outcome.ok ? tidy(outcome.value) : '';
}

export async function whole(server: TranscriptionServer, samples: Float32Array): Promise<string> {
  const sound = { wav: wavFile(pcmOf(samples)), seconds: samples.length / rate };
  const heard = await server.transcribe({ ...sound, language: 'en', prompt: '', care: 'full' }, never);
  return heard.ok ? tidy(heard.value.text) : '';
}

export async function corpusAccuracy(
  server: TranscriptionServer,
  spoken: number,
  unspoken: number,
  prompt: Prompt,
) {
  const samples: Record<'whole' | 'segmented', Sample[]> = { whole: [], segmented: [] };
  const lostAtEdges = { whole: 0, segmented: 0, segmentedInClean: 0 };
  for await (const { samples: sound, text: expected, noise } of spokenCorpus(spoken)) {
    const texts = { whole: await whole(server, sound), segmented: await segmented(server, sound, prompt) };
    for (const way of ['whole', 'segmented'] as const) {
      samples[way].push({ group: noise, expected, actual: texts[way] });
      const lost = edgesLost(expected, texts[way]);
      lostAtEdges[way] += lost;
      if (way === 'segmented' && noise === 'clean') lostAtEdges.segmentedInClean += lost;
    }
  }
  const written: Record<string, { of: number; texts: string[] }> = {};
  for (const { kind, samples: sound } of unspokenCorpus(unspoken)) {
    const text = await segmented(server, sound, () => '');
    const { of, texts } = written[kind] ?? { of: 0, texts: [] };
    written[kind] = { of: of + 1, texts: text === '' ? texts : [...texts, text] };
  }
  return {
    totals: { whole: totals(samples.whole), segmented: totals(samples.segmented) },
    lostAtEdges,
    written,
    samples,
  };
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
  console.log(`\nthe whole recording at once\n${accuracyTable(found.totals.whole, 'noise')}`);
  console.log(`\nin phrases, as dictated\n${accuracyTable(found.totals.segmented, 'noise')}`);
  console.log('\nfirst or last words lost:', JSON.stringify(found.lostAtEdges));
  const rows = Object.entries(found.written).map(([kind, { of, texts }]) => [
    kind,
    String(of),
    String(texts.length),
    texts.join(' | '),
  ]);
  console.log(`\nwithout speech\n${plainTable(['sound', 'recordings', 'with text', 'texts'], rows)}`);
}
