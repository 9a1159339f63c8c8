// What for: OpenAI's English text normaliser, which the word error rates of Whisper models are measured with: two texts
// that say the same words come out equal, whatever their case, punctuation, contractions, numbers and spelling.
// Promises: pure; the same text as the original gives (`whisper/normalizers/english.py`, MIT, by OpenAI), which
// test/unit/whisperEnglish.test.ts checks against what the original printed, odd results included.
// Must not know: what is compared, or why.

import spellings from '../fixtures/whisper-english/spellings.json' with { type: 'json' };
import { standardNumbers } from './whisperNumbers.ts';

export function whisperEnglish(text: string): string {
  let s = text.toLowerCase();
  s = s.replace(/[<[][^>\]]*[>\]]/gu, ''); // words in brackets
  s = s.replace(/\(([^)]+?)\)/gu, ''); // words in parentheses
  s = s.replace(ignored, '');
  s = s.replace(/\s+'/gu, "'");
  for (const [pattern, replacement] of replacers) s = s.replace(pattern, replacement);
  s = s.replace(/(\p{Nd}),(\p{Nd})/gu, '$1$2');
  s = s.replace(/\.([^0-9]|$)/gu, ' $1'); // full stops that no digit follows
  s = withoutSymbols(s);
  s = standardNumbers(s);
  s = pythonWords(s)
    .map((word) => american.get(word) ?? word)
    .join(' ');
  s = s.replace(/[.$¢€£]([^0-9])/gu, ' $1'); // signs that belong to no number
  s = s.replace(/([^0-9])%/gu, '$1 ');
  return s.replace(/\s+/gu, ' ');
}

export function whisperWords(text: string): string[] {
  return pythonWords(whisperEnglish(text));
}

const american: ReadonlyMap<string, string> = new Map(Object.entries(spellings));

/** `\b` of JavaScript knows the letters of English only. */
function boundaries(source: string): RegExp {
  const inWord = String.raw`[\p{L}\p{N}_]`;
  const edge = `(?:(?<=${inWord})(?!${inWord})|(?<!${inWord})(?=${inWord}))`;
  return new RegExp(source.replaceAll('|b|', edge), 'gu');
}

const ignored = boundaries('|b|(hmm|mm|mhm|mmm|uh|um)|b|');

const wholeWords: Readonly<Record<string, string>> = {
  "won't": 'will not',
  "can't": 'can not',
  "let's": 'let us',
  "ain't": 'aint',
  "y'all": 'you all',
  wanna: 'want to',
  kinda: 'kind of',
  sorta: 'sort of',
  dunno: 'do not know',
  gotta: 'got to',
  gonna: 'going to',
  "i'ma": 'i am going to',
  imma: 'i am going to',
  woulda: 'would have',
  coulda: 'could have',
  shoulda: 'should have',
  cause: 'because',
  "ma'am": 'madam',
  // The original has the space after each title.
  mr: 'mister ',
  mrs: 'missus ',
  st: 'saint ',
  dr: 'doctor ',
  prof: 'professor ',
  capt: 'captain ',
  gov: 'governor ',
  ald: 'alderman ',
  gen: 'general ',
  sen: 'senator ',
  rep: 'representative ',
  pres: 'president ',
  rev: 'reverend ',
  hon: 'honorable ',
  asst: 'assistant ',
  assoc: 'associate ',
  lt: 'lieutenant ',
  col: 'colonel ',
  jr: 'junior ',
  sr: 'senior ',
  esq: 'esquire ',
};

/** In this order: the first lines keep the later ones from seeing what they took. */
const endings: Readonly<Record<string, string>> = {
  "'d been": ' had been',
  "'s been": ' has been',
  "'d gone": ' had gone',
  "'s gone": ' has gone',
  "'d done": ' had done',
  "'s got": ' has got',
  "n't": ' not',
  "'re": ' are',
  "'s": ' is',
  "'d": ' would',
  "'ll": ' will',
  "'t": ' not',
  "'ve": ' have',
  "'m": ' am',
};

const replacers: readonly (readonly [RegExp, string])[] = [
  ...Object.entries(wholeWords).map(([word, to]) => [boundaries(`|b|${word}|b|`), to] as const),
  ...Object.entries(endings).map(([ending, to]) => [boundaries(`${ending}|b|`), to] as const),
];

/** Letters that decomposing does not take apart. */
const plainLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', æ: 'ae', Æ: 'AE', ß: 'ss', ẞ: 'SS' },
    ...{ đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'th', ł: 'l', Ł: 'L' },
  }),
);

/** Keeps the signs that may belong to a number. */
function withoutSymbols(text: string): string {
  return [...text.normalize('NFKD')]
    .map((sign) => {
      if ('.%$¢€£'.includes(sign)) return sign;
      const plain = plainLetters.get(sign);
      if (plain !== undefined) return plain;
      if (/\p{Mn}/u.test(sign)) return '';
      return /[\p{M}\p{S}\p{P}]/u.test(sign) ? ' ' : sign;
    })
    .join('');
}

function pythonWords(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}
