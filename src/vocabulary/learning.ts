// Learns what a model writes for the project's terms: says each in several voices and readings, without and with the
// term in the prompt, and keeps what came. Pure but for the speaking and hearing that are handed in. Promises: stops
// at once when it is not wanted; what was learned before that is kept term by term.

import type { Heard } from './heard.ts';
import { heardIn, readingsOf, type Sentence, sentences, sentenceWith, withHearing } from './lessons.ts';
import type { Term } from './terms.ts';

export interface Classroom {
  readonly voices: readonly string[];
  /** Sound of a sentence; undefined where the voice cannot say it. */
  say(sentence: string, voice: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** What the model writes; undefined where it could not be asked. */
  hear(sound: Uint8Array, prompt: string, signal: AbortSignal): Promise<string | undefined>;
  keep(heard: readonly Heard[]): Promise<void>;
}

export async function learn(
  terms: readonly Term[],
  before: readonly Heard[],
  room: Classroom,
  signal: AbortSignal,
): Promise<readonly Heard[]> {
  let all = before;
  for (const term of terms) {
    let lesson: readonly Heard[] = [];
    let answers = 0;
    for (const [turn, voice] of room.voices.entries()) {
      const sentence = sentences[turn % sentences.length] ?? sentences[0];
      for (const reading of readingsOf(term)) {
        for (const prompted of [false, true]) {
          if (signal.aborted) return all;
          const words = await answerTo(
            sentence,
            reading,
            prompted ? `Glossary: ${term.written}.` : '',
            voice,
            room,
            signal,
          );
          if (words === 'nobody') return all;
          answers += 1;
          if (words !== undefined)
            lesson = withHearing(lesson, { term: term.written, prompted, heard: words });
        }
      }
    }
    if (answers === 0) continue;
    // A term that no answer tells of is kept too, so that it is not asked for again and again.
    all = [
      ...all,
      ...(lesson.length > 0 ? lesson : [{ term: term.written, prompted: false, heard: '', times: 0 }]),
    ];
    await room.keep(all);
  }
  return all;
}

async function answerTo(
  sentence: Sentence,
  reading: string,
  prompt: string,
  voice: string,
  room: Classroom,
  signal: AbortSignal,
): Promise<string | undefined | 'nobody'> {
  const sound = await room.say(sentenceWith(sentence, reading), voice, signal);
  if (sound === undefined) return undefined;
  const transcript = await room.hear(sound, prompt, signal);
  return transcript === undefined ? 'nobody' : heardIn(transcript, sentence);
}
