// From a phrase to its transcript: asks the server the quick way, and once more with more care where the answer
// can hardly be what was said. Promises: what is known to be made up does not come out; what is only strange does; of
// two answers the one with the words that the other lost. Pure but for the server that is handed in.

import { secondsOf } from '../audio/format.ts';
import { wavFile } from '../audio/wav.ts';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import {
  type Ability,
  type Care,
  type SpeechRequest,
  type Transcript,
  unknownAbility,
} from '../base/speech.ts';
import { tidy } from '../text/tidy.ts';
import { type Doubt, doubtOf, withoutLoops } from './doubts.ts';
import { learnedPace, usualPace } from './pace.ts';
import type { Recogniser } from './ports.ts';

export interface TranscriptionServer {
  readonly ability?: Ability;
  start(): Promise<Result<unknown, Problem>>;
  transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>>;
}

/** For whoever measures: what was asked, and the doubt about the answer before, undefined for a first question. */
export interface Question {
  readonly care: Care;
  readonly cause: Doubt | undefined;
}

/** A guess must not hold up the phrase that is due: it is asked for only where answers are quick, or can be left. */
const quickMs = 300;

export function recogniserOn(
  server: TranscriptionServer,
  language: () => string,
  clock: Pick<Clock, 'now'>,
  onAsked?: (question: Question) => void,
): Recogniser {
  let pace = usualPace;
  let tookMs = Number.POSITIVE_INFINITY;
  const timed = async (request: SpeechRequest, signal: AbortSignal) => {
    const since = clock.now();
    const heard = await server.transcribe(request, signal);
    if (!signal.aborted) tookMs = clock.now() - since;
    return heard;
  };
  return {
    get tookMs() {
      return tookMs;
    },

    get ability() {
      return server.ability ?? unknownAbility;
    },

    async prepare() {
      await server.start();
    },

    async transcribe(phrase, prompt, signal) {
      const sound = { wav: wavFile(phrase.pcm), seconds: secondsOf(phrase.pcm), language: language() };
      const ask = async (asked: Asked, cause?: Doubt) => {
        onAsked?.({ care: asked.care, cause });
        const heard = await timed({ ...sound, ...asked }, signal);
        return heard.ok
          ? ok({ heard: heard.value, doubt: doubtOf(heard.value, phrase, asked.prompt, pace) })
          : heard;
      };
      const first = await ask({ prompt, care: 'usual' });
      if (!first.ok) return first;
      const again = secondQuestion(first.value, prompt);
      const second = again === undefined ? undefined : await ask(again, first.value.doubt);
      // A second question that fails takes nothing from the first answer.
      const best = second?.ok && isBetter(second.value, first.value) ? second : first;
      const text = wordsOf(best.value);
      pace = learnedPace(pace, text, phrase.voicedSeconds);
      return ok(text);
    },

    async draft(phrase, prompt, signal) {
      if (!phrase.isSure || tookMs > quickMs) return undefined;
      const { pcm } = phrase;
      const sound = { wav: wavFile(pcm), seconds: secondsOf(pcm), language: language() };
      const heard = await timed({ ...sound, prompt, care: 'draft' }, signal);
      return heard.ok && doubtOf(heard.value, phrase, prompt) === undefined ? heard.value.text : undefined;
    },
  };
}

type Asked = Pick<SpeechRequest, 'prompt' | 'care' | 'keepsToWords'>;

interface Judged {
  readonly heard: Transcript;
  readonly doubt: Doubt | undefined;
}

/**
 * What made the recogniser err is left out: the prompt, which can also end a phrase early, the cut window, or the names
 * of sounds. Nothing is asked twice in the same way.
 */
function secondQuestion({ heard, doubt }: Judged, prompt: string): Asked | undefined {
  switch (doubt) {
    case undefined:
    case 'phantom':
      return undefined;
    case 'noise':
      return { prompt: '', care: 'full', keepsToWords: true };
    case 'echo':
      return { prompt: '', care: 'usual' };
    case 'cut':
      return heard.sawWhole && prompt === '' ? undefined : { prompt: '', care: 'full' };
    default:
      return heard.sawWhole ? undefined : { prompt, care: 'full' };
  }
}

/** By so much a text must be longer to have words that the other lost; spelling alone makes no such difference. */
const hasMoreWords = 1.2;

/** Both are strange: the surer one is taken. An echo or a loop is never better, however sure. */
function isBetter(second: Judged, first: Judged): boolean {
  if (first.doubt === 'noise') return second.doubt === undefined;
  if (first.doubt === 'cut') {
    const mayBeSaid = second.doubt === undefined || second.doubt === 'cut';
    return mayBeSaid && tidy(second.heard.text).length > hasMoreWords * tidy(first.heard.text).length;
  }
  if (second.doubt === undefined || first.doubt === 'echo' || first.doubt === 'loop') return true;
  return (second.heard.confidence ?? 0) >= (first.heard.confidence ?? 0);
}

function wordsOf({ heard, doubt }: Judged): string {
  if (doubt === 'phantom' || doubt === 'noise') return '';
  return doubt === 'loop' ? withoutLoops(heard.text.replace(/\s+/g, ' ').trim()) : heard.text;
}
