// What one dictation holds from its start to its end: its place, its recording and its transcription. Does nothing by
// itself; dictation.ts does.

import type { VoiceDetector } from '../audio/voice.ts';
import type { Clock } from '../base/clock.ts';
import type { Spoken } from '../text/spokenEdit.ts';
import type { Written } from './ledger.ts';
import type { Capture, Place, Recogniser, Where, Writer } from './ports.ts';
import { Transcription } from './transcription.ts';

/** What a retry begins with. */
export interface Again {
  readonly audio: Uint8Array;
  /** What its words are to take the place of. */
  readonly replaces: Written | undefined;
}

export interface Holding {
  readonly where: Where;
  readonly place: Place;
  readonly abort: AbortController;
  readonly transcription: Transcription;
  /** A retry: the audio is there from the start, and the person says that there are words in it. */
  readonly isRetry: boolean;
  /** What the retry is to replace. */
  readonly replaces: Written | undefined;
  spoken: Spoken;
  capture: Capture | undefined;
  audio: Uint8Array | undefined;
  heardSeconds: number;
  warned: boolean;
  /** The person has left the box that the words were meant for: what has the focus now is another place. */
  away: boolean;
}

export interface HoldingParts {
  readonly recogniser: Recogniser;
  readonly writer: Writer;
  /** Fresh for every dictation: it learns the background. */
  readonly voiceDetector: () => VoiceDetector;
  readonly livePreview: () => boolean;
  readonly clock: Clock;
}

export function holdingOf(
  { recogniser, writer, voiceDetector, livePreview, clock }: HoldingParts,
  where: Where,
  place: Place,
  again: Again | undefined,
): Holding {
  const abort = new AbortController();
  const show = (text: string) => {
    if (!abort.signal.aborted) place.preview(text);
  };
  const transcription = new Transcription({
    ...{ recogniser, writer, place, clock, signal: abort.signal },
    detector: voiceDetector(),
    preview: livePreview() ? { clock, show } : undefined,
  });
  return {
    ...{ where, place, abort, transcription, isRetry: again !== undefined },
    ...{ replaces: again?.replaces, audio: again?.audio },
    ...{ spoken: { said: '' }, capture: undefined, heardSeconds: 0, warned: false, away: false },
  };
}
