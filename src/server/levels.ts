// At which level a line of the server is shown. Pure. The server marks none: its failures are told by their
// words, and what it repeats for every request is of use only to who looks for it.

import type { Log } from '../base/log.ts';

const failure =
  /\berror\b|\bfailed\b|couldn't|cannot open|GGML_ASSERT|terminate called|Segmentation fault|Aborted|Killed/i;
const warning = /\bwarn(?:ing)?\b|no GPU found|aborted processing|not supported/i;
const everyRequest =
  /^(?:system_info:|operator\(\):|Received request|Running whisper|whisper_print_timings:|$)/;

export function levelOf(line: string): keyof Log {
  if (everyRequest.test(line)) return 'debug';
  if (warning.test(line)) return 'warn';
  return failure.test(line) ? 'error' : 'info';
}
