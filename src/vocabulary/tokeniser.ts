// How a model counts words: whisper.cpp's own way of cutting a text into the tokens of the model file. Not the
// merging that others do: greedy, longest token first, over the bytes of each word. Pure. Promises the same
// count as the server's, so that a prompt can be filled to the last token and never lose its beginning.

/** The server's pattern, with its ASCII classes written out: those of JavaScript know more spaces and letters. */
const word =
  /'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^ \t-\rA-Za-z0-9]+|[ \t-\r]+(?![^ \t-\r])|[ \t-\r]+/g;

export interface Tokeniser {
  /** How many tokens the text becomes. */
  count(text: string): number;
  /** Whether a word in running text is one token: the model has seen it often. */
  knows(word: string): boolean;
}

/** `tokens` as they stand in the model file, one character a byte. */
export function tokeniserOf(tokens: readonly string[]): Tokeniser {
  const known = new Set(tokens);
  const longest = tokens.reduce((most, { length }) => Math.max(most, length), 1);
  const encoder = new TextEncoder();
  const lengths = new Map<string, number>();

  const countWord = (bytes: string): number => {
    const before = lengths.get(bytes);
    if (before !== undefined) return before;
    let count = 0;
    for (let from = 0; from < bytes.length; ) {
      let to = Math.min(bytes.length, from + longest);
      while (to > from && !known.has(bytes.slice(from, to))) to -= 1;
      // A byte that no token holds is dropped by the server; counting it as one stays on the safe side.
      count += 1;
      from = Math.max(to, from + 1);
    }
    if (lengths.size < 20_000) lengths.set(bytes, count);
    return count;
  };

  return {
    count(text) {
      let sum = 0;
      for (const [piece] of bytesAsText(encoder.encode(text)).matchAll(word)) sum += countWord(piece);
      return sum;
    },
    knows: (text) => known.has(bytesAsText(encoder.encode(` ${text}`))),
  };
}

/** One character a byte: the server's pattern looks at bytes, and a set wants something that it can compare. */
function bytesAsText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** For a recogniser whose model file is not at hand. Errs on the side of too many in any language that is written. */
export const cautiousTokeniser: Tokeniser = {
  count: (text) => Math.ceil(new TextEncoder().encode(text).byteLength * 0.75),
  knows: () => false,
};
