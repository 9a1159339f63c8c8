// Push-to-talk without a key-up event: an extension only sees the key's command again and again while it is
// held. This decides from the times of those calls whether the key is tapped or held and when it was let go.
// Pure: (state, event) -> state, what to do, and when to be asked again. pushToTalk.ts owns the timer.

export type GestureMode = 'auto' | 'hold' | 'toggle';

export type Gesture =
  | { readonly kind: 'resting' }
  | { readonly kind: 'pressed'; readonly at: number } // recording; no repeat yet, so tap or hold is open
  | { readonly kind: 'held'; readonly last: number; readonly interval: number | undefined }
  | { readonly kind: 'toggled'; readonly last: number } // recording until the next press
  | { readonly kind: 'ignoring'; readonly last: number; readonly gap: number }; // repeats of a press that is over

export type GestureEvent =
  /** `recording`: a dictation runs, whoever started it. */
  | { readonly kind: 'press'; readonly at: number; readonly recording?: boolean }
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'dictationEnded'; readonly at: number };

export interface GestureStep {
  readonly gesture: Gesture;
  readonly act?: 'start' | 'stop';
  /** When to send a tick, unless another event comes first. */
  readonly wakeAt?: number;
}

export const resting: Gesture = { kind: 'resting' };

/** Desktops wait 250 to 1000 ms before the first repeat of a held key. */
const longestInitialDelay = 1_100;
const usualInitialDelay = 700;
const releaseBeforeIntervalKnown = 300;
const shortestRelease = 120;
const longestRelease = 500;
/** A key whose repeats were seen is up when none came for so long. */
const quietAfterRepeat = 250;

export function gestureStep(gesture: Gesture, event: GestureEvent, mode: GestureMode): GestureStep {
  if (event.kind === 'dictationEnded') {
    // The key may still be down: its repeats must not start the next dictation.
    return gesture.kind === 'resting' || gesture.kind === 'ignoring'
      ? { gesture }
      : { gesture: { kind: 'ignoring', last: lastPress(gesture), gap: gapAfter(gesture) } };
  }
  return event.kind === 'press' ? press(gesture, event, mode) : tick(gesture, event.at, mode);
}

type Press = Extract<GestureEvent, { kind: 'press' }>;

function press(gesture: Gesture, event: Press, mode: GestureMode): GestureStep {
  const { at } = event;
  switch (gesture.kind) {
    case 'resting':
      return begin(event, mode);
    case 'ignoring':
      return at - gesture.last < gesture.gap
        ? { gesture: { ...gesture, last: at, gap: quietAfterRepeat } }
        : begin(event, mode);
    case 'pressed':
      return waitForRelease({ kind: 'held', last: at, interval: undefined });
    case 'held':
      return waitForRelease({
        kind: 'held',
        last: at,
        interval: smooth(gesture.interval, at - gesture.last),
      });
    case 'toggled':
      // In toggle mode the key may be held at the start: its repeats are no second tap.
      return mode === 'toggle' && at - gesture.last < usualInitialDelay
        ? { gesture: { kind: 'toggled', last: at } }
        : end(at);
  }
}

function begin({ at, recording = false }: Press, mode: GestureMode): GestureStep {
  if (recording) return end(at); // begun by the palette, say: the key ends it as a second tap would
  return mode === 'toggle'
    ? { gesture: { kind: 'toggled', last: at }, act: 'start' }
    : { gesture: { kind: 'pressed', at }, act: 'start', wakeAt: at + longestInitialDelay };
}

function end(at: number): GestureStep {
  return { gesture: { kind: 'ignoring', last: at, gap: usualInitialDelay }, act: 'stop' };
}

function tick(gesture: Gesture, at: number, mode: GestureMode): GestureStep {
  if (gesture.kind === 'pressed') {
    if (at - gesture.at < longestInitialDelay) return { gesture, wakeAt: gesture.at + longestInitialDelay };
    // No repeat came: the key went up before the first one.
    return mode === 'hold'
      ? { gesture: resting, act: 'stop' }
      : { gesture: { kind: 'toggled', last: gesture.at } };
  }
  if (gesture.kind === 'held') {
    const releasedAt = gesture.last + releaseAfter(gesture.interval);
    return at < releasedAt ? { gesture, wakeAt: releasedAt } : { gesture: resting, act: 'stop' };
  }
  return { gesture };
}

function waitForRelease(gesture: Extract<Gesture, { kind: 'held' }>): GestureStep {
  return { gesture, wakeAt: gesture.last + releaseAfter(gesture.interval) };
}

/** How long no repeat must come before the key counts as released. */
function releaseAfter(interval: number | undefined): number {
  if (interval === undefined) return releaseBeforeIntervalKnown;
  return Math.min(longestRelease, Math.max(shortestRelease, 3 * interval));
}

function smooth(interval: number | undefined, seen: number): number {
  return interval === undefined ? seen : interval * 0.7 + seen * 0.3;
}

function lastPress(gesture: Exclude<Gesture, { kind: 'resting' }>): number {
  return gesture.kind === 'pressed' ? gesture.at : gesture.last;
}

function gapAfter(gesture: Gesture): number {
  if (gesture.kind !== 'held') return longestInitialDelay; // its first repeat may still come
  return Math.max(quietAfterRepeat, releaseAfter(gesture.interval));
}
