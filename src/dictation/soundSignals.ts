// The two sounds of a dictation: one when sound really flows, one when the recording ends. Who ends it by
// cancelling hears the second one too: the microphone is closed.

import { startSound, stopSound } from '../audio/tones.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Dictation } from './dictation.ts';

export function soundSignals(
  dictation: Pick<Dictation, 'onChange'>,
  play: (pcm: Uint8Array) => unknown,
  isWished: () => boolean,
): Disposable {
  let recording = false;
  return dictation.onChange(({ kind }) => {
    const was = recording;
    recording = kind === 'recording';
    if (was !== recording && isWished()) play(recording ? startSound : stopSound);
  });
}
