// When a recording ends without a person's doing: after a pause, where that is wished, and before it grows without
// measure because somebody forgot it. Pure.

/** Half an hour of sound is 58 MB. */
const longestMinutes = 30;
const warnedSecondsBefore = 60;

export interface Length {
  readonly heardSeconds: number;
  /** Since the last word; nothing before the first. */
  readonly quietSeconds: number | undefined;
  /** The pause that ends it; 0 for none. */
  readonly autoStopSeconds: number;
  readonly warned: boolean;
}

export type LengthVerdict = 'goOn' | 'warn' | 'stop';

export function judgeLength({ heardSeconds, quietSeconds, autoStopSeconds, warned }: Length): LengthVerdict {
  const left = longestMinutes * 60 - heardSeconds;
  if (left <= 0) return 'stop';
  if (autoStopSeconds > 0 && quietSeconds !== undefined && quietSeconds >= autoStopSeconds) return 'stop';
  return left <= warnedSecondsBefore && !warned ? 'warn' : 'goOn';
}
