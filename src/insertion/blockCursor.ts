// In the normal mode of Vim the cursor lies on a character and not between two. Words go before that character, as
// after `i`; where it is the last one of its line they go behind it, as after `a`. Pure.

/** Where the words go in a line whose cursor lies on the character that begins here. */
export function besideBlock(line: string, character: number): number {
  const isLast = [...line.slice(character)].length === 1;
  return isLast ? line.length : character;
}
