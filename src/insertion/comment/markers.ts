// How a language writes comments, read from the language configurations that extensions contribute. Pure.

export interface Markers {
  /** Starts a comment that ends with the line, without the space behind it. */
  readonly line?: string;
  /** The line marker must stand in the first column. */
  readonly atMargin?: boolean;
  readonly block?: readonly [open: string, close: string];
}

/** `files`: the texts of the language's configurations, in VS Code's order; a later one wins, part by part. */
export function markersOf(files: readonly string[]): Markers {
  let markers: Markers = {};
  for (const file of files) {
    const { lineComment, blockComment } = commentsOf(file);
    const own = typeof lineComment === 'string' ? { comment: lineComment } : lineComment;
    const line = typeof own?.comment === 'string' ? own.comment.trim() : '';
    if (line !== '') markers = { ...markers, line, atMargin: own?.noIndent === true };
    if (!Array.isArray(blockComment)) continue;
    const [open, close] = blockComment.map((part) => (typeof part === 'string' ? part.trim() : ''));
    // Some languages that have no block comments name their line marker and a space.
    if (open && close) markers = { ...markers, block: [open, close] };
  }
  return markers;
}

interface Comments {
  readonly lineComment?: string | { readonly comment?: unknown; readonly noIndent?: unknown };
  readonly blockComment?: unknown;
}

function commentsOf(file: string): Comments {
  try {
    return (JSON.parse(withoutComments(file)) as { comments?: Comments } | null)?.comments ?? {};
  } catch {
    return {};
  }
}

/** These files are JSON with comments and with commas before closing brackets. */
function withoutComments(json: string): string {
  const plain = json
    .replace(/^\uFEFF/, '')
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, text?: string) => text ?? ' ');
  return plain.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, text?: string) => text ?? '');
}
