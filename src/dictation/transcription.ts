// One dictation's way from sound to transcript, while the person still speaks: hands the sound to the segmenter
// and each finished phrase to the recogniser, one after the other, in the order of phrases.ts. Promises: after the
// end at most the last phrase is still to be heard; silence and a dead line are problems, not requests. Knows neither
// the editor nor what becomes of the words.

import { bytesPerSample, sampleRate } from '../audio/format.ts';
import { type Phrase, Segmenter } from '../audio/segmenter.ts';
import { judge } from '../audio/signal.ts';
import type { VoiceDetector } from '../audio/voice.ts';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { Early } from './early.ts';
import { noPhrases, type PhraseEvent, type Phrases, phraseStep } from './phrases.ts';
import type { Place, Recogniser, Writer } from './ports.ts';
import { Preview } from './preview.ts';

/** Longer than most gaps within words; a question that is dropped again costs little. */
const fallsSilentSeconds = 0.16;
/** A question in vain holds the next one up by at most so long. */
const quickMs = 1_000;
const pieceBytes = 10 * sampleRate * bytesPerSample;

export interface TranscriptionParts {
  readonly recogniser: Recogniser;
  readonly writer: Pick<Writer, 'prompt'>;
  readonly detector: VoiceDetector;
  readonly place: Pick<Place, 'target'>;
  readonly signal: AbortSignal;
  /** Where the person wants to see what is being understood. */
  readonly preview: { readonly clock: Clock; readonly show: (text: string) => void } | undefined;
}

export class Transcription {
  private readonly segmenter: Segmenter;
  private readonly preview: Preview | undefined;
  private readonly early = new Early((phrase, dropped) =>
    this.transcribe(phrase, this.phrases.said, dropped),
  );
  private phrases: Phrases = noPhrases;
  private spoken = 0;
  private settle: (outcome: Result<string, Problem>) => void = () => {};
  private readonly outcome = new Promise<Result<string, Problem>>((resolve) => {
    this.settle = resolve;
  });

  constructor(private readonly parts: TranscriptionParts) {
    this.segmenter = new Segmenter(parts.detector);
    this.preview =
      parts.preview &&
      new Preview({ ...parts.preview, draft: (phrase, signal) => this.draft(phrase, signal) });
  }

  /** Sound as it comes, in pieces of any size. */
  hear(pcm: Uint8Array): void {
    for (const phrase of this.segmenter.push(pcm)) this.say(phrase);
    this.askEarly();
    // Who has stopped speaking lets go next: a guess would then stand in the way, and have no new words.
    const speaks = (this.quietSeconds ?? 0) < fallsSilentSeconds;
    if (speaks && this.phrases.work === 'resting')
      this.preview?.grow(() => this.segmenter.open, this.phrases.said);
  }

  private askEarly(): void {
    const { quietSeconds = 0 } = this.segmenter;
    if (quietSeconds === 0) this.early.drop();
    if (quietSeconds < fallsSilentSeconds || this.early.isAsking || this.phrases.work !== 'resting') return;
    if (this.parts.recogniser.tookMs > quickMs) return;
    const { open } = this.segmenter;
    if (open === undefined) return;
    this.preview?.makeWay();
    this.early.ask(open);
  }

  /** All the sound of a dictation at once, in pieces: to find the voice in ten minutes takes seconds. */
  async hearAgain(whole: Uint8Array, clock: Clock): Promise<void> {
    for (let at = 0; at < whole.length && !this.parts.signal.aborted; at += pieceBytes) {
      if (at > 0) await new Promise<void>((resolve) => clock.after(0, resolve));
      this.hear(whole.subarray(at, at + pieceBytes));
    }
  }

  /** How long nobody has spoken since the last word. */
  get quietSeconds(): number | undefined {
    return this.segmenter.quietSeconds;
  }

  /** `whole` is all the sound of the dictation. `sure`: the person says that there are words in it. */
  async end(whole: Uint8Array, { sure }: { readonly sure: boolean }): Promise<Result<string, Problem>> {
    this.preview?.drop();
    const last = this.segmenter.end();
    if (last !== undefined) this.say(last);
    if (this.spoken === 0) {
      const signal = judge(whole);
      if (whole.byteLength === 0) return fail({ kind: 'microphoneSilent', why: 'noFrames' });
      if (signal === 'constant') return fail({ kind: 'microphoneSilent', why: 'constant' });
      if (!sure) return fail({ kind: 'nothingHeard' });
      this.say({ pcm: whole, at: 0, voicedSeconds: 0, certainty: 1, overlaps: false });
    }
    this.send({ kind: 'ended' });
    return this.outcome;
  }

  private say(phrase: Phrase): void {
    this.spoken += 1;
    this.preview?.drop();
    this.send({ kind: 'spoken', phrase });
  }

  private send(event: PhraseEvent): void {
    if (this.parts.signal.aborted) return;
    const { phrases, effect } = phraseStep(this.phrases, event);
    this.phrases = phrases;
    if (event.kind === 'heard') this.preview?.heard(phrases.said);
    switch (effect?.kind) {
      case 'ask':
        void this.ask(effect.phrase, effect.said);
        return;
      case 'done':
        this.settle(ok(effect.text));
        return;
      case 'giveUp':
        this.settle(fail(effect.problem));
        return;
    }
  }

  private async draft(phrase: Phrase, dropped: AbortSignal): Promise<string | undefined> {
    const { recogniser, writer, place, signal } = this.parts;
    const prompt = writer.prompt(await place.target(), this.phrases.said);
    if (dropped.aborted || signal.aborted) return undefined;
    return recogniser.draft(phrase, prompt, AbortSignal.any([dropped, signal]));
  }

  private async ask(phrase: Phrase, said: string): Promise<void> {
    const early = await this.early.answerFor(phrase);
    const heard = early?.ok ? early : await this.transcribe(phrase, said);
    this.send(heard.ok ? { kind: 'heard', text: heard.value } : { kind: 'failed', problem: heard.error });
  }

  private async transcribe(
    phrase: Phrase,
    said: string,
    dropped?: AbortSignal,
  ): Promise<Result<string, Problem>> {
    const { recogniser, writer, place, signal } = this.parts;
    const target = await place.target();
    const until = dropped === undefined ? signal : AbortSignal.any([dropped, signal]);
    return recogniser.transcribe(phrase, writer.prompt(target, said), until);
  }
}
