// Spoken numbers as numbers: "one hundred and five", "einhundertfünf". Pure arithmetic over words; which of them
// become digits in a text is decided in numbers.ts.

/** The number words of a language. */
export interface NumberWords {
  /** From zero on, one for each number up to nineteen. */
  readonly units: readonly string[];
  /** Other words for small numbers. */
  readonly also: Readonly<Record<string, number>>;
  /** From twenty on. */
  readonly tens: readonly string[];
  readonly hundred: string;
  readonly thousand: string;
  readonly million: readonly string[];
  /** Between hundreds and what follows. */
  readonly and: string;
  /** Whether words are written together and units stand before tens ("fünfundzwanzig"). */
  readonly together: boolean;
  /** What parts the decimals, as spoken and as written in prose. */
  readonly point: string;
  readonly pointSign: string;
  /** "zero x ff": the letters that follow zero. */
  readonly hex: ReadonlySet<string>;
  /** "line five": behind these a number in prose is written in digits. */
  readonly counted: ReadonlySet<string>;
}

export interface SpokenNumber {
  readonly value: number;
  readonly words: number;
}

/** The longest number that the words begin with. */
export function numberAt(keys: readonly string[], language: NumberWords): SpokenNumber | undefined {
  const { hundred, thousand, million, and } = language;
  let total = 0;
  let group = 0;
  let expects: 'any' | 'unit' | 'scale' = 'any';
  let best: SpokenNumber | undefined;
  for (const [at, key] of keys.entries()) {
    const small = smallNumber(key, language);
    if (small !== undefined) {
      if (expects === 'scale' || (expects === 'unit' && (small === 0 || small > 9))) break;
      // "hundred five" goes on, "five five" are two numbers.
      group += small;
      expects = small >= 20 && small < 100 && small % 10 === 0 ? 'unit' : 'scale';
    } else if (key === hundred && group > 0 && group < 100) {
      group *= 100;
      expects = 'any';
    } else if ((key === thousand || million.includes(key)) && group > 0) {
      total += group * (key === thousand ? 1_000 : 1_000_000);
      group = 0;
      expects = 'any';
    } else if (key === and && at > 0 && expects === 'any' && smallNumber(keys[at + 1] ?? '', language)) {
      continue;
    } else break;
    best = { value: total + group, words: at + 1 };
  }
  return best;
}

/** A number below a hundred, and where words are written together any below a million. */
export function smallNumber(key: string, language: NumberWords): number | undefined {
  if (language.together) return togetherNumber(key, language);
  const unit = unitNumber(key, language);
  if (unit !== undefined) return unit;
  const ten = language.tens.indexOf(key);
  return ten < 0 ? undefined : (ten + 2) * 10;
}

function unitNumber(key: string, { units, also }: NumberWords): number | undefined {
  const unit = units.indexOf(key);
  return unit >= 0 ? unit : Object.hasOwn(also, key) ? also[key] : undefined;
}

const longestWord = 60;

function togetherNumber(key: string, language: NumberWords): number | undefined {
  if (key === '' || key.length > longestWord) return undefined;
  const { tens, hundred, thousand, and } = language;
  const unit = unitNumber(key, language);
  if (unit !== undefined) return unit;
  for (const [word, size] of [
    [thousand, 1_000],
    [hundred, 100],
  ] as const) {
    const at = key.indexOf(word);
    if (at < 0) continue;
    const many = at === 0 ? 1 : togetherNumber(key.slice(0, at), language);
    const behind = key.slice(at + word.length);
    const rest =
      behind === ''
        ? 0
        : togetherNumber(behind.startsWith(and) ? behind.slice(and.length) : behind, language);
    return many === undefined || rest === undefined || rest >= size || many >= 1_000
      ? undefined
      : many * size + rest;
  }
  const ten = tens.findIndex((word) => key.endsWith(word));
  if (ten < 0) return undefined;
  const front = key.slice(0, key.length - (tens[ten] ?? '').length);
  if (front === '') return (ten + 2) * 10;
  const ones = front.endsWith(and) ? unitNumber(front.slice(0, -and.length), language) : undefined;
  return ones === undefined || ones === 0 || ones > 9 ? undefined : (ten + 2) * 10 + ones;
}
