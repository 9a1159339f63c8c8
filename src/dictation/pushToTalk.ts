// Connects the push-to-talk key with the dictation: asks the gesture what each call of the command means and
// keeps the one timer that notices the release. The decisions are all in gesture.ts.

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Dictation } from './dictation.ts';
import {
  atRest,
  type Gesture,
  type GestureEvent,
  type GestureMode,
  gestureStep,
  type Moment,
  wakeAt,
} from './gesture.ts';
import { isListening } from './machine.ts';
import type { Where } from './ports.ts';

export class PushToTalk implements Disposable {
  private gesture: Gesture = atRest;
  private disposed = false;
  private where: Where = 'editor';
  private timer: Disposable | undefined;
  private readonly watching: Disposable;

  constructor(
    private readonly dictation: Pick<
      Dictation,
      'start' | 'stop' | 'focusIsAt' | 'current' | 'isSpeaking' | 'onChange'
    >,
    private readonly clock: Clock,
    private readonly mode: () => GestureMode,
    /** To the window and back, behind all calls that it sent before. */
    private readonly roundTrip: (answered: () => void) => void,
  ) {
    this.watching = dictation.onChange((state) => {
      if (!isListening(state)) this.take({ kind: 'dictationEnded', at: clock.now() });
    });
  }

  /** One call of a key's command: the first press, or a repeat while it is held. Either key ends what one began. */
  press(where: Where = 'editor'): void {
    this.where = where;
    const recording = isListening(this.dictation.current);
    this.dictation.focusIsAt(where);
    this.take({ kind: 'press', at: this.clock.now(), recording });
  }

  /** The key is down, as far as can be known: then its release ends the recording and nothing else. */
  get isHeld(): boolean {
    return this.gesture.phase.kind === 'pressed' || this.gesture.phase.kind === 'held';
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.watching.dispose();
  }

  private get moment(): Moment {
    return { at: this.clock.now(), speaking: this.dictation.isSpeaking };
  }

  private take(event: GestureEvent): void {
    if (this.disposed) return; // a late answer
    const { gesture, act } = gestureStep(this.gesture, event, this.mode());
    this.gesture = gesture;
    this.setTimer(wakeAt(gesture));
    switch (act) {
      case 'start':
        this.dictation.start(this.where);
        // Refused (no editor, say) or one still finishing: the repeats of this press must not try again.
        if (!isListening(this.dictation.current)) this.take({ kind: 'dictationEnded', at: this.clock.now() });
        return;
      case 'stop':
        this.dictation.stop();
        return;
      case 'ask': {
        const askedAt = event.at;
        this.roundTrip(() => this.take({ kind: 'answered', askedAt, ...this.moment }));
      }
    }
  }

  private setTimer(due: number | undefined): void {
    this.timer?.dispose();
    this.timer =
      due === undefined
        ? undefined
        : this.clock.after(Math.max(0, due - this.clock.now()), () =>
            this.take({ kind: 'tick', ...this.moment }),
          );
  }
}
