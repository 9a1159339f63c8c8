// What may follow `npm run bench:real --` and the other benches over recordings: read once, with the usual words of a
// command line. A wrong one ends the bench with a sentence.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Choice, isList } from './recordings.ts';

const options = {
  only: { type: 'string' },
  first: { type: 'string' },
  kinds: { type: 'string' },
  speed: { type: 'string' },
  voices: { type: 'string' },
  report: { type: 'string' },
  threads: { type: 'string' },
  'skip-plain': { type: 'boolean' },
  'no-preview': { type: 'boolean' },
  prompt: { type: 'boolean' },
} as const;

export interface RealOptions extends Choice {
  readonly model: string;
  readonly list: string;
  readonly speed: number;
  readonly threads: number;
  /** Where the synthesiser's voices lie. */
  readonly voices: string | undefined;
  readonly report: string;
  readonly skipPlain: boolean;
  readonly preview: boolean;
  readonly prompt: boolean;
}

export function realOptions(args: readonly string[]): RealOptions {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const list = positionals.find(isList) ?? 'people';
  const model = positionals.find((word) => !isList(word)) ?? 'tiny.en';
  const speed = Number(values.speed ?? 1);
  return {
    ...{ model, list, speed },
    // Otherwise as many as the product takes.
    threads: Number(values.threads ?? Math.min(8, availableParallelism())),
    only: values.only,
    kinds: values.kinds?.split(','),
    first: values.first === undefined ? undefined : Number(values.first),
    voices: values.voices ?? process.env['SOTTO_VOICES'],
    report: values.report ?? 'real',
    skipPlain: values['skip-plain'] ?? false,
    preview: !(values['no-preview'] ?? false) && speed === 1,
    prompt: values.prompt ?? false,
  };
}
