// What goes wrong in a way that a person can put right.
// Promises: a message that says what to do, and the exit status that belongs to it.
// Must not know: what the build is doing; a Problem is thrown anywhere and printed in build.mjs only.

export const exitStatus = { failed: 1, usage: 2 };

export class Problem extends Error {
  constructor(message, status = exitStatus.failed) {
    super(message);
    this.status = status;
  }
}
