// Tells listeners that something happened, in the order in which they came. A listener that throws is a bug
// and reaches the caller of `fire`. Holds no state: who needs the current value asks its owner.

import { type Disposable, disposable } from './disposables.ts';

export type Listen<Value> = (listener: (value: Value) => void) => Disposable;

export class Emitter<Value> {
  private readonly listeners = new Set<(value: Value) => void>();

  readonly listen: Listen<Value> = (listener) => {
    this.listeners.add(listener);
    return disposable(() => this.listeners.delete(listener));
  };

  fire(value: Value): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
