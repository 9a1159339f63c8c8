// Puts the texts of phrases together. Two phrases that overlap in sound share words at the seam, which are
// written once, also where one side has only a part of the word. Pure. Knows nothing of style.

const mostShared = 4;
const leastPart = 2;

/** `overlaps`: the sound of `next` begins before that of `said` ends. */
export function join(said: string, next: string, overlaps: boolean): string {
  const before = wordsOf(said);
  const after = wordsOf(next);
  if (!overlaps) return [...before, ...after].join(' ');
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

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function same(one: string, other: string): boolean {
  return bare(one) !== '' && bare(one) === bare(other);
}
