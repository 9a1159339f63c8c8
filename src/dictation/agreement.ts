// Which words of a growing guess stay: those on which two guesses in a row agree are firm and don't change again
// while the phrase is spoken. Pure.

export interface Guess {
  readonly firm: readonly string[];
  readonly last: readonly string[];
}

export const noGuess: Guess = { firm: [], last: [] };

export function agree({ firm, last }: Guess, text: string): Guess {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const differs = words.findIndex((word, index) => word !== last[index]);
  const agreed = words.slice(0, differs < 0 ? words.length : differs);
  return { firm: agreed.length > firm.length ? agreed : firm, last: words };
}

/** The firm words and what the last guess says after them. */
export function shown({ firm, last }: Guess): string {
  return [...firm, ...last.slice(firm.length)].join(' ');
}
