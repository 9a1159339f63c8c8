// One dictated text at every selection of an editor: the replacements to make and where the cursors stand
// afterwards. Pure arithmetic on offsets; the editor's own types stay outside.

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Replacement extends Span {
  readonly text: string;
  /** Where in the text the cursor goes, if not behind it. */
  readonly caret?: number;
}

/** Each span is replaced by its text; these are where the cursors go then, in the given order. */
export function cursorsAfter(replacements: readonly Replacement[]): readonly number[] {
  const starts = startsAfter(replacements);
  return replacements.map(({ text, caret = text.length }, index) => (starts[index] ?? 0) + caret);
}

/** Where the new texts begin. */
export function startsAfter(replacements: readonly Replacement[]): readonly number[] {
  return replacements.map((own) => {
    const shift = replacements
      .filter((other) => other.start < own.start)
      .reduce((sum, other) => sum + other.text.length - (other.end - other.start), 0);
    return own.start + shift;
  });
}

/** Cursors that came together are one; of selections that came to overlap the first keeps the common part. */
export function withoutOverlaps(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const meets = (other: Span) =>
      (span.start < other.end && other.start < span.end) ||
      (isCursor(span) && span.start >= other.start && span.start <= other.end) ||
      (isCursor(other) && other.start >= span.start && other.start <= span.end);
    if (!kept.some(meets)) kept.push(span);
  }
  return kept;
}

function isCursor({ start, end }: Span): boolean {
  return start === end;
}
