// Reads the signature of a function from its text: name, parameters, whether it gives something back. Careful rather
// than clever: what it cannot read for sure is no signature, and a parameter without a name is none. Pure.

export interface Signature {
  readonly name: string;
  readonly params: readonly string[];
  /** The signature says that there is a result; some languages don't say it. */
  readonly returns: boolean;
  /** The first exception that the signature names. */
  readonly throws: string | undefined;
  /** The last line of the signature, where the body begins behind it. */
  readonly lastLine: number;
}

const typeFirst: ReadonlySet<string> = new Set(
  'c cpp cuda-cpp objective-c objective-cpp java csharp dart groovy hlsl'.split(' '),
);
const scripts: ReadonlySet<string> = new Set(
  'javascript javascriptreact typescript typescriptreact'.split(' '),
);
const notNames: ReadonlySet<string> = new Set(
  'if for while switch catch return new throw else do await typeof sizeof using lock foreach elif with match'.split(
    ' ',
  ),
);
const longest = 40;

/** The signature that begins in this line; lines of decorators and attributes before it are passed over. */
export function signatureAt(
  lines: readonly string[],
  line: number,
  languageId: string,
): Signature | undefined {
  let first = line;
  while (/^\s*(?:@\w|#\[|\[\w.*\]\s*$|template\s*<)/.test(lines[first] ?? '') && first < line + 10)
    first += 1;
  const text = lines.slice(first, first + longest).join('\n');
  const head = headIn(text, languageId);
  if (head === undefined) return undefined;
  const close = closing(text, head.open);
  if (close === undefined) return undefined;
  const parts = split(text.slice(head.open + 1, close));
  const after = text.slice(close + 1);
  const end =
    languageId === 'python' ? close + 1 + Math.max(0, /:\s*(?:#.*)?$/m.exec(after)?.index ?? 0) : close;
  return {
    name: head.name,
    params: namesOf(parts, languageId),
    returns: givesBack(text.slice(0, head.start), after, languageId),
    throws: /^\s*throws\s+([\w.]+)/.exec(after)?.[1],
    lastLine: first + text.slice(0, end).split('\n').length - 1,
  };
}

interface Head {
  readonly name: string;
  /** Where the name begins, and where the bracket of the parameters opens. */
  readonly start: number;
  readonly open: number;
}

function headIn(text: string, languageId: string): Head | undefined {
  const line = text.split('\n', 1)[0] ?? '';
  const found =
    nameBehind(keyworded, line) ??
    (/=>|function/.test(text.slice(0, 400)) || languageId === 'r' ? nameBehind(assigned, line) : undefined) ??
    (scripts.has(languageId) ? nameBehind(method, line) : undefined) ??
    (typeFirst.has(languageId) ? declared(text, line) : undefined);
  if (found === undefined || notNames.has(found.name)) return undefined;
  const open = openingBehind(text, found.end);
  return open === undefined ? undefined : { name: found.name, start: found.start, open };
}

interface Name {
  readonly name: string;
  readonly start: number;
  /** Where the type parameters or the bracket may begin. */
  readonly end: number;
}

const keyworded = /\b(?:function|func|fun|fn|def|sub)\b\*?\s*(?:\([^)]*\)\s*)?(?:\w+[.:])*(?<name>[\w$?!]+)/d;
const assigned =
  /\b(?<name>[\w$]+)\s*(?::[^=]+)?(?:=|<-)\s*(?:async\s+)?(?:function\b\*?(?:\s*[\w$]+)?\s*|(?=[(<]))/d;
const method =
  /^\s*(?:(?:public|private|protected|static|async|override|readonly|abstract|get|set)\s+|\*\s*)*(?<name>[\w$#]+)(?=\s*[<(])/d;
const called = /^\s*[\w:<>,*&[\]~? \t]*?(?<name>[\w~]+)\s*(?=\()/d;

function nameBehind(pattern: RegExp, line: string): Name | undefined {
  const found = pattern.exec(line);
  const [start, end] = found?.indices?.groups?.['name'] ?? [];
  if (found === null || start === undefined || end === undefined) return undefined;
  return {
    name: line.slice(start, end),
    start,
    end: pattern === assigned ? found.index + found[0].length : end,
  };
}

/** Where types stand first a call looks much the same: a declaration has a type, or a body behind its brackets. */
function declared(text: string, line: string): Name | undefined {
  const found = nameBehind(called, line);
  if (found === undefined) return undefined;
  const before = line.slice(0, found.start).trim();
  if (/\b(?:return|new|throw|else|delete|case|goto|await|using)\b/.test(before)) return undefined;
  if (before !== '') return found;
  const open = openingBehind(text, found.end);
  const close = open === undefined ? undefined : closing(text, open);
  return close !== undefined && /^[^;\n]*(?:\{|$)/.test(text.slice(close + 1)) ? found : undefined;
}

/** The bracket behind the type parameters, if there are some. */
function openingBehind(text: string, from: number): number | undefined {
  let [at, depth] = [from, 0];
  for (; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '<' || sign === '[') depth += 1;
    else if ((sign === '>' && !'-='.includes(text[at - 1] ?? '')) || sign === ']') depth -= 1;
    else if (depth === 0 && sign === '(') return at;
    else if (depth === 0 && !/\s/.test(sign)) return undefined;
  }
  return undefined;
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function closing(text: string, open: number): number | undefined {
  const stack: string[] = [];
  let quote = '';
  for (let at = open; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === '`' || (sign === "'" && isQuote(text, at))) quote = sign;
    else if (pairs[sign]) stack.push(pairs[sign]);
    else if (sign === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return at;
    }
  }
  return undefined;
}

/** Rust writes lifetimes with a sign that opens strings elsewhere. */
function isQuote(text: string, at: number): boolean {
  const end = text.indexOf("'", at + 1);
  return end > 0 && !/^'[a-z_]+\b(?!')/.test(text.slice(at));
}

/** At the commas outside of all brackets, angle brackets of types included. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === quote && text[at - 1] !== '\\') quote = '';
    } else if (sign === '"' || sign === '`' || (sign === "'" && isQuote(text, at))) {
      if (text.indexOf(sign, at + 1) > 0) quote = sign;
    } else if ('([{<'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign) || (sign === '>' && !'-='.includes(text[at - 1] ?? ''))) depth -= 1;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function namesOf(parts: readonly string[], languageId: string): readonly string[] {
  // Go: where no parameter has two words they are all types.
  if (languageId === 'go' && parts.every((part) => !/\s/.test(part))) return [];
  const names = parts.map((part) =>
    nameIn(part.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim(), languageId),
  );
  return names.filter((name) => name !== undefined);
}

function nameIn(part: string, languageId: string): string | undefined {
  const attribute =
    languageId === 'csharp' ? /^(?:\[[^\]]*\]\s*)+/ : /^(?:@\w+(?:\([^)]*\))?\s+|#\[[^\]]*\]\s*)+/;
  const bare = part.replace(attribute, '');
  const plain = bare.replace(/\s*=(?!>)[\s\S]*$/, '');
  if (languageId === 'php') return /&?(?:\.\.\.)?(\$\w+)/.exec(plain)?.[1];
  if (languageId === 'go') return /^[A-Za-z_]\w*/.exec(plain)?.[0];
  if (typeFirst.has(languageId)) {
    const words = plain
      .replace(/\[[^\]]*\]\s*$/, '')
      .replace(/^[{[]|[}\]]$/g, '')
      .trim();
    if (!/[\s*&>]/.test(words)) return languageId === 'dart' ? words || undefined : undefined;
    return /([A-Za-z_]\w*)$/.exec(words)?.[1];
  }
  if (/^[{[]/.test(plain)) return scripts.has(languageId) ? 'options' : undefined;
  const before = plain.split(/:(?!:)/, 1)[0] ?? '';
  const name = /([A-Za-z_$][\w$]*)\??\s*$/.exec(before)?.[1];
  return name === undefined || /^(?:self|cls|this|mut)$/.test(name) ? undefined : name;
}

const nothing =
  /^(?:void|None|never|undefined|Unit|\(\)|Task|Promise<\s*(?:void|undefined)\s*>|Future<\s*void\s*>)$/;

const modifiers =
  /\b(?:public|private|protected|internal|static|final|virtual|override|async|inline|extern|abstract|sealed|const|unsafe)\b/g;

function givesBack(before: string, after: string, languageId: string): boolean {
  if (typeFirst.has(languageId)) {
    const owner = /[\w~]+(?:<[^>]*>)?::$/;
    const type = before
      .replace(modifiers, '')
      .trim()
      .replace(/^<[^>]*>\s*/, '')
      .replace(owner, '')
      .trim();
    return type !== '' && !nothing.test(type);
  }
  const type = /^\s*(?:->|:|=>)\s*([^{=\n]*?)\s*(?:[{=:;]|=>|$)/m.exec(after.split(/\n/, 1)[0] ?? '')?.[1];
  if (languageId === 'go') return /^\s*[^\s{]/.test(after.split('\n', 1)[0] ?? '');
  if (type === undefined || type === '' || type.startsWith('asserts ')) return false;
  return !nothing.test(type);
}
