// The notation of pattern.ts, read into a tree: a subset of JavaScript's regular expressions with the same meaning.
// What is not in it is refused with a word about it, never misread.

import type { ReplacementFault } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';

export type Test = (code: number) => boolean;

export type Node =
  | { readonly kind: 'take'; readonly test: Test }
  | { readonly kind: 'at'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly first: Node; readonly second: Node }
  | { readonly kind: 'group'; readonly slot: number; readonly body: Node }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

export interface ParsedPattern {
  readonly root: Node;
  readonly groups: number;
}

export function parsePattern(source: string, ignoreCase: boolean): Result<ParsedPattern, ReplacementFault> {
  const parser = new Parser([...source], ignoreCase);
  try {
    return ok(parser.parse());
  } catch (error) {
    if (error instanceof Refused) return fail(error.fault);
    throw error;
  }
}

/** Unwinds the parser; never leaves this file. */
class Refused extends Error {
  constructor(readonly fault: ReplacementFault) {
    super(fault);
  }
}

const deepest = 20;
const mostRepeats = 100;

class Parser {
  private at = 0;
  private groups = 0;
  private depth = 0;

  constructor(
    private readonly signs: readonly string[],
    private readonly ignoreCase: boolean,
  ) {}

  parse(): ParsedPattern {
    const root = this.either();
    if (this.at < this.signs.length) throw new Refused('incomplete');
    return { root, groups: this.groups };
  }

  private either(): Node {
    const first = this.row();
    if (!this.eat('|')) return first;
    return { kind: 'either', first, second: this.either() };
  }

  private row(): Node {
    const parts: Node[] = [];
    while (this.at < this.signs.length && this.signs[this.at] !== '|' && this.signs[this.at] !== ')') {
      parts.push(this.repeated(this.one()));
    }
    return { kind: 'row', parts };
  }

  private repeated(body: Node): Node {
    const bounds = this.bounds();
    if (bounds === undefined) return body;
    const [least, most] = bounds;
    if (body.kind === 'at') throw new Refused('repetition');
    if (least > mostRepeats || (most > mostRepeats && most !== Number.POSITIVE_INFINITY) || most < least) {
      throw new Refused('repetition');
    }
    const lazy = this.eat('?');
    if (/^[*+?]$/.test(this.signs[this.at] ?? '')) throw new Refused('repetition');
    return { kind: 'repeat', body, least, most, lazy };
  }

  private bounds(): readonly [least: number, most: number] | undefined {
    if (this.eat('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.eat('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.eat('?')) return [0, 1];
    const written = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.signs.slice(this.at, this.at + 12).join(''));
    if (written === null) return undefined;
    this.at += written[0].length;
    const least = Number(written[1]);
    if (written[2] === '') return [least, least];
    return [least, written[3] === '' ? Number.POSITIVE_INFINITY : Number(written[3])];
  }

  private one(): Node {
    const sign = this.take();
    switch (sign) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'take', test: this.set() };
      case '.':
        return { kind: 'take', test: (code) => code !== 10 && code !== 13 };
      case '^':
        return { kind: 'at', holds: (_, at) => at === 0 };
      case '$':
        return { kind: 'at', holds: (text, at) => at === text.length };
      case '\\':
        return this.escaped();
      case '*':
      case '+':
      case '?':
        throw new Refused('repetition');
      default:
        return { kind: 'take', test: this.isSign(sign) };
    }
  }

  private group(): Node {
    if (++this.depth > deepest) throw new Refused('tooLong');
    let slot: number | undefined;
    if (this.eat('?')) {
      if (!this.eat(':')) throw new Refused('notKnown');
    } else slot = ++this.groups;
    const body = this.either();
    if (!this.eat(')')) throw new Refused('incomplete');
    this.depth -= 1;
    return slot === undefined ? body : { kind: 'group', slot, body };
  }

  private escaped(): Node {
    const sign = this.take();
    if (sign === 'b' || sign === 'B') {
      const border = sign === 'b';
      return { kind: 'at', holds: (text, at) => (isWordAt(text, at - 1) !== isWordAt(text, at)) === border };
    }
    return { kind: 'take', test: this.classOf(sign) ?? this.isSign(plain(sign)) };
  }

  private set(): Test {
    const without = this.eat('^');
    const tests: Test[] = [];
    while (!this.eat(']')) {
      const from = this.inSet();
      if (typeof from === 'function') tests.push(from);
      else if (this.signs[this.at] === '-' && this.signs[this.at + 1] !== ']') {
        this.at += 1;
        const to = this.inSet();
        if (typeof to === 'function') throw new Refused('repetition');
        tests.push(this.isBetween(from, to));
      } else tests.push(this.isSign(from));
    }
    return (code) => tests.some((test) => test(code)) !== without;
  }

  private inSet(): string | Test {
    const sign = this.take();
    if (sign !== '\\') return sign;
    const escaped = this.take();
    return this.classOf(escaped) ?? plain(escaped);
  }

  private classOf(sign: string): Test | undefined {
    const test = classes[sign.toLowerCase()];
    if (test === undefined) return undefined;
    return sign === sign.toLowerCase() ? test : (code) => !test(code);
  }

  private isSign(sign: string): Test {
    const wanted = sign.codePointAt(0) ?? -1;
    if (!this.ignoreCase) return (code) => code === wanted;
    const [lower, upper] = [sign.toLowerCase().codePointAt(0), sign.toUpperCase().codePointAt(0)];
    return (code) => code === wanted || code === lower || code === upper;
  }

  private isBetween(from: string, to: string): Test {
    const [least, most] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (most < least) throw new Refused('repetition');
    const within = (code: number) => code >= least && code <= most;
    if (!this.ignoreCase) return within;
    return (code) => {
      const sign = String.fromCodePoint(code);
      return (
        within(code) ||
        within(sign.toLowerCase().codePointAt(0) ?? code) ||
        within(sign.toUpperCase().codePointAt(0) ?? code)
      );
    };
  }

  private take(): string {
    const sign = this.signs[this.at];
    if (sign === undefined) throw new Refused('incomplete');
    this.at += 1;
    return sign;
  }

  private eat(sign: string): boolean {
    if (this.signs[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }
}

const wordSign = /[\p{L}\p{N}\p{M}_]/u;
const isWord: Test = (code) =>
  code < 128
    ? (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    : wordSign.test(String.fromCodePoint(code));

const classes: Readonly<Record<string, Test>> = {
  d: (code) => code >= 48 && code <= 57,
  // Letters of every language, unlike in JavaScript: what is spoken is not always English.
  w: isWord,
  s: (code) => /\s/.test(String.fromCodePoint(code)),
};

function isWordAt(text: string, at: number): boolean {
  const code = at < 0 ? undefined : text.codePointAt(at);
  return code !== undefined && isWord(code);
}

const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

/** Letters and digits behind a backslash mean something that is not known here, but for these. */
function plain(sign: string): string {
  const control = controls[sign];
  if (control !== undefined) return control;
  if (/[\p{L}\p{N}]/u.test(sign)) throw new Refused('notKnown');
  return sign;
}
