// Asks the thread that reads grammars, and starts it with the first question. Promises: an answer within the time
// that the question gives, `undefined` where the text could not be read by then. A thread that hangs in a grammar is
// ended, and the next question begins another.

import { Worker } from 'node:worker_threads';
import type { Contributions } from './contributions.ts';
import type { Answer, Question } from './question.ts';

export interface ReaderParts {
  /** The thread's bundle. */
  readonly program: string;
  readonly contributions: () => Contributions;
  /** How much longer than it should a thread may need for an answer before it counts as hung. */
  readonly hungMs?: number;
}

export class GrammarReader {
  private thread: Worker | undefined;
  private lastId = 0;
  private readonly waiting = new Map<number, (lines: Answer['lines']) => void>();

  constructor(private readonly parts: ReaderParts) {}

  ask(question: Omit<Question, 'id'>): Promise<Answer['lines']> {
    const { hungMs = 10_000 } = this.parts;
    const id = ++this.lastId;
    const thread = this.thread ?? this.start();
    return new Promise((resolve) => {
      const impatient = setTimeout(() => resolve(undefined), question.withinMs);
      const hung = setTimeout(() => this.end(thread), question.withinMs + hungMs);
      impatient.unref();
      hung.unref();
      this.waiting.set(id, (lines) => {
        clearTimeout(impatient);
        clearTimeout(hung);
        this.waiting.delete(id);
        resolve(lines);
      });
      thread.postMessage({ id, ...question } satisfies Question);
    });
  }

  /** Ends the thread; the next question starts one that knows the extensions as they are then. */
  reset(): void {
    if (this.thread !== undefined) this.end(this.thread);
  }

  dispose(): void {
    this.reset();
  }

  private start(): Worker {
    const thread = new Worker(this.parts.program, { workerData: this.parts.contributions() });
    this.thread = thread;
    thread.unref();
    thread.on('message', ({ id, lines }: Answer) => this.waiting.get(id)?.(lines));
    thread.on('error', () => this.end(thread));
    return thread;
  }

  private end(thread: Worker): void {
    if (thread !== this.thread) return;
    this.thread = undefined;
    void thread.terminate();
    for (const answer of [...this.waiting.values()]) answer(undefined);
  }
}
