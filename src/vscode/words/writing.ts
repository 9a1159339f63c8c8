// Gathers what the text stages need to know from the settings, anew for each dictation, so that a change holds at
// once. Decides nothing about words: that is src/text.

import * as vscode from 'vscode';
import type { Replacements } from '../../text/replacements.ts';
import type { Lexicon } from '../../text/respell.ts';
import type { Target } from '../../text/target.ts';
import type { Writing } from '../../text/write.ts';
import { setting } from '../settings.ts';

export function writingFor(target: Target, replacements: Replacements, lexicon: Lexicon): Writing {
  const scope = scopeOf(target);
  return {
    target,
    lexicon,
    language: setting('language', scope),
    switches: {
      tidy: setting('text.tidy', scope),
      sentences: setting('text.sentences', scope),
      symbols: setting('text.spokenPunctuation', scope),
      casing: setting('text.casing', scope),
      numbers: setting('text.numbers', scope),
      replacements: setting('text.replacements', scope),
      respell: setting('text.respellIdentifiers', scope),
      style: setting('text.style.enabled', scope),
    },
    symbols: setting('text.symbols', scope),
    replacements,
    style: {
      start: setting('text.style.start', scope),
      finalPeriod: setting('text.style.finalPeriod', scope),
      oxfordComma: setting('text.style.oxfordComma', scope),
      dashes: setting('text.style.dashes', scope),
      ellipsis: setting('text.style.ellipsis', scope),
      quotes: setting('text.style.quotes', scope),
      spelling: setting('text.style.spelling', scope),
    },
  };
}

/** The settings of the document that the text goes to, whatever is in front of the person by now. */
export function scopeOf({ document, languageId }: Target) {
  return document === undefined ? { languageId } : { uri: vscode.Uri.parse(document), languageId };
}
