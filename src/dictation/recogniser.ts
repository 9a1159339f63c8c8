// From a phrase to its transcript: makes the request and asks the server. Pure but for the server that is handed
// in. Which sound is worth a request was decided before, in transcription.ts.

import { secondsOf } from '../audio/format.ts';
import { wavFile } from '../audio/wav.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
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
    async transcribe(phrase, prompt, signal) {
      const request = { wav: wavFile(phrase), seconds: secondsOf(phrase), language: language(), prompt };
      const heard = await server.transcribe(request, signal);
      return heard.ok ? ok(heard.value.text) : heard;
    },
  };
}
