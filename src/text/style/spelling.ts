// American or British spelling of words that prose about programs holds. Whole words only, their capitals kept; what
// is not listed stays, so that no name of an API is touched by a rule.

export const spellingChoices = ['asHeard', 'american', 'british'] as const;

/** American stem, British stem, and the endings that both take. */
const stems: readonly (readonly [american: string, british: string, endings: string])[] = [
  ['color', 'colour', ' s ed ing ful less'],
  ['behavior', 'behaviour', ' s al'],
  ['favor', 'favour', ' s ed ing able'],
  ['favorite', 'favourite', ' s'],
  ['honor', 'honour', ' s ed ing'],
  ['neighbor', 'neighbour', ' s ing hood'],
  ['labor', 'labour', ' s ed'],
  ['flavor', 'flavour', ' s ed'],
  ['humor', 'humour', ' s'],
  ['rumor', 'rumour', ' s'],
  ['center', 'centre', ' s'],
  ['centered', 'centred', ''],
  ['centering', 'centring', ''],
  ['fiber', 'fibre', ' s'],
  ['theater', 'theatre', ' s'],
  ['liter', 'litre', ' s'],
  ['catalog', 'catalogue', ' s'],
  ['dialog', 'dialogue', ' s'],
  ['analog', 'analogue', ' s'],
  ['defense', 'defence', ' s'],
  ['offense', 'offence', ' s'],
  ['gray', 'grey', ' s scale'],
  ['artifact', 'artefact', ' s'],
  ['aluminum', 'aluminium', ''],
  ['canceled', 'cancelled', ''],
  ['canceling', 'cancelling', ''],
  ['labeled', 'labelled', ''],
  ['labeling', 'labelling', ''],
  ['modeled', 'modelled', ''],
  ['modeling', 'modelling', ''],
  ['signaled', 'signalled', ''],
  ['signaling', 'signalling', ''],
  ['traveled', 'travelled', ''],
  ['traveling', 'travelling', ''],
  ['traveler', 'traveller', ' s'],
  ['fulfill', 'fulfil', ' s'],
  ['fulfillment', 'fulfilment', ''],
  ['enrollment', 'enrolment', ''],
  ['skillful', 'skilful', ' ly'],
  ['judgment', 'judgement', ' s'],
  ['acknowledgment', 'acknowledgement', ' s'],
  ['aging', 'ageing', ''],
  ['maneuver', 'manoeuvre', ' s'],
  ['pediatric', 'paediatric', ''],
  ['encyclopedia', 'encyclopaedia', ' s'],
  ['plow', 'plough', ' s'],
  ['tire', 'tyre', ''],
];

/** Stems of verbs in -ize and -ise with all their endings. */
const izeStems =
  `initial final normal optim organ serial deserial synchron token custom minim maxim character categor priorit
  capital central general local memor recogn summar util visual standard special general author random parallel
  modular memo real apolog emphas anonym sanit digit item penal stabil tokenis finalis equal vector virtual container
  neutral formal internal external conceptual`.split(/\s+/);

const izeEndings = [
  ['ize', 'ise'],
  ['izes', 'ises'],
  ['ized', 'ised'],
  ['izing', 'ising'],
  ['izer', 'iser'],
  ['izers', 'isers'],
  ['ization', 'isation'],
  ['izations', 'isations'],
] as const;

const yzeWords = [
  ['analyze', 'analyse'],
  ['analyzes', 'analyses'],
  ['analyzed', 'analysed'],
  ['analyzing', 'analysing'],
  ['analyzer', 'analyser'],
  ['paralyzed', 'paralysed'],
] as const;

const pairs: readonly (readonly [american: string, british: string])[] = [
  ...stems.flatMap(([american, british, endings]) =>
    endings.split(' ').map((ending) => [american + ending, british + ending] as const),
  ),
  ...izeStems.flatMap((stem) => izeEndings.map(([z, s]) => [stem + z, stem + s] as const)),
  // "analyses" is also the plural of "analysis": it is not made American.
  ...yzeWords,
];

const toBritish = new Map(pairs);
const toAmerican = new Map(pairs.map(([american, british]) => [british, american]));
toAmerican.delete('analyses');

export function withSpelling(text: string, choice: (typeof spellingChoices)[number]): string {
  if (choice === 'asHeard') return text;
  const words = choice === 'british' ? toBritish : toAmerican;
  return text.replace(/(?<![\p{L}\p{N}_.\-/])\p{L}{4,20}(?![\p{L}\p{N}_(])/gu, (word) => {
    const other = words.get(word.toLowerCase());
    if (other === undefined) return word;
    if (word === word.toLowerCase()) return other;
    return word === word.toUpperCase()
      ? other.toUpperCase()
      : other.slice(0, 1).toUpperCase() + other.slice(1);
  });
}

/** Which of the two a word is written in, if it is one that tells. */
export function spellingOf(word: string): 'american' | 'british' | undefined {
  const key = word.toLowerCase();
  return toBritish.has(key) ? 'american' : toAmerican.has(key) ? 'british' : undefined;
}
