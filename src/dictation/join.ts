// Puts the texts of phrases together. Two phrases that overlap in sound share words at the seam, which are written once,
// also where one side has only a part of the word. Between two that don't there was a pause, and a pause is no full
// stop: the recogniser ends each of its texts as a sentence, and the next text tells whether it was one. Pure.

const mostShared = 4;
const leastPart = 2;

/** `overlaps`: the sound of `next` begins before that of `said` ends. */
export function join(said: string, next: string, overlaps: boolean): string {
  const before = wordsOf(said);
  const after = wordsOf(next);
  if (!overlaps) return afterPause(before, after).join(' ');
  for (let shared = Math.min(mostShared, before.length, after.length); shared > 0; shared--) {
    const ends = before.slice(-shared);
    if (ends.every((word, index) => same(word, after[index] ?? ''))) {
      return [...before.slice(0, -shared), ...after].join(' ');
    }
  }
  const last = bare(before.at(-1) ?? '');
  const first = bare(after[0] ?? '');
  if (last.length >= leastPart && first.startsWith(last)) return [...before.slice(0, -1), ...after].join(' ');
  if (first.length >= leastPart && last.endsWith(first)) return [...before, ...after.slice(1)].join(' ');
  return [...before, ...after].join(' ');
}

/** The text as it may go on: without a stop that only the pause brought. */
export function openEnded(said: string): string {
  return said.replace(/(?:\.|…)+\s*$/u, '');
}

const endsSentence = /[.?!…:]["')\]]*$/u;
const goesOn = /^["'([]*\p{Ll}/u;
const isSentenceCase = /^["'([]*\p{Lu}[\p{Ll}'’-]*[,;:.?!]*$/u;
/** Written with a capital inside a sentence too. */
const keepsCapital =
  /^(?:I|I['’]\w+|Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?|January|February|April|June|July|August|September|October|November|December|English|German|French|American|Americans|Mr|Mrs|Ms|Dr)[,;:.?!]*$/u;

function afterPause(before: readonly string[], after: readonly string[]): readonly string[] {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined) return [...before, ...after];
  if (goesOn.test(first) && openEnded(last) !== '')
    return [...before.slice(0, -1), openEnded(last), ...after];
  if (endsSentence.test(last) || !isSentenceCase.test(first) || keepsCapital.test(first))
    return [...before, ...after];
  return [...before, lowered(first), ...after.slice(1)];
}

function lowered(word: string): string {
  return word.replace(/\p{Lu}/u, (letter) => letter.toLowerCase());
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function same(one: string, other: string): boolean {
  return bare(one) !== '' && bare(one) === bare(other);
}
