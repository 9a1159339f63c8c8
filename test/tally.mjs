// A reporter for node's test runner that writes only the counts, as JSON, for the closing line of run.mjs.

/** @param {AsyncIterable<{ type: string, data: { message?: string, nesting?: number } }>} events */
// biome-ignore lint/style/noDefaultExport: the runner wants its reporters as default exports
export default async function* tally(events) {
  /** @type {Record<string, number>} */
  const counts = { pass: 0, fail: 0, cancelled: 0, skipped: 0 };
  for await (const { type, data } of events) {
    const found =
      type === 'test:diagnostic' ? /^(pass|fail|cancelled|skipped) (\d+)$/.exec(data.message ?? '') : null;
    if (found !== null && data.nesting === 0) counts[found[1]] = Number(found[2]);
  }
  yield JSON.stringify(counts);
}
