// One at a time among all windows of a person. A courtesy, not a guarantee: whoever waits too long, or has no locks,
// goes on without.

import { takeLock } from '../base/lock.node.ts';
import type { Log } from '../base/log.ts';

const retryMs = 15;
const longestWaitMs = 10_000;

export async function oneAtATime<Outcome>(
  subject: string,
  log: Log,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const deadline = performance.now() + longestWaitMs;
  let lock = await takeLock(subject);
  while (lock === 'taken' && performance.now() < deadline) {
    await new Promise((resume) => setTimeout(resume, retryMs));
    lock = await takeLock(subject);
  }
  if (typeof lock === 'string') log.warn(`no lock for the server's folder (${lock}): going on without`);
  try {
    return await work();
  } finally {
    if (typeof lock !== 'string') lock.dispose();
  }
}
