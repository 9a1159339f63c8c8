// Stage: spoken punctuation and symbols become signs ("open paren" -> "("). Promises: what the recogniser has
// punctuated already is not doubled, its commas and periods around a spoken sign go, and in prose the name of a
// sign that is meant as a word stays one. The words are the language's; what is written is in symbolTable.ts.

import { type Language, losesCapital } from './language.ts';
import { isFileExtension } from './numbers.ts';
import { smallNumber } from './numberWords.ts';
import { listed, Phrases } from './phrases.ts';
import { type Piece, printed } from './pieces.ts';
import { joinOf, type SpokenSymbol, type SymbolForm, type SymbolId, symbols } from './symbolTable.ts';
import { isProse, type Target } from './target.ts';
import { keyOf, type Token, tokensOf } from './tokens.ts';

export interface SymbolsContext {
  readonly target: Target;
  readonly language: Language;
  /** The user's own: spoken words and what is written for them, wherever. */
  readonly own: Readonly<Record<string, string>>;
}

export function spokenSymbols(text: string, { target, language, own }: SymbolsContext): string {
  const tokens = tokensOf(text);
  const names = namesOf(language, own);
  const found = findAll(tokens, names, language, target);
  if (found.size === 0) return text;
  return printed(piecesOf(tokens, found, language, target), target);
}

type Meaning = { readonly symbol: SpokenSymbol; readonly id: SymbolId | 'own' } | 'words';

interface Spoken {
  readonly form: SymbolForm;
  readonly id: SymbolId | 'own';
  readonly words: number;
}

const builtIn = new Map<Language, Phrases<Meaning>>();

function namesOf(language: Language, own: Readonly<Record<string, string>>): Phrases<Meaning> {
  const mine = Object.entries(own);
  if (mine.length > 0) return phrasesOf(language, mine);
  const known = builtIn.get(language) ?? phrasesOf(language, []);
  builtIn.set(language, known);
  return known;
}

function phrasesOf(
  language: Language,
  own: readonly (readonly [spoken: string, written: string])[],
): Phrases<Meaning> {
  return new Phrases<Meaning>([
    ...Object.entries(language.symbols).flatMap(([id, names]) =>
      listed(names).map((name) => [name, { id: id as SymbolId, symbol: symbols[id as SymbolId] }] as const),
    ),
    ...listed(language.compounds).map((phrase) => [phrase, 'words'] as const),
    ...own.map(([spoken, written]) => {
      const form = { text: written, join: joinOf(written) };
      return [spoken, { id: 'own', symbol: { prose: form, code: form } }] as const;
    }),
  ]);
}

function findAll(
  tokens: readonly Token[],
  names: Phrases<Meaning>,
  language: Language,
  target: Target,
): ReadonlyMap<number, Spoken> {
  const found = new Map<number, Spoken>();
  const doubtful: number[] = [];
  let onlySigns = true;
  for (let at = 0; at < tokens.length; ) {
    const name = names.longestAt(tokens, at);
    const form =
      name === undefined || name.meaning === 'words' ? undefined : formIn(name.meaning.symbol, target);
    if (name === undefined || name.meaning === 'words' || form === undefined) {
      onlySigns &&= tokens[at]?.word === '';
      at += name?.words ?? 1;
      continue;
    }
    if (canBeSign(tokens, at, name.words)) {
      found.set(at, { form, id: name.meaning.id, words: name.words });
      const hasNothingBefore = at === 0 && needsWordBefore(form) && !wordAtEnd.test(target.before);
      if (hasNothingBefore || isMeantAsWord(tokens, at, name.words, form, language)) doubtful.push(at);
    }
    at += name.words;
  }
  // Nothing but names of signs was said: then they are all meant. In code they always are.
  if (isProse(target) && !onlySigns) for (const at of doubtful) found.delete(at);
  if (isProse(target)) dropLonelyQuotes(found);
  return found;
}

const wordAtEnd = /[\p{L}\p{N})\]"'`»”’…%]\s*$/u;

function needsWordBefore({ text, join }: SymbolForm): boolean {
  return join === 'behind' || text === '-';
}

function formIn({ prose, code, terminal }: SpokenSymbol, target: Target): SymbolForm | undefined {
  if (isProse(target)) return prose;
  return target.kind === 'terminal' ? (terminal ?? code) : code;
}

const pauses = /^[,.;:!?…]*$/;

/** What stands in quotes or brackets is spoken about. */
function canBeSign(tokens: readonly Token[], at: number, words: number): boolean {
  const last = tokens[at + words - 1];
  return tokens[at]?.lead === '' && last !== undefined && pauses.test(last.tail);
}

function isMeantAsWord(
  tokens: readonly Token[],
  at: number,
  words: number,
  { join }: SymbolForm,
  language: Language,
): boolean {
  const paused = tokens[at - 1]?.tail !== '';
  if (!paused && isPartOfForm(tokens, at, words, language)) return true;
  const [before2, before] = [tokens[at - 2], tokens[at - 1]].map((token) => keyOf(token?.word ?? ''));
  if (before !== undefined && !paused) {
    if (language.determiners.has(before) || language.mentions.has(before)) return true;
    if (language.adjectives.has(before) && language.determiners.has(before2 ?? '')) return true;
  }
  const next = tokens[at + words];
  const follows = tokens[at + words - 1]?.tail === '' && language.copulas.has(keyOf(next?.word ?? ''));
  return follows && join !== 'closing' && join !== 'quote';
}

/** "drei Komma fünf", "main Punkt py": the stage of numbers and forms writes them. */
function isPartOfForm(
  tokens: readonly Token[],
  at: number,
  words: number,
  { dot, numbers }: Language,
): boolean {
  const [before, own, next] = [at - 1, at, at + words].map((place) => keyOf(tokens[place]?.word ?? ''));
  if (own === dot && isFileExtension(next ?? '')) return true;
  const isNumber = (key = '') => /^\d+$/.test(key) || smallNumber(key, numbers) !== undefined;
  return own === numbers.point && isNumber(before) && isNumber(next);
}

/** In prose one quote alone is the word; two are an opening and a closing one. */
function dropLonelyQuotes(found: Map<number, Spoken>): void {
  const toggles = [...found].filter(([, { form }]) => form.join === 'quote');
  const closings = [...found.values()].filter(({ id }) => id === 'closeQuote').length;
  for (const sign of new Set(toggles.map(([, { form }]) => form.text))) {
    const same = toggles.filter(([, { form }]) => form.text === sign);
    const last = same.at(-1);
    if (same.length % 2 === 1 && !(sign === '"' && closings > 0) && last !== undefined) found.delete(last[0]);
  }
}

const sentenceEnds = /[.?!]/;

function piecesOf(
  tokens: readonly Token[],
  found: ReadonlyMap<number, Spoken>,
  language: Language,
  target: Target,
): Piece[] {
  const pieces: Piece[] = [];
  const prose = isProse(target);
  let capital: 'up' | 'down' | undefined;
  for (let at = 0; at < tokens.length; ) {
    const spoken = found.get(at);
    const token = tokens[at] as Token;
    if (spoken === undefined) {
      const next = found.get(at + 1);
      const tail = next === undefined ? token.tail : tailBefore(next.form, token.tail, prose);
      const word = recased(token.word, capital, language);
      pieces.push({ kind: 'text', gap: token.gap, text: token.lead + word + tail });
      if (token.word !== '') capital = undefined;
      at += 1;
      continue;
    }
    const last = tokens[at + spoken.words - 1] as Token;
    const behind = found.has(at + spoken.words) ? '' : tailBehind(spoken.form, last.tail, prose);
    pieces.push({ kind: 'sign', form: spoken.form });
    if (behind !== '') pieces.push({ kind: 'sign', form: { text: behind, join: 'behind' } });
    capital = capitalBehind(spoken.form, last.tail, behind, prose) ?? capital;
    at += spoken.words;
  }
  return pieces;
}

/** What stays of the recogniser's punctuation at the word before a spoken sign. */
function tailBefore({ text, join }: SymbolForm, tail: string, prose: boolean): string {
  if (!pauses.test(tail)) return tail;
  if (!prose || join === 'behind') return '';
  const keeps =
    (join === 'break' && text !== ' ') || join === 'opening' || join === 'quote' || join === 'block';
  return keeps && sentenceEnds.test(tail) ? tail : '';
}

/** What stays of it behind one: "(see below)." keeps its period. */
function tailBehind({ join }: SymbolForm, tail: string, prose: boolean): string {
  return prose && (join === 'closing' || join === 'quote') && sentenceEnds.test(tail) ? tail : '';
}

function capitalBehind(
  { text, join }: SymbolForm,
  tail: string,
  behind: string,
  prose: boolean,
): 'up' | 'down' | undefined {
  if (prose && (/^[.?!]$/.test(text) || /^\n+$/.test(text))) return 'up';
  // The recogniser began a sentence after a sign that ends none.
  return sentenceEnds.test(tail) && behind === '' && join !== 'break' ? 'down' : undefined;
}

function recased(word: string, capital: 'up' | 'down' | undefined, language: Language): string {
  if (capital === undefined || word === '') return word;
  const [first = ''] = word;
  const rest = word.slice(first.length);
  if (capital === 'up') return first.toUpperCase() + rest;
  if (!losesCapital(word, language)) return word;
  return first.toLowerCase() + rest;
}
