// The HTTP side of one whisper-server: is it there, and transcribe this. Uses undici's pool for loopback only.
// Failures come back as values; what they mean for a dictation is decided in server.node.ts.

import request from 'undici/lib/api/api-request.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import { reasonOf } from '../base/errors.ts';
import type { SpeechRequest } from '../base/speech.ts';
import { type Features, readFeatures, stockFeatures } from './features.ts';
import { type Address, baseUrl } from './launch.ts';
import type { Answer } from './outcome.ts';
import { type Asking, audioContext, readTranscript, requestFields } from './request.ts';

/** `closed`: nobody listens. `silent`: somebody does, and says nothing. `stranger`: it is not our server. */
export type Health = 'healthy' | 'closed' | 'silent' | 'stranger';

export interface ServerClient {
  health(): Promise<Health>;
  /** What it can do, as its last healthy answer said. */
  readonly features: Features;
  /** Waits until the signal says otherwise. `name`: of the file, as the server will log it. */
  transcribe(request: SpeechRequest, asked: Asked, signal: AbortSignal): Promise<Answer>;
  close(): void;
}

/** `name` stands for the sound in the server's log. */
export interface Asked {
  readonly name: string;
  readonly asking: Asking;
}

const healthTimeoutMs = 1_000;

export function connect(address: Address): ServerClient {
  // The server does one request after the other. It drops idle connections after 5 s, so ours are given up before.
  const options = { keepAliveTimeout: 2_000, keepAliveMaxTimeout: 3_000 };
  const pool = new Pool(baseUrl(address), { connections: 2, ...options });
  // Of its own, so that the question for the health never waits behind speech.
  const doctor = new Pool(baseUrl(address), { connections: 1, ...options });
  let features = stockFeatures;
  return {
    get features() {
      return features;
    },

    async health() {
      try {
        const { statusCode, body } = await request.call(doctor, {
          method: 'GET',
          path: `/${address.secret}/health`,
          reset: true, // a connection that is kept holds one of the server's few threads
          signal: AbortSignal.timeout(healthTimeoutMs),
        });
        const said = await body.text();
        if (statusCode !== 200) return 'stranger';
        features = readFeatures(said);
        return 'healthy';
      } catch (error) {
        const isSilent = error instanceof Error && error.name === 'TimeoutError';
        return isSilent ? 'silent' : 'closed';
      }
    },

    async transcribe(speech, { name, asking }, signal) {
      const form = new FormData();
      for (const [field, value] of Object.entries(requestFields(speech, asking))) form.append(field, value);
      form.append('file', new Blob([speech.wav]), name);
      const encoded = new Response(form);
      try {
        const { statusCode, body } = await request.call(pool, {
          method: 'POST',
          path: `/${address.secret}/inference`,
          headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
          body: new Uint8Array(await encoded.arrayBuffer()),
          headersTimeout: 0,
          bodyTimeout: 0,
          signal,
        });
        const said = await body.text();
        if (statusCode !== 200) return { kind: 'refused', status: statusCode, detail: said.slice(0, 300) };
        const transcript = readTranscript(said);
        return transcript === undefined
          ? { kind: 'refused', status: statusCode, detail: said.slice(0, 300) }
          : { kind: 'heard', transcript: { ...transcript, sawWhole: sawWhole(speech, asking) } };
      } catch (error) {
        if (signal.aborted) return { kind: 'aborted' };
        return { kind: 'unreachable', detail: reasonOf(error) };
      }
    },

    close() {
      void pool.destroy();
      void doctor.destroy();
    },
  };
}

function sawWhole({ care, seconds }: SpeechRequest, asking: Asking): boolean {
  return care === 'full' || audioContext(seconds, asking) === undefined;
}
