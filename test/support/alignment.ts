// What for: which word of a text answers to which word of another, by the fewest changes.
// Promises: pure; both texts are read to their end, in order.
// Must not know: what a word is, or what is counted.

/** A word that both have, one that was put in place of another, one that is only in the first, or only in the second. */
export type Step =
  | { readonly kind: 'same' | 'changed'; readonly said: number; readonly written: number }
  | { readonly kind: 'missing'; readonly said: number }
  | { readonly kind: 'added'; readonly written: number };

/** The places are those of the words in their lists. */
export function aligned(said: readonly string[], written: readonly string[]): readonly Step[] {
  const width = written.length + 1;
  const costs = new Uint32Array((said.length + 1) * width);
  const cost = (row: number, column: number) => costs[row * width + column] ?? 0;
  const change = (row: number, column: number) => Number(said[row - 1] !== written[column - 1]);
  for (let column = 0; column < width; column++) costs[column] = column;
  for (let row = 1; row <= said.length; row++) {
    costs[row * width] = row;
    for (let column = 1; column < width; column++) {
      const diagonal = cost(row - 1, column - 1) + change(row, column);
      const either = Math.min(cost(row - 1, column), cost(row, column - 1)) + 1;
      costs[row * width + column] = Math.min(diagonal, either);
    }
  }
  const steps: Step[] = [];
  let row = said.length;
  let column = written.length;
  while (row > 0 || column > 0) {
    const here = cost(row, column);
    if (row > 0 && column > 0 && here === cost(row - 1, column - 1) + change(row, column)) {
      row -= 1;
      column -= 1;
      steps.push({ kind: said[row] === written[column] ? 'same' : 'changed', said: row, written: column });
    } else if (row > 0 && here === cost(row - 1, column) + 1) {
      row -= 1;
      steps.push({ kind: 'missing', said: row });
    } else {
      column -= 1;
      steps.push({ kind: 'added', written: column });
    }
  }
  return steps.reverse();
}
