// The fields of a transcription request and the reading of its answer. Pure.

import type { SpeechRequest, Transcript } from '../base/speech.ts';

/** `token_timestamps`: with its default the server breaks every 60 characters, inside words. */
export function requestFields({ language, prompt }: SpeechRequest): Readonly<Record<string, string>> {
  return {
    response_format: 'json',
    language,
    ...(prompt === '' ? {} : { prompt }),
    temperature: '0',
    temperature_inc: '0.2',
    no_timestamps: 'true',
    token_timestamps: 'false',
  };
}

export function readTranscript(body: string): Transcript | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('text' in answer)) return undefined;
    return typeof answer.text === 'string' ? { text: answer.text } : undefined;
  } catch {
    return undefined;
  }
}
