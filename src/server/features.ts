// What a whisper-server can do, as its answer to the question for its health says. A stock server says nothing of
// itself and can do nothing more than the stock one. Pure.

export interface Features {
  /** A request whose client leaves is given up inside the encoding, not only after it. */
  readonly abortsAtOnce: boolean;
  /** A text that goes round is noticed early, and `max_tokens` and `deadline_ms` bound the rest. */
  readonly boundsDecoding: boolean;
  /** The number of threads can be chosen for each request. */
  readonly choosesThreads: boolean;
  /** Padded rows are masked in flash attention: any context gives the same answer whatever came before. */
  readonly masksPadding: boolean;
}

export const stockFeatures: Features = {
  abortsAtOnce: false,
  boundsDecoding: false,
  choosesThreads: false,
  masksPadding: false,
};

export function readFeatures(health: string): Features {
  const features = featuresIn(health);
  return {
    abortsAtOnce: features['abort_encode'] === 'node',
    boundsDecoding:
      features['loop_guard'] === true && features['max_tokens'] === true && features['deadline'] === true,
    choosesThreads: features['threads'] === true,
    masksPadding: features['flash_attn_mask'] === true,
  };
}

function featuresIn(health: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(health);
    return Object(Object(answer).features);
  } catch {
    return {};
  }
}
