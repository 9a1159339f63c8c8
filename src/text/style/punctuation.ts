// Style of prose: the comma before the last of a list, dashes, the ellipsis and quotes, as the settings say. Each
// function changes one habit and nothing else, and changes nothing where it has been applied already.

export const oxfordChoices = ['asHeard', 'always', 'never'] as const;
export const dashChoices = ['asHeard', 'em', 'emSpaced', 'en', 'hyphen', 'parentheses', 'commas'] as const;
export const ellipsisChoices = ['asHeard', 'sign', 'dots'] as const;
export const quoteChoices = ['asHeard', 'straight', 'typographic'] as const;

/** The words of a language that the comma and the quotes go by. */
export interface StyleWords {
  /** Before the last of a list: "and", "or". */
  readonly beforeLast: readonly string[];
  /** With these the part before is a sentence of its own, and no item of a list. */
  readonly sentenceWords: ReadonlySet<string>;
  /** At the start of a sentence they make its first comma one of the sentence, not of a list. */
  readonly openers: ReadonlySet<string>;
  readonly quotes: { readonly double: readonly [string, string]; readonly single: readonly [string, string] };
}

/** An item has one to four words. */
const item = "[\\p{L}\\p{N}\\p{Co}_'’()-]+(?: [\\p{L}\\p{N}\\p{Co}_'’()-]+){0,3}";

/** "a, b and c": a comma belongs before the "and" of a list of three or more, or not. */
export function withOxfordComma(
  text: string,
  choice: (typeof oxfordChoices)[number],
  { beforeLast, sentenceWords, openers }: StyleWords,
): string {
  if (choice === 'asHeard') return text;
  const last = `(?:${beforeLast.join('|')})`;
  const list = new RegExp(`(?<=, )(${item})(,?) (${last}) (?=(${item}))`, 'giu');
  return text.replace(
    list,
    (whole, before: string, comma: string, and: string, behind: string, at: number) => {
      const words = [...before.split(' '), ...behind.split(' ').slice(0, 2)].map((word) =>
        word.toLowerCase(),
      );
      const isSentence = words.some((word) => sentenceWords.has(word) || beforeLast.includes(word));
      if (isSentence || openers.has(openerBefore(text, at))) return whole;
      const wanted = choice === 'always' ? ',' : '';
      return comma === wanted ? whole : `${before}${wanted} ${and} `;
    },
  );
}

/** The first word of the sentence whose first comma stands before this place; empty if it is not the first. */
function openerBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 200), at - 2);
  const sentence = before.slice(before.search(/(?:(?<=[.?!:;…]\s)|(?<=\n)|^)[^.?!:;…\n]*$/));
  return sentence.includes(',') ? '' : (/^\P{L}*(\p{L}+)/u.exec(sentence)?.[1] ?? '').toLowerCase();
}

/** An em or en dash with or without spaces, a hyphen or two with spaces. */
const anyDash = /(?<=[^\s—–-]) ?[—–] ?(?=[^\s—–-])|(?<=[^\s—–-]) --? (?=[^\s—–-])/gu;

export function withDashes(text: string, choice: (typeof dashChoices)[number]): string {
  if (choice === 'asHeard') return text;
  return text
    .split('\n')
    .map((line) => (choice === 'parentheses' ? withParentheses(line) : line.replace(anyDash, dash)))
    .join('\n');

  function dash(found: string, at: number, line: string): string {
    const isRange = /\d/.test(line.charAt(at - 1)) && /\d/.test(line.charAt(at + found.length));
    return isRange && found.trim() !== '—' ? found : (written[choice] ?? found);
  }
}

const written: Readonly<Partial<Record<(typeof dashChoices)[number], string>>> = {
  em: '—',
  emSpaced: ' — ',
  en: ' – ',
  hyphen: ' - ',
  commas: ', ',
};

/** Two dashes of a sentence become a pair; one alone stays a dash. */
function withParentheses(line: string): string {
  const sentences = line.split(/(?<=[.?!…]["'”’)]*) /);
  return sentences
    .map((sentence) => {
      const dashes = [...sentence.matchAll(anyDash)];
      if (dashes.length !== 2) return sentence;
      const [[first, second], [from = 0, to = 0]] = [
        dashes.map(([dash]) => dash),
        dashes.map(({ index }) => index),
      ];
      const inside = sentence.slice(from + (first?.length ?? 0), to);
      return `${sentence.slice(0, from)} (${inside}) ${sentence.slice(to + (second?.length ?? 0))}`;
    })
    .join(' ');
}

export function withEllipsis(text: string, choice: (typeof ellipsisChoices)[number]): string {
  if (choice === 'sign') return text.replace(/(?<!\.)\.{3}(?!\.)/g, '…');
  return choice === 'dots' ? text.replaceAll('…', '...') : text;
}

export function withQuotes(
  text: string,
  choice: (typeof quoteChoices)[number],
  { quotes }: Pick<StyleWords, 'quotes'>,
): string {
  if (choice === 'asHeard') return text;
  if (choice === 'straight') return text.replace(/[“”„«»]/g, '"').replace(/[‘’‚‹›]/g, "'");
  const [open, close] = quotes.double;
  const [openSingle, closeSingle] = quotes.single;
  return text
    .replace(/"/g, (_, at: number) => (opensAt(text, at) ? open : close))
    .replace(/'/g, (_, at: number) =>
      opensAt(text, at) ? openSingle : isInWord(text, at) ? '’' : closeSingle,
    );
}

function opensAt(text: string, at: number): boolean {
  return at === 0 || /[\s([{—–]/.test(text.charAt(at - 1));
}

function isInWord(text: string, at: number): boolean {
  return /[\p{L}]/u.test(text.charAt(at - 1)) && /[\p{L}]/u.test(text.charAt(at + 1));
}
