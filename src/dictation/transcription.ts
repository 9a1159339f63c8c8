// One utterance's way from sound to words, while the person still speaks: hands the sound to the segmenter and each
// finished phrase to the recogniser, in the order of phrases.ts. Promises: after the end only what is not yet heard is
// waited for; sound in which somebody may speak is always asked for; a phrase that fails keeps no other from being heard;
// a dead line is a problem, not a request. Knows neither the editor nor what becomes of the words.

import { bytesPerSample, sampleRate, secondsOf } from '../audio/format.ts';
import { type Phrase, Segmenter } from '../audio/segmenter.ts';
import { holdsSound, judge } from '../audio/signal.ts';
import type { VoiceDetector } from '../audio/voice.ts';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { Early } from './early.ts';
import { openEnded } from './join.ts';
import { noPhrases, type PhraseEvent, type Phrases, phraseStep, questionFor, saidIn } from './phrases.ts';
import { isHeard, type Piece, textOf } from './pieces.ts';
import type { Place, Recogniser, Writer } from './ports.ts';
import { Preview } from './preview.ts';

/** Longer than most gaps within words; a question that is dropped again costs little. */
const fallsSilentSeconds = 0.16;
/** Where a question cannot be left, one in vain holds the next one up by at most so long. */
const quickMs = 1_000;
/**
 * How many seconds are heard once more with what was said since. Words at a seam are heard worse: `base` in phrases had
 * 1.4 points more errors than in one piece (24 clips of LibriSpeech). Each second costs 3 or 4 words more after the key.
 */
const reach = { quick: 28, otherwise: 12 };
/** A recogniser that looks at its whole window in so little time is quick. */
const quickWholeMs = 150;
/** A question that has had less of its time than this is cheaper to ask anew, with what was said since, than to wait for. */
const youngShare = 0.6;
const pieceBytes = 10 * sampleRate * bytesPerSample;
const longestQuestionBytes = 28 * sampleRate * bytesPerSample;

export interface TranscriptionParts {
  readonly recogniser: Recogniser;
  readonly writer: Pick<Writer, 'prompt'>;
  readonly detector: VoiceDetector;
  readonly place: Pick<Place, 'target'>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Where the person wants to see what is being understood. */
  readonly preview: { readonly clock: Clock; readonly show: (text: string) => void } | undefined;
}

interface UnderWay {
  readonly since: number;
  readonly dropped: AbortController;
}

export class Transcription {
  private readonly segmenter: Segmenter;
  private readonly preview: Preview | undefined;
  private readonly early = new Early((phrase, said, dropped) => this.transcribe(phrase, said, dropped));
  private phrases: Phrases = noPhrases;
  private underWay: UnderWay | undefined;
  private spoken = 0;
  private settle: (pieces: readonly Piece[]) => void = () => {};
  private readonly outcome = new Promise<readonly Piece[]>((resolve) => {
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
    if (speaks && this.isResting) this.preview?.grow(() => this.segmenter.open, saidIn(this.phrases));
  }

  /** The key came up. What is open is asked for now: the recorder's last moment seldom brings another word. */
  ending(): void {
    const { recogniser, clock } = this.parts;
    const { open } = this.segmenter;
    if (open === undefined || this.early.isAsking || !recogniser.ability.abortsAtOnce) return;
    const { underWay } = this;
    if (underWay !== undefined) {
      const usual = recogniser.ability.wholeMs ?? recogniser.tookMs;
      if (clock.now() - underWay.since > youngShare * usual) return;
      underWay.dropped.abort();
      this.underWay = undefined;
      this.send({ kind: 'putBack' });
    }
    this.askFor(open);
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

  /**
   * `whole` is all the sound of the utterance. `sure`: the person says that there are words in it. Fails only where
   * there is nothing to ask for.
   */
  async end(
    whole: Uint8Array,
    { sure }: { readonly sure: boolean },
  ): Promise<Result<readonly Piece[], Problem>> {
    this.preview?.drop();
    const last = this.segmenter.end();
    if (last !== undefined) this.say(last);
    if (this.spoken === 0) {
      if (whole.byteLength === 0) return fail({ kind: 'microphoneSilent', why: 'noFrames' });
      if (judge(whole) === 'constant') return fail({ kind: 'microphoneSilent', why: 'constant' });
      if (!sure && !holdsSound(whole)) return fail({ kind: 'nothingHeard' });
      for (const phrase of unheard(whole, sure)) this.say(phrase);
    }
    this.send({ kind: 'ended' });
    return ok(await this.outcome);
  }

  /** Asks once more for what failed or was not asked for. */
  async again(whole: Uint8Array, pieces: readonly Piece[]): Promise<readonly Piece[]> {
    const done: Piece[] = [];
    for (const piece of pieces) {
      if (isHeard(piece)) {
        done.push(piece);
        continue;
      }
      const pcm = whole.subarray(bytesAt(piece.from), bytesAt(piece.to));
      const heard = await this.transcribe(phraseOf(pcm, piece.from, true), textOf(done));
      const state = heard.ok
        ? ({ kind: 'heard', text: heard.value } as const)
        : ({ kind: 'failed', problem: heard.error } as const);
      done.push({ ...piece, state });
    }
    return done;
  }

  private get isResting(): boolean {
    return this.phrases.asking === undefined && this.phrases.waiting.length === 0;
  }

  private askEarly(): void {
    const { quietSeconds = 0 } = this.segmenter;
    if (quietSeconds === 0) this.early.drop();
    if (quietSeconds < fallsSilentSeconds || this.early.isAsking || !this.isResting) return;
    const { tookMs, ability } = this.parts.recogniser;
    if (tookMs > quickMs && !ability.abortsAtOnce) return;
    const { open } = this.segmenter;
    if (open === undefined) return;
    this.askFor(open);
  }

  private askFor(open: Phrase): void {
    this.preview?.makeWay();
    const { phrase, at } = questionFor(this.withReach(), open);
    this.early.ask(phrase, saidIn(this.phrases, at));
  }

  private withReach(): Phrases {
    const { wholeMs = Number.POSITIVE_INFINITY } = this.parts.recogniser.ability;
    return { ...this.phrases, reach: wholeMs < quickWholeMs ? reach.quick : reach.otherwise };
  }

  private say(phrase: Phrase): void {
    this.spoken += 1;
    this.preview?.drop();
    this.send({ kind: 'spoken', phrase });
  }

  private send(event: PhraseEvent): void {
    if (this.parts.signal.aborted) return;
    // What failed together is asked for apart: it keeps the reach that the failure left.
    const { phrases, effect } = phraseStep(event.kind === 'spoken' ? this.withReach() : this.phrases, event);
    this.phrases = phrases;
    if (event.kind === 'heard') this.preview?.heard(saidIn(phrases));
    if (effect?.kind === 'ask') void this.ask(effect.phrase, effect.said);
    else if (effect?.kind === 'done') this.settle(effect.pieces);
  }

  private async draft(phrase: Phrase, dropped: AbortSignal): Promise<string | undefined> {
    const { recogniser, writer, place, signal } = this.parts;
    const prompt = writer.prompt(await place.target(), saidIn(this.phrases));
    if (dropped.aborted || signal.aborted) return undefined;
    return recogniser.draft(phrase, prompt, AbortSignal.any([dropped, signal]));
  }

  private async ask(phrase: Phrase, said: string): Promise<void> {
    const underWay = { since: this.parts.clock.now(), dropped: new AbortController() };
    this.underWay = underWay;
    const early = await this.early.answerFor(phrase);
    if (underWay.dropped.signal.aborted) return;
    const heard = early?.ok ? early : await this.transcribe(phrase, said, underWay.dropped.signal);
    if (underWay.dropped.signal.aborted) return;
    this.underWay = undefined;
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
    return recogniser.transcribe(phrase, writer.prompt(target, openEnded(said)), until);
  }
}

/** Sound in which no voice was found, in parts that fit into a question. */
function unheard(whole: Uint8Array, isSure: boolean): readonly Phrase[] {
  const parts: Phrase[] = [];
  for (let at = 0; at < whole.byteLength; at += longestQuestionBytes)
    parts.push(
      phraseOf(whole.subarray(at, at + longestQuestionBytes), secondsOf(whole.subarray(0, at)), isSure),
    );
  return parts;
}

function phraseOf(pcm: Uint8Array, at: number, isSure: boolean): Phrase {
  return { pcm, at, voicedSeconds: 0, certainty: isSure ? 1 : 0, isSure, overlaps: false };
}

function bytesAt(seconds: number): number {
  return bytesPerSample * Math.round(seconds * sampleRate);
}
