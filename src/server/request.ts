// The fields of a transcription request and the reading of its answer. Pure.

/** `token_timestamps`: with its default the server breaks every 60 characters, inside words. */
export function requestFields(language: string): Readonly<Record<string, string>> {
  return {
    response_format: 'json',
    language,
    temperature: '0',
    temperature_inc: '0.2',
    no_timestamps: 'true',
    token_timestamps: 'false',
  };
}

export function readTranscript(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('text' in answer)) return undefined;
    return typeof answer.text === 'string' ? answer.text : undefined;
  } catch {
    return undefined;
  }
}
