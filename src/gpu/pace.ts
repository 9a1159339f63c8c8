// When to look at the GPU again. Pure. Often while a dictation runs or somebody watches it work; seldom while
// nothing runs. A GPU that may fall asleep is then looked at more rarely than the kernel needs to let it: on older
// kernels every look at an awake one counts as use and would keep it awake for ever.

export interface Circumstances {
  readonly pollMs: number;
  readonly dictating: boolean;
  /** The panel is open. */
  readonly watched: boolean;
  readonly busyPercent: number | undefined;
  /** How long the kernel waits before it lets an idle GPU sleep; undefined where it never does. */
  readonly sleepsAfterMs: number | undefined;
}

const idleFactor = 5;
const sleepFactor = 3;

export function pauseMs({ pollMs, dictating, watched, busyPercent, sleepsAfterMs }: Circumstances): number {
  const works = (busyPercent ?? 0) > 0;
  if (dictating || (watched && (works || sleepsAfterMs === undefined))) return pollMs;
  return Math.max(pollMs * idleFactor, (sleepsAfterMs ?? 0) * sleepFactor);
}
