// The symbols that can be spoken, each once: what is written for it and how it sits between its neighbours.
// The words for them stand in the tables of the languages. A symbol without a form for a kind of target is not
// spoken there: in prose "plus" and "equals" are words.

/** Which sides take a space. `operator` has both, but none behind it where it is a sign ("= -1"). */
export type Join =
  | 'word'
  | 'operator'
  | 'behind'
  | 'tight'
  | 'opening'
  | 'block'
  | 'closing'
  | 'prefix'
  | 'quote'
  | 'break';

export interface SymbolForm {
  readonly text: string;
  readonly join: Join;
}

export interface SpokenSymbol {
  readonly prose?: SymbolForm;
  readonly code?: SymbolForm;
  /** Default: as in code. */
  readonly terminal?: SymbolForm;
}

function everywhere(text: string, join: Join): SpokenSymbol {
  return { prose: { text, join }, code: { text, join } };
}

function inCode(text: string, join: Join): SpokenSymbol {
  return { code: { text, join } };
}

export const symbols = {
  // the marks of a sentence
  period: { prose: { text: '.', join: 'behind' }, code: { text: '.', join: 'tight' } },
  comma: everywhere(',', 'behind'),
  colon: everywhere(':', 'behind'),
  semicolon: everywhere(';', 'behind'),
  questionMark: everywhere('?', 'behind'),
  exclamationMark: {
    prose: { text: '!', join: 'behind' },
    code: { text: '!', join: 'prefix' },
    terminal: { text: '!', join: 'prefix' },
  },
  ellipsis: { prose: { text: '…', join: 'behind' }, code: { text: '...', join: 'prefix' } },
  dash: {
    prose: { text: '—', join: 'operator' },
    code: { text: '-', join: 'tight' },
    terminal: { text: '-', join: 'prefix' },
  },
  doubleDash: { prose: { text: '—', join: 'operator' }, code: { text: '--', join: 'prefix' } },
  hyphen: everywhere('-', 'tight'),
  apostrophe: everywhere("'", 'tight'),

  // what comes in pairs
  openParen: everywhere('(', 'opening'),
  closeParen: everywhere(')', 'closing'),
  emptyParens: everywhere('()', 'closing'),
  openBracket: everywhere('[', 'opening'),
  closeBracket: everywhere(']', 'closing'),
  emptyBrackets: everywhere('[]', 'closing'),
  openBrace: everywhere('{', 'block'),
  closeBrace: everywhere('}', 'closing'),
  emptyBraces: everywhere('{}', 'word'),
  openAngle: { prose: { text: '<', join: 'block' }, code: { text: '<', join: 'tight' } },
  closeAngle: everywhere('>', 'closing'),
  quote: everywhere('"', 'quote'),
  openQuote: everywhere('"', 'block'),
  closeQuote: everywhere('"', 'closing'),
  singleQuote: everywhere("'", 'quote'),
  backTick: everywhere('`', 'quote'),
  tripleBackTick: everywhere('```', 'quote'),
  tripleQuote: everywhere('"""', 'quote'),

  // operators
  equals: inCode('=', 'operator'),
  equalsSign: everywhere('=', 'operator'),
  doubleEquals: everywhere('==', 'operator'),
  tripleEquals: everywhere('===', 'operator'),
  notEqual: everywhere('!=', 'operator'),
  notDoubleEqual: everywhere('!==', 'operator'),
  less: inCode('<', 'operator'),
  lessSign: everywhere('<', 'operator'),
  greater: inCode('>', 'operator'),
  greaterSign: everywhere('>', 'operator'),
  lessOrEqual: inCode('<=', 'operator'),
  greaterOrEqual: inCode('>=', 'operator'),
  plus: inCode('+', 'operator'),
  plusSign: everywhere('+', 'operator'),
  minus: inCode('-', 'operator'),
  minusSign: everywhere('-', 'operator'),
  times: inCode('*', 'operator'),
  asterisk: everywhere('*', 'operator'),
  dividedBy: inCode('/', 'operator'),
  modulo: inCode('%', 'operator'),
  power: inCode('**', 'operator'),
  plusPlus: inCode('++', 'closing'),
  minusMinus: inCode('--', 'closing'),
  plusEquals: inCode('+=', 'operator'),
  minusEquals: inCode('-=', 'operator'),
  timesEquals: inCode('*=', 'operator'),
  dividedByEquals: inCode('/=', 'operator'),
  logicalAnd: everywhere('&&', 'operator'),
  logicalOr: everywhere('||', 'operator'),
  bang: inCode('!', 'prefix'),
  pipe: inCode('|', 'operator'),
  pipeSign: everywhere('|', 'operator'),
  shiftLeft: inCode('<<', 'operator'),
  shiftRight: inCode('>>', 'operator'),
  arrow: everywhere('->', 'operator'),
  fatArrow: everywhere('=>', 'operator'),
  leftArrow: everywhere('<-', 'operator'),
  pipeArrow: everywhere('|>', 'operator'),
  walrus: everywhere(':=', 'operator'),
  nullish: everywhere('??', 'operator'),
  optionalChain: everywhere('?.', 'tight'),
  spread: inCode('...', 'prefix'),

  // signs inside and before words
  dot: inCode('.', 'tight'),
  doubleDot: { code: { text: '..', join: 'tight' }, terminal: { text: '..', join: 'prefix' } },
  doubleColon: everywhere('::', 'tight'),
  slash: inCode('/', 'tight'),
  forwardSlash: everywhere('/', 'tight'),
  doubleSlash: { prose: { text: '//', join: 'operator' }, code: { text: '//', join: 'operator' } },
  backslash: everywhere('\\', 'tight'),
  underscore: everywhere('_', 'tight'),
  doubleUnderscore: everywhere('__', 'tight'),
  at: everywhere('@', 'prefix'),
  hash: inCode('#', 'prefix'),
  hashSign: everywhere('#', 'prefix'),
  dollar: everywhere('$', 'prefix'),
  euro: everywhere('€', 'closing'),
  percent: everywhere('%', 'closing'),
  ampersand: { prose: { text: '&', join: 'operator' }, code: { text: '&', join: 'operator' } },
  caret: everywhere('^', 'operator'),
  tilde: { prose: { text: '~', join: 'prefix' }, code: { text: '~', join: 'prefix' } },
  degree: everywhere('°', 'closing'),
  section: everywhere('§', 'prefix'),

  // white space; a terminal would run what stands before a new line
  newLine: { ...everywhere('\n', 'break'), terminal: { text: ' ', join: 'break' } },
  newParagraph: { ...everywhere('\n\n', 'break'), terminal: { text: ' ', join: 'break' } },
  tab: { ...everywhere('\t', 'break'), terminal: { text: ' ', join: 'break' } },
  space: inCode(' ', 'break'),
} as const satisfies Readonly<Record<string, SpokenSymbol>>;

export type SymbolId = keyof typeof symbols;

/** How a symbol that the user invented sits: told from its signs. */
export function joinOf(text: string): Join {
  if (/^\s+$/.test(text)) return 'break';
  return looks.find(([look]) => look.test(text))?.[1] ?? 'word';
}

const looks: readonly (readonly [look: RegExp, join: Join])[] = [
  [/^[([]$/, 'opening'],
  [/^[{<]$/, 'block'],
  [/^[)\]}>]|^(?:\+\+|--)$/, 'closing'],
  [/^(?:[_/\\-]|::)$/, 'tight'],
  [/^[,;:.?!…]+$/, 'behind'],
  [/^[@#$~]+$/, 'prefix'],
  [/^["'`]+$/, 'quote'],
  [/^[^\p{L}\p{N}\s]+$/u, 'operator'],
];
