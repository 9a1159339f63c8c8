// Keeps spoken text from ending the comment that it stands in, or from meaning something there: an end marker gets a
// space. The words stay. Pure. The rows that name a language are the exceptions that tests with its parser showed.

export type Shelter =
  | { readonly kind: 'line' }
  | { readonly kind: 'block'; readonly open: string; readonly close: string };

export function safeIn(text: string, shelter: Shelter, languageId: string): string {
  let safe = text;
  if (shelter.kind === 'block') {
    if (shelter.open === '<!--') safe = safe.replace(/-(?=-)/g, '- ');
    // Many languages nest block comments: a beginning inside would need an end of its own.
    for (const marker of new Set([shelter.close, shelter.open])) safe = apart(safe, marker);
    if (isQuotes(shelter.close)) {
      safe = safe.replaceAll('\\', '\\\\').replace(/["']+$/, (quotes) => `${quotes} `);
    }
  } else {
    if (splicedLines.has(languageId)) safe = safe.replace(/\\+(?=[ \t]*(?:\n|$))/g, '$&.');
    if (languageId === 'php') safe = apart(safe, '?>');
  }
  if (languageId === 'java' || languageId === 'groovy') safe = safe.replaceAll('\\u', '\\ u');
  if (inPages.has(languageId)) safe = safe.replace(/<(?=\/(?:script|style)\b|!--)/gi, '< ');
  return safe;
}

/** A backslash at the end of a line takes the next line into the comment. */
const splicedLines: ReadonlySet<string> = new Set([
  'c',
  'cpp',
  'cuda-cpp',
  'objective-c',
  'objective-cpp',
  'hlsl',
]);
/** What HTML pages hold: their tags end it wherever they stand. */
const inPages: ReadonlySet<string> = new Set(['javascript', 'css']);

function apart(text: string, marker: string): string {
  return text.replaceAll(marker, () => `${marker.slice(0, 1)} ${marker.slice(1)}`);
}

function isQuotes(marker: string): boolean {
  return /^["']+$/.test(marker);
}
