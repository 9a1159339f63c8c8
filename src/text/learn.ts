// Learning a style of writing from texts: counts what the comments and the Markdown of a project do, and proposes the
// settings that agree with it. Pure. Proposes only what is done often enough and nearly always the same way.

import { spellingOf } from './style/spelling.ts';

export type Passage = { readonly kind: 'comment' | 'prose'; readonly text: string };

/** What is counted, each with the choices that it can speak for. */
export const habits = {
  'text.style.oxfordComma': ['always', 'never'],
  'text.style.dashes': ['em', 'emSpaced', 'en', 'hyphen'],
  'text.style.ellipsis': ['sign', 'dots'],
  'text.style.quotes': ['straight', 'typographic'],
  'text.style.spelling': ['american', 'british'],
  'text.style.start': ['sentence', 'lower'],
  'text.style.finalPeriod': ['always', 'never'],
} as const;

export type HabitId = keyof typeof habits;
export type Choice<Id extends HabitId> = (typeof habits)[Id][number];

export type Proposal = {
  [Id in HabitId]: {
    readonly id: Id;
    readonly choice: Choice<Id>;
    readonly agree: number;
    readonly of: number;
  };
}[HabitId];

const enough = 5;
const nearlyAlways = 0.8;

export class WritingHabits {
  private readonly counts = new Map<HabitId, Map<string, number>>();

  read({ kind, text }: Passage): void {
    const prose = text.replace(/`[^`\n]*`/g, 'x');
    this.readPunctuation(prose);
    for (const [word] of prose.matchAll(/\p{L}{4,20}/gu)) {
      const spelling = spellingOf(word);
      if (spelling !== undefined) this.count('text.style.spelling', spelling);
    }
    if (kind === 'comment') this.readEnds(prose.trim());
  }

  proposals(): readonly Proposal[] {
    return (Object.keys(habits) as HabitId[]).flatMap((id) => {
      const counted = [...(this.counts.get(id) ?? [])];
      const of = counted.reduce((sum, [, times]) => sum + times, 0);
      const [choice, agree] = counted.reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0]);
      // The type cannot say that a choice was counted under its own habit.
      return of >= enough && agree >= of * nearlyAlways ? [{ id, choice, agree, of } as Proposal] : [];
    });
  }

  private readPunctuation(text: string): void {
    const item = "[\\p{L}\\p{N}_'’-]+(?: [\\p{L}\\p{N}_'’-]+){0,2}";
    const lists = new RegExp(`${item}, ${item}(,?) (?:and|or|und|oder) \\p{L}`, 'giu');
    for (const [, comma] of text.matchAll(lists))
      this.count('text.style.oxfordComma', comma ? 'always' : 'never');
    for (const [, dash] of text.matchAll(/\p{L}( ?[—–] ?| --? )\p{L}/gu)) {
      const choice =
        dash === '—' ? 'em' : dash === ' — ' ? 'emSpaced' : dash?.includes('–') ? 'en' : 'hyphen';
      this.count('text.style.dashes', choice);
    }
    for (const [sign] of text.matchAll(/\p{L}(?:…|\.{3})(?!\.)/gu)) {
      this.count('text.style.ellipsis', sign.endsWith('…') ? 'sign' : 'dots');
    }
    for (const [sign] of text.matchAll(/["“„](?=\p{L}[^"“”„\n]{0,80}["”“])/gu)) {
      this.count('text.style.quotes', sign === '"' ? 'straight' : 'typographic');
    }
  }

  /** Only what looks like a sentence: two words at least, and no line of code. */
  private readEnds(text: string): void {
    if (!/^\p{L}+['’]?\p{L}* [^={}<>;]*[\p{L}\p{N})."'”]$/u.test(text)) return;
    this.count('text.style.finalPeriod', text.endsWith('.') ? 'always' : 'never');
    const [first = ''] = text.split(' ');
    if (/^\p{Ll}+$/u.test(first)) this.count('text.style.start', 'lower');
    else if (/^\p{Lu}\p{Ll}+$/u.test(first)) this.count('text.style.start', 'sentence');
  }

  private count<Id extends HabitId>(id: Id, choice: Choice<Id>): void {
    const counted = this.counts.get(id) ?? new Map<string, number>();
    counted.set(choice, (counted.get(choice) ?? 0) + 1);
    this.counts.set(id, counted);
  }
}

const lineMarkers: readonly (readonly [files: RegExp, marker: RegExp])[] = [
  [/\.(?:[cm]?[jt]sx?|java|kt|c|cc|cpp|h|hpp|cs|go|rs|swift|php|scala|dart)$/i, /^\s*\/\/[/!]? ?/],
  [/\.(?:py|rb|sh|bash|zsh|ya?ml|toml|pl|r|jl|ex|exs|cmake|tf)$/i, /^\s*#(?!!) ?/],
  [/\.(?:sql|lua|hs|elm)$/i, /^\s*-- ?/],
];

/** The files that hold something to learn from, as a pattern of VS Code. */
export const filesToRead =
  '**/*.{md,markdown,ts,tsx,js,jsx,mjs,cjs,java,kt,c,cc,cpp,h,hpp,cs,go,rs,swift,php,py,rb,sh,yml,yaml,toml,sql,lua,hs}';

/** The prose of a file: the paragraphs of Markdown, or the comments that fill whole lines. */
export function passagesOf(path: string, content: string): readonly Passage[] {
  const text = content.replaceAll('\r\n', '\n');
  if (/\.(?:md|markdown)$/i.test(path)) return paragraphsOf(text);
  const marker = lineMarkers.find(([files]) => files.test(path))?.[1];
  return marker === undefined ? [] : commentsOf(text, marker);
}

function paragraphsOf(text: string): readonly Passage[] {
  let inCode = false;
  const lines = text.split('\n').map((line) => {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFence) inCode = !inCode;
    return isFence || inCode || /^\s*(?:\||#|<)|^ {4}/.test(line) ? '' : line;
  });
  return blocks(lines).map((block) => ({ kind: 'prose', text: block }));
}

function commentsOf(text: string, marker: RegExp): readonly Passage[] {
  let inBlock = false;
  const lines = text.split('\n').map((line) => {
    if (inBlock || /^\s*\/\*/.test(line)) {
      inBlock = !line.includes('*/');
      return line.replace(/^\s*(?:\/\*+!?|\*(?!\/))? ?/, '').replace(/\s*\*\/.*$/, '');
    }
    return marker.test(line) ? line.replace(marker, '') : '';
  });
  // Tags and code that was put out of use are no prose.
  return blocks(lines.map((line) => (/^\s*@|[;{}]\s*$|^\s*[-=*#/]{3,}/.test(line) ? '' : line))).map(
    (block) => ({
      kind: 'comment',
      text: block,
    }),
  );
}

/** Lines that follow each other, joined. */
function blocks(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .split(/\n{2,}/)
    .map((block) => block.replaceAll('\n', ' ').trim())
    .filter((block) => block !== '');
}
