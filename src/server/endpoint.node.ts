// Sends speech to a server that somebody else runs. Promises: nothing leaves for an address that the person has
// not agreed to, nor follows it to another one; every failure quotes the server. Starts and ends nothing.

import { reasonOf } from '../base/errors.ts';
import type { EndpointFault, Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { type Detail, type Endpoint, endpointAt, endpointFields, readAnswer } from './endpoint.ts';
import { answerTimeoutMs } from './outcome.ts';
import { requestFields } from './request.ts';

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
}

export class ExternalServer {
  /** What was learned about servers, by their addresses. */
  private readonly plain = new Set<string>();
  private readonly whisperServers = new Set<string>();

  constructor(private readonly parts: ExternalServerParts) {}

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
    const { url, origin } = started.value;
    const timeoutMs = answerTimeoutMs(request.seconds);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await this.ask(started.value, request, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (signal.aborted) return fail({ kind: 'nothingHeard' }); // nobody waits for it any more
      if (timeout.aborted) return failed(origin, 'timeout', `${Math.round(timeoutMs / 1_000)} s`);
      return failed(url, 'unreachable', reasonOf(error));
    }
  }

  private async ask(
    endpoint: Endpoint,
    request: SpeechRequest,
    signal: AbortSignal,
  ): Promise<Result<Transcript, Problem>> {
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
        return ok(answer.transcript);
      case 'failed':
        return failed(origin, answer.why, answer.detail);
      case 'plainWanted': {
        const again = readAnswer(...(await this.sendPlain(endpoint, request, signal)));
        if (again.kind !== 'heard')
          return failed(origin, 'refused', again.kind === 'failed' ? again.detail : '');
        this.plain.add(url);
        return ok(again.transcript);
      }
    }
  }

  private async sendPlain(endpoint: Endpoint, request: SpeechRequest, signal: AbortSignal) {
    const { status, body } = await this.send(endpoint, request, 'plain', signal);
    return [status, body, 'plain'] as const;
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
    return { status: response.status, body: await response.text(), isWhisperServer };
  }
}

function failed(
  address: string,
  why: EndpointFault,
  detail: string,
): { readonly ok: false; readonly error: Problem } {
  return fail({ kind: 'endpointFailed', address, why, detail });
}
