// The stages that turn a transcript into written text, in their order. Each is pure and has a file of its own.

import { tidy } from './tidy.ts';

type Stage = (text: string) => string;

const stages: readonly Stage[] = [tidy];

export function write(transcript: string): string {
  return stages.reduce((text, stage) => stage(text), transcript);
}
