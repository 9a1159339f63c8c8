// Stage: numbers and common forms of code ("zero x ff" -> 0xff, "three point five" -> 3.5, "main dot py" -> main.py,
// "dunder init" -> __init__). In code a number is written in digits; in prose only one that nobody writes in words.

import type { Language } from './language.ts';
import { type NumberWords, numberAt, smallNumber } from './numberWords.ts';
import { isProse, type Target } from './target.ts';
import { keyOf, type Token, textOf, wordsOf } from './tokens.ts';

export interface NumbersContext {
  readonly target: Target;
  readonly language: Language;
}

export function numbersAndForms(text: string, { target, language }: NumbersContext): string {
  const tokens = wordsOf(text);
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const form =
      baseNumber(tokens, at, language.numbers) ??
      decimal(tokens, at, language.numbers, target) ??
      number(tokens, at, language.numbers, target) ??
      fileName(tokens, at, language) ??
      dunder(tokens, at);
    if (form === undefined) {
      out.push(tokens[at] as Token);
      at += 1;
      continue;
    }
    const last = tokens[at + form.words - 1] as Token;
    out.push({ ...(tokens[at] as Token), word: form.text, tail: last.tail });
    at += form.words;
  }
  return out.length === tokens.length && out.every((token, at) => token === tokens[at]) ? text : textOf(out);
}

interface Form {
  readonly text: string;
  readonly words: number;
}

/** The keys of the words from here on that stand together, at most so many: parted by spaces only. */
function keysFrom(tokens: readonly Token[], start: number, most: number): string[] {
  const keys: string[] = [];
  for (let at = start; at < tokens.length && keys.length < most; at += 1) {
    const { gap, lead, word, tail } = tokens[at] as Token;
    if (at > start && (lead !== '' || !/^(?: +|-)$/.test(gap))) break;
    keys.push(keyOf(word));
    if (tail !== '') break;
  }
  return keys;
}

const longestNumber = 12;
const digitsOfBase: Readonly<Record<string, RegExp>> = { x: /^[\da-f]+$/, b: /^[01]+$/, o: /^[0-7]+$/ };

function baseNumber(tokens: readonly Token[], at: number, numbers: NumberWords): Form | undefined {
  const [zero = '', mark = '', ...rest] = keysFrom(tokens, at, longestNumber);
  const base = numbers.hex.has(mark) ? 'x' : mark;
  const digitsOf = digitsOfBase[base];
  if ((zero !== '0' && smallNumber(zero, numbers) !== 0) || digitsOf === undefined) return undefined;
  let digits = '';
  let words = 2;
  for (const key of rest) {
    const value = smallNumber(key, numbers);
    const digit = value !== undefined && value < 10 ? String(value) : key;
    if (!digitsOf.test(digit)) break;
    digits += digit;
    words += 1;
  }
  return digits === '' ? undefined : { text: `0${base}${digits}`, words };
}

function decimal(
  tokens: readonly Token[],
  at: number,
  numbers: NumberWords,
  target: Target,
): Form | undefined {
  const keys = keysFrom(tokens, at, longestNumber);
  const point = keys.indexOf(numbers.point);
  if (point < 1 || keyOf(tokens[at - 1]?.word ?? '') === 'at') return undefined;
  const whole = /^\d+$/.test(keys[0] ?? '')
    ? { value: keys[0], words: 1 }
    : numberAt(keys.slice(0, point), numbers);
  if (whole?.words !== point) return undefined;
  let decimals = '';
  let words = point + 1;
  for (const key of keys.slice(point + 1)) {
    const value = smallNumber(key, numbers);
    const digit = /^\d+$/.test(key) ? key : value !== undefined && value < 100 ? String(value) : undefined;
    if (digit === undefined) break;
    decimals += digit;
    words += 1;
  }
  const sign = isProse(target) ? numbers.pointSign : '.';
  return decimals === '' ? undefined : { text: `${whole.value}${sign}${decimals}`, words };
}

function number(
  tokens: readonly Token[],
  at: number,
  numbers: NumberWords,
  target: Target,
): Form | undefined {
  const token = tokens[at] as Token;
  if (token.gap === '-') return undefined; // the end of a compound: "plus-one"
  const keys = keysFrom(tokens, at, longestNumber);
  const found = numberAt(keys, numbers);
  if (found?.words === 1 && keys[0] === 'null') return undefined; // German for zero, and a word of code in every language
  if (found === undefined || tokens[at + found.words]?.gap === '-') return undefined;
  if (isProse(target)) return numberInProse(tokens, at, found, numbers);
  const digits = keys.findIndex((key) => !((smallNumber(key, numbers) ?? 10) < 10));
  const many = digits < 0 ? keys.length : digits;
  if (many > 1)
    return {
      text: keys
        .slice(0, many)
        .map((key) => smallNumber(key, numbers))
        .join(''),
      words: many,
    };
  return found.value === 1 && found.words === 1 && !isOperand(tokens, at)
    ? undefined
    : { text: String(found.value), words: found.words };
}

/** "one" can be a word in code too: it is a number beside a sign, or where nothing else stands. */
function isOperand(tokens: readonly Token[], at: number): boolean {
  const [before, own] = [tokens[at - 1], tokens[at] as Token];
  const beside = (before?.tail ?? '') + own.lead + own.tail + (tokens[at + 1]?.lead ?? '');
  return (
    beside !== '' ||
    tokens.length === 1 ||
    /^(?:return|case|range|to|by|than|step|index)$/.test(keyOf(before?.word ?? ''))
  );
}

function numberInProse(
  tokens: readonly Token[],
  at: number,
  { value, words }: { value: number; words: number },
  { counted, together }: NumberWords,
): Form | undefined {
  const before = tokens[at - 1];
  const isCounted = before?.tail === '' && counted.has(keyOf(before.word));
  const isLong = words > 1 || (together && value > 20 && value % 10 !== 0);
  return isCounted || isLong ? { text: String(value), words } : undefined;
}

const extensions =
  /^(?:py|ts|tsx|js|jsx|mjs|cjs|json|jsonc|md|txt|html|css|scss|rs|go|java|kt|c|h|cpp|hpp|cs|rb|php|sh|sql|yml|yaml|toml|xml|csv|ini|cfg|conf|log|lock|vue|svelte|swift|ipynb)$/;
const dotFiles =
  /^(?:env|gitignore|gitattributes|npmrc|bashrc|zshrc|editorconfig|dockerignore|vscode|github)$/;

export function isFileExtension(key: string): boolean {
  return extensions.test(key);
}

function fileName(tokens: readonly Token[], at: number, { dot }: Language): Form | undefined {
  const [first = '', second = '', third = ''] = keysFrom(tokens, at, 3);
  if (first === dot && dotFiles.test(second)) return { text: `.${second}`, words: 2 };
  if (second !== dot || !extensions.test(third)) return undefined;
  return { text: `${tokens[at]?.word ?? ''}.${third}`, words: 3 };
}

function dunder(tokens: readonly Token[], at: number): Form | undefined {
  const [first, name] = keysFrom(tokens, at, 2);
  return first === 'dunder' && name !== undefined && name !== ''
    ? { text: `__${name}__`, words: 2 }
    : undefined;
}
