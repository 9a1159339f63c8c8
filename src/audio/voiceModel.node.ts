// The detector for a dictation: Silero's network where its weights are there, which is everywhere but in a tree
// that was never built, else loudness. Reads the weights at the first use and keeps them.

import { readFileSync } from 'node:fs';
import { reasonOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { readSilero, SileroDetector, type SileroWeights, sileroBytes } from './silero.ts';
import { LoudnessDetector, type VoiceDetector } from './voice.ts';

export function voiceDetectors(file: string, log: Log): () => VoiceDetector {
  let weights: SileroWeights | undefined;
  let isMissing = false;
  return () => {
    if (weights === undefined && !isMissing) {
      weights = read(file, log);
      isMissing = weights === undefined;
    }
    return weights === undefined ? new LoudnessDetector() : new SileroDetector(weights);
  };
}

function read(file: string, log: Log): SileroWeights | undefined {
  try {
    const bytes = readFileSync(file);
    if (bytes.byteLength === sileroBytes) return readSilero(bytes);
    log.warn(`voice detection goes by loudness: ${file} has ${bytes.byteLength} bytes, not ${sileroBytes}`);
  } catch (error) {
    log.warn(`voice detection goes by loudness: ${reasonOf(error)}`);
  }
  return undefined;
}
