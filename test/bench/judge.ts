// What for: what is wrong with a transcript: words by Whisper's own normaliser, stops and capitals inside the text that
// the speaker's text does not have, and loops.
// Promises: pure; stops and capitals are judged only where the reference is written with them.
// Must not know: who wrote the transcript.

import { aligned } from '../support/alignment.ts';
import { whisperWords } from '../support/whisperEnglish.ts';

export interface Judgement {
  readonly words: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  readonly errors: number;
  /** Letter by letter; undefined where the reference has no case or punctuation. */
  readonly exact: boolean | undefined;
  readonly stops: number | undefined;
  readonly capitals: number | undefined;
  /** Words that occur three times in a row or more. */
  readonly loops: readonly string[];
  readonly isEmpty: boolean;
}

export function judge(said: string, text: string): Judgement {
  const reference = whisperWords(said);
  const words = whisperWords(text);
  const steps = aligned(reference, words);
  const count = (kind: string) => steps.filter((step) => step.kind === kind).length;
  const [substitutions, insertions, deletions] = [count('changed'), count('added'), count('missing')];
  const joints = isWritten(said) ? jointsOf(said, text) : undefined;
  return {
    ...{ words: reference.length, substitutions, insertions, deletions },
    errors: substitutions + insertions + deletions,
    exact: joints && squeezed(said) === squeezed(text),
    stops: joints?.stops,
    capitals: joints?.capitals,
    loops: loopsIn(words, reference),
    isEmpty: text.trim() === '',
  };
}

/** Has case and ends like a sentence. */
function isWritten(text: string): boolean {
  return /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text) && /[.?!]["')\]]*$/u.test(text.trim());
}

/** Only words that both have are compared; the first has its capital and the last its stop anyway. */
function jointsOf(said: string, text: string): { readonly stops: number; readonly capitals: number } {
  const [reference, written] = [tokensOf(said), tokensOf(text)];
  let stops = 0;
  let capitals = 0;
  for (const step of aligned(reference.map(bare), written.map(bare))) {
    if (step.kind !== 'same') continue;
    const [wanted = '', word = ''] = [reference[step.said], written[step.written]];
    const isLast = step.written === written.length - 1;
    if (!isLast && endsSentence(word) && !endsSentence(wanted)) stops += 1;
    if (step.written > 0 && beginsLarge(word) && !beginsLarge(wanted)) capitals += 1;
  }
  return { stops, capitals };
}

const tokensOf = (text: string) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
const bare = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const endsSentence = (word: string) => /[.?!…]["'”’)\]]*$/u.test(word);
const beginsLarge = (word: string) => /^[^\p{L}\p{N}]*\p{Lu}/u.test(word);
const squeezed = (text: string) => text.trim().replace(/\s+/gu, ' ');

const longestRepeated = 8;
const timesOfALoop = 3;

/** Each row once, by its shortest words; what the reference says as often is none. */
export function loopsIn(words: readonly string[], reference: readonly string[]): readonly string[] {
  const loops: string[] = [];
  for (let at = 0; at < words.length; at++) {
    for (let length = 1; length <= longestRepeated; length++) {
      const part = words.slice(at, at + length);
      let times = 1;
      while (part.every((word, index) => words[at + times * length + index] === word)) times += 1;
      if (times < timesOfALoop) continue;
      const row = Array.from({ length: timesOfALoop }, () => part.join(' ')).join(' ');
      if (!` ${reference.join(' ')} `.includes(` ${row} `)) loops.push(`${part.join(' ')} (${times} times)`);
      at += length * times - 1;
      break;
    }
  }
  return loops;
}
