// A reporter for node's test runner that writes only how many tests of each file passed, failed and were skipped, as
// JSON, for the closing line of run.mjs.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {AsyncIterable<{ type: string, data: { file?: string, skip?: unknown, details?: { type?: string } } }>} events
 */
// biome-ignore lint/style/noDefaultExport: the runner wants its reporters as default exports
export default async function* tally(events) {
  /** @type {Record<string, Counts>} */
  const files = {};
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    const file = data.file ?? '';
    files[file] ??= { passed: 0, failed: 0, skipped: 0 };
    const outcome = data.skip === undefined || data.skip === false ? 'passed' : 'skipped';
    files[file][type === 'test:fail' ? 'failed' : outcome] += 1;
  }
  yield JSON.stringify(files);
}
