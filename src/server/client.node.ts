// The HTTP side of one whisper-server: is it there, and transcribe this. Uses undici's pool for loopback only.
// Failures come back as values; what they mean for a dictation is decided in server.node.ts.

import request from 'undici/lib/api/api-request.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { type Address, baseUrl } from './launch.ts';
import { readTranscript, requestFields } from './request.ts';

export type Answer =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' };

export interface ServerClient {
  isHealthy(): Promise<boolean>;
  transcribe(request: SpeechRequest, timeoutMs: number, signal: AbortSignal): Promise<Answer>;
  close(): void;
}

const healthTimeoutMs = 1_000;

export function connect(address: Address): ServerClient {
  // The server does one request after the other; the second connection is for its health. It drops idle ones
  // after 5 s, so ours are given up before.
  const pool = new Pool(baseUrl(address), {
    connections: 2,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 3_000,
  });
  const send = (options: Parameters<typeof request>[0]) => request.call(pool, options);
  return {
    async isHealthy() {
      try {
        const { statusCode, body } = await send({
          method: 'GET',
          path: `/${address.secret}/health`,
          signal: AbortSignal.timeout(healthTimeoutMs),
        });
        await body.text();
        return statusCode === 200;
      } catch {
        return false;
      }
    },

    async transcribe(speech, timeoutMs, signal) {
      const form = new FormData();
      for (const [name, value] of Object.entries(requestFields(speech))) form.append(name, value);
      form.append('file', new Blob([speech.wav]), 'audio.wav'); // the server logs this name: it tells nothing
      const encoded = new Response(form);
      try {
        const { statusCode, body } = await send({
          method: 'POST',
          path: `/${address.secret}/inference`,
          headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
          body: new Uint8Array(await encoded.arrayBuffer()),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          signal,
        });
        const said = await body.text();
        if (statusCode !== 200) return { kind: 'refused', status: statusCode, detail: said.slice(0, 300) };
        const transcript = readTranscript(said);
        return transcript === undefined
          ? { kind: 'refused', status: statusCode, detail: said.slice(0, 300) }
          : { kind: 'heard', transcript };
      } catch (error) {
        if (signal.aborted) return { kind: 'aborted' };
        const name = error instanceof Error ? error.name : '';
        if (name === 'HeadersTimeoutError' || name === 'BodyTimeoutError') return { kind: 'timeout' };
        return { kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) };
      }
    },

    close() {
      void pool.destroy();
    },
  };
}
