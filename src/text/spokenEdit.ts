// What a dictation can end with instead of text: a deed at the place, such as "scratch that". Promises: few and
// sure. Alone it always counts; behind other words only where the recogniser heard a pause, or where nobody would
// dictate it. New lines and tabs are signs and stand in symbolTable.ts.

import type { Language, SpokenEdit } from './language.ts';
import { keyOf, textOf, tokensOf } from './tokens.ts';

export interface Spoken {
  /** The words before the deed. */
  readonly said: string;
  readonly edit?: SpokenEdit;
}

export function spokenEditOf(transcript: string, language: Language | undefined): Spoken {
  const tokens = tokensOf(transcript).filter(({ word }) => word !== '');
  const words = tokens.map(({ word }) => keyOf(word));
  for (const [edit, names] of Object.entries(language?.edits ?? {})) {
    for (const [index, name] of names.split(/\s*,\s*/).entries()) {
      const wanted = name.trim().split(/\s+/);
      const from = words.length - wanted.length;
      if (from < 0 || wanted.some((word, at) => word !== words[from + at])) continue;
      const before = tokens.slice(0, from);
      const isSure = edit === 'scratchThat' && index === 0;
      if (from > 0 && !isSure && !/[.,;:!?…]$/.test(before.at(-1)?.tail ?? '')) continue;
      return { said: textOf(before).trim(), edit: edit as SpokenEdit };
    }
  }
  return { said: transcript };
}
