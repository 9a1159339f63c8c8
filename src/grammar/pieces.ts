// A line of a document in pieces of one kind each, as a grammar reads it, and the rules that make a kind of the
// grammar's scopes. Pure. Knows no grammar engine and no editor.

export type PieceKind = 'code' | 'comment' | 'string' | 'prose';

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: PieceKind;
  /** Of the inner language where languages are embedded. */
  readonly languageId: string;
  readonly scopes: readonly string[];
}

/** What VS Code itself calls a token: it drops all finer meaning. */
export type TokenType = 'other' | 'comment' | 'string' | 'regex';

export function kindOf(type: TokenType, scopes: readonly string[]): PieceKind {
  // Documentation that a language keeps in a string is written and read like a comment.
  if (scopes.some((scope) => /\bdocstring\b/.test(scope))) return 'comment';
  if (type === 'comment') return 'comment';
  if (type === 'string') return scopes.some((scope) => codeInString.test(scope)) ? 'code' : 'string';
  return type === 'other' && isProse(scopes) ? 'prose' : 'code';
}

/** Regular expressions, YAML's keys without quotes, a shell's arguments, code in a line of Markdown. */
const codeInString = /\bregexp?\b|^entity\.name\.tag|^string\.unquoted\.argument|^markup\.inline\.raw/;
const codeInMarkup = /^(?:source\.|meta\.embedded|meta\.tag|markup\.(?:raw|inline\.raw|fenced_code))/;

/** By TextMate's convention the names of markup grammars begin with `text`, those of code with `source`. */
function isProse(scopes: readonly string[]): boolean {
  const isMarkup = scopes[0]?.startsWith('text.') === true;
  if (isMarkup && !scopes.some((scope) => codeInMarkup.test(scope))) return true;
  return scopes.at(-1)?.startsWith('meta.jsx.children') === true;
}

export function pieceAt(pieces: readonly Piece[], character: number): Piece | undefined {
  return pieces.find(({ start, end }) => start <= character && character < end);
}
