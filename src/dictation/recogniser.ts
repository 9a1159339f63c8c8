// From a phrase to its transcript: asks the server the quick way, and once more with more care where the answer
// can hardly be what was said. Promises: what is known to be made up does not come out; what is only strange does.
// Pure but for the server that is handed in.

import { secondsOf } from '../audio/format.ts';
import { wavFile } from '../audio/wav.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import type { SpeechRequest, Transcript } from '../base/speech.ts';
import { type Doubt, doubtOf, withoutLoops } from './doubts.ts';
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
      const sound = { wav: wavFile(phrase.pcm), seconds: secondsOf(phrase.pcm), language: language() };
      const ask = async (asked: Pick<SpeechRequest, 'prompt' | 'care'>) => {
        const heard = await server.transcribe({ ...sound, ...asked }, signal);
        return heard.ok
          ? ok({ heard: heard.value, doubt: doubtOf(heard.value, phrase, asked.prompt) })
          : heard;
      };
      const first = await ask({ prompt, care: 'usual' });
      if (!first.ok || first.value.doubt === undefined) return wordsOf(first);
      const { doubt } = first.value;
      if (doubt === 'phantom') return ok('');
      const second = await ask(doubt === 'echo' ? { prompt: '', care: 'usual' } : { prompt, care: 'full' });
      return wordsOf(second.ok && isWorse(second.value, first.value) ? first : second);
    },

    async draft(phrase, prompt, signal) {
      const { pcm } = phrase;
      const sound = { wav: wavFile(pcm), seconds: secondsOf(pcm), language: language() };
      const heard = await server.transcribe({ ...sound, prompt, care: 'draft' }, signal);
      return heard.ok && doubtOf(heard.value, phrase, prompt) === undefined ? heard.value.text : undefined;
    },
  };
}

interface Judged {
  readonly heard: Transcript;
  readonly doubt: Doubt | undefined;
}

/** Both are strange: the surer one is taken. An echo or a loop is never better, however sure. */
function isWorse(second: Judged, first: Judged): boolean {
  if (second.doubt === undefined || first.doubt === 'echo' || first.doubt === 'loop') return false;
  return (second.heard.confidence ?? 0) < (first.heard.confidence ?? 0);
}

function wordsOf(judged: Result<Judged, Problem>): Result<string, Problem> {
  if (!judged.ok) return judged;
  const { heard, doubt } = judged.value;
  if (doubt === 'phantom') return ok('');
  return ok(doubt === 'loop' ? withoutLoops(heard.text.replace(/\s+/g, ' ').trim()) : heard.text);
}
