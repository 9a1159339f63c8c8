// Connects the push-to-talk key with the dictation: asks the gesture what each call of the command means and
// keeps the one timer that notices the release. The decisions are all in gesture.ts.

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Dictation } from './dictation.ts';
import { type Gesture, type GestureEvent, type GestureMode, gestureStep, resting } from './gesture.ts';
import { isListening } from './machine.ts';

export class PushToTalk implements Disposable {
  private gesture: Gesture = resting;
  private timer: Disposable | undefined;
  private readonly watching: Disposable;

  constructor(
    private readonly dictation: Pick<Dictation, 'start' | 'stop' | 'current' | 'onChange'>,
    private readonly clock: Clock,
    private readonly mode: () => GestureMode,
  ) {
    this.watching = dictation.onChange((state) => {
      if (!isListening(state)) this.take({ kind: 'dictationEnded', at: clock.now() });
    });
  }

  /** One call of the key's command: the first press, or a repeat while the key is held. */
  press(): void {
    const recording = isListening(this.dictation.current);
    this.take({ kind: 'press', at: this.clock.now(), recording });
  }

  dispose(): void {
    this.timer?.dispose();
    this.watching.dispose();
  }

  private take(event: GestureEvent): void {
    const { gesture, act, wakeAt } = gestureStep(this.gesture, event, this.mode());
    this.gesture = gesture;
    this.timer?.dispose();
    this.timer =
      wakeAt === undefined
        ? undefined
        : this.clock.after(Math.max(0, wakeAt - this.clock.now()), () =>
            this.take({ kind: 'tick', at: this.clock.now() }),
          );
    if (act === 'start') {
      this.dictation.start();
      // Refused (no editor, say) or one still finishing: the repeats of this press must not try again.
      if (!isListening(this.dictation.current)) this.take({ kind: 'dictationEnded', at: this.clock.now() });
    } else if (act === 'stop') {
      this.dictation.stop();
    }
  }
}
