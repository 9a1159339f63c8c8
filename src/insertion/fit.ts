// Makes dictated text fit what stands around the place: a space between two words, none after an opening
// bracket, before a closing one, behind the dot of a member, or between two signs of a script that is written
// without spaces. Pure. Does not change the words or their case.

export interface Around {
  /** The characters of the line next to the place, empty at its ends. */
  readonly before: string;
  readonly after: string;
  /** Among code a dot, colons and brackets bind; in prose they end and begin. */
  readonly isCode: boolean;
}

export function fit(text: string, { before, after, isCode }: Around): string {
  if (text === '') return text;
  const lead = needsSpaceBetween(before, text, isCode) ? ' ' : '';
  const tail = startsWithWord(after) && needsSpaceBetween(text, after, isCode) ? ' ' : '';
  return `${lead}${text}${tail}`;
}

const wordCharacter = /^[\p{L}\p{N}\p{M}_]/u;
const closing = /^[\s,.;:!?)\]}'"’”、。，．；：！？）］｝」』】》]/u;
const opening = /^\(/;
const endsAWord = /[\p{L}\p{N}\p{M}_,.;:!?)\]}’”]$/u;
/** A member, a path, a not: what follows belongs to it. */
const binds = /(?:\.|::|!)$/u;
/** Written without spaces between words; the signs of such scripts too. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー、。，．；：！？（）「」『』【】《》]/u;

function startsWithWord(text: string): boolean {
  return wordCharacter.test(text);
}

function needsSpaceBetween(left: string, right: string, isCode: boolean): boolean {
  if (right === '' || !endsAWord.test(left) || closing.test(right)) return false;
  if (unspaced.test(lastOf(left)) || unspaced.test(firstOf(right))) return false;
  return !(isCode && (binds.test(left) || opening.test(right)));
}

/** Whole characters, not halves. */
function firstOf(text: string): string {
  return [...text.slice(0, 2)][0] ?? '';
}

function lastOf(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}
