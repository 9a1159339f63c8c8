// A set of spoken phrases, each with a meaning, and the longest of them that begins at a token. The words of a
// phrase may be written apart or with hyphens, those of Sotto's own also as one ("back tick", "backtick").

import { keyOf, type Token } from './tokens.ts';

interface Node<Meaning> {
  readonly next: Map<string, Node<Meaning>>;
  meaning?: Meaning;
}

export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly words: number;
}

/** The phrases of a list that is written as one text. */
export function listed(phrases: string): readonly string[] {
  return phrases
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}

export class Phrases<Meaning> {
  private readonly root: Node<Meaning> = { next: new Map() };

  /** What comes later wins over what came earlier under the same words. */
  constructor(
    phrases: Iterable<readonly [phrase: string, meaning: Meaning]>,
    spelling: 'asWritten' | 'alsoAsOne' = 'alsoAsOne',
  ) {
    for (const [phrase, meaning] of phrases) {
      const words = keyOf(phrase)
        .split(/[\s-]+/)
        .filter((word) => word !== '');
      if (words.length === 0) continue;
      this.add(words, meaning);
      if (words.length > 1 && spelling === 'alsoAsOne') this.add([words.join('')], meaning);
    }
  }

  /** Signs may stand before the first word and behind the last, none between them. */
  longestAt(tokens: readonly Token[], start: number): Found<Meaning> | undefined {
    let found: Found<Meaning> | undefined;
    let node: Node<Meaning> | undefined = this.root;
    if (tokens[start]?.gap === '-') return undefined; // the end of a compound: "big-cash"
    for (let at = start; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token === undefined || (at > start && (token.lead !== '' || /\n/.test(token.gap)))) break;
      node = node.next.get(keyOf(token.word));
      if (node === undefined) break;
      if (node.meaning !== undefined && tokens[at + 1]?.gap !== '-') {
        found = { meaning: node.meaning, words: at + 1 - start };
      }
      if (token.tail !== '') break;
    }
    return found;
  }

  private add(words: readonly string[], meaning: Meaning): void {
    let node = this.root;
    for (const word of words) {
      let next = node.next.get(word);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(word, next);
      }
      node = next;
    }
    node.meaning = meaning;
  }
}
