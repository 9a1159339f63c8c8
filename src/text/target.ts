// Where a text will stand, as far as the writing of it depends on that: what kind of text it is among and the
// words around. Plain data; vscode/ finds it out, the stages of write.ts and the vocabulary read it.

/** A comment and a string are prose inside code; a commit message is prose with habits of its own. */
export type TargetKind = 'code' | 'comment' | 'string' | 'prose' | 'commit' | 'terminal';

export interface Target {
  readonly kind: TargetKind;
  /** VS Code's language id, of the inner language where languages are embedded. */
  readonly languageId: string;
  /** Its address, by which the settings that hold there are found; undefined where the place is no document. */
  readonly document?: string;
  /** What stands before and after the place: the line it is in and some lines of its neighbourhood. */
  readonly before: string;
  readonly after: string;
}

export function isProse({ kind }: Target): boolean {
  return kind !== 'code' && kind !== 'terminal';
}
