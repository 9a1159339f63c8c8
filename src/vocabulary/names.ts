// Takes names apart as they are spoken: `getUserById`, `GET_USER_BY_ID` and `get-user-by-id` are all "get user by
// id". Pure. The key of a name is its parts without gaps: names and heard words with the same key are the same.

/** Longer ones are generated, encoded or a mistake. */
export const longestName = 60;

const part = /\p{Lu}+(?!\p{Ll})|\p{Lu}?(?:\p{Ll}\p{M}*)+|(?:\p{Lo}\p{M}*)+|\p{N}+/gu;

export function partsOf(name: string): readonly string[] {
  return (name.match(part) ?? []).map((found) => found.toLowerCase());
}

export function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, '');
}

/** Made of several words, which speech writes apart: the names that need help most. */
export function isCompound(name: string): boolean {
  return partsOf(name).filter((found) => /\p{L}/u.test(found)).length > 1;
}

/** Has capitals inside, digits or signs: nobody writes it so who does not know it. */
export function isSpelledUnusually(name: string): boolean {
  return /[\p{L}\p{N}]\p{Lu}|\p{N}|[_$./+#-]/u.test(name);
}
