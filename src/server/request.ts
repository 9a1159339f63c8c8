// The fields of a transcription request and the reading of its answer. Pure. What each field does in the server, and
// which of its errors it avoids, is said beside it.

import type { Care, SpeechRequest, Transcript } from '../base/speech.ts';
import { type Features, stockFeatures } from './features.ts';
import type { ModelPolicy } from './modelPolicy.ts';

/** What decides how one server is asked, besides the speech. */
export interface Asking {
  readonly policy: ModelPolicy;
  readonly features: Features;
  /** How long it needs for its whole window on a quiet machine; undefined before that was measured. */
  readonly wholeMs: number | undefined;
  /** How many threads are worth it now; undefined leaves the choice to the server. */
  readonly threads: number | undefined;
}

/** Nothing is known of it: the whole window, and only fields that every whisper-server has. */
export const unknownServer: Asking = {
  policy: { context: undefined },
  features: stockFeatures,
  wholeMs: undefined,
  threads: undefined,
};

export function requestFields(
  { language, prompt, seconds, care, keepsToWords }: SpeechRequest,
  asking: Asking = unknownServer,
): Readonly<Record<string, string>> {
  const context = care === 'full' ? undefined : audioContext(seconds, asking);
  return {
    ...(care === 'draft' ? draft : final),
    ...bounds(seconds, care, asking),
    language,
    ...(prompt === '' ? {} : { prompt }),
    temperature: '0',
    // Sound that is longer than the window needs time stamps to go on where the last one ended.
    ...(seconds < windowSeconds ? { no_timestamps: 'true' } : {}),
    token_timestamps: 'false', // with its default the server breaks every 60 characters, inside words
    ...(keepsToWords ? { suppress_nst: 'true' } : {}),
    ...(context === undefined ? {} : { audio_ctx: String(context) }),
  };
}

const final = {
  response_format: 'verbose_json', // it alone tells how sure the recogniser is
  no_language_probabilities: 'true', // else the server encodes everything a second time
  max_len: '100000', // else it breaks every 60 characters here too
};

const draft = { response_format: 'json' };

/** At temperatures from 0.5 on the server leaves the prompt out: what went round because of it does so no more. */
const secondTemperature = 0.6;
/** Nobody speaks as many tokens in a second: ordinary speech has 4 to 5, read-out code up to 8. */
const mostTokensASecond = 12;
const leastTokens = 32;
/** Other temperatures are tried only within so much of the time that the whole window takes. */
const deadlineShare = 1.3;
const leastDeadlineMs = 300;

/**
 * No request is without a bound. A stock server tries one temperature and at most the 220 tokens of its window. Ours
 * notices a text that goes round, and has a second temperature for it as long as there is time.
 */
function bounds(seconds: number, care: Care, { features, wholeMs, threads }: Asking): Record<string, string> {
  const chosen: Record<string, string> =
    threads !== undefined && features.choosesThreads ? { threads: String(threads) } : {};
  if (!features.boundsDecoding) return { ...chosen, temperature_inc: '0', best_of: '1' };
  const deadline = Math.max(leastDeadlineMs, deadlineShare * (wholeMs ?? leastDeadlineMs));
  return {
    ...chosen,
    ...(care === 'draft'
      ? { temperature_inc: '0', best_of: '1' }
      : { temperature_inc: String(secondTemperature), best_of: '2' }),
    loop_guard: 'true',
    max_tokens: String(leastTokens + Math.ceil(mostTokensASecond * seconds)),
    // After it no further window is begun either: not for sound that needs several.
    ...(seconds < windowSeconds ? { deadline_ms: String(Math.round(deadline)) } : {}),
  };
}

const windowSeconds = 30;
const fullContext = 1_500;
const contextPerSecond = fullContext / windowSeconds;
/** In steps, so that the server's graphs have few sizes. Without the mask flash attention pads to 256 with old rows. */
const contextStep = { masked: 64, padded: 256 };
/** Where the whole window is as quick, nothing is gained by cutting it. */
const quickWholeMs = 150;

/** How much of its window the recogniser looks at; its time goes mostly with this. Undefined for all of it. */
export function audioContext(
  seconds: number,
  { policy: { context }, features, wholeMs }: Asking,
): number | undefined {
  if (context === undefined || (wholeMs ?? quickWholeMs) < quickWholeMs) return undefined;
  const needed = Math.max(context.least, contextPerSecond * seconds + context.margin);
  const step = features.masksPadding ? contextStep.masked : contextStep.padded;
  const steps = Math.ceil(needed / step) * step;
  return steps >= fullContext ? undefined : steps;
}

export function readTranscript(body: string): Transcript | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('text' in answer)) return undefined;
    if (typeof answer.text !== 'string') return undefined;
    const segments = 'segments' in answer && Array.isArray(answer.segments) ? answer.segments : [];
    return {
      text: answer.text,
      ...('loop' in answer && answer.loop === true ? { wentRound: true } : {}),
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
