// The words that matter now: takes terms from its sources, source by source, and answers the two questions of a
// dictation, what to tell the recogniser before and how to spell what it heard. Both answers come from what is at
// hand: whoever finds terms does it earlier, and calls `settle` when it has found some.

import { atOnce, type Steps } from '../base/steps.ts';
import type { Lexicon } from '../text/respell.ts';
import type { Target } from '../text/target.ts';
import { type Heard, spokenAsHeard, writtenRightlyBy } from './heard.ts';
import { knownTermsFor } from './knownTerms.ts';
import { buildLexicon, layered, lexiconOf, type Phonetics, remembering } from './lexicon.ts';
import { isWrittenRightly, type Ordinary, ordinaryBy } from './ordinary.ts';
import { type PromptLimits, packPrompt, usualLimits } from './prompt.ts';
import { namesIn } from './scan.ts';
import { isSecretFile } from './secrets.ts';
import { rank, ranking, type Term, termOf } from './terms.ts';
import { cautiousTokeniser, type Tokeniser, tokeniserOf } from './tokeniser.ts';

/** How many of the best terms are worth an index. */
const mostTerms = 3_000;

/** A budget of tokens holds far fewer. */
const mostInPrompt = 200;
const mostForPrompt = 600;

/** What of the text around the place counts as here. */
const hereCharacters = 4_000;

export class Vocabulary {
  private readonly found = new Map<string, readonly Term[]>();
  private ranked: readonly Term[] = [];
  private lexicon: Lexicon | undefined;
  /** Whether what is built now knows the model that is loaded. */
  private isOfThisModel = true;
  private tokeniser: Tokeniser | undefined;
  private ordinary: Ordinary = ordinaryBy(undefined);
  private limits: PromptLimits = usualLimits;
  private heard: readonly Heard[] = [];

  private readonly phonetics: Phonetics;

  constructor(phonetics: Phonetics) {
    this.phonetics = remembering(phonetics);
  }

  /** All that one finder knows; replaces what it knew before. */
  set(finder: string, terms: readonly Term[]): void {
    this.found.set(finder, terms);
  }

  /** What the loaded model counts with; undefined where its file is not at hand. To be settled, as all that follows. */
  useModel(model: { readonly tokens: readonly string[]; readonly promptTokens: number } | undefined): void {
    this.tokeniser = model === undefined ? undefined : tokeniserOf(model.tokens);
    this.ordinary = ordinaryBy(this.tokeniser);
    this.limits = { ...usualLimits, tokens: model?.promptTokens ?? usualLimits.tokens };
    this.isOfThisModel = false;
  }

  /** What the loaded model is known to write for terms. */
  useHeard(heard: readonly Heard[]): void {
    this.heard = heard;
    this.isOfThisModel = false;
  }

  /** Ranks and indexes what was found since the last time. */
  settle(): void {
    atOnce(this.settling());
  }

  /** The same in steps of a few milliseconds; what was known before holds until the last. */
  *settling(): Steps<void> {
    if (!this.found.has('known')) this.found.set('known', knownTermsFor(new Set()));
    const terms = yield* ranking([...this.found.values()].flat());
    do {
      this.isOfThisModel = true;
      const ranked = spokenAsHeard(terms.slice(0, mostTerms), this.heard);
      this.lexicon = yield* buildLexicon(ranked, this.ordinary, this.phonetics);
      this.ranked = ranked;
    } while (!this.isOfThisModel); // another one was loaded meanwhile
  }

  /** The best terms, best first. */
  terms(): readonly Term[] {
    if (this.lexicon === undefined) this.settle();
    return this.ranked;
  }

  /** What the recogniser is told before it listens; `said` is what was said before in this dictation. */
  prompt(target: Target, said: string): string {
    const tokeniser = this.tokeniser ?? cautiousTokeniser;
    const right = writtenRightlyBy(this.heard);
    const isNeeded = ({ written, source }: Term) => {
      if (source === 'common') return false; // nothing here speaks of it
      if (source === 'user' || source === 'workspace') return true;
      return !right.has(written) && !isWrittenRightly(written, tokeniser);
    };
    const needed = rank([...this.terms().slice(0, mostForPrompt), ...termsHere(target)]).filter(isNeeded);
    return packPrompt(
      needed.slice(0, mostInPrompt).map(({ written }) => written),
      said,
      tokeniser,
      this.limits,
    );
  }

  lexiconFor(target: Target): Lexicon {
    if (this.lexicon === undefined) this.settle();
    const everywhere = this.lexicon ?? lexiconOf([], this.ordinary, this.phonetics);
    return layered(lexiconOf(rank(termsHere(target)), this.ordinary, this.phonetics), everywhere);
  }
}

/** The names around the place, nearest first: no finder is as fresh as the text itself. */
function termsHere({ document = '', before, after }: Target): readonly Term[] {
  if (isSecretFile(document.replace(/[?#].*$/s, ''))) return [];
  // What is cut in two is left out: half a secret looks like none.
  const start = before.length > hereCharacters ? before.slice(-hereCharacters).replace(/^\S+/, '') : before;
  const end = after.length > hereCharacters ? after.slice(0, hereCharacters).replace(/\S+$/, '') : after;
  const text = `${start}\n${end}`;
  return namesIn(text, start.length).map(({ name, at }) =>
    termOf(name, 'here', { closeness: 1 - Math.abs(at - start.length) / text.length }),
  );
}
