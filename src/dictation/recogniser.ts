// From a recording to its transcript: looks at the audio first, because a recogniser writes words for silence
// too, and then asks the server. Pure but for the server that is handed in.

import { secondsOf } from '../audio/format.ts';
import { judge } from '../audio/signal.ts';
import { wavFile } from '../audio/wav.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import type { Recogniser } from './ports.ts';

export interface TranscriptionServer {
  start(): Promise<Result<unknown, Problem>>;
  transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>>;
}

export function recogniserOn(server: TranscriptionServer, language: () => string): Recogniser {
  return {
    async prepare() {
      await server.start();
    },
    async transcribe(audio, prompt, signal) {
      const seconds = secondsOf(audio);
      if (seconds === 0) return fail({ kind: 'microphoneSilent', why: 'noFrames' });
      switch (judge(audio)) {
        case 'constant':
          return fail({ kind: 'microphoneSilent', why: 'constant' });
        case 'quiet':
          return fail({ kind: 'nothingHeard' });
        case 'sound': {
          const request = { wav: wavFile(audio), seconds, language: language(), prompt };
          const heard = await server.transcribe(request, signal);
          return heard.ok ? ok(heard.value.text) : heard;
        }
      }
    },
  };
}
