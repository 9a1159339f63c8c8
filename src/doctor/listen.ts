// The two seconds in which the doctor listens to the microphone. The sound is judged and forgotten.

import { judge } from '../audio/signal.ts';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import type { MicrophoneFacts } from './facts.ts';

export interface Listening {
  record(events: {
    flowing(): void;
    heard(pcm: Uint8Array): void;
    noticed(problem: Problem): void;
    ended(problem: Problem): void;
  }): {
    finish(): Promise<Uint8Array>;
    abandon(): void;
  };
}

const listenMs = 2_000;

export function listen(microphone: Listening, clock: Clock): Promise<MicrophoneFacts> {
  return new Promise((resolve) => {
    const recording = microphone.record({
      flowing: () => {
        clock.after(listenMs, () => {
          void recording.finish().then((pcm) => resolve({ kind: 'heard', signal: judge(pcm) }));
        });
      },
      heard: () => {},
      noticed: () => {}, // the list of devices and the sound itself tell the same
      ended: (problem) => {
        recording.abandon();
        resolve({ kind: 'problem', problem });
      },
    });
  });
}
