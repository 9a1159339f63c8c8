// How the tables of the text stages are written: a place with its text around, and everything else at its default.

import assert from 'node:assert/strict';
import { replacementsOf } from '../../src/text/replacements.ts';
import type { Lexicon } from '../../src/text/respell.ts';
import type { PunctuationStyle } from '../../src/text/style/style.ts';
import type { Target, TargetKind } from '../../src/text/target.ts';
import { stageNames, type Writing } from '../../src/text/write.ts';

const languageIds: Readonly<Record<TargetKind, string>> = {
  code: 'typescript',
  comment: 'typescript',
  string: 'typescript',
  prose: 'markdown',
  commit: 'scminput',
  terminal: 'shellscript',
};

const noNames: Lexicon = {
  longest: 0,
  spelled: () => [],
  read: () => [],
  alike: () => [],
  isOrdinary: () => true,
  isPhrase: () => true,
};

/** `|` in `around` is the place. */
export function place(kind: TargetKind, around = '|'): Target {
  const [before = '', after = ''] = around.split('|');
  return { kind, languageId: languageIds[kind], before, after };
}

export const plainStyle: PunctuationStyle = {
  oxfordComma: 'asHeard',
  dashes: 'asHeard',
  ellipsis: 'asHeard',
  quotes: 'asHeard',
  spelling: 'asHeard',
};

export function writingAt(target: Target, changes: Partial<Writing> = {}): Writing {
  return {
    target,
    language: 'en',
    switches: Object.fromEntries(stageNames.map((name) => [name, true])) as Writing['switches'],
    symbols: {},
    replacements: replacementsOf([]),
    style: { start: 'fit', finalPeriod: 'fit', ...plainStyle },
    lexicon: noNames,
    ...changes,
  };
}

export type Row = readonly [spoken: string, written: string];

/** Compares whole tables, so that one failure tells of all. */
export function expectRows(rows: readonly Row[], stage: (spoken: string) => string): void {
  assert.deepEqual(
    rows.map(([spoken]) => [spoken, stage(spoken)]),
    rows,
  );
}

/** Rows where nothing may change. */
export function same(texts: readonly string[]): readonly Row[] {
  return texts.map((text) => [text, text] as const);
}
