// Runs dictations: takes events one at a time, asks the machine, runs its effects and feeds their outcomes
// back. Promises: one dictation at a time; a cancelled one inserts nothing; the audio of the last one is
// kept in memory until the next, so that whatever fails can be tried again. Knows neither editor nor process.

import { secondsOf } from '../audio/format.ts';
import { type Disposable, DisposableStore, disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import { type Again, type Holding, type HoldingParts, holdingOf } from './holding.ts';
import type { Ledger } from './ledger.ts';
import { judgeLength } from './length.ts';
import {
  type DictationEffect,
  type DictationEvent,
  type DictationId,
  type DictationState,
  describe,
  idle,
  isBusy,
  isListening,
  step,
} from './machine.ts';
import { faultIn, textOf } from './pieces.ts';
import { type Microphone, needsFocus, type Place, type Places, type Where } from './ports.ts';
import { editPlace, placeOf, scratchThat } from './takeBack.ts';

/** The gaps within words and most between them are shorter. */
const speaksSeconds = 0.2;
const errorShownMs = 15_000;

type Pinned = Result<Place, Problem>;

export interface DictationParts extends HoldingParts {
  readonly microphone: Microphone;
  readonly places: Places;
  /** The pause that ends the recording now; 0 for none. */
  readonly autoStopSeconds: () => number;
  readonly ledger: Ledger;
  readonly log: Log;
  /** Shows a problem to the person; `audioKept` says whether a retry makes sense. */
  readonly tell: (problem: Problem, audioKept: boolean) => void;
}

/** The audio of the last dictation, so that nothing spoken is lost. */
interface Kept {
  readonly audio: Uint8Array;
  /** Where it was spoken to: a retry goes to the same kind of place. */
  readonly where: Where;
  isWritten: boolean;
}

export class Dictation implements Disposable {
  private state: DictationState = idle;
  private lastId = 0;
  private readonly holdings = new Map<DictationId, Holding>();
  private kept: Kept | undefined;
  private readonly queue: DictationEvent[] = [];
  private draining = false;
  private readonly changed = new Emitter<DictationState>();
  private readonly disposables = new DisposableStore();
  private calmTimer: Disposable | undefined;

  readonly onChange = this.changed.listen;

  constructor(private readonly parts: DictationParts) {
    this.disposables.add(disposable(() => this.calmTimer?.dispose()));
  }

  get current(): DictationState {
    return this.state;
  }

  /** There is audio whose words stand nowhere yet: a problem should offer the retry. */
  get speechWaits(): boolean {
    return this.kept?.isWritten === false;
  }

  get keepsAudio(): boolean {
    return this.kept !== undefined;
  }

  /** A voice is heard at this moment. */
  get isSpeaking(): boolean {
    const { quietSeconds = speaksSeconds } = this.listening?.transcription ?? {};
    return quietSeconds < speaksSeconds;
  }

  start(where: Where = 'editor'): void {
    if (isBusy(this.state)) return;
    const id = this.hold(where, this.parts.places.pin(where));
    if (id !== undefined) this.send({ kind: 'start', id });
  }

  stop(): void {
    this.listening?.transcription.ending();
    this.send({ kind: 'stop' });
  }

  toggle(where?: Where): void {
    if (isListening(this.state)) this.stop();
    else this.start(where);
  }

  /** Where the focus is now, as a key tells that is pressed or held meanwhile. */
  focusIsAt(where: Where): void {
    const holding = this.listening;
    if (holding !== undefined) holding.away = needsFocus(holding.where) && where !== holding.where;
  }

  cancel(): void {
    this.send({ kind: 'cancel' });
  }

  /**
   * Transcribes the kept audio again, in place of what it became where that stands, else to the place where the
   * person is now. False if there is none.
   */
  retryLast(): boolean {
    if (this.kept === undefined) return false;
    if (isBusy(this.state)) return true;
    const { audio, where } = this.kept;
    const { last } = this.parts.ledger;
    const replaces = last?.audio === audio && !last.insertion.isFinal ? last : undefined;
    const place = replaces === undefined ? this.parts.places.pin(where) : ok(placeOf(replaces.insertion));
    const id = this.hold(where, place, { audio, replaces });
    if (id !== undefined) this.send({ kind: 'retry', id });
    return true;
  }

  dispose(): void {
    this.cancel();
    this.parts.ledger.clear();
    this.disposables.dispose();
  }

  /** What is recorded now. */
  private get listening(): Holding | undefined {
    return isListening(this.state) ? this.holdings.get(this.state.id) : undefined;
  }

  private hold(where: Where, place: Pinned, again?: Again): DictationId | undefined {
    if (!place.ok) {
      this.send({ kind: 'startRefused', problem: place.error });
      return undefined;
    }
    const id = ++this.lastId;
    this.holdings.set(id, holdingOf(this.parts, where, place.value, again));
    return id;
  }

  private send(event: DictationEvent): void {
    this.queue.push(event);
    if (this.draining) return; // an effect sent it: it waits until the step that runs now is complete
    this.draining = true;
    try {
      for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) this.take(next);
    } finally {
      this.draining = false;
    }
  }

  private take(event: DictationEvent): void {
    const { state, effects } = step(this.state, event);
    const before = this.state;
    this.state = state;
    for (const effect of effects) this.run(effect);
    if (state === before) return;
    this.parts.log.debug(`dictation: ${describe(before)} -> ${describe(state)} (${event.kind})`);
    this.calmTimer?.dispose();
    if (state.kind === 'error') {
      this.calmTimer = this.parts.clock.after(errorShownMs, () => this.send({ kind: 'calm' }));
    }
    this.changed.fire(state);
  }

  private run(effect: DictationEffect): void {
    if (effect.kind === 'tell') {
      this.parts.tell(effect.problem, this.speechWaits);
      return;
    }
    const holding = this.holdings.get(effect.id);
    if (holding === undefined) return;
    switch (effect.kind) {
      case 'record':
        this.record(effect.id, holding);
        return;
      case 'prepare':
        // A failure is no reason to stop listening: the person speaks already. The transcription meets it again
        // and reports it with the audio kept, or finds it mended.
        void this.parts.recogniser.prepare();
        return;
      case 'capture':
        void this.takeAudio(holding).then(() => this.send({ kind: 'captured', id: effect.id }));
        return;
      case 'transcribe':
        void this.transcribe(effect.id, holding);
        return;
      case 'insert':
        void this.insert(effect.id, holding, effect.text);
        return;
      case 'abandon':
        holding.abort.abort();
        holding.capture?.abandon();
        this.release(effect.id, holding);
        return;
      case 'finished':
        this.release(effect.id, holding);
        return;
    }
  }

  private release(id: DictationId, { place }: Holding): void {
    place.preview('');
    place.release();
    this.holdings.delete(id);
  }

  private record(id: DictationId, holding: Holding): void {
    holding.capture = this.parts.microphone.record({
      flowing: () => this.send({ kind: 'flowing', id, at: this.parts.clock.now() }),
      heard: (pcm) => {
        holding.transcription.hear(pcm);
        this.watchLength(id, holding, pcm);
      },
      noticed: (problem) => this.send({ kind: 'noticed', id, problem }),
      ended: (problem) => this.send({ kind: 'recorderEnded', id, problem }),
    });
  }

  private watchLength(id: DictationId, holding: Holding, pcm: Uint8Array): void {
    holding.heardSeconds += secondsOf(pcm);
    const { heardSeconds, warned, transcription } = holding;
    const { quietSeconds } = transcription;
    const autoStopSeconds = this.parts.autoStopSeconds();
    const verdict = judgeLength({ heardSeconds, quietSeconds, autoStopSeconds, warned });
    if (verdict === 'stop' && isListening(this.state)) this.stop();
    if (verdict !== 'warn') return;
    holding.warned = true;
    this.send({ kind: 'noticed', id, problem: { kind: 'recordingLong' } });
  }

  private async takeAudio(holding: Holding): Promise<void> {
    const audio = await holding.capture?.finish();
    if (audio === undefined || audio.byteLength === 0 || holding.abort.signal.aborted) return;
    holding.audio = audio;
    this.kept = { audio, where: holding.where, isWritten: false };
  }

  private async transcribe(id: DictationId, holding: Holding): Promise<void> {
    const { audio = new Uint8Array(), isRetry, transcription, place } = holding;
    if (isRetry) await transcription.hearAgain(audio, this.parts.clock);
    const transcript = await transcription.end(audio, { sure: isRetry });
    if (!transcript.ok) {
      this.send({ kind: 'failed', id, problem: transcript.error });
      return;
    }
    const fault = faultIn(transcript.value);
    if (fault !== undefined) {
      this.send({ kind: 'failed', id, problem: fault });
      return;
    }
    const { writer } = this.parts;
    const target = await place.target();
    holding.spoken = writer.spoken(textOf(transcript.value), target);
    const { said, edit } = holding.spoken;
    // Said in one breath with other words, "scratch that" means them.
    const text = edit === 'scratchThat' ? '' : writer.write(said, target);
    if (text === '' && edit === undefined)
      this.send({ kind: 'failed', id, problem: { kind: 'nothingHeard' } });
    else this.send({ kind: 'transcribed', id, text });
  }

  private async insert(id: DictationId, holding: Holding, text: string): Promise<void> {
    holding.place.preview('');
    const inserted = text === '' ? ok(undefined) : await this.write(holding, text);
    if (holding.abort.signal.aborted) return;
    if (inserted.ok && this.kept !== undefined) this.kept.isWritten ||= holding.audio === this.kept.audio;
    const done = inserted.ok ? await editPlace(holding.place, holding.spoken, this.parts.ledger) : inserted;
    if (done.ok) this.send({ kind: 'inserted', id });
    else this.send({ kind: 'failed', id, problem: done.error });
  }

  private async write(
    { place, away, replaces, spoken, audio, abort }: Holding,
    text: string,
  ): Promise<Result<unknown, Problem>> {
    const at = away ? this.parts.places.pin('elsewhere') : ok(place);
    if (!at.ok) return at;
    const inserted = await at.value.insert(text);
    if (!inserted.ok) return inserted;
    const { value: insertion } = inserted;
    this.parts.ledger.add({ insertion, transcript: spoken.said, audio }, replaces);
    // Cancelled while it was written: what stood there before comes back.
    return abort.signal.aborted && replaces === undefined ? scratchThat(this.parts.ledger) : inserted;
  }
}
