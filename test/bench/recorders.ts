// How soon each recorder delivers after the key goes down, in which pieces, and how long it holds sound back when the key
// comes up: what the tails in src/audio/recorders.ts must be longer than. Each that is installed, on the virtual
// microphone; pw-record on a PipeWire of its own. `npm run bench:recorders -- [runs]`

import { sampleRate, secondsOf } from '../../src/audio/format.ts';
import { type Recorder, recorders } from '../../src/audio/recorders.ts';
import { findProgram } from '../../src/base/system.node.ts';
import { withEnvironment } from '../adapters/support/environment.ts';
import { missingPipeWirePrograms, startPipeWireMicrophone } from '../adapters/support/pipeWire.ts';
import { earsFor, microphoneFor, samplesIn } from '../adapters/support/recordings.ts';
import { speak } from '../support/speech.ts';
import { startVirtualMicrophone } from '../support/virtualMicrophone.ts';
import { plainTable } from '../support/wer.ts';
import { writeReport } from './report.ts';

const runs = Number(process.argv[2] ?? 10);
const loud = 0.01;

interface Take {
  readonly startMs: number;
  readonly longestGapMs: number;
  /** After the last sound was there for the quickest listener. Unknown where no second listener can be had. */
  readonly heldBackMs: number | undefined;
  readonly stopMs: number;
  /** Sound that only came when the program was asked to end. */
  readonly flushedMs: number;
}

const word = await speak('Close the terminal.', { tailSeconds: 0 });
const takes = new Map<Recorder, Take[]>();
const virtual = await startVirtualMicrophone();
await withEnvironment(virtual.env, async () => {
  for (const recorder of recorders) {
    if (recorder.name === 'pw-record' || findProgram(recorder.program) === undefined) continue;
    const own: Take[] = [];
    for (let run = 0; run < runs; run++) {
      const ears = await earsFor(word);
      own.push(await take(recorder, () => virtual.play(word), ears.end));
      await ears.dispose();
    }
    takes.set(recorder, own);
  }
});
await virtual.dispose();
const pwRecord = recorders.find(({ name }) => name === 'pw-record');
if (pwRecord !== undefined && missingPipeWirePrograms().length === 0) {
  const pipeWire = await startPipeWireMicrophone();
  await withEnvironment(pipeWire.env, async () => {
    const own: Take[] = [];
    for (let run = 0; run < runs; run++) own.push(await take(pwRecord, () => pipeWire.play(word), undefined));
    takes.set(pwRecord, own);
  });
  await pipeWire.dispose();
}

const rows = [...takes].map(([{ name, tailMs }, own]) => {
  const middle = (read: (one: Take) => number | undefined) => {
    const sorted = own.flatMap((one) => read(one) ?? []).toSorted((a, b) => a - b);
    if (sorted.length === 0) return '-';
    return `${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} (${Math.round(sorted.at(-1) ?? 0)})`;
  };
  return [
    name,
    middle(({ startMs }) => startMs),
    middle(({ longestGapMs }) => longestGapMs),
    middle(({ heldBackMs }) => heldBackMs),
    String(tailMs),
    middle(({ stopMs }) => stopMs),
    middle(({ flushedMs }) => flushedMs),
  ];
});
const header = ['recorder', 'first sound', 'longest gap', 'held back', 'tail', 'stop in all', 'came at stop'];
console.log(`milliseconds: the middle of ${runs} (the longest)\n${plainTable(header, rows)}`);
const conditions = { runs, pieces: 'milliseconds: the middle (the longest)' };
console.log(
  `written to ${writeReport('recorders', conditions, { header, rows, takes: [...takes.values()] })}`,
);

async function take(
  { name, tailMs }: Recorder,
  play: () => Promise<void>,
  end: Promise<void> | undefined,
): Promise<Take> {
  const pieces: { readonly at: number; readonly samples: Float32Array }[] = [];
  const begun = performance.now();
  const { microphone } = microphoneFor({ recorder: name });
  let flowing: () => void = () => {};
  const flows = new Promise<void>((resolve, reject) => {
    flowing = resolve;
    setTimeout(() => reject(new Error(`${name}: no sound`)), 5_000).unref();
  });
  const recording = microphone.record({
    flowing,
    heard: (pcm) => void pieces.push({ at: performance.now(), samples: samplesIn(pcm) }),
    noticed: () => {},
    ended: ({ kind }) => console.error(`${name}: ${kind}`),
  });
  await flows;
  const playing = play();
  await (end ?? playing);
  const ended = performance.now();
  const pcm = await recording.finish();
  const stopped = performance.now();
  await playing;
  const gaps = pieces.slice(1).map(({ at }, index) => at - (pieces[index]?.at ?? at));
  const last = pieces.findLast(({ samples }) => samples.some((sample) => Math.abs(sample) > loud));
  if (secondsOf(pcm) === 0 || last === undefined) throw new Error(`${name} heard nothing`);
  return {
    startMs: (pieces[0]?.at ?? 0) - begun,
    longestGapMs: Math.max(...gaps),
    heldBackMs: end === undefined ? undefined : Math.max(0, last.at - ended),
    stopMs: stopped - ended,
    flushedMs: pieces
      .filter(({ at }) => at > ended + tailMs)
      .reduce((sum, { samples }) => sum + samples.length / (sampleRate / 1_000), 0),
  };
}
