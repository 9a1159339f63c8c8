// Where a grammar stands at the start of each line of a document, read once and kept: after an edit only what
// follows the changed line is read again. Pure; generic over what a grammar calls its state.

export type Reading<State> = { readonly before: State } | 'unfinished' | 'unreadable';

export class LineStates<State> {
  /** The lines that were read, and before each of them the state; one state more than lines. */
  private readonly texts: string[] = [];
  private readonly states: State[];

  constructor(
    initial: State,
    /** `undefined`: this line cannot be read in time. */
    private readonly next: (line: string, before: State) => State | undefined,
  ) {
    this.states = [initial];
  }

  /** Reads on towards a line, until `enough` says so. What was read is kept for the next time. */
  read(line: number, lines: readonly string[], enough: () => boolean): Reading<State> {
    this.forgetChanged(lines, line);
    while (this.texts.length < line) {
      if (enough()) return 'unfinished';
      const text = lines[this.texts.length] ?? '';
      const after = this.next(text, this.states[this.texts.length] as State);
      if (after === undefined) return 'unreadable';
      this.texts.push(text);
      this.states.push(after);
    }
    return { before: this.states[line] as State };
  }

  /** Nobody tells of edits: the lines are compared, which takes a moment even for the largest files. */
  private forgetChanged(lines: readonly string[], upTo: number): void {
    const known = Math.min(this.texts.length, upTo);
    let same = 0;
    while (same < known && lines[same] === this.texts[same]) same += 1;
    if (same === known) return;
    this.texts.length = same;
    this.states.length = same + 1;
  }
}
