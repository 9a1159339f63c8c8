// The vocabulary as people write it, one entry a line: `term`, or `spoken form => written form`; `#` begins a
// comment at the start of a line or after a space. The same words stand in the setting `vocabulary.terms`.
// Pure. A line that is neither is skipped: a file under the hand of its writer is never an error.

export type Entry =
  | { readonly kind: 'term'; readonly written: string }
  | { readonly kind: 'pair'; readonly spoken: string; readonly written: string };

const longestEntry = 200;

export function parseEntries(text: string): readonly Entry[] {
  return text.split(/\r\n?|\n/).flatMap((line) => parseEntry(line) ?? []);
}

export function parseEntry(line: string): Entry | undefined {
  const content = line.replace(/(^|\s)#.*$/, '').trim();
  if (content === '' || content.length > longestEntry) return undefined;
  const arrow = content.indexOf('=>');
  if (arrow < 0) return { kind: 'term', written: content };
  const spoken = content.slice(0, arrow).trim().replace(/\s+/g, ' ');
  const written = content.slice(arrow + 2).trim();
  return spoken === '' || written === '' ? undefined : { kind: 'pair', spoken, written };
}

export function formatEntry(entry: Entry): string {
  return entry.kind === 'term' ? entry.written : `${entry.spoken} => ${entry.written}`;
}

/** The text with the entry at its end, unless it says the same already. */
export function withEntry(text: string, entry: Entry): string {
  const line = formatEntry(entry);
  if (parseEntries(text).some((known) => formatEntry(known) === line)) return text;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${line}\n`;
}

/**
 * Terms out of prose about a project, such as `.github/dictation.md`: what stands in back-ticks, and the items
 * of its lists where they are short.
 */
export function termsInMarkdown(text: string): readonly string[] {
  const inTicks = [...text.matchAll(/`([^`\n]{2,60})`/g)].map(([, term]) => term ?? '');
  const items = [...text.matchAll(/^[ \t]*[-*+][ \t]+([^\n]{2,60})$/gm)]
    .map(([, item]) =>
      (item ?? '')
        .replace(/[`*_]/g, '')
        .replace(/\s*[:,–—].*$/, '')
        .trim(),
    )
    .filter((item) => item !== '' && item.split(/\s+/).length <= 3);
  return [...new Set([...inTicks, ...items])];
}
