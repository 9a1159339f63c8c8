// The languages of speech that there are tables for, and which of them a transcript is in.

import type { Language } from '../language.ts';
import { keyOf, tokensOf } from '../tokens.ts';
import { english } from './english.ts';
import { german } from './german.ts';

export const languages: readonly Language[] = [english, german];

/**
 * The language with this code. For `auto` the one whose smallest words the transcript holds most of. Undefined for
 * one without a table: then nothing that is spoken stands for anything but itself.
 */
export function languageOf(code: string, transcript: string): Language | undefined {
  if (code !== 'auto') return languages.find((language) => language.code === code.toLowerCase());
  const words = tokensOf(transcript.slice(0, 2_000)).map(({ word }) => keyOf(word));
  const score = ({ determiners, copulas, mentions }: Language) =>
    words.filter((word) => determiners.has(word) || copulas.has(word) || mentions.has(word)).length;
  return languages.reduce((best, language) => (score(language) > score(best) ? language : best));
}
