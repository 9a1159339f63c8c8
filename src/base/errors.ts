// What a thrown thing says of itself, for a message and for the log. Pure.

/** Some libraries say only that it failed and put the reason into the cause, or only a code into the error. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message || ('code' in error ? String(error.code) : error.name);
  return error.cause instanceof Error ? `${said}: ${reasonOf(error.cause)}` : said;
}

/** With the way that led to it, where it has one. */
export function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
