// No text hangs the extension host: hostile ones come through every stage, and twice the length takes about twice
// the time. Only ratios are compared here; `npm run bench:stages` measures the times.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WritingHabits } from '../../src/text/learn.ts';
import { replacementsOf } from '../../src/text/replacements.ts';
import type { TargetKind } from '../../src/text/target.ts';
import { type StageName, stageNames, type Writing, write } from '../../src/text/write.ts';
import { hostileTexts, hostileWriting } from './hostile.ts';
import { Random } from './random.ts';
import { place, writingAt } from './writing.ts';

const kinds: readonly TargetKind[] = ['code', 'comment', 'string', 'prose', 'commit', 'terminal'];

function onlyStage(name: StageName, kind: TargetKind): Writing {
  const switches = Object.fromEntries(
    stageNames.map((stage) => [stage, stage === name]),
  ) as Writing['switches'];
  return { ...hostileWriting(place(kind)), switches };
}

/** These do the same in every kind of text, or nearly. */
const oneKind: ReadonlySet<StageName> = new Set(['tidy', 'casing', 'numbers', 'replacements', 'respell']);

/** Processor time of the quickest of some runs: what else the machine does is not in it. */
function fastest(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    run();
    least = Math.min(least, process.cpuUsage(before).user / 1_000);
  }
  return least;
}

/** A time that the clock's grain and a pause of the machine do not blur. */
const enoughMs = 2;
/** Eight times the text in eight times the time would be 1; a square of it would be 8. */
const mostGrowth = 4;

function growthOf(time: (words: number) => number): number {
  let words = 250;
  while (words < 16_000 && time(words) < enoughMs) words *= 2;
  return time(8 * words) / (8 * Math.max(time(words), enoughMs / 2));
}

for (const [name, text] of Object.entries(hostileTexts)) {
  test(`the work grows with the length only: ${name}`, () => {
    for (const stage of stageNames) {
      for (const kind of oneKind.has(stage) ? (['code'] as const) : (['code', 'prose'] as const)) {
        const writing = onlyStage(stage, kind);
        const time = (words: number) => {
          const spoken = text(words);
          return fastest(() => write(spoken, writing));
        };
        let growth = Number.POSITIVE_INFINITY;
        for (let attempt = 0; attempt < 4 && growth > mostGrowth; attempt += 1) growth = growthOf(time);
        assert.ok(growth <= mostGrowth, `${stage} in ${kind}: grows ${growth.toFixed(1)} times`);
      }
    }
  });
}

test('whatever is heard, every kind of place gets a text', () => {
  const random = new Random(23);
  const parts = [
    ...[
      'open paren',
      'close paren',
      'camel case',
      'end case',
      'comma',
      'period.',
      'Dash',
      'quote',
      'new line',
      'zero x',
    ],
    ...[
      'point',
      'five',
      'hundred',
      'and',
      'a',
      'The',
      '\ud800',
      '\udc00',
      '😀',
      'שלום',
      'مرحبا',
      '`',
      '"',
      '(',
      ']',
      '—',
    ],
    ...[
      '\u202e',
      '\u0000',
      'é',
      'ﬀ',
      'İ',
      'ß',
      '...',
      "'",
      '-',
      '--',
      'x',
      'pie torch',
      '\u{F8FF}',
      '\r\n',
      '\t',
    ],
  ];
  for (let round = 0; round < 500; round += 1) {
    const length = random.whole(0, 14);
    const spoken = Array.from({ length }, () => parts[random.whole(0, parts.length - 1)]).join(
      random.next() < 0.8 ? ' ' : '',
    );
    for (const kind of kinds) {
      const written = write(spoken, {
        ...hostileWriting(place(kind, 'a (|) b')),
        language: random.next() < 0.5 ? 'en' : 'auto',
      });
      assert.equal(typeof written, 'string');
      if (kind === 'terminal') assert.ok(!/[\r\n]/.test(written), JSON.stringify([spoken, written]));
    }
  }
});

test('a text without any word of a table comes out as it went in', () => {
  const random = new Random(29);
  const words = [
    'gamma',
    'Kräfte',
    'naïve',
    'שלום',
    'مرحبا',
    '数据',
    'foo_bar',
    'x1',
    'don’t',
    'A.B',
    '😀',
    '(note)',
    'end.',
  ];
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from(
      { length: random.whole(1, 9) },
      () => words[random.whole(0, words.length - 1)],
    ).join(' ');
    assert.equal(write(text, writingAt(place('prose'))), text);
  }
});

test('many replacements cost no more than few', () => {
  const rules = (count: number) =>
    replacementsOf(Array.from({ length: count }, (_, at) => [`same word ${at}`, `other ${at}`] as const));
  const spoken = 'same word here and there '.repeat(2_000);
  const time = (count: number) => {
    const writing = { ...writingAt(place('prose')), replacements: rules(count) };
    return fastest(() => write(spoken, writing));
  };
  time(10);
  assert.ok(time(20_000) < 4 * time(10));
});

test('learning reads hostile texts too', () => {
  const habits = new WritingHabits();
  for (const text of Object.values(hostileTexts)) habits.read({ kind: 'comment', text: text(2_000) });
  assert.ok(Array.isArray(habits.proposals()));
});
