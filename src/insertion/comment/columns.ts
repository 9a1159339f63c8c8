// Columns as an editor counts them: a tab goes to the next stop, a character outside the basic plane is one. Pure.

/** Stands for the cursor while lines are broken; nobody speaks a character of the private area. */
export const cursor = '\uE000';

export function columnsOf(text: string, tabSize: number): number {
  let columns = 0;
  for (const character of text) {
    if (character !== cursor) columns += character === '\t' ? tabSize - (columns % tabSize) : 1;
  }
  return columns;
}

export function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** White space as wide as a text: its own indent, and spaces for the rest. */
export function blankLike(text: string, tabSize: number): string {
  const indent = indentOf(text);
  return indent + ' '.repeat(columnsOf(text, tabSize) - columnsOf(indent, tabSize));
}
