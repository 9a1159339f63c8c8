// The fields of a transcription request and the reading of its answer. Pure. What each field does in the server, and
// which of its errors it avoids, is said beside it.

import type { Care, SpeechRequest, Transcript } from '../base/speech.ts';

export function requestFields({
  language,
  prompt,
  seconds,
  care,
}: SpeechRequest): Readonly<Record<string, string>> {
  const context = audioContext(seconds, care);
  return {
    ...(care === 'draft' ? draft : final),
    language,
    ...(prompt === '' ? {} : { prompt }),
    temperature: '0',
    // Sound that is longer than the window needs time stamps to go on where the last one ended.
    ...(seconds < windowSeconds ? { no_timestamps: 'true' } : {}),
    token_timestamps: 'false', // with its default the server breaks every 60 characters, inside words
    ...(context === undefined ? {} : { audio_ctx: String(context) }),
  };
}

const final = {
  response_format: 'verbose_json', // it alone tells how sure the recogniser is
  no_language_probabilities: 'true', // else the server encodes everything a second time
  max_len: '100000', // else it breaks every 60 characters here too
  temperature_inc: '0.2',
};

const draft = { response_format: 'json', temperature_inc: '0', best_of: '1' };

const windowSeconds = 30;
const fullContext = 1_500;
const contextPerSecond = fullContext / windowSeconds;
/** Models were trained on the full window: what is too short makes them stop early or repeat themselves. */
const contextMargin = 128;
const leastContext = 256;
/** In such steps, so that the server's graphs have few sizes. */
const contextStep = 64;

/** How much of its window the recogniser looks at; its time goes mostly with this. Undefined for all of it. */
export function audioContext(seconds: number, care: Care): number | undefined {
  const needed = Math.max(leastContext, contextPerSecond * seconds + contextMargin);
  const context = Math.ceil(needed / contextStep) * contextStep;
  return care === 'full' || context >= fullContext ? undefined : context;
}

export function readTranscript(body: string): Transcript | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('text' in answer)) return undefined;
    if (typeof answer.text !== 'string') return undefined;
    const segments = 'segments' in answer && Array.isArray(answer.segments) ? answer.segments : [];
    return {
      text: answer.text,
      ...meanOf('confidence', 'avg_logprob', segments),
      ...meanOf('noSpeech', 'no_speech_prob', segments),
    };
  } catch {
    return undefined;
  }
}

function meanOf<Name extends string>(
  name: Name,
  field: string,
  segments: readonly unknown[],
): { readonly [Key in Name]?: number } {
  const values = segments.flatMap((segment) => {
    const value: unknown = Object(segment)[field];
    return typeof value === 'number' ? [value] : [];
  });
  if (values.length === 0) return {};
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { [name]: mean } as { readonly [Key in Name]?: number };
}
