// From a phrase to its transcript: what is asked of the server, which answers are doubted, and what comes out then.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phrase } from '../../src/audio/segmenter.ts';
import { wavFile } from '../../src/audio/wav.ts';
import type { Problem } from '../../src/base/problem.ts';
import { fail, ok, type Result } from '../../src/base/result.ts';
import type { SpeechRequest, Transcript } from '../../src/base/speech.ts';
import { doubtOf, withoutLoops } from '../../src/dictation/doubts.ts';
import { recogniserOn } from '../../src/dictation/recogniser.ts';
import { FakeClock } from './fakeClock.ts';

const died: Problem = { kind: 'serverDied', detail: '', tail: [] };
const never = new AbortController().signal;
const clock = new FakeClock();

function phraseOf(voicedSeconds: number, certainty = 0.97): Phrase {
  return { pcm: new Uint8Array(48_000), at: 0, voicedSeconds, certainty, overlaps: false, isSure: true };
}

/** Answers one after the other, and the last one again. */
class FakeServer {
  readonly requests: SpeechRequest[] = [];
  starts = 0;

  constructor(private readonly answers: Result<Transcript, Problem>[]) {}

  async start(): Promise<Result<unknown, Problem>> {
    this.starts += 1;
    return fail(died);
  }

  async transcribe(request: SpeechRequest): Promise<Result<Transcript, Problem>> {
    this.requests.push(request);
    return (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? fail(died);
  }
}

test('the server gets the WAV file, its length, the language of now and the prompt', async () => {
  const server = new FakeServer([ok({ text: 'Hello.' })]);
  let language = 'en';
  const recogniser = recogniserOn(server, () => language, clock);
  language = 'auto';
  const phrase = phraseOf(1);
  assert.deepEqual(await recogniser.transcribe(phrase, 'Redis', never), ok('Hello.'));
  const { pcm } = phrase;
  const sound = { wav: wavFile(pcm), seconds: 1.5, language: 'auto', prompt: 'Redis' };
  assert.deepEqual(server.requests, [{ ...sound, care: 'usual' }]);
});

test('preparing starts the server in silence; the transcription passes a problem on', async () => {
  const server = new FakeServer([fail(died)]);
  const recogniser = recogniserOn(server, () => 'en', clock);
  await recogniser.prepare();
  assert.equal(server.starts, 1);
  assert.deepEqual(await recogniser.transcribe(phraseOf(1), '', never), fail(died));
  assert.equal(server.requests.length, 1, 'asked again by phrases.ts, not here');
});

const long = 'one two three four five six seven eight nine ten';
const doubts: readonly (readonly [
  text: string,
  doubt: string | undefined,
  circumstances?: {
    confidence?: number;
    noSpeech?: number;
    voiced?: number;
    certainty?: number;
    prompt?: string;
    pace?: number;
  },
])[] = [
  ['Open the file.', undefined],
  ['', 'cut'],
  [' [BLANK_AUDIO]', 'cut'],
  ['', undefined, { voiced: 0.5 }],
  ['', undefined, { certainty: 0.8 }],
  ['Thank you.', undefined],
  ['Thank you.', 'phantom', { confidence: -0.9 }],
  ['Thank you.', 'phantom', { noSpeech: 0.8 }],
  ['Thank you.', 'phantom', { voiced: 0.3, certainty: 0.85 }],
  ['Thank you.', 'phantom', { voiced: 0 }],
  ['Thank you.', undefined, { voiced: 0.5, certainty: 0.98 }],
  ['♪ Thanks for watching! ♪', 'phantom', { confidence: -0.9 }],
  ['Thank the user.', undefined, { confidence: -0.9 }],
  ['Redis, nginx, Kubernetes', 'echo', { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Glossary.', 'echo', { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Open the file. Glossary: Redis', 'echo', { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Start it, Redis, nginx, Kubernetes.', 'echo', { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Start Redis, nginx.', undefined, { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Glossary, Redis', 'echo', { prompt: 'TODO: read it. Glossary: Redis, nginx.' }],
  ['A glossary of the terms.', undefined, { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Start Redis, then nginx and Kubernetes.', undefined, { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['Redis', undefined, { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['dis nginx Kubern', undefined, { prompt: 'Glossary: Redis, nginx, Kubernetes.' }],
  ['no no no no no', undefined],
  ['no no no no no no', 'loop'],
  ['go on, go on, go on', undefined],
  ['and go on, go on. Go on go on', 'loop'],
  [`${long} ${long}`, 'rushed', { voiced: 1 }],
  [long, undefined, { voiced: 3 }],
  [long, undefined, { voiced: 0 }],
  ['So.', 'cut', { voiced: 9 }],
  ['Start Kubernetes, then stop nginx.', 'cut', { voiced: 3.5 }],
  ['Start Kubernetes, then stop nginx and PyTorch.', undefined, { voiced: 3.5 }],
  ['Start Kubernetes, then stop nginx.', undefined, { voiced: 3.5, pace: 11 }],
  ['So.', undefined, { voiced: 1 }],
  ['Open the file.', 'unsure', { confidence: -1.2 }],
];

for (const [text, doubt, circumstances = {}] of doubts) {
  const { voiced = 1.5, certainty, prompt = '', pace, ...confidence } = circumstances;
  test(`${JSON.stringify(text)} ${JSON.stringify(circumstances)}: ${doubt ?? 'no doubt'}`, () => {
    assert.equal(doubtOf({ text, ...confidence }, phraseOf(voiced, certainty), prompt, pace), doubt);
  });
}

test('what goes round becomes once', () => {
  const rows = [
    ['a b c', 'a b c'],
    ['no no no no no no no', 'no'],
    ['and go on, go on. Go on go on then', 'and go on, then'],
    ['so one two three one two three one two three one two three', 'so one two three'],
    ['', ''],
    ['0 0 0 0 0 0 0 1', '0 0 0 0 0 0 0 1'],
    ['0, 0, 0, 0, 0, 0, 0, 1.', '0, 0, 0, 0, 0, 0, 0, 1.'],
    ['zero zero zero zero zero zero zero one', 'zero zero zero zero zero zero zero one'],
    ['1 0 1 0 1 0 1 0 1 0', '1 0 1 0 1 0 1 0 1 0'],
    [`set ${'0 '.repeat(32)}then`, `set ${'0 '.repeat(32)}then`],
    [`set ${'0 '.repeat(40)}then`, 'set 0 then'],
    [`set ${'1 0 '.repeat(30)}then`, 'set 1 0 then'],
    ['100 100 100 100 100 100', '100'],
  ] as const;
  for (const [text, expected] of rows) assert.equal(withoutLoops(text), expected);
});

test('a guess is asked for only where the last answer was quick, and never before one was', async () => {
  const time = new FakeClock();
  let takes = 100;
  const server = new FakeServer([ok({ text: 'Open the file.' })]);
  const recogniser = recogniserOn(
    {
      start: () => server.start(),
      transcribe(request) {
        time.advance(takes);
        return server.transcribe(request);
      },
    },
    () => 'en',
    time,
  );
  const asked = async (deed: 'draft' | 'transcribe') => {
    const before = server.requests.length;
    await recogniser[deed](phraseOf(1), '', never);
    return server.requests.length - before;
  };
  assert.equal(await asked('draft'), 0);
  assert.equal(await asked('transcribe'), 1);
  assert.equal(await asked('draft'), 1);
  takes = 800;
  assert.equal(await asked('draft'), 1);
  assert.equal(await asked('draft'), 0);
  takes = 100;
  assert.equal(await asked('transcribe'), 1);
  assert.equal(await asked('draft'), 1);
});

test('who always speaks slowly is not asked twice for ever', async () => {
  const server = new FakeServer([ok({ text: 'Now I say this very slowly.' })]);
  const recogniser = recogniserOn(server, () => 'en', clock);
  for (let times = 0; times < 20; times++) await recogniser.transcribe(phraseOf(4), '', never);
  const asked = server.requests.length;
  await recogniser.transcribe(phraseOf(4), '', never);
  assert.equal(server.requests.length, asked + 1);
});

const loop = 'go on go on go on go on go on';
/** The answers of the server, the requests as care and prompt, what comes out. */
const rows: Readonly<
  Record<string, readonly [answers: readonly Transcript[], requests: readonly string[], text: string]>
> = {
  'no doubt': [[{ text: 'Hello.' }], ['usual/Redis'], 'Hello.'],
  'a phantom is dropped without another request': [
    [{ text: 'Thank you.', noSpeech: 0.9 }],
    ['usual/Redis'],
    '',
  ],
  'an echo is asked again without the prompt': [
    [{ text: 'Redis cluster nodes' }, { text: 'Open the file.' }],
    ['usual/Redis', 'usual/'],
    'Open the file.',
  ],
  'words of the prompt that were really said stay': [
    [{ text: 'Redis cluster nodes' }],
    ['usual/Redis', 'usual/'],
    'Redis cluster nodes',
  ],
  'a loop is asked again with full care': [
    [{ text: loop }, { text: 'Go on.' }],
    ['usual/Redis', 'full/Redis'],
    'Go on.',
  ],
  'what loops again loses its loop': [[{ text: loop }], ['usual/Redis', 'full/Redis'], 'go on'],
  'lost words are asked for without what may have ended the phrase early': [
    [{ text: ' Start Kubernetes.' }, { text: ' Start Kubernetes, then stop nginx and PyTorch.' }],
    ['usual/Redis', 'full/'],
    ' Start Kubernetes, then stop nginx and PyTorch.',
  ],
  'nothing is lost: who speaks slowly is heard as at first': [
    [{ text: ' Stop PyTorch now.' }, { text: ' Stop pie torch now.' }],
    ['usual/Redis', 'full/'],
    ' Stop PyTorch now.',
  ],
  'lost words that come back again and again are none': [
    [{ text: ' Go on.' }, { text: loop }],
    ['usual/Redis', 'full/'],
    ' Go on.',
  ],
  'lost as a whole: no text where somebody surely spoke': [
    [{ text: '' }, { text: ' Start the server and stop the other.' }],
    ['usual/Redis', 'full/'],
    ' Start the server and stop the other.',
  ],
  'of two guesses the surer one': [
    [
      { text: 'one', confidence: -1.5 },
      { text: 'two', confidence: -1.2 },
    ],
    ['usual/Redis', 'full/Redis'],
    'two',
  ],
  'also where it is the first': [
    [
      { text: 'one', confidence: -1.2 },
      { text: 'two', confidence: -1.5 },
    ],
    ['usual/Redis', 'full/Redis'],
    'one',
  ],
  'the whole window was seen already: no second look': [
    [{ text: loop, sawWhole: true }],
    ['usual/Redis'],
    'go on',
  ],
  'what went round and was stopped is looked at with the whole window': [
    [{ text: 'go on', wentRound: true }, { text: 'Go on now.' }],
    ['usual/Redis', 'full/Redis'],
    'Go on now.',
  ],
  'a name of a sound where a voice may be: asked for words only': [
    [{ text: ' (laughs)' }, { text: ' Pause.', confidence: -0.5 }],
    ['usual/Redis', 'full/ only words'],
    ' Pause.',
  ],
  'a guess at a sound is no word': [
    [{ text: ' (laughs)' }, { text: ' Pause.', confidence: -1.4 }],
    ['usual/Redis', 'full/ only words'],
    '',
  ],
  'a phantom at the second try': [
    [{ text: loop }, { text: 'Thank you.', confidence: -0.8 }],
    ['usual/Redis', 'full/Redis'],
    '',
  ],
};

for (const [name, [answers, requests, text]] of Object.entries(rows)) {
  test(name, async () => {
    const server = new FakeServer(answers.map((answer) => ok(answer)));
    const prompt = name.includes('prompt') ? 'Redis cluster nodes' : 'Redis';
    const phrase = name.includes('sound') ? phraseOf(0.2, 0.7) : phraseOf(name.includes('lost') ? 3.5 : 1.5);
    const answer = await recogniserOn(server, () => 'en', clock).transcribe(phrase, prompt, never);
    assert.deepEqual(
      server.requests.map(
        ({ care, prompt, keepsToWords }) =>
          `${care}/${prompt.split(' ')[0]}${keepsToWords ? ' only words' : ''}`,
      ),
      requests,
    );
    assert.deepEqual(answer, ok(text));
  });
}

test('a second question that fails takes nothing from the first answer', async () => {
  const server = new FakeServer([ok({ text: 'Open the the file.', confidence: -1.4 }), fail(died)]);
  const answer = await recogniserOn(server, () => 'en', clock).transcribe(phraseOf(1.5), '', never);
  assert.equal(server.requests.length, 2);
  assert.deepEqual(answer, ok('Open the the file.'));
});

test('where it is not sure that anybody speaks, a guess is dropped and sure words stay', async () => {
  const doubtful = { ...phraseOf(0), isSure: false };
  for (const [confidence, text] of [
    [-0.95, ''],
    [-0.7, 'Audrey is here.'],
  ] as const) {
    const server = new FakeServer([ok({ text: 'Audrey is here.', confidence })]);
    assert.deepEqual(await recogniserOn(server, () => 'en', clock).transcribe(doubtful, '', never), ok(text));
  }
});
