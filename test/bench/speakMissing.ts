// What for: speaks the lines of a list that nobody has recorded, with natural voices, where those are at hand.
// Promises: the same voice for the same line, always; each line once, kept under .cache; what is left out is said.
// Must not know: how the voices work, or who listens.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/paths.ts';
import { run } from '../support/run.ts';
import {
  type Choice,
  chosen,
  madeRecordings,
  type RecordingList,
  readList,
  sharedRoot,
} from './recordings.ts';

const voices = [
  ...['af_heart', 'af_bella', 'af_nova', 'af_sarah', 'af_nicole', 'am_michael', 'am_fenrir', 'am_puck'],
  ...['am_adam', 'am_eric', 'bf_emma', 'bf_alice', 'bf_isabella', 'bm_george', 'bm_fable', 'bm_lewis'],
];

const mostMsALine = 60_000;

interface Wish extends Choice {
  /** The file or the name of the list. */
  readonly list: string;
  readonly voices: string | undefined;
}

export async function speakMissing(list: RecordingList, wish: Wish): Promise<RecordingList> {
  const missing = chosen(list.missing, { ...wish, first: undefined }).filter(({ said }) => said !== '');
  if (missing.length === 0) return list;
  if (wish.voices === undefined) {
    const ids = missing.map(({ id }) => id).join(' ');
    console.log(`left out, because they have no recording (--voices speaks them): ${missing.length}: ${ids}`);
    return list;
  }
  const folder = temporaryFolder('voices');
  const lines = join(folder.path, 'list.tsv');
  const made = madeRecordings(list.name);
  mkdirSync(made, { recursive: true });
  console.log(`${missing.length} lines without a recording are spoken, at about five seconds each`);
  writeFileSync(lines, missing.map(({ id, said }) => [id, voiceOf(id), '1', said].join('\t')).join('\n'));
  try {
    await run(process.execPath, [join(sharedRoot, 'voices', 'speak.mjs'), wish.voices, lines, made], {
      timeoutMs: missing.length * mostMsALine,
    });
  } finally {
    folder.remove();
  }
  return readList(wish.list);
}

function voiceOf(id: string): string {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return voices[hash % voices.length] ?? 'af_heart';
}
