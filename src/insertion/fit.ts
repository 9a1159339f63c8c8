// Makes dictated text fit what stands around the place: a space between two words, none after an opening
// bracket or before a closing one. Pure. Does not change the words or their case.

/** `before` and `after` are the characters of the line next to the place, empty at its ends. */
export function fit(text: string, before: string, after: string): string {
  if (text === '') return text;
  const lead = needsSpaceBetween(before.slice(-1), text.slice(0, 1)) ? ' ' : '';
  const tail = needsSpaceBetween(text.slice(-1), after.slice(0, 1)) && isWord(after.slice(0, 1)) ? ' ' : '';
  return `${lead}${text}${tail}`;
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;
const closing = /[\s,.;:!?)\]}'"’”]/;
const endsAWord = /[\p{L}\p{N}\p{M}_,.;:!?)\]}’”]/u;

function isWord(character: string): boolean {
  return wordCharacter.test(character);
}

function needsSpaceBetween(left: string, right: string): boolean {
  return endsAWord.test(left) && right !== '' && !closing.test(right);
}
