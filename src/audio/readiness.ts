// When the recorder runs although nobody dictates: only where that is wished, while the window has the focus, and not
// after another window began to record or the microphone failed. Pure.

export interface Readiness {
  readonly isWished: boolean;
  readonly isFocused: boolean;
  /** Until the focus comes again, the settings change, or a recording of this window ends. */
  readonly isPaused: boolean;
}

export type ReadinessEvent =
  | { readonly kind: 'settings'; readonly isWished: boolean }
  | { readonly kind: 'focus'; readonly isFocused: boolean }
  | { readonly kind: 'otherWindowRecords' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'recorded' };

export const notReady: Readiness = { isWished: false, isFocused: false, isPaused: false };

export function stepReadiness(state: Readiness, event: ReadinessEvent): Readiness {
  switch (event.kind) {
    case 'settings':
      return { ...state, isWished: event.isWished, isPaused: false };
    case 'focus':
      return { ...state, isFocused: event.isFocused, isPaused: state.isPaused && state.isFocused };
    case 'otherWindowRecords':
    case 'failed':
      return { ...state, isPaused: true };
    case 'recorded':
      return { ...state, isPaused: false };
  }
}

export function shouldRun({ isWished, isFocused, isPaused }: Readiness): boolean {
  return isWished && isFocused && !isPaused;
}
