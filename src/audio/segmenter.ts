// Cuts a stream of sound into phrases at its pauses. Promises: the first phrase has the sound from the key on, each
// later one begins well before its first voice, and each ends a little after its last; nothing that holds voice is
// left out, however doubtful it is; none is longer than the recogniser's window, because one without a pause is cut at
// its quietest place, and both sides then hold that place. Knows no recogniser. Pure.

import { bytesPerSample, joinPcm, sampleRate, secondsOf } from './format.ts';
import { decibels, type VoiceDetector, windowSamples, windowSeconds } from './voice.ts';

export interface Phrase {
  readonly pcm: Uint8Array;
  /** Where in the whole sound it begins, in seconds. */
  readonly at: number;
  /** How much of it is voice. */
  readonly voicedSeconds: number;
  /** How likely that voice is one, from 0 to 1. */
  readonly certainty: number;
  /** False where it may be something else than a voice: the answer must prove itself. */
  readonly isSure: boolean;
  /** Its beginning is the end of the phrase before: words there are in both. */
  readonly overlaps: boolean;
}

/** Two neighbours as one; sound that is in both is taken once. */
export function together(one: Phrase, next: Phrase): Phrase {
  const shared = Math.max(0, one.at + secondsOf(one.pcm) - next.at);
  const skipped = Math.min(next.pcm.byteLength, bytesPerSample * Math.round(shared * sampleRate));
  const voicedSeconds = one.voicedSeconds + next.voicedSeconds;
  const weighed = one.certainty * one.voicedSeconds + next.certainty * next.voicedSeconds;
  return {
    pcm: joinPcm([one.pcm, next.pcm.subarray(skipped)]),
    at: one.at,
    voicedSeconds,
    certainty: voicedSeconds === 0 ? 0 : weighed / voicedSeconds,
    isSure: one.isSure || next.isSure,
    overlaps: one.overlaps,
  };
}

const windowsIn = (seconds: number) => Math.round(seconds / windowSeconds);

const beginsAt = 0.5;
const goesOnAt = 0.35;
const onset = windowsIn(0.1);
/**
 * What is surely a voice: either a good part of it is beyond doubt, or it is a short word that is quite sure as a whole.
 * Measured: of 285 melodies 4 pass, of 219 words of up to four letters, spoken alone and fast, 8 don't. Of 169
 * recordings of people 5 don't, one of them 2.9 s of clear speech: so what is not sure is heard all the same.
 */
const beyondDoubt = { at: 0.9, windows: windowsIn(0.38) };
const quiteSure = { at: 0.7, windows: windowsIn(0.16), mean: 0.83 };
/** The detector needs a moment to notice a voice, most of all at the beginning of a recording. */
const before = windowsIn(0.6);
const beforeTheFirst = windowsIn(2.5);
/** Quieter windows before the first voice hold no word, in decibels below full scale; the second is above a noisy room. */
const softest = -55;
const aboveBackground = 6;
const after = windowsIn(0.3);
/** A pause ends a phrase; the longer it is already, the shorter the pause may be. */
const pause = { long: windowsIn(0.6), short: windowsIn(0.3), from: windowsIn(10), to: windowsIn(20) };
const longest = windowsIn(25);
/** Where the cut of a phrase without a pause may lie, counted from its end. */
const cutWithin = windowsIn(10);
const overlap = windowsIn(0.13); // on each side of the cut

interface Window {
  readonly samples: Int16Array;
  readonly likely: number;
  readonly voiced: boolean;
  readonly level: number;
}

export class Segmenter {
  private readonly pending = new Int16Array(windowSamples);
  private pendingSamples = 0;
  private halfSample: number | undefined;
  /** While nobody speaks what may be before the next phrase, and then the phrase. */
  private windows: Window[] = [];
  private speaking = false;
  private hasSpoken = false;
  private overlaps = false;
  private run = 0;
  private sinceVoice: number | undefined;
  private taken = 0;

  constructor(private readonly detector: VoiceDetector) {}

  /** Takes sound in pieces of any size and gives the phrases that ended in it. */
  push(pcm: Uint8Array): readonly Phrase[] {
    const ended: Phrase[] = [];
    for (const byte of pcm) {
      if (this.halfSample === undefined) {
        this.halfSample = byte;
        continue;
      }
      this.pending[this.pendingSamples++] = this.halfSample | (byte << 8);
      this.halfSample = undefined;
      if (this.pendingSamples < windowSamples) continue;
      const phrase = this.take(this.pending.slice());
      this.pendingSamples = 0;
      if (phrase !== undefined) ended.push(phrase);
    }
    return ended;
  }

  /** The phrase that was not ended by a pause, at the end of the sound. */
  end(): Phrase | undefined {
    const rest = this.pending.slice(0, this.pendingSamples);
    this.pendingSamples = 0;
    const windows = [...this.windows, { samples: rest, likely: 0, voiced: false, level: 0 }];
    const phrase = this.speaking ? this.phraseOf(windows) : undefined;
    this.windows = [];
    return phrase;
  }

  /** The phrase that is being spoken, as far as it goes. */
  get open(): Phrase | undefined {
    return this.speaking ? this.phraseOf(this.windows) : undefined;
  }

  /** How long nobody has spoken since the last voice; nothing before the first. */
  get quietSeconds(): number | undefined {
    return this.sinceVoice === undefined ? undefined : this.sinceVoice * windowSeconds;
  }

  private take(samples: Int16Array): Phrase | undefined {
    this.taken += 1;
    const likely = this.detector.likelihood(samples);
    const voiced = likely >= (this.speaking ? goesOnAt : beginsAt);
    this.windows.push({ samples, likely, voiced, level: decibels(samples) });
    if (this.speaking && voiced) this.sinceVoice = 0;
    else if (this.sinceVoice !== undefined) this.sinceVoice += 1;
    return this.speaking ? this.goOn(voiced) : this.waitFor(voiced);
  }

  private waitFor(voiced: boolean): undefined {
    const kept = this.hasSpoken ? before : beforeTheFirst;
    this.run = voiced ? this.run + 1 : 0;
    this.windows = this.windows.slice(-(kept + Math.max(onset, this.run)));
    if (this.run < onset) return;
    if (!this.hasSpoken) this.windows = withoutSilence(this.windows, before + this.run);
    this.speaking = true;
    this.hasSpoken = true;
    this.sinceVoice = 0;
    this.run = 0;
  }

  private goOn(voiced: boolean): Phrase | undefined {
    this.run = voiced ? 0 : this.run + 1;
    if (this.run >= pauseAfter(this.windows.length)) return this.cutAtPause();
    return this.windows.length >= longest ? this.cutAtQuietest() : undefined;
  }

  private cutAtPause(): Phrase | undefined {
    const end = this.windows.length - this.run + Math.min(after, this.run);
    const phrase = this.phraseOf(this.windows.slice(0, end));
    this.windows = this.windows.slice(end);
    this.speaking = false;
    this.overlaps = false;
    this.run = 0;
    return phrase;
  }

  private cutAtQuietest(): Phrase | undefined {
    const from = this.windows.length - cutWithin;
    const to = this.windows.length - overlap - 1;
    let cut = to;
    for (let index = from; index < to; index++) {
      if (this.levelAround(index) < this.levelAround(cut)) cut = index;
    }
    const phrase = this.phraseOf(this.windows.slice(0, cut + overlap));
    this.windows = this.windows.slice(cut - overlap);
    this.overlaps = true;
    return phrase;
  }

  private levelAround(index: number): number {
    const three = this.windows.slice(index - 1, index + 2);
    return three.reduce((sum, { level }) => sum + level, 0) / three.length;
  }

  /** None where nothing of it is voice. */
  private phraseOf(windows: readonly Window[]): Phrase | undefined {
    const voiced = windows.filter((window) => window.voiced);
    if (voiced.length < onset) return undefined;
    const certainty = voiced.reduce((sum, { likely }) => sum + likely, 0) / voiced.length;
    const voicedSeconds = voiced.length * windowSeconds;
    const at = (this.taken - this.windows.length) * windowSeconds;
    const isSure = isSurelyVoice(voiced, certainty);
    return { pcm: joined(windows), at, voicedSeconds, certainty, isSure, overlaps: this.overlaps };
  }
}

/** Without the windows at its beginning in which nobody speaks, however softly; so many at its end stay. */
function withoutSilence(windows: readonly Window[], kept: number): Window[] {
  const background = windows.reduce((least, { level }) => Math.min(least, level), 0);
  const speaks = Math.max(softest, background + aboveBackground);
  const first = windows.findIndex(({ level }) => level >= speaks);
  const latest = Math.max(0, windows.length - kept);
  return windows.slice(first < 0 ? latest : Math.min(latest, Math.max(0, first - onset)));
}

function isSurelyVoice(voiced: readonly Window[], certainty: number): boolean {
  const count = (least: number) => voiced.filter(({ likely }) => likely >= least).length;
  if (count(beyondDoubt.at) >= beyondDoubt.windows) return true;
  return count(quiteSure.at) >= quiteSure.windows && certainty >= quiteSure.mean;
}

function pauseAfter(length: number): number {
  const way = Math.min(1, Math.max(0, (length - pause.from) / (pause.to - pause.from)));
  return Math.round(pause.long + way * (pause.short - pause.long));
}

function joined(windows: readonly Window[]): Uint8Array {
  const count = windows.reduce((sum, { samples }) => sum + samples.length, 0);
  const view = new DataView(new ArrayBuffer(count * bytesPerSample));
  let offset = 0;
  for (const { samples } of windows) {
    for (const sample of samples) {
      view.setInt16(offset, sample, true);
      offset += bytesPerSample;
    }
  }
  return new Uint8Array(view.buffer);
}
