// What a model writes when it hears a term: learned by speaking the term to it, without and with the prompt. Pure:
// the lines of the file that keeps it, and what follows for the vocabulary. A term that came out right every time
// needs no place in the prompt; what came out wrong is one more reading of the term.

import { keyOf } from './names.ts';
import { holdsTogether } from './ordinary.ts';
import type { Term } from './terms.ts';

export interface Heard {
  readonly term: string;
  readonly prompted: boolean;
  /** What the model wrote for it. */
  readonly heard: string;
  readonly times: number;
}

const header = `# What this model wrote when a synthetic voice said a term of your project to it (term, prompt, heard, times).
# Sotto reads such words as the term where the place speaks for it. Delete a line to forget it, the file to begin anew.
`;

export function formatHeard(heard: readonly Heard[]): string {
  const lines = heard.map(({ term, prompted, heard: text, times }) =>
    [term, prompted ? 'prompted' : 'plain', text, times].join('\t'),
  );
  return `${header}${lines.join('\n')}\n`;
}

export function parseHeard(text: string): readonly Heard[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [term, way, heard, times] = line.split('\t');
    if (line.startsWith('#') || term === undefined || heard === undefined) return [];
    if (way !== 'plain' && way !== 'prompted') return [];
    return [{ term, prompted: way === 'prompted', heard, times: Number(times) || 1 }];
  });
}

/** The terms with what was heard for them as readings. */
export function spokenAsHeard(terms: readonly Term[], heard: readonly Heard[]): readonly Term[] {
  if (heard.length === 0) return terms;
  const known = new Set(terms.map(({ written }) => keyOf(written)));
  const readings = new Map<string, Set<string>>();
  for (const { term, heard: text } of heard) {
    // What is a term itself is no mishearing of another.
    if (text === '' || known.has(keyOf(text)) || text.split(' ').every(holdsTogether)) continue;
    readings.set(term, (readings.get(term) ?? new Set()).add(text.toLowerCase()));
  }
  return terms.map((term) => {
    const more = readings.get(term.written);
    return more === undefined ? term : { ...term, spoken: [...new Set([...term.spoken, ...more])] };
  });
}

/** Terms that came out right every time without being told. */
export function writtenRightlyBy(heard: readonly Heard[]): ReadonlySet<string> {
  const right = new Set<string>();
  const wrong = new Set<string>();
  for (const { term, prompted, heard: text } of heard) {
    if (!prompted) (text === term ? right : wrong).add(term);
  }
  return new Set([...right].filter((term) => !wrong.has(term)));
}
