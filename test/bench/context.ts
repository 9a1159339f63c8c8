// What it costs to let the recogniser look at less than its whole window: word error rate and time of the same
// phrases with several margins behind their end, and with the whole window. For any model file:
// `npm run bench:context -- [phrases] [model file]`

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { wavFile } from '../../src/audio/wav.ts';
import { readTranscript, requestFields } from '../../src/server/request.ts';
import { tidy } from '../../src/text/tidy.ts';
import { addressIn, nanoModel, serverFor } from '../adapters/support/whisper.ts';
import { voices } from '../support/speech.ts';
import { plainTable, type Sample, totals } from '../support/wer.ts';
import { Random } from '../unit/random.ts';
import { pcmOf, rate, sentences, spokenOf } from './corpus.ts';
import { writeReport } from './report.ts';

const [count = '100', model = nanoModel] = process.argv.slice(2);
const margins = [0, 16, 32, 64, 128, 192, 'whole window'] as const;
const found = new Map(margins.map((margin) => [margin, { samples: [] as Sample[], ms: 0 }]));
const random = new Random(60);
const one = serverFor({ model });
try {
  const started = await one.server.start();
  if (!started.ok) throw new Error(started.error.kind);
  const { port, secret } = addressIn(
    readFileSync(`/proc/${started.value.pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
  );
  for (let index = 0; index < Number(count); index++) {
    const text = sentences[random.whole(0, sentences.length - 1)] ?? '';
    const voice = voices[index % voices.length] ?? 'en-us';
    const manner = { voice, speed: 160, noise: 'clean', random } as const;
    const { samples } = await spokenOf([text], [0.3, 0.3], manner);
    const wav = wavFile(pcmOf(samples));
    const seconds = samples.length / rate;
    for (const [margin, entry] of found) {
      const form = new FormData();
      const fields = requestFields({ wav, seconds, language: 'en', prompt: '', care: 'full' });
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      if (margin !== 'whole window') form.append('audio_ctx', String(Math.ceil(50 * seconds) + margin));
      form.append('file', new Blob([wav]), 'audio.wav');
      const from = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/${secret}/inference`, {
        method: 'POST',
        body: form,
      });
      const heard = readTranscript(await answer.text());
      entry.ms += performance.now() - from;
      entry.samples.push({ group: voice, expected: text, actual: tidy(heard?.text ?? '') });
    }
  }
} finally {
  await one.end();
}
const rows = [...found].map(([margin, { samples, ms }]) => {
  const all = totals(samples).at(-1);
  return [
    String(margin),
    `${((all?.wer ?? 1) * 100).toFixed(1)} %`,
    `${all?.exact} of ${samples.length}`,
    `${Math.round(ms / samples.length)} ms`,
  ];
});
console.log(`${basename(model)}\n${plainTable(['margin', 'WER', 'exact', 'mean time'], rows)}`);
console.log(
  `written to ${writeReport('context', { model: basename(model), voices, pieces: 'a fiftieth of a second' }, rows)}`,
);
