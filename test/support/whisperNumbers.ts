// What for: the number words of OpenAI's English text normaliser: "twenty one thousand" becomes 21000, "ten
// dollars" $10, "one oh one" 101.
// Promises: pure; the steps of the original (`EnglishNumberNormalizer`, MIT, by OpenAI) one by one, with what they make of
// texts that they were not meant for.
// Must not know: what comes before and after in the normaliser.

export function standardNumbers(text: string): string {
  return postprocessed(new Numbers().read(preprocessed(text).split(/\s+/u).filter(Boolean)).join(' '));
}

const zeros = new Set(['o', 'oh', 'zero']);
const ones = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
    .concat(['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'])
    .concat(['nineteen'])
    .map((name, index) => [name, BigInt(index + 1)]),
);
type Suffixed = readonly [value: bigint, suffix: string];
const onesSuffixed = new Map<string, Suffixed>([
  ...[...ones].map(([name, value]) => [name === 'six' ? 'sixes' : `${name}s`, [value, 's']] as const),
  ['zeroth', [0n, 'th']],
  ['first', [1n, 'st']],
  ['second', [2n, 'nd']],
  ['third', [3n, 'rd']],
  ['fifth', [5n, 'th']],
  ['twelfth', [12n, 'th']],
  ...[...ones]
    .filter(([, value]) => value > 3n && value !== 5n && value !== 12n)
    .map(([name, value]) => [name + (name.endsWith('t') ? 'h' : 'th'), [value, 'th']] as const),
]);
const tens = new Map(
  ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((name, index) => [
    name,
    BigInt(10 * (index + 2)),
  ]),
);
const tensSuffixed = new Map<string, Suffixed>([
  ...[...tens].map(([name, value]) => [name.replace('y', 'ies'), [value, 's']] as const),
  ...[...tens].map(([name, value]) => [name.replace('y', 'ieth'), [value, 'th']] as const),
]);
const multipliers = new Map<string, bigint>([
  ['hundred', 100n],
  ...['thousand', 'million', 'billion', 'trillion', 'quadrillion', 'quintillion']
    .concat(['sextillion', 'septillion', 'octillion', 'nonillion', 'decillion'])
    .map((name, index) => [name, 1000n ** BigInt(index + 1)] as const),
]);
const multipliersSuffixed = new Map<string, Suffixed>([
  ...[...multipliers].map(([name, value]) => [`${name}s`, [value, 's']] as const),
  ...[...multipliers].map(([name, value]) => [`${name}th`, [value, 'th']] as const),
]);
const decimals = new Set([...ones.keys(), ...tens.keys(), ...zeros]);
const precedingPrefixers = new Map([
  ['minus', '-'],
  ['negative', '-'],
  ['plus', '+'],
  ['positive', '+'],
]);
const followingPrefixers = new Map([
  ['pound', '£'],
  ['pounds', '£'],
  ['euro', '€'],
  ['euros', '€'],
  ['dollar', '$'],
  ['dollars', '$'],
  ['cent', '¢'],
  ['cents', '¢'],
]);
const prefixes = new Set([...precedingPrefixers.values(), ...followingPrefixers.values()]);
const suffixers = new Set(['per', 'percent']);
const specials = new Set(['and', 'double', 'triple', 'point']);
const words = new Set([
  ...[...zeros, ...ones.keys(), ...onesSuffixed.keys(), ...tens.keys(), ...tensSuffixed.keys()],
  ...[...multipliers.keys(), ...multipliersSuffixed.keys()],
  ...[...precedingPrefixers.keys(), ...followingPrefixers.keys(), ...suffixers, ...specials],
]);

const isNumeric = (word: string | undefined) => word !== undefined && /^\p{Nd}+(\.\p{Nd}+)?$/u.test(word);

/** A whole number is a bigint, digits in a row and fractions are text, as in the original. */
type Value = bigint | string | undefined;

class Numbers {
  private readonly out: string[] = [];
  private prefix: string | undefined;
  private value: Value;
  private skips = false;

  read(all: readonly string[]): readonly string[] {
    for (const [index, current] of all.entries()) {
      if (this.skips) this.skips = false;
      else this.step(all[index - 1], current, all[index + 1]);
    }
    this.finish();
    return this.out;
  }

  private step(before: string | undefined, current: string, next: string | undefined): void {
    const first = [...current][0] ?? '';
    const bare = prefixes.has(first) ? current.slice(first.length) : current;
    const one = ones.get(current);
    const ten = tens.get(current);
    const suffixed = onesSuffixed.get(current) ?? tensSuffixed.get(current);
    const multiplier = multipliers.get(current);
    const multiplierSuffixed = multipliersSuffixed.get(current);
    if (isNumeric(bare)) this.digits(current, bare, first);
    else if (!words.has(current)) {
      this.finish();
      this.put(current);
    } else if (zeros.has(current)) this.value = `${this.value || ''}0`;
    else if (one !== undefined) this.value = this.with(one, before);
    else if (suffixed !== undefined) this.put(`${this.with(suffixed[0], before)}${suffixed[1]}`);
    else if (ten !== undefined) this.value = this.with(ten, before);
    else if (multiplier !== undefined) this.multiply(multiplier);
    else if (multiplierSuffixed !== undefined) this.multiplyAtTheEnd(...multiplierSuffixed);
    else this.sign(before, current, next);
  }

  /** Puts the word out, after the sign that belongs to it. */
  private put(word: string): void {
    this.out.push(`${this.prefix ?? ''}${word}`);
    this.prefix = undefined;
    this.value = undefined;
  }

  private finish(): void {
    if (this.value !== undefined) this.put(String(this.value));
  }

  private digits(current: string, bare: string, first: string): void {
    if (typeof this.value === 'string' && this.value.endsWith('.')) {
      this.value += current; // decimals, or a part of an address
      return;
    }
    this.finish();
    if (prefixes.has(first)) this.prefix = first;
    this.value = times(bare, 1n) ?? bare;
  }

  /** The value followed by a number below one hundred. */
  private with(number: bigint, before = ''): bigint | string {
    const { value } = this;
    if (value === undefined) return number;
    if (tens.has(before) && number < 10n && typeof value === 'string') return value.slice(0, -1) + number;
    const isNominal = typeof value === 'string' || (number < 20n && ones.has(before));
    if (isNominal) return `${value}${number}`;
    return value % (number < 10n ? 10n : 100n) === 0n ? value + number : `${value}${number}`;
  }

  private multiply(multiplier: bigint): void {
    const { value } = this;
    if (value === undefined) this.value = multiplier;
    else if (typeof value === 'string') {
      const product = times(value, multiplier);
      if (product === undefined) this.put(value);
      this.value = product ?? multiplier;
    } else this.value = multiplied(value, multiplier);
  }

  private multiplyAtTheEnd(multiplier: bigint, suffix: string): void {
    const { value } = this;
    if (value === undefined) this.put(`${multiplier}${suffix}`);
    else if (typeof value === 'string') {
      const product = times(value, multiplier);
      if (product === undefined) this.put(value);
      this.put(`${product ?? multiplier}${suffix}`);
    } else this.put(`${multiplied(value, multiplier)}${suffix}`);
  }

  private sign(before: string | undefined, current: string, next: string | undefined): void {
    const canGoOn = (next !== undefined && words.has(next)) || isNumeric(next);
    const preceding = precedingPrefixers.get(current);
    const following = followingPrefixers.get(current);
    if (preceding !== undefined) {
      this.finish();
      if (canGoOn) this.prefix = preceding;
      else this.put(current);
    } else if (following !== undefined) {
      if (this.value === undefined) this.put(current);
      else {
        this.prefix = following;
        this.finish();
      }
    } else if (suffixers.has(current)) this.suffix(current, next);
    else if (!canGoOn) {
      this.finish();
      this.put(current);
    } else this.special(before, current, next ?? '');
  }

  private suffix(current: string, next: string | undefined): void {
    const isPercent = current === 'percent' || next === 'cent';
    if (this.value !== undefined && isPercent) {
      this.put(`${this.value}%`);
      this.skips = current === 'per';
      return;
    }
    this.finish();
    this.put(current);
  }

  private special(before: string | undefined, current: string, next: string): void {
    if (current === 'and') {
      if (before !== undefined && multipliers.has(before)) return; // "one hundred and one"
      this.finish();
      this.put(current);
    } else if (current === 'point') {
      if (decimals.has(next) || isNumeric(next)) this.value = `${this.value || ''}.`;
    } else if (ones.has(next) || zeros.has(next)) {
      this.value = `${this.value || ''}${String(ones.get(next) ?? 0n).repeat(current === 'double' ? 2 : 3)}`;
      this.skips = true;
    } else {
      this.finish();
      this.put(current);
    }
  }
}

function multiplied(value: bigint, multiplier: bigint): bigint {
  return (value / 1000n) * 1000n + (value % 1000n) * multiplier;
}

/** Undefined where the text is no number, or the product not whole. */
function times(value: string, multiplier: bigint): bigint | undefined {
  const [, whole = '', fraction = ''] = /^(?=[0-9]|\.[0-9])([0-9]*)(?:\.([0-9]*))?$/.exec(value) ?? [];
  if (whole + fraction === '') return undefined;
  const product = BigInt(whole + fraction) * multiplier;
  const parts = 10n ** BigInt(fraction.length);
  return product % parts === 0n ? product / parts : undefined;
}

function preprocessed(text: string): string {
  const segments = text.split(/(?<![\p{L}\p{N}_])and\s+a\s+half(?![\p{L}\p{N}_])/u);
  const results = segments.flatMap((segment, index) => {
    if (segment.trim() === '') return [];
    if (index === segments.length - 1) return [segment];
    const last = segment.trim().split(/\s+/u).at(-1) ?? '';
    return [segment, decimals.has(last) || multipliers.has(last) ? 'point five' : 'and a half'];
  });
  return results
    .join(' ')
    .replace(/([a-z])([0-9])/gu, '$1 $2')
    .replace(/([0-9])([a-z])/gu, '$1 $2')
    .replace(/([0-9])\s+(st|nd|rd|th|s)(?![\p{L}\p{N}_])/gu, '$1$2');
}

function postprocessed(text: string): string {
  return text
    .replace(/([€£$])([0-9]+) (?:and )?¢([0-9]{1,2})(?![\p{L}\p{N}_])/gu, (_, currency, whole, cents) =>
      [currency, whole, '.', String(cents).padStart(2, '0')].join(''),
    )
    .replace(/[€£$]0.([0-9]{1,2})(?![\p{L}\p{N}_])/gu, (_, cents) => `¢${Number(cents)}`)
    .replace(/(?<![\p{L}\p{N}_])1(s?)(?![\p{L}\p{N}_])/gu, 'one$1');
}
