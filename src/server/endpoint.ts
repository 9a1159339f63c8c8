// A server that somebody else runs: the address as a person writes it, what is asked there and what an answer
// means. Pure. The API is OpenAI's, which faster-whisper servers, vLLM, LocalAI and others speak; nothing is
// expected of them beyond the text.

import type { EndpointFault } from '../base/problem.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { readTranscript } from './request.ts';

export interface Endpoint {
  /** Where speech is sent. */
  readonly url: string;
  /** Scheme, host and port: what a person agrees to, and what a key belongs to. */
  readonly origin: string;
  readonly isLoopback: boolean;
  readonly isEncrypted: boolean;
}

const path = '/v1/audio/transcriptions';

/** Takes the address of the server, of its API, or of the very route. */
export function endpointAt(written: string): Endpoint | undefined {
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^(https?):\/\/(\[[0-9a-f:]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?((?:\/[^\s?#]*)?)$/i.exec(written.trim()) ?? [];
  if (host === '') return undefined;
  const origin = `${scheme}://${host}${port}`.toLowerCase();
  const base = rest.replace(/\/+$/, '');
  return {
    url: origin + (base.endsWith('/audio/transcriptions') ? base : base.replace(/\/v1$/, '') + path),
    origin,
    isLoopback: /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host),
    isEncrypted: scheme.toLowerCase() === 'https',
  };
}

/** `verbose` answers tell how sure the recogniser is; not every server has them. */
export type Detail = 'verbose' | 'plain';

export function endpointFields(
  { language, prompt }: SpeechRequest,
  model: string,
  detail: Detail,
): Readonly<Record<string, string>> {
  return {
    ...(model === '' ? {} : { model }),
    response_format: detail === 'verbose' ? 'verbose_json' : 'json',
    temperature: '0',
    ...(language === 'auto' ? {} : { language }),
    ...(prompt === '' ? {} : { prompt }),
  };
}

export type EndpointAnswer =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | { readonly kind: 'plainWanted' }
  | { readonly kind: 'failed'; readonly why: EndpointFault; readonly detail: string };

const mostQuoted = 300;

export function readAnswer(status: number, body: string, asked: Detail): EndpointAnswer {
  const detail = `HTTP ${status}: ${quoted(body)}`;
  if (status === 401 || status === 403) return { kind: 'failed', why: 'unauthorized', detail };
  if (status >= 200 && status < 300) {
    const transcript = readTranscript(body);
    return transcript === undefined
      ? { kind: 'failed', why: 'noTranscript', detail }
      : { kind: 'heard', transcript };
  }
  if (asked === 'verbose' && [400, 415, 422, 501].includes(status)) return { kind: 'plainWanted' };
  return { kind: 'failed', why: 'refused', detail };
}

/** The server's own words out of the shapes that such servers use, or the beginning of whatever came. */
function quoted(body: string): string {
  return (messageIn(body) ?? body).replace(/\s+/g, ' ').trim().slice(0, mostQuoted);
}

function messageIn(body: string): string | undefined {
  try {
    const { error, detail, message } = Object(JSON.parse(body));
    const said = [Object(error).message, error, detail, message].find((one) => one !== undefined);
    return typeof said === 'string' ? said : JSON.stringify(said);
  } catch {
    return undefined;
  }
}
