// A text as a row of words with what stands around each, for the stages that look for spoken words. Promises:
// joined again, an untouched row is the same text to the last character, and the work grows with the length only.

export interface Token {
  /** What parts it from the token before: white space, a hyphen inside a compound word, or nothing. */
  readonly gap: string;
  /** Signs right before and right after the word: brackets, quotes, the recogniser's commas and periods. */
  readonly lead: string;
  readonly tail: string;
  /** Empty where signs stand alone. */
  readonly word: string;
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
    addChunk(tokens, text.slice(from, index), chunk);
    from = index + chunk.length;
  }
  if (from < text.length) tokens.push({ gap: text.slice(from), lead: '', word: '', tail: '' });
  return tokens;
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ gap, lead, word, tail }) => gap + lead + word + tail).join('');
}

/** How words are compared: without regard to case. */
export function keyOf(word: string): string {
  return word.toLowerCase();
}

function addChunk(tokens: Token[], gap: string, chunk: string): void {
  const start = chunk.search(wordCharacter);
  if (start < 0) {
    tokens.push({ gap, lead: chunk, word: '', tail: '' });
    return;
  }
  let end = chunk.length;
  while (!wordCharacter.test(chunk.slice(end - 1, end)) && end > start + 1) end -= 1;
  // A word of rare letters, which take two places each, has no end that could be told from one place.
  if (end === start + 1 && chunk.charCodeAt(start) >= 0xd800 && chunk.charCodeAt(start) <= 0xdfff)
    end = chunk.length;
  const lead = chunk.slice(0, start);
  const tail = chunk.slice(end);
  const words = chunk.slice(start, end).split(/(?<=\p{L})-(?=\p{L})/u);
  for (const [at, word] of words.entries()) {
    tokens.push({
      gap: at === 0 ? gap : '-',
      lead: at === 0 ? lead : '',
      word,
      tail: at === words.length - 1 ? tail : '',
    });
  }
}

/** Letters, digits, and the apostrophes inside. */
const wholeWord = /[\p{L}\p{N}\p{M}_]+(?:['’][\p{L}\p{N}\p{M}_]+)*/gu;

/**
 * Finer: every word for itself, also those inside "f(x)" or "a.b". Signs between two words are the tail of the first
 * up to the next white space, and the lead of the second.
 */
export function wordsOf(text: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  let word = '';
  let before = { gap: '', lead: '' };
  const close = (between: string): void => {
    const isGap = between === '-' || /^\s*$/.test(between);
    const rest = isGap ? '' : between;
    const space = rest.search(/\s/);
    const tail = word === '' ? '' : space < 0 ? rest : rest.slice(0, space);
    if (before.gap + before.lead + word !== '') tokens.push({ ...before, word, tail });
    const next = rest.slice(tail.length);
    const lead = next.trimStart();
    before = { gap: isGap ? between : next.slice(0, next.length - lead.length), lead };
  };
  for (const { 0: found, index } of text.matchAll(wholeWord)) {
    close(text.slice(from, index));
    word = found;
    from = index + found.length;
  }
  close(text.slice(from));
  if (before.gap + before.lead !== '') tokens.push({ ...before, word: '', tail: '' });
  return tokens;
}
