// Sends speech to a server that somebody else runs. Promises: nothing leaves for an address that the person has
// not agreed to, nor follows it to another one; every failure quotes the server; faults that pass by themselves are
// tried again a few times. Starts and ends nothing.

import { type Clock, pauseOn } from '../base/clock.ts';
import { reasonOf } from '../base/errors.ts';
import type { EndpointFault, Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { type Detail, type Endpoint, endpointAt, endpointFields, readAnswer } from './endpoint.ts';
import { requestFields } from './request.ts';
import { faultOfReason, faultOfStatus, type PassingFault, waitBefore, wishedWaitMs } from './retries.ts';
import { answerTimeoutMs } from './turn.ts';

export interface ExternalServerParts {
  readonly address: () => string;
  readonly model: () => string;
  readonly key: (origin: string) => Promise<string | undefined>;
  /** Whether speech may be sent there; asked before every request, so it remembers. */
  readonly mayLeave: (endpoint: Endpoint) => Promise<boolean>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly isWhisperServer: boolean;
  readonly retryAfter: string | null;
}

interface Attempt {
  readonly result: Result<Transcript, Problem>;
  /** Where the failure may pass by itself. */
  readonly fault?: PassingFault | undefined;
  readonly retryAfter?: string | null;
}

export class ExternalServer {
  /** What was learned about servers, by their addresses. */
  private readonly plain = new Set<string>();
  private readonly whisperServers = new Set<string>();

  constructor(
    private readonly parts: ExternalServerParts,
    private readonly clock: Clock,
  ) {}

  /** Whether it could be used: the address is one, and the person agrees. */
  async start(): Promise<Result<Endpoint, Problem>> {
    const written = this.parts.address();
    const endpoint = endpointAt(written);
    if (endpoint === undefined) return failed(written, 'invalid', '');
    if (!(await this.parts.mayLeave(endpoint))) return failed(endpoint.origin, 'notAllowed', '');
    return ok(endpoint);
  }

  async transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>> {
    const started = await this.start();
    if (!started.ok) return started;
    for (let tries = 1; ; tries++) {
      const { result, fault, retryAfter = null } = await this.attempt(started.value, request, signal);
      const waitMs = fault && waitBefore(fault, tries, wishedWaitMs(retryAfter, Date.now()));
      if (waitMs === undefined) return result;
      await pauseOn(this.clock, waitMs, signal);
      if (signal.aborted) return unwanted;
    }
  }

  private async attempt(endpoint: Endpoint, request: SpeechRequest, signal: AbortSignal): Promise<Attempt> {
    const { url, origin } = endpoint;
    const timeoutMs = answerTimeoutMs(request.seconds);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await this.ask(endpoint, request, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (signal.aborted) return { result: unwanted };
      if (timeout.aborted) return { result: failed(origin, 'timeout', `${Math.round(timeoutMs / 1_000)} s`) };
      const reason = reasonOf(error);
      return { result: failed(url, 'unreachable', reason), fault: faultOfReason(reason) };
    }
  }

  private async ask(endpoint: Endpoint, request: SpeechRequest, signal: AbortSignal): Promise<Attempt> {
    const { url, origin } = endpoint;
    const detail: Detail = this.plain.has(url) ? 'plain' : 'verbose';
    const wasKnown = this.whisperServers.has(url);
    const reply = await this.send(endpoint, request, detail, signal);
    if (reply.isWhisperServer && !wasKnown) {
      // It breaks lines inside words unless it is told not to, in fields that only it knows.
      this.whisperServers.add(url);
      return this.ask(endpoint, request, signal);
    }
    const answer = readAnswer(reply.status, reply.body, detail);
    switch (answer.kind) {
      case 'heard':
        return { result: ok(answer.transcript) };
      case 'failed':
        return { result: failed(origin, answer.why, answer.detail), ...passing(reply) };
      case 'plainWanted': {
        const second = await this.send(endpoint, request, 'plain', signal);
        const again = readAnswer(second.status, second.body, 'plain');
        if (again.kind !== 'heard') {
          const said = again.kind === 'failed' ? again.detail : '';
          return { result: failed(origin, 'refused', said), ...passing(second) };
        }
        this.plain.add(url);
        return { result: ok(again.transcript) };
      }
    }
  }

  private async send(
    { url, origin }: Endpoint,
    request: SpeechRequest,
    detail: Detail,
    signal: AbortSignal,
  ): Promise<Reply> {
    const form = new FormData();
    const fields = {
      ...(this.whisperServers.has(url) ? requestFields(request) : {}),
      ...endpointFields(request, this.parts.model(), detail),
    };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([request.wav], { type: 'audio/wav' }), 'audio.wav');
    const key = await this.parts.key(origin);
    const response = await fetch(url, {
      method: 'POST',
      body: form,
      headers: key ? { authorization: `Bearer ${key}` } : {},
      redirect: 'error', // speech and key go where the person agreed to, and nowhere else
      signal,
    });
    const isWhisperServer = response.headers.get('server') === 'whisper.cpp';
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, body: await response.text(), isWhisperServer, retryAfter };
  }
}

/** Nobody waits for it any more. */
const unwanted = fail<Problem>({ kind: 'nothingHeard' });

function passing({ status, retryAfter }: Reply): Pick<Attempt, 'fault' | 'retryAfter'> {
  return { fault: faultOfStatus(status), retryAfter };
}

function failed(
  address: string,
  why: EndpointFault,
  detail: string,
): { readonly ok: false; readonly error: Problem } {
  return fail({ kind: 'endpointFailed', address, why, detail });
}
