// What each text stage costs: milliseconds of the processor per 1,000 words over ordinary and hostile texts, most of them of 20,000
// words, some of a million words or 10 MB. The bar is 50 ms per 1,000 words for any stage and any text.

import { stageNames, type Writing, write } from '../../src/text/write.ts';
import { hostileTexts, hostileWriting } from '../unit/hostile.ts';
import { place } from '../unit/writing.ts';
import { writeReport } from './report.ts';

const bar = 50;
const words = 20_000;
const texts: readonly (readonly [name: string, thousands: number, text: string])[] = [
  ...Object.entries(hostileTexts).map(([name, text]) => [name, words / 1_000, text(words)] as const),
  ['a million words', 1_000, hostileTexts['ordinary sentences']?.(1_000_000) ?? ''],
  ['one word of 10 MB', 1_750, hostileTexts['one endless word']?.(1_750_000) ?? ''],
];

const worst: Record<string, { readonly text: string; readonly perThousand: number }> = {};
const rows = texts.map(([name, thousands, text]) => {
  const costs = stageNames.map((stage) => {
    const times = (['code', 'prose'] as const).map((kind) => {
      const switches = Object.fromEntries(
        stageNames.map((other) => [other, other === stage]),
      ) as Writing['switches'];
      const start = process.cpuUsage();
      write(text, { ...hostileWriting(place(kind)), switches });
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1_000 / thousands;
    });
    const perThousand = Math.max(...times);
    if (perThousand > (worst[stage]?.perThousand ?? 0)) worst[stage] = { text: name, perThousand };
    return perThousand;
  });
  console.log(`${name.padEnd(26)}${costs.map((cost) => cost.toFixed(2).padStart(13)).join('')}`);
  return {
    text: name,
    characters: text.length,
    thousands,
    costs: Object.fromEntries(stageNames.map((stage, at) => [stage, costs[at]])),
  };
});
console.log(`${'ms per 1,000 words'.padEnd(26)}${stageNames.map((name) => name.padStart(13)).join('')}`);
const most = Math.max(...Object.values(worst).map(({ perThousand }) => perThousand));
console.log(
  `most: ${most.toFixed(2)} ms per 1,000 words; the bar is ${bar}: ${most <= bar ? 'kept' : 'NOT kept'}`,
);
console.log(`written to ${writeReport('stages', { bar }, { most, worst, rows })}`);
