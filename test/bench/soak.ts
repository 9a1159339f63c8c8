// Ten minutes of speech without a longer stop, played faster than it was spoken, through the whole way but the
// recorder and the editor: is every sentence there and in order, does memory stay (but for the recording itself, 32 kB
// a second, which this microphone need not keep), and is the wait at the end that of a short dictation. Between
// sentences is a second or less: the test model hears only one at a time well. `npm run bench:soak -- [minutes] [speed]`

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { serverFor } from '../adapters/support/whisper.ts';
import { score } from '../support/wer.ts';
import { Random } from '../unit/random.ts';
import { pcmOf, rate, type Spoken, sentences, spokenOf } from './corpus.ts';
import { dictateFile, listener } from './dictateFile.ts';
import { writeReport } from './report.ts';

const [minutes = 10, speed = 4] = process.argv.slice(2).map(Number);
const random = new Random(50);
const manner = { voice: 'en-us', speed: 160, noise: 'clean', random } as const;

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');
const one = serverFor();
const hears = listener(one.server);
try {
  await one.server.start();
  const short = await speechOf(4);
  const before = await dictateFile(hears, pcmOf(short.samples), { speed });
  const long = await speechOf(minutes * 60);
  const pcm = pcmOf(long.samples);
  const megabytes: { readonly spokenSeconds: number; readonly own: number; readonly server: number }[] = [];
  const begun = performance.now();
  const watch = setInterval(() => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    megabytes.push({
      spokenSeconds: Math.round(((performance.now() - begun) / 1_000) * speed),
      own: Math.round((heapUsed + arrayBuffers) / 2 ** 20),
      server: residentMegabytes(one.server.pid),
    });
  }, 10_000);
  const found = await dictateFile(hears, pcm, { speed });
  clearInterval(watch);
  const { words, substitutions, insertions, deletions, wer } = score(long.text, found.text);
  const figures = {
    seconds: pcm.length / 2 / rate,
    sentences: long.sentences.length,
    requests: found.requests,
    problems: found.problems.map(({ kind }) => kind),
    ...{ words, substitutions, insertions, deletions, wer },
    firstSentence: found.text.slice(0, 60),
    lastSentence: found.text.slice(-60),
    megabytes,
    waitMs: { short: Math.round(before.written), long: Math.round(found.written) },
  };
  console.log(JSON.stringify(figures, null, 2));
  const conditions = {
    model: 'test model',
    speed,
    microphone: 'samples from memory',
    expectedEnd: long.text.slice(-60),
  };
  console.log(`written to ${writeReport('soak', conditions, figures)}`);
} finally {
  await one.end();
}

function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024);
}

async function speechOf(seconds: number): Promise<Spoken> {
  const texts: string[] = [];
  const gaps: number[] = [0.3];
  for (let length = 0; length < seconds; length += 3) {
    texts.push(sentences[random.whole(0, sentences.length - 1)] ?? '');
    gaps.push(0.65 + 0.35 * random.next());
  }
  return spokenOf(texts, gaps, manner);
}
