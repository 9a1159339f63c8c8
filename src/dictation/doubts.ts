// Whether a transcript can be what was said. Recognisers make words up for breath and music, repeat themselves, stop
// early, or say their prompt. Each doubt is judged from the text, how sure the recogniser was, and how much voice
// there was. Pure. What follows from a doubt is decided in recogniser.ts.

import type { Phrase } from '../audio/segmenter.ts';
import type { Transcript } from '../base/speech.ts';
import { tidy } from '../text/tidy.ts';
import { isFarTooShort, usualPace } from './pace.ts';

/**
 * `phantom`: words that recognisers are known to write where nobody speaks, or a guess at what is hardly a voice.
 * `echo`: the prompt again. `loop`: the same words again and again. `rushed`: more words than fit the time. `cut`: far
 * fewer than this person says in it, or none where somebody surely spoke. `noise`: a sound is named where a voice may
 * be. `unsure`: a guess.
 */
export type Doubt = 'phantom' | 'echo' | 'loop' | 'rushed' | 'cut' | 'noise' | 'unsure';

const guess = -1;
/** Where it is not sure that anybody speaks, the words must be surer. */
const guessAtNoise = -0.9;
const doubtfulConfidence = -0.6;
const doubtfulNoSpeech = 0.5;
const doubtfulVoice = { certainty: 0.9, seconds: 0.7 };
const mostCharactersASecond = 30;
/** Nobody speaks so evenly that short phrases could be judged by their pace. */
const paceFromSeconds = 2;
const charactersAtOnce = 25;

export function doubtOf(
  heard: Transcript,
  phrase: Phrase,
  prompt: string,
  pace = usualPace,
): Doubt | undefined {
  const text = tidy(heard.text);
  if (text === '') {
    if (isSurelyVoice(phrase)) return 'cut';
    return heard.text.trim() !== '' && phrase.voicedSeconds > 0 ? 'noise' : undefined;
  }
  if (isPhantom(text) && isDoubtful(heard, phrase)) return 'phantom';
  if (!phrase.isSure && (heard.confidence ?? 0) < guessAtNoise) return 'phantom';
  if (isEcho(text, prompt)) return 'echo';
  if (heard.wentRound === true || withoutLoops(text) !== text) return 'loop';
  const { voicedSeconds } = phrase;
  if (text.length > charactersAtOnce + mostCharactersASecond * voicedSeconds && voicedSeconds > 0)
    return 'rushed';
  if (voicedSeconds > paceFromSeconds && isFarTooShort(text, voicedSeconds, pace)) return 'cut';
  return (heard.confidence ?? 0) < guess ? 'unsure' : undefined;
}

function isDoubtful(
  { confidence = 0, noSpeech = 0 }: Transcript,
  { certainty, voicedSeconds }: Phrase,
): boolean {
  const isFaint = certainty < doubtfulVoice.certainty && voicedSeconds < doubtfulVoice.seconds;
  return confidence < doubtfulConfidence || noSpeech > doubtfulNoSpeech || isFaint || voicedSeconds === 0;
}

function isSurelyVoice({ certainty, voicedSeconds }: Phrase): boolean {
  return certainty >= doubtfulVoice.certainty && voicedSeconds >= doubtfulVoice.seconds;
}

/** The most frequent of what Whisper models were found to write for silence and noise; also see readers' lists. */
const phantoms: ReadonlySet<string> = new Set([
  ...['you', 'bye', 'bye bye', 'oh', 'the end', 'um', 'uh', 'hmm'],
  ...[
    'thank you',
    'thanks',
    'thank you very much',
    'thank you so much',
    'thank you bye',
    'thanks for watching',
  ],
  ...['thank you for watching', 'thanks for listening', 'thank you for listening', 'see you next time'],
  ...['please subscribe', 'please subscribe to my channel', 'like and subscribe', 'dont forget to subscribe'],
  ...['see you in the next video', 'ill see you in the next video', 'subtitles by the amaraorg community'],
  ...['subtitles by', 'transcription by castingwords', 'untertitel der amaraorg community', 'vielen dank'],
  ...['sous titres realises par la communaute damaraorg', 'merci davoir regarde cette video', 'gracias'],
]);

function isPhantom(text: string): boolean {
  return phantoms.has(plain(text));
}

const shortestEcho = 12;
const itemsOfAnEcho = 3;

/** The whole text stands in the prompt, or what was said goes over into the list that the prompt ends with. */
function isEcho(text: string, prompt: string): boolean {
  const echoed = ` ${plain(text)} `;
  const isWhole = echoed.trim().length >= shortestEcho && ` ${plain(prompt)} `.includes(echoed);
  return isWhole || beginsList(echoed, prompt) || holdsRow(text, prompt);
}

/** The label of the list, alone or with the first item behind it. */
function beginsList(echoed: string, prompt: string): boolean {
  const [, label, first] = /(\S+): (\S+)(?!.*: )/s.exec(prompt) ?? [];
  if (label === undefined || first === undefined) return false;
  return echoed === ` ${plain(label)} ` || echoed.includes(` ${plain(label)} ${plain(first)} `);
}

function holdsRow(text: string, prompt: string): boolean {
  const list = `,${itemsOf(prompt).join(',')},`;
  return itemsOf(text).some((_, from, items) => {
    const row = items.slice(from, from + itemsOfAnEcho);
    return row.length === itemsOfAnEcho && list.includes(`,${row.join(',')},`);
  });
}

function itemsOf(text: string): readonly string[] {
  return text
    .split(/[,:]\s|[.?!]\s|[.?!]$/)
    .map(plain)
    .filter((item) => item !== '');
}

const longestRepeated = 8;

/** A number can be as long as this, said figure by figure: 32 bits. What loops goes on for longer. */
const mostFigures = 32;
const figure = /^\d$/;
/** The words that such a number repeats, in the languages that know figures as words here. */
const bit = /^(?:zero|one|null|eins)$/;

/** A row of the same words, four times or more, becomes them once; a single word may be said five times. */
export function withoutLoops(text: string): string {
  const words = text.split(' ');
  for (let length = 1; length <= longestRepeated; length++) {
    for (let at = 0; at + length <= words.length; at++) {
      const row = words.slice(at, at + length).map(plain);
      const isFigures = row.every((word) => figure.test(word) || (length === 1 && bit.test(word)));
      const usual = length === 1 ? 5 : 3;
      const most = isFigures ? Math.floor(mostFigures / length) : usual;
      const times = repetitions(words, at, length);
      if (times > most) words.splice(at + length, length * (times - 1));
    }
  }
  return words.join(' ');
}

function repetitions(words: readonly string[], at: number, length: number): number {
  let times = 1;
  const same = (offset: number) =>
    plain(words[at + offset] ?? '') === plain(words[at + (offset % length)] ?? '');
  while (at + (times + 1) * length <= words.length) {
    for (let index = 0; index < length; index++) if (!same(times * length + index)) return times;
    times += 1;
  }
  return times;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
