// What is written where nobody speaks: recordings of silence, hum, noise, clicks, keys, breath and melodies, each a
// dictation of its own through the whole way but the recorder and the editor. `npm run bench:unspoken -- [recordings]`

import { serverFor } from '../adapters/support/whisper.ts';
import { waitUntil } from '../support/processes.ts';
import { plainTable } from '../support/wer.ts';
import { pcmOf, rate, unspokenCorpus } from './corpus.ts';
import { dictateFile, listener } from './dictateFile.ts';
import { writeReport } from './report.ts';

const [size = 200] = process.argv.slice(2).map(Number);
/** Nothing here depends on the time that passes. */
const speed = 20;

interface Kind {
  recordings: number;
  seconds: number;
  requests: number;
  readonly texts: string[];
}

const kinds = new Map<string, Kind>();
const one = serverFor();
const hears = listener(one.server);
try {
  await one.server.start();
  const isWarm = () => one.log.lines.some((line) => line.startsWith('warm after'));
  await waitUntil(isWarm, { timeoutMs: 60_000, what: 'the server was warm' });
  for (const { kind, samples } of unspokenCorpus(size)) {
    const found = kinds.get(kind) ?? { recordings: 0, seconds: 0, requests: 0, texts: [] };
    kinds.set(kind, found);
    const { text, requests } = await dictateFile(hears, pcmOf(samples), { speed, livePreview: true });
    found.recordings += 1;
    found.seconds += samples.length / rate;
    found.requests += requests;
    if (text !== '') found.texts.push(text);
  }
} finally {
  await one.end();
}
const rows = [...kinds].map(([kind, { recordings, seconds, requests, texts }]) => [
  kind,
  String(recordings),
  `${Math.round(seconds)} s`,
  String(requests),
  String(texts.length),
  texts.join(' | '),
]);
const header = ['sound', 'recordings', 'in all', 'requests', 'with text', 'texts'];
console.log(plainTable(header, rows));
const conditions = {
  model: 'test model, which writes words for any sound',
  microphone: 'samples from memory',
  speed,
};
console.log(`written to ${writeReport('unspoken', conditions, Object.fromEntries(kinds))}`);
