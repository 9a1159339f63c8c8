// What for: one dictation from samples to text with everything real but the microphone and the editor, and the
// times of its phases after the key comes up.
// Promises: the same parts that compose/ connects; the times of every request.
// Must not know: which model the server runs, or what is concluded from the times.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { voiceDetectors } from '../../src/audio/voiceModel.node.ts';
import { systemClock } from '../../src/base/clock.node.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Problem } from '../../src/base/problem.ts';
import { ok } from '../../src/base/result.ts';
import { Dictation } from '../../src/dictation/dictation.ts';
import { Ledger } from '../../src/dictation/ledger.ts';
import type { Recogniser } from '../../src/dictation/ports.ts';
import { type Question, recogniserOn, type TranscriptionServer } from '../../src/dictation/recogniser.ts';
import { tidy } from '../../src/text/tidy.ts';
import { repositoryRoot } from '../support/paths.ts';
import { plainPlace } from '../unit/plainPlace.ts';
import { FileMicrophone, tailMs } from './fileMicrophone.ts';

const voiceDetector = voiceDetectors(join(repositoryRoot, 'native', 'bin', 'silero-v6.bin'), silentLog);
const target = { kind: 'prose', languageId: 'plaintext', before: '', after: '' } as const;

export interface Phases {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly requests: number;
  /** Milliseconds since the key came up; of the requests only those that were open then or came later. */
  readonly lastFrame: number;
  readonly firstOpenRequest: number;
  readonly lastResponse: number;
  readonly written: number;
  /** The dictation is over, whether or not there was anything to write. */
  readonly over: number;
  /** What is neither the recorder's tail nor a request on its way. */
  readonly own: number;
  /** Of the processor, by the recogniser: unlike the times above it is the same on a machine that has other work. */
  readonly computed: number;
}

interface Span {
  readonly from: number;
  to: number;
}

/** Watches the requests of this process that carry speech: from the last byte that is sent to the last of the answer. */
function watchRequests(): { readonly spans: readonly Span[]; dispose(): void } {
  const spans: Span[] = [];
  // Weak, as a request holds the sound that it sends.
  const open = new WeakMap<object, Span>();
  const requestIn = (message: unknown) => Object(message).request as { readonly method?: string } | undefined;
  const begin = (message: unknown) => {
    const request = requestIn(message);
    if (request?.method !== 'POST') return;
    const span = { from: performance.now(), to: Number.POSITIVE_INFINITY };
    spans.push(span);
    open.set(request, span);
  };
  const end = (message: unknown) => {
    const request = requestIn(message);
    const span = request && open.get(request);
    if (span !== undefined) span.to = performance.now();
  };
  const listeners = [
    ['undici:request:bodySent', begin],
    ['undici:request:trailers', end],
    ['undici:request:error', end],
  ] as const;
  for (const [channel, listener] of listeners) subscribe(channel, listener);
  return {
    spans,
    dispose() {
      for (const [channel, listener] of listeners) unsubscribe(channel, listener);
    },
  };
}

/** One for all dictations of a session, as in compose/: it learns how quick the server is and how fast somebody speaks. */
export function listener(
  server: TranscriptionServer,
  onAsked: (question: Question) => void = () => {},
): Recogniser {
  return recogniserOn(server, () => 'en', systemClock, onAsked);
}

export async function dictateFile(
  recogniser: Recogniser,
  pcm: Uint8Array,
  { speed = 1, prompt = (_: string): string => '', livePreview = false, computedMs = (): number => 0 } = {},
): Promise<Phases> {
  const requests = watchRequests();
  const file = new FileMicrophone(pcm, speed);
  const problems: Problem[] = [];
  let lastFrame = 0;
  const microphone = {
    record(events: Parameters<typeof file.record>[0]) {
      const capture = file.record(events);
      const finish = async () => {
        const audio = await capture.finish();
        lastFrame = performance.now();
        return audio;
      };
      return { finish, abandon: () => capture.abandon() };
    },
  };
  const dictation = new Dictation({
    ...{ microphone, voiceDetector, clock: systemClock, log: silentLog },
    recogniser,
    writer: { prompt: (_, said) => prompt(said), write: tidy, spoken: (said) => ({ said }) },
    ledger: new Ledger(),
    autoStopSeconds: () => 0,
    livePreview: () => livePreview,
    places: { pin: () => ok(plainPlace(target, insert)) },
    tell: (problem) => void problems.push(problem),
  });
  let written = 0;
  let text = '';
  function insert(words: string) {
    written = performance.now();
    text = words;
  }
  dictation.start();
  await file.played;
  const keyUp = performance.now();
  const computedBefore = computedMs();
  const isOver = new Promise<void>((resolve) => {
    dictation.onChange(({ kind }) => {
      if (kind === 'idle' || kind === 'error') resolve();
    });
  });
  dictation.stop();
  await isOver;
  const over = performance.now();
  const computed = computedMs() - computedBefore;
  dictation.dispose();
  requests.dispose();
  const open = requests.spans.filter(({ to }) => to > keyUp);
  const waits = [{ from: keyUp, to: keyUp + tailMs }, ...open];
  return {
    ...{ text, problems, requests: requests.spans.length },
    lastFrame: lastFrame - keyUp,
    firstOpenRequest: Math.max(0, (open[0]?.from ?? keyUp) - keyUp),
    lastResponse: Math.max(0, (open.at(-1)?.to ?? keyUp) - keyUp),
    written: written - keyUp,
    over: over - keyUp,
    own: written - keyUp - covered(waits, keyUp, written),
    computed,
  };
}

/** How much of the time from start to end lies in at least one of the spans. */
function covered(
  spans: readonly { readonly from: number; readonly to: number }[],
  start: number,
  end: number,
): number {
  let sum = 0;
  let at = start;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(at, from);
    const stop = Math.min(end, to);
    if (stop > begin) sum += stop - begin;
    at = Math.max(at, stop);
  }
  return sum;
}
