// Stage: the user's and the workspace's own replacements, "spoken => written". Whole words, whatever their case;
// what was written once is not replaced again. `/pattern/ => written` is a regular expression, with $1 for its groups.

import type { ReplacementFault } from '../base/problem.ts';
import { type Budget, compilePattern, type Pattern } from './pattern.ts';
import { Phrases } from './phrases.ts';
import { type Token, textOf, wordsOf } from './tokens.ts';

export interface Replacements {
  readonly words: Phrases<string>;
  readonly patterns: readonly { readonly pattern: Pattern; readonly written: string }[];
  /** What cannot be used, and why. */
  readonly refused: readonly { readonly spoken: string; readonly why: ReplacementFault }[];
}

const longestSpoken = 12;

/** What comes later wins: the workspace's after the user's. */
export function replacementsOf(pairs: Iterable<readonly [spoken: string, written: string]>): Replacements {
  const words: (readonly [string, string])[] = [];
  const patterns: { pattern: Pattern; written: string }[] = [];
  const refused: { spoken: string; why: ReplacementFault }[] = [];
  for (const [spoken, written] of pairs) {
    const expression = /^\/(.+)\/(i?)$/su.exec(spoken.trim());
    if (expression === null) {
      const heard = wordsOf(spoken.trim());
      const isWords = heard.every(({ lead, word, tail }) => word !== '' && lead + tail === '');
      if (isWords && heard.length > 0 && heard.length <= longestSpoken) words.push([spoken, written]);
      else refused.push({ spoken, why: 'notWords' });
      continue;
    }
    const pattern = compilePattern(expression[1] ?? '', expression[2] === 'i');
    if (pattern.ok) patterns.push({ pattern: pattern.value, written });
    else refused.push({ spoken, why: pattern.error });
  }
  return { words: new Phrases(words, 'asWritten'), patterns, refused };
}

export function replaced(text: string, { words, patterns }: Replacements): string {
  const budget: Budget = { left: 100_000 + 40 * text.length };
  return patterns.reduce(
    (current, { pattern, written }) => replacedAll(current, pattern, written, budget),
    replacedWords(text, words),
  );
}

function replacedWords(text: string, words: Phrases<string>): string {
  const tokens = wordsOf(text);
  const out: Token[] = [];
  let changed = false;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const found = token.word === '' ? undefined : words.longestAt(tokens, at);
    if (found === undefined) {
      out.push(token);
      at += 1;
      continue;
    }
    const last = tokens[at + found.words - 1] as Token;
    out.push({ ...token, word: likeHeard(found.meaning, token.word), tail: last.tail });
    at += found.words;
    changed = true;
  }
  return changed ? textOf(out) : text;
}

/** "Cash the result" becomes "Cache the result": a plain small word takes over the capital of a sentence. */
function likeHeard(written: string, heard: string): string {
  const isSentenceStart = /^\p{Lu}\p{Ll}+$/u.test(heard);
  return isSentenceStart && /^\p{Ll}+( \p{Ll}+)*$/u.test(written)
    ? written.slice(0, 1).toUpperCase() + written.slice(1)
    : written;
}

/** All or nothing: where the steps are used up the text stays as it was. */
function replacedAll(text: string, pattern: Pattern, written: string, budget: Budget): string {
  const out: string[] = [];
  let from = 0;
  for (let match = pattern.find(text, 0, budget); match !== undefined; ) {
    if (match.end === match.start) break; // it matches nothing: it would do so everywhere
    out.push(text.slice(from, match.start), withGroups(written, match.groups));
    from = match.end;
    match = pattern.find(text, from, budget);
  }
  return budget.left < 0 ? text : out.join('') + text.slice(from);
}

function withGroups(written: string, groups: readonly (string | undefined)[]): string {
  return written.replace(/\$(\$|\d{1,2})/g, (_, sign: string) =>
    sign === '$' ? '$' : (groups[Number(sign)] ?? ''),
  );
}
