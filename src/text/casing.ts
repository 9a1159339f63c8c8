// Stage: casing commands ("camel case get user by id" -> getUserById), up to the natural end of the phrase: a sign,
// a pause that the recogniser marked, the next command, "end case", and in prose a word that no name holds.

import type { Language } from './language.ts';
import { listed, Phrases } from './phrases.ts';
import { isProse, type Target } from './target.ts';
import { keyOf, type Token, textOf, wordsOf } from './tokens.ts';

export const casingNames = [
  'camel',
  'pascal',
  'snake',
  'kebab',
  'constant',
  'dotted',
  'path',
  'joined',
  'allCaps',
] as const;
export type CasingName = (typeof casingNames)[number];

/** How a language speaks of casing. */
export interface CasingWords {
  readonly names: Readonly<Record<CasingName, string>>;
  /** Said behind the last word of the name. */
  readonly end: string;
  /** In prose no name goes on over these. */
  readonly enders: ReadonlySet<string>;
  /** "in camel case for variables" speaks of it: one of these before, and one behind. */
  readonly talkBefore: ReadonlySet<string>;
  readonly talkBehind: ReadonlySet<string>;
  /** "camel case style" speaks of it, whatever is before. */
  readonly talk: ReadonlySet<string>;
}

const casings: Readonly<Record<CasingName, (words: readonly string[]) => string>> = {
  camel: ([first = '', ...others]) => first + others.map(capital).join(''),
  pascal: (words) => words.map(capital).join(''),
  snake: (words) => words.join('_'),
  kebab: (words) => words.join('-'),
  constant: (words) => words.join('_').toUpperCase(),
  dotted: (words) => words.join('.'),
  path: (words) => words.join('/'),
  joined: (words) => words.join(''),
  allCaps: (words) => words.join(' ').toUpperCase(),
};

export interface CasingContext {
  readonly target: Target;
  readonly language: Language;
}

const longestName = 10;
/** "for camel case user name in users" */
const loopEnders = /^(?:in|of)$/i;
const pauses = /^[,.;:!?…]*$/;

export function cased(text: string, { target, language }: CasingContext): string {
  const commands = commandsOf(language);
  const tokens = wordsOf(text);
  const out: Token[] = [];
  let changed = false;
  for (let at = 0; at < tokens.length; ) {
    const command = commands.longestAt(tokens, at);
    const behind = at + (command?.words ?? 0);
    const name =
      command === undefined || command.meaning === 'end' || isTalk(tokens, at, behind, language, target)
        ? undefined
        : nameAt(tokens, behind, commands, language, target);
    if (command === undefined || command.meaning === 'end' || name === undefined) {
      out.push(tokens[at] as Token);
      at += 1;
      continue;
    }
    const [first, last] = [tokens[at] as Token, tokens[name.end - 1] as Token];
    out.push({
      gap: first.gap,
      lead: first.lead,
      word: casings[command.meaning](name.words),
      tail: last.tail,
    });
    at = name.end;
    changed = true;
  }
  return changed ? textOf(out) : text;
}

type Meaning = CasingName | 'end';

const known = new Map<Language, Phrases<Meaning>>();

function commandsOf(language: Language): Phrases<Meaning> {
  const { names, end } = language.casing;
  const commands =
    known.get(language) ??
    new Phrases<Meaning>([
      ...casingNames.flatMap((name) => listed(names[name]).map((phrase) => [phrase, name] as const)),
      ...listed(end).map((phrase) => [phrase, 'end'] as const),
    ]);
  known.set(language, commands);
  return commands;
}

interface Name {
  readonly words: readonly string[];
  readonly end: number;
}

function nameAt(
  tokens: readonly Token[],
  start: number,
  commands: Phrases<Meaning>,
  { casing }: Language,
  target: Target,
): Name | undefined {
  if (!pauses.test(tokens[start - 1]?.tail ?? '')) return undefined;
  const isLoop =
    !isProse(target) && tokens.slice(Math.max(0, start - 6), start).some(({ word }) => /^for$/i.test(word));
  const words: string[] = [];
  let at = start;
  for (; at < tokens.length && at - start < longestName; at += 1) {
    const { gap, lead, word } = tokens[at] as Token;
    const goesOn = at === start || tokens[at - 1]?.tail === '';
    if (!goesOn || word === '' || lead !== '' || !/^(?: +|-)$/.test(gap)) break;
    const command = commands.longestAt(tokens, at);
    if (command?.meaning === 'end') {
      if (words.length === 0) return undefined;
      const last = tokens[at + command.words - 1] as Token;
      return last.tail === '' || pauses.test(last.tail) ? { words, end: at + command.words } : undefined;
    }
    if (command !== undefined) break;
    if (isProse(target) && at > start && casing.enders.has(keyOf(word))) break;
    if (isLoop && at > start && loopEnders.test(word)) break;
    words.push(...partsOf(word));
  }
  return words.length === 0 ? undefined : { words, end: at };
}

function isTalk(
  tokens: readonly Token[],
  at: number,
  behind: number,
  { casing }: Language,
  target: Target,
): boolean {
  if (!isProse(target)) return false;
  const next = keyOf(tokens[behind]?.word ?? '');
  if (casing.talk.has(next)) return true;
  const before = tokens[at - 1];
  return before?.tail === '' && casing.talkBefore.has(keyOf(before.word)) && casing.talkBehind.has(next);
}

/** "user's" is one word, "userName" and "user_name" are two. */
function partsOf(word: string): string[] {
  return word
    .replace(/['’]/g, '')
    .split(/_|(?<=\p{Ll})(?=\p{Lu})/u)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}

function capital(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
