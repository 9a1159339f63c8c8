// Which files of a folder are left out, by patterns as VS Code's setting `files.exclude` has them. Pure. A pattern
// that matches a folder leaves out all that is in it. For file systems that cannot be searched: elsewhere VS Code's own
// search knows the setting.

/** `path` relative to the folder, with slashes. */
export type Exclusion = (path: string) => boolean;

export function exclusionBy(patterns: readonly string[]): Exclusion {
  const all = patterns.flatMap((pattern) => {
    try {
      return [new RegExp(`^${expressionOf(pattern)}$`, 'u')];
    } catch {
      return []; // no pattern: it leaves nothing out
    }
  });
  return (path) => {
    const parts = path.split('/');
    return parts.some((_, end) => {
      const part = parts.slice(0, end + 1).join('/');
      return all.some((expression) => expression.test(part));
    });
  };
}

const pieces = /\*\*\/|\/\*\*|\*\*|\*|\?|\[!?[^\]/]+\]|[{},]|[^*?[{},/]+|./gsu;

function expressionOf(pattern: string): string {
  let open = 0;
  return pattern.replace(pieces, (piece) => {
    switch (piece) {
      case '**/':
        return '(?:.*/)?';
      case '/**':
        return '(?:/.*)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        open += 1;
        return '(?:';
      case '}':
        open -= 1;
        return ')';
      case ',':
        return open > 0 ? '|' : ',';
    }
    return piece.startsWith('[') && piece.length > 1
      ? piece.replace(/^\[!/, '[^')
      : piece.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
}
