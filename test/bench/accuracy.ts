// How well dictation works through the whole way: each phrase by each voice is spoken into the virtual microphone
// while the key is held or the palette has started, and read from the editor of a real VS Code. Beside it the
// same files sent to nothing but the server, which tells what the way itself costs. Before that, without a screen, a
// generated corpus in phrases beside the whole recordings. `npm run bench:accuracy -- [corpus|screen] [recordings]`

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemClock } from '../../src/base/clock.node.ts';
import { silentLog } from '../../src/base/log.ts';
import { ok } from '../../src/base/result.ts';
import { systemRoots } from '../../src/gpu/files.node.ts';
import { BackendLadder } from '../../src/server/ladder.node.ts';
import { clipFrom } from '../../src/server/proof.node.ts';
import { WhisperServer } from '../../src/server/server.node.ts';
import { tidy } from '../../src/text/tidy.ts';
import { serverFor } from '../adapters/support/whisper.ts';
import { phrases } from '../e2e/phrases.ts';
import { repositoryRoot, temporaryFolder } from '../support/paths.ts';
import { dictateByHolding, dictateByPalette, startSotto, testModel } from '../support/sotto.ts';
import { durationOf, speak, type Voice, voices } from '../support/speech.ts';
import { accuracyTable, type Sample, totals } from '../support/wer.ts';
import { corpusAccuracy, printCorpus } from './corpusAccuracy.ts';
import { writeReport } from './report.ts';

type Way = 'by palette' | 'by key' | 'file to the server';

const samples: Record<Way, Sample[]> = { 'by palette': [], 'by key': [], 'file to the server': [] };

const [part, size = '300'] = process.argv.slice(2);
const corpus = part === 'screen' ? [] : await overTheCorpus();
printCorpus(corpus);
if (part !== 'corpus') {
  await throughTheScreen();
  await straightToTheServer();
}

const spokenWays = Object.entries(samples).filter(([, said]) => said.length > 0);
const figures = Object.fromEntries(spokenWays.map(([way, said]) => [way, totals(said)]));
for (const [way, rows] of Object.entries(figures)) console.log(`\n${way}\n${accuracyTable(rows)}`);
const conditions = {
  model: basename(testModel),
  voices,
  phrases: phrases.length,
  speechRate: 160,
  request: 'full context, no prompt, temperature 0 with fallback',
};
console.log(`\nwritten to ${writeReport('accuracy', conditions, { totals: figures, samples, corpus })}`);

async function overTheCorpus() {
  const own = serverFor();
  try {
    return await corpusAccuracy(own.server, Number(size));
  } finally {
    await own.end();
  }
}

async function throughTheScreen(): Promise<void> {
  const sotto = await startSotto();
  try {
    await sotto.workbench.openFile('notes.txt');
    for (const [turn, voice] of voices.entries()) {
      for (const [index, phrase] of phrases.entries()) {
        const byKey = (turn + index) % 2 === 0;
        await sotto.workbench.press('ctrl+a');
        await sotto.workbench.press('delete');
        // A failed dictation counts as one that wrote nothing.
        await (byKey ? dictateByHolding : dictateByPalette)(sotto, phrase, { voice }).catch(() => {});
        const actual = await sotto.workbench.editorText();
        samples[byKey ? 'by key' : 'by palette'].push({ group: voice, expected: phrase, actual });
      }
      console.log(`${voice}: ${phrases.length} phrases spoken`);
    }
  } finally {
    await sotto.dispose();
  }
}

async function straightToTheServer(): Promise<void> {
  const folder = temporaryFolder('bench');
  const clip = () => clipFrom(join(repositoryRoot, 'media', 'proof.wav'));
  const parts = { clock: systemClock, log: silentLog, serverLog: silentLog };
  const ladder = new BackendLadder({
    ...{ ...parts, clip, folder: join(folder.path, 'backends') },
    wish: () => ({
      program: join(repositoryRoot, 'native', 'bin', `${process.platform}-${process.arch}`, 'whisper-server'),
      ...{ backend: 'cpu', device: '', threads: 2, extraArgs: [], env: {}, roots: systemRoots({}) },
      locateModel: async () => ok(testModel),
    }),
  });
  const server = new WhisperServer({
    ...{ ...parts, ladder, folder: join(folder.path, 'servers'), warmUp: clip },
    ...{ idleUnloadMinutes: () => 0, wallClock: () => Date.now() },
  });
  try {
    for (const voice of voices) for (const phrase of phrases) await one(server, voice, phrase);
  } finally {
    await server.stop();
    folder.remove();
  }
}

async function one(server: WhisperServer, voice: Voice, phrase: string): Promise<void> {
  const wav = await speak(phrase, { voice });
  const answer = await server.transcribe(
    { wav: readFileSync(wav), seconds: durationOf(wav), language: 'en', prompt: '', care: 'full' },
    new AbortController().signal,
  );
  const actual = answer.ok ? tidy(answer.value.text) : '';
  samples['file to the server'].push({ group: voice, expected: phrase, actual });
}
