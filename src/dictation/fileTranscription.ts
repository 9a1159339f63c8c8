// The transcript of a long recording, phrase by phrase in its order: what is told of each is where it stands in the
// sound and what was said. Promises: the memory that it needs does not grow with the sound; a phrase that fails is
// asked for once more and ends the work if it fails again, so that none is left out without a word. Pure but for
// the recogniser.

import { secondsOf } from '../audio/format.ts';
import { type Phrase, Segmenter } from '../audio/segmenter.ts';
import type { VoiceDetector } from '../audio/voice.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import type { Cue } from '../text/cues.ts';
import { tidy } from '../text/tidy.ts';
import { join } from './join.ts';
import type { Recogniser } from './ports.ts';

/** The end of what was said before, told to the recogniser with the next phrase. */
const contextCharacters = 200;

export class FileTranscription {
  private readonly segmenter: Segmenter;
  private readonly done: Cue[] = [];

  constructor(
    private readonly recogniser: Pick<Recogniser, 'transcribe'>,
    detector: VoiceDetector,
    private readonly signal: AbortSignal,
  ) {
    this.segmenter = new Segmenter(detector);
  }

  get cues(): readonly Cue[] {
    return this.done;
  }

  /** Takes the next sound and waits until the phrases that ended in it are transcribed. */
  async hear(pcm: Uint8Array): Promise<Result<void, Problem>> {
    return this.transcribe(this.segmenter.push(pcm));
  }

  async end(): Promise<Result<void, Problem>> {
    const last = this.segmenter.end();
    return this.transcribe(last === undefined ? [] : [last]);
  }

  private async transcribe(phrases: readonly Phrase[]): Promise<Result<void, Problem>> {
    for (const phrase of phrases) {
      if (this.signal.aborted) break;
      const context = (this.done.at(-1)?.text ?? '').slice(-contextCharacters);
      const first = await this.recogniser.transcribe(phrase, context, this.signal);
      const heard = first.ok ? first : await this.recogniser.transcribe(phrase, context, this.signal);
      if (!heard.ok) return this.signal.aborted ? ok(undefined) : heard;
      this.add(phrase, tidy(heard.value));
    }
    return ok(undefined);
  }

  private add(phrase: Phrase, text: string): void {
    const from = phrase.at;
    const to = from + secondsOf(phrase.pcm);
    const before = this.done.at(-1);
    if (!phrase.overlaps || before === undefined) {
      if (text !== '') this.done.push({ from, to, text });
      return;
    }
    // The words at the seam are in both: they stay where they were begun.
    const words = join(before.text, text, true).split(' ');
    const count = before.text.split(' ').length;
    this.done[this.done.length - 1] = { ...before, text: words.slice(0, count).join(' ') };
    const rest = words.slice(count).join(' ');
    if (rest !== '') this.done.push({ from, to, text: rest });
  }
}
