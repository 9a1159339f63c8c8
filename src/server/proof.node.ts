// Runs one proof: starts the launch in a process of its own, sends it the known sentence, ends it. Promises: a
// crash or a hang of what is proven harms nobody; no process is left; nothing is sent where the model does not
// lie on the GPU that it is to prove.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpeechRequest } from '../base/speech.ts';
import { endingOf } from './ladder.ts';
import type { LaunchSpec } from './launch.ts';
import { ServerProcess, type ServerProcessParts } from './process.node.ts';
import { isOnGpu, proofSeconds, type Trial } from './proof.ts';

/** A large model comes from a slow disk, and a driver compiles its programs for the first time. */
const startMs = 120_000;
const answerMs = 60_000;

export async function clipFrom(file: string): Promise<SpeechRequest> {
  const wav = await readFile(file);
  return { wav, seconds: proofSeconds, language: 'en', prompt: '', care: 'full' };
}

/** `folder`: one of Sotto's own; the process runs in a new one below it, where nothing else lies. */
export async function tryOut(
  spec: LaunchSpec,
  clip: SpeechRequest,
  folder: string,
  parts: ServerProcessParts,
): Promise<Trial> {
  const home = await mkdtemp(join(folder, 'proof-'));
  const process = await ServerProcess.launch(spec, home, parts);
  const failed = async (ended: typeof process.ended | undefined): Promise<Trial> => {
    return { kind: 'failed', ending: endingOf(await ended, process.facts) };
  };
  try {
    const became = await process.becomesReady(startMs, () => true);
    if (became !== 'yes') return await failed(became === 'ended' ? process.ended : undefined);
    process.look();
    if (spec.backend.kind !== 'cpu' && !isOnGpu(spec, process.facts)) {
      return { kind: 'notOnGpu', facts: process.facts };
    }
    // Twice on a GPU: the first time its programs are compiled, and only the second one tells how fast it is.
    let tookMs = 0;
    let heard = '';
    for (let round = spec.backend.kind === 'cpu' ? 2 : 1; round <= 2; round++) {
      const startedAt = parts.clock.now();
      const answer = await process.transcribe(clip, answerMs, new AbortController().signal);
      tookMs = Math.round(parts.clock.now() - startedAt);
      if (answer.kind === 'unreachable') return await failed(process.ended);
      if (answer.kind !== 'heard') return await failed(undefined);
      heard = answer.transcript.text;
    }
    return { kind: 'answered', heard, tookMs, facts: process.facts };
  } finally {
    await process.end('stop');
    await rm(home, { recursive: true, force: true });
  }
}
