// Shows what is being understood while a phrase is still spoken: asks for quick guesses at the open phrase, as often
// as the recogniser is fast, and shows their growing agreement after what is already heard. Promises: a guess under
// way is dropped the moment a whole phrase is due.

import type { Phrase } from '../audio/segmenter.ts';
import type { Clock } from '../base/clock.ts';
import { agree, type Guess, noGuess, shown } from './agreement.ts';

const leastPauseMs = 300;

export interface PreviewParts {
  readonly clock: Clock;
  readonly draft: (phrase: Phrase, signal: AbortSignal) => Promise<string | undefined>;
  readonly show: (text: string) => void;
}

export class Preview {
  private guess: Guess = noGuess;
  private drafting: { readonly abort: AbortController; readonly since: number } | undefined;
  private nextAt = 0;

  constructor(private readonly parts: PreviewParts) {}

  /** The phrase that is spoken now has grown, after the words that are heard already. */
  grow(open: () => Phrase | undefined, said: string): void {
    if (this.drafting !== undefined || this.parts.clock.now() < this.nextAt) return;
    const phrase = open();
    if (phrase === undefined) return;
    void this.draft(phrase, said);
  }

  /** A whole phrase is due: nothing may stand in its way. */
  drop(): void {
    this.makeWay();
    this.guess = noGuess;
  }

  /** What is shown stays, but the guess under way is dropped. */
  makeWay(): void {
    if (this.drafting === undefined) return;
    this.drafting.abort.abort();
    this.took(this.drafting.since);
    this.drafting = undefined;
  }

  /** Words are heard for good. */
  heard(said: string): void {
    this.parts.show(said);
  }

  private async draft(phrase: Phrase, said: string): Promise<void> {
    const { clock, draft, show } = this.parts;
    const drafting = { abort: new AbortController(), since: clock.now() };
    this.drafting = drafting;
    const text = await draft(phrase, drafting.abort.signal);
    if (this.drafting !== drafting) return;
    this.drafting = undefined;
    this.took(drafting.since);
    if (text === undefined) return;
    this.guess = agree(this.guess, text);
    show([said, shown(this.guess)].filter((part) => part !== '').join(' '));
  }

  private took(since: number): void {
    const now = this.parts.clock.now();
    this.nextAt = now + Math.max(leastPauseMs, 2 * (now - since));
  }
}
