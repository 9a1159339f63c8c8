// What for: what a test started must end with the test's process, however that process ends.
// Promises: every registered ending runs once, at exit, on Ctrl+C, on SIGTERM and after an uncaught error;
// endings are synchronous and never throw out of here.
// Must not know: what it is that ends.

const endings = new Set<() => void>();
let listening = false;

/** Registers a synchronous ending. The returned function takes it back without running it. */
export function onProcessEnd(ending: () => void): () => void {
  listen();
  endings.add(ending);
  return () => endings.delete(ending);
}

function runAll(): void {
  for (const ending of endings) {
    endings.delete(ending);
    try {
      ending();
    } catch {
      // The process is ending: the other endings matter more than this one's reason.
    }
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', runAll);
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => {
      runAll();
      process.exit(128 + number);
    });
  }
}
