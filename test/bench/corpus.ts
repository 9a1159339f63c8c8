// What for: recordings to measure with, made the same every time: sentences by several voices and speeds with
// pauses between them, silence around them and noise over them; and sounds in which nobody speaks.
// Promises: 16 kHz mono samples; where each sentence begins and ends; the same corpus for the same size.
// Must not know: who listens.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/paths.ts';
import { samplesOf, speak, type Voice, voices } from '../support/speech.ts';
import { Random } from '../unit/random.ts';

export const rate = 16_000;

export interface Spoken {
  readonly text: string;
  readonly voice: Voice;
  readonly noise: Noise;
  readonly samples: Float32Array;
  /** The sound of each sentence, in seconds. */
  readonly sentences: readonly { readonly from: number; readonly to: number }[];
}

export interface Unspoken {
  readonly kind: string;
  readonly samples: Float32Array;
}

/** How far the voice stands above the noise. */
const noises = { clean: 60, 'noise at 20 dB': 20, 'noise at 10 dB': 10 } as const;
export type Noise = keyof typeof noises;

export const sentences = readFileSync(
  join(repositoryRoot, 'test', 'fixtures', 'speech', 'sentences.txt'),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '');

export async function* spokenCorpus(size: number): AsyncGenerator<Spoken> {
  const random = new Random(20);
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;
  for (let index = 0; index < size; index++) {
    const voice = voices[index % voices.length] ?? 'en-us';
    const noise = (Object.keys(noises) as Noise[])[Math.floor(index / voices.length) % 3] ?? 'clean';
    const texts = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => one(sentences));
    const gaps = [3, ...texts.slice(1).map(() => 1.5), 3].map((most) => random.next() * most);
    yield await spokenOf(texts, gaps, { voice, noise, speed: one([145, 160, 180]), random });
  }
}

export interface Manner {
  readonly voice: Voice;
  readonly speed: number;
  readonly noise: Noise;
  readonly random: Random;
}

/** The sentences with a gap before each and one after the last. */
export async function spokenOf(
  texts: readonly string[],
  gaps: readonly number[],
  { voice, speed, noise, random }: Manner,
): Promise<Spoken> {
  const said = await Promise.all(
    texts.map(async (text) =>
      trimmed(samplesOf(await speak(text, { voice, speed, leadSeconds: 0, tailSeconds: 0 }))),
    ),
  );
  const pauses = gaps.map((seconds) => Math.round(seconds * rate));
  const length = [...said.map((sound) => sound.length), ...pauses].reduce((sum, part) => sum + part, 0);
  const samples = new Float32Array(length);
  const places: { from: number; to: number }[] = [];
  let at = pauses[0] ?? 0;
  for (const [index, sound] of said.entries()) {
    samples.set(sound, at);
    places.push({ from: at / rate, to: (at + sound.length) / rate });
    at += sound.length + (pauses[index + 1] ?? 0);
  }
  const level = loudness(said) / 10 ** (noises[noise] / 20);
  addNoise(samples, level, random);
  return { text: texts.join(' '), voice, noise, samples, sentences: places };
}

/** Sounds without a voice: hiss, hum, noise, clicks, keys, breath and melodies, `size` in all. */
export function* unspokenCorpus(size: number): Generator<Unspoken> {
  const random = new Random(30);
  const kinds = Object.entries(makers);
  for (let index = 0; index < size; index++) {
    const [kind, make] = kinds[index % kinds.length] as (typeof kinds)[number];
    const samples = new Float32Array(Math.round((2 + 6 * random.next()) * rate));
    addNoise(samples, 0.0003 + 0.001 * random.next(), random);
    make(samples, random);
    yield { kind, samples };
  }
}

const makers: Readonly<Record<string, (samples: Float32Array, random: Random) => void>> = {
  silence: () => {},
  hum(samples, random) {
    const base = random.next() < 0.5 ? 50 : 60;
    const level = 0.01 + 0.1 * random.next();
    for (let part = 1; part <= 7; part++) addTone(samples, 0, samples.length, base * part, level / part);
  },
  'white noise': (samples, random) => addNoise(samples, 0.003 + 0.1 * random.next(), random),
  'pink noise'(samples, random) {
    const level = 0.01 + 0.15 * random.next();
    let slow = 0;
    let slower = 0;
    for (let at = 0; at < samples.length; at++) {
      const white = random.next() * 2 - 1;
      slow = 0.97 * slow + 0.1 * white;
      slower = 0.998 * slower + 0.03 * white;
      samples[at] = (samples[at] ?? 0) + level * (slow + slower + 0.2 * white);
    }
  },
  clicks(samples, random) {
    for (let at = 0; at < samples.length; at += Math.round(rate * (0.05 + random.next()))) {
      const level = 0.1 + 0.8 * random.next();
      for (let index = 0; index < 40; index++)
        add(samples, at + index, level * Math.exp(-index / 6) * (index % 2 === 0 ? 1 : -1));
    }
  },
  keyboard(samples, random) {
    for (let at = 0; at < samples.length; at += Math.round(rate * (0.06 + 0.25 * random.next()))) {
      const level = 0.05 + 0.3 * random.next();
      const resonance = 1_500 + 3_000 * random.next();
      for (const [delay, share] of [
        [0, 1],
        [Math.round(rate * (0.06 + 0.05 * random.next())), 0.4],
      ] as const) {
        for (let index = 0; index < rate * 0.03; index++) {
          const noise = random.next() * 2 - 1;
          const ring = Math.sin((2 * Math.PI * resonance * index) / rate);
          add(
            samples,
            at + delay + index,
            level * share * Math.exp(-index / 90) * (0.6 * noise + 0.4 * ring),
          );
        }
      }
    }
  },
  breath(samples, random) {
    for (let at = 0; at < samples.length; at += Math.round(rate * (2 + random.next()))) {
      const length = Math.round(rate * (0.6 + random.next()));
      const level = 0.02 + 0.05 * random.next();
      let before = 0;
      for (let index = 0; index < length; index++) {
        before = 0.5 * before + 0.5 * (random.next() * 2 - 1);
        add(samples, at + index, level * Math.sin((Math.PI * index) / length) * before);
      }
    }
  },
  melody(samples, random) {
    const chord = random.next() < 0.5 ? [1] : [1, 5 / 4, 3 / 2];
    const level = (0.05 + 0.2 * random.next()) / chord.length;
    for (let at = 0; at < samples.length; ) {
      const length = Math.round(rate * (0.12 + 0.5 * random.next()));
      const base = 130 * 2 ** (Math.floor(random.next() * 30) / 12);
      for (const interval of chord) {
        for (let part = 1; part <= 4; part++)
          addTone(samples, at, length, base * interval * part, level / part ** 1.5);
      }
      at += length;
    }
  },
};

/** A tone that swells and fades where it does not fill the whole. */
function addTone(
  samples: Float32Array,
  from: number,
  length: number,
  frequency: number,
  level: number,
): void {
  if (frequency > rate / 2) return;
  const whole = length === samples.length;
  for (let index = 0; index < length; index++) {
    const shape = whole ? 1 : Math.min(1, index / 160) * Math.exp((-2 * index) / length);
    add(samples, from + index, shape * level * Math.sin((2 * Math.PI * frequency * index) / rate));
  }
}

function addNoise(samples: Float32Array, level: number, random: Random): void {
  // Of an even spread from -1 to 1 the effective value is one over the square root of three.
  for (let at = 0; at < samples.length; at++)
    add(samples, at, level * Math.sqrt(3) * (random.next() * 2 - 1));
}

function add(samples: Float32Array, at: number, value: number): void {
  if (at < samples.length) samples[at] = (samples[at] ?? 0) + value;
}

function loudness(sounds: readonly Float32Array[]): number {
  let squares = 0;
  let count = 0;
  for (const sound of sounds) {
    for (const sample of sound) squares += sample * sample;
    count += sound.length;
  }
  return Math.sqrt(squares / Math.max(1, count));
}

/** Without the silence that synthesisers put around their speech. */
function trimmed(sound: Float32Array): Float32Array {
  const heard = (sample: number) => Math.abs(sample) > 0.01;
  const from = sound.findIndex(heard);
  const to = sound.findLastIndex(heard);
  return from < 0 ? sound : sound.subarray(from, to + 1);
}

export function pcmOf(samples: Float32Array): Uint8Array {
  const pcm = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  return new Uint8Array(pcm.buffer);
}
