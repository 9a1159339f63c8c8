// The stages that turn a transcript into written text, in their order. Each is pure and has a file of its own.

import type { Target } from './target.ts';
import { tidy } from './tidy.ts';

type Stage = (text: string, target: Target) => string;

const stages: readonly Stage[] = [tidy];

export function write(transcript: string, target: Target): string {
  return stages.reduce((text, stage) => stage(text, target), transcript);
}
