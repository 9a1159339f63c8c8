// Dictations from start to end, with a microphone, a recogniser and places that do what a test says: the happy
// way, cancelling at each stage, and everything that fails with the audio kept for a retry.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phrase } from '../../src/audio/segmenter.ts';
import { windowSamples } from '../../src/audio/voice.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Problem } from '../../src/base/problem.ts';
import { fail, ok, type Result } from '../../src/base/result.ts';
import { type Ability, unknownAbility } from '../../src/base/speech.ts';
import { Dictation } from '../../src/dictation/dictation.ts';
import { Ledger } from '../../src/dictation/ledger.ts';
import type {
  Capture,
  Insertion,
  Microphone,
  MicrophoneEvents,
  Place,
  Places,
  Recogniser,
  Where,
} from '../../src/dictation/ports.ts';
import { insertRaw, scratchThat } from '../../src/dictation/takeBack.ts';
import { languageOf } from '../../src/text/languages/all.ts';
import { spokenEditOf } from '../../src/text/spokenEdit.ts';
import { tidy } from '../../src/text/tidy.ts';
import { FakeClock } from './fakeClock.ts';

const died: Problem = { kind: 'serverDied', detail: 'SIGSEGV', tail: [] };
const noModel: Problem = { kind: 'modelFileMissing', file: '/m.bin' };
const noRecorder: Problem = { kind: 'recorderMissing', wanted: ['rec'], install: undefined };
const stopped: Problem = { kind: 'recorderStopped', program: 'rec', detail: 'gone' };
const closed: Problem = { kind: 'placeGone', file: '/a.ts', text: 'hello' };

/** An answer that the test gives later. */
class Later<Value> {
  private give: (value: Value) => void = () => {};
  readonly promise = new Promise<Value>((resolve) => {
    this.give = resolve;
  });

  async answer(value: Value): Promise<void> {
    this.give(value);
    await settled();
  }
}

/** All that can happen without time passing has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

class FakeCapture implements Capture {
  readonly audio = new Later<Uint8Array>();
  finishes = 0;
  abandoned = false;

  constructor(readonly events: MicrophoneEvents) {}

  finish(): Promise<Uint8Array> {
    this.finishes += 1;
    return this.audio.promise;
  }

  abandon(): void {
    this.abandoned = true;
  }
}

class FakeMicrophone implements Microphone {
  readonly captures: FakeCapture[] = [];

  record(events: MicrophoneEvents): Capture {
    this.captures.push(new FakeCapture(events));
    return this.last;
  }

  get last(): FakeCapture {
    return latest(this.captures);
  }
}

class FakeRecogniser implements Recogniser {
  /** Nothing is asked early, unless a test says so. */
  tookMs = Number.POSITIVE_INFINITY;
  ability: Ability = unknownAbility;
  preparations = 0;
  readonly requests: {
    readonly audio: Uint8Array;
    readonly prompt: string;
    readonly signal: AbortSignal;
    readonly transcript: Later<Result<string, Problem>>;
  }[] = [];

  async prepare(): Promise<void> {
    this.preparations += 1;
  }

  transcribe({ pcm: audio }: Phrase, prompt: string, signal: AbortSignal): Promise<Result<string, Problem>> {
    this.requests.push({ audio, prompt, signal, transcript: new Later() });
    return this.last.transcript.promise;
  }

  readonly drafts: { readonly signal: AbortSignal; readonly text: Later<string | undefined> }[] = [];

  draft(_: Phrase, __: string, signal: AbortSignal): Promise<string | undefined> {
    this.drafts.push({ signal, text: new Later() });
    return latest(this.drafts).text.promise;
  }

  get last() {
    return latest(this.requests);
  }
}

class FakePlace implements Place {
  async target() {
    return { kind: 'code', languageId: 'typescript', before: '', after: '' } as const;
  }

  readonly outcome = new Later<Result<void, Problem>>();
  readonly texts: string[] = [];
  readonly moves: string[] = [];
  readonly insertions: FakeInsertion[] = [];
  releases = 0;

  readonly previews: string[] = [];

  preview(text: string): void {
    this.previews.push(text);
  }

  async insert(text: string): Promise<Result<Insertion, Problem>> {
    this.texts.push(text);
    const outcome = await this.outcome.promise;
    if (!outcome.ok) return outcome;
    const insertion = new FakeInsertion(text);
    this.insertions.push(insertion);
    return ok(insertion);
  }

  move(to: string): void {
    this.moves.push(to);
  }

  release(): void {
    this.releases += 1;
  }
}

class FakeInsertion implements Insertion {
  stands = true;
  isFinal = false;
  forgotten = false;
  refusal: Problem | undefined;
  readonly texts: string[];

  constructor(text: string) {
    this.texts = [text];
  }

  async target() {
    return { kind: 'code', languageId: 'typescript', before: '', after: '' } as const;
  }

  async remove(): Promise<Result<unknown, Problem>> {
    if (this.refusal !== undefined) return fail(this.refusal);
    this.stands = false;
    return ok(undefined);
  }

  async replace(text: string): Promise<Result<Insertion, Problem>> {
    if (this.refusal !== undefined) return fail(this.refusal);
    this.texts.push(text);
    return ok(this);
  }

  forget(): void {
    this.forgotten = true;
  }
}

class FakePlaces implements Places {
  readonly pinned: FakePlace[] = [];
  refusal: Problem | undefined;

  readonly asked: Where[] = [];

  pin(where: Where): Result<Place, Problem> {
    this.asked.push(where);
    if (this.refusal !== undefined) return fail(this.refusal);
    this.pinned.push(new FakePlace());
    return ok(this.last);
  }

  get last(): FakePlace {
    return latest(this.pinned);
  }

  get texts(): readonly string[] {
    return this.pinned.flatMap(({ texts }) => texts);
  }
}

function latest<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  assert.ok(item !== undefined, 'it was not asked for yet');
  return item;
}

/** Half a second of voice, for a detector that hears one wherever there is sound. */
const spoken = new Uint8Array(16 * windowSamples * 2).fill(3);
const pause = new Uint8Array(25 * windowSamples * 2);
/** As long as between two words of a slow sentence. */
const silence = pause.subarray(0, 8 * windowSamples * 2);
const voiceDetector = () => ({ likelihood: (window: Int16Array) => Number(window[0] !== 0) });

/** A dictation among fakes, and the ways to lead it to each of its stages. */
class Scene {
  readonly microphone = new FakeMicrophone();
  readonly recogniser = new FakeRecogniser();
  readonly places = new FakePlaces();
  readonly clock = new FakeClock();
  readonly ledger = new Ledger();
  readonly told: string[] = [];
  autoStopSeconds = 0;
  readonly walked: string[] = [];
  readonly dictation = new Dictation({
    microphone: this.microphone,
    voiceDetector,
    livePreview: () => true,
    recogniser: this.recogniser,
    places: this.places,
    writer: {
      prompt: ({ languageId }) => `in ${languageId}`,
      write: tidy,
      spoken: (transcript) => spokenEditOf(transcript, languageOf('en', transcript)),
    },
    ledger: this.ledger,
    clock: this.clock,
    log: silentLog,
    autoStopSeconds: () => this.autoStopSeconds,
    tell: ({ kind }, audioKept) => this.told.push(audioKept ? `${kind}, retry` : kind),
  });

  constructor() {
    this.dictation.onChange((state) =>
      this.walked.push(state.kind === 'finishing' ? state.stage : state.kind),
    );
  }

  readonly stages: { readonly [Stage in Exclude<StageName, 'idle'>]: () => void | Promise<void> } = {
    arming: () => this.dictation.start(),
    recording: () => this.microphone.last.events.flowing(),
    capturing: () => this.dictation.stop(),
    transcribing: () => {
      this.microphone.last.events.heard(spoken);
      return this.microphone.last.audio.answer(spoken);
    },
    inserting: () => this.recogniser.last.transcript.answer(ok(' hello \n')),
  };

  async reach(stage: StageName): Promise<this> {
    for (const name of stageNames.slice(1, stageNames.indexOf(stage) + 1)) {
      await this.stages[name as Exclude<StageName, 'idle'>]();
    }
    return this;
  }

  /** The server dies at the request, and its owner could not mend it. */
  async dies(): Promise<void> {
    await this.recogniser.last.transcript.answer(fail(died));
  }

  /** A whole dictation that succeeds. */
  async dictate(): Promise<void> {
    await this.reach('inserting');
    await this.places.last.outcome.answer(ok(undefined));
  }
}

const stageNames = ['idle', 'arming', 'recording', 'capturing', 'transcribing', 'inserting'] as const;
type StageName = (typeof stageNames)[number];

test('the happy way: every stage once, the tidied text at the pinned place', async () => {
  const scene = new Scene();
  await scene.dictate();
  assert.deepEqual(scene.walked, [...stageNames.slice(1), 'idle']);
  assert.deepEqual(scene.places.texts, ['hello']);
  assert.equal(scene.recogniser.preparations, 1, 'prepared while the person speaks');
  assert.deepEqual(scene.recogniser.last.audio, spoken);
  assert.deepEqual(scene.told, []);
  assert.equal(scene.clock.waiting, 0);
});

test('the place is the one from the start, wherever the person goes meanwhile', async () => {
  const scene = await new Scene().reach('recording');
  const pinned = scene.places.last;
  scene.places.refusal = { kind: 'noEditor' };
  for (const stage of ['capturing', 'transcribing', 'inserting'] as const) await scene.stages[stage]();
  assert.deepEqual(pinned.texts, ['hello']);
});

for (const stage of ['arming', 'recording', 'capturing', 'transcribing'] as const) {
  for (const end of ['cancel', 'dispose'] as const) {
    test(`${end} while ${stage}: nothing is inserted, whatever still arrives`, async () => {
      const scene = await new Scene().reach(stage);
      scene.dictation[end]();
      assert.equal(scene.dictation.current.kind, 'idle');
      assert.ok(scene.microphone.last.abandoned);
      if (stage === 'transcribing') assert.ok(scene.recogniser.last.signal.aborted);

      scene.microphone.last.events.flowing();
      scene.microphone.last.events.ended(stopped);
      await scene.microphone.last.audio.answer(spoken);
      if (stage === 'transcribing') await scene.recogniser.last.transcript.answer(ok('late'));

      assert.equal(scene.dictation.current.kind, 'idle');
      assert.equal(scene.dictation.speechWaits, stage === 'transcribing', 'kept only if it was whole');
      assert.deepEqual(scene.places.texts, []);
      assert.deepEqual(scene.told, []);
      assert.equal(scene.clock.waiting, 0);
    });
  }
}

test('cancel while inserting: the text is on its way, its outcome changes nothing any more', async () => {
  const scene = await new Scene().reach('inserting');
  scene.dictation.cancel();
  await scene.places.last.outcome.answer(fail(closed));
  assert.equal(scene.dictation.current.kind, 'idle');
  assert.deepEqual(scene.told, []);
});

test('cancel while inserting: what was written in the same moment is taken back, and can be had by a retry', async () => {
  const scene = await new Scene().reach('inserting');
  const { last: place } = scene.places;
  scene.dictation.cancel();
  await place.outcome.answer(ok(undefined));
  assert.equal(latest(place.insertions).stands, false);
  assert.ok(latest(place.insertions).forgotten);
  assert.equal(scene.ledger.last, undefined);
  assert.equal(scene.dictation.speechWaits, true);
  assert.deepEqual(scene.told, []);
});

test('what comes late for a cancelled dictation does not touch the next one', async () => {
  const scene = await new Scene().reach('transcribing');
  const first = scene.recogniser.last.transcript;
  scene.dictation.cancel();
  await scene.reach('transcribing');
  await first.answer(ok('of the first'));
  assert.deepEqual(scene.places.texts, []);
  await scene.recogniser.last.transcript.answer(ok('of the second'));
  assert.deepEqual(scene.places.texts, ['of the second']);
});

for (const stage of stageNames.slice(1)) {
  test(`start and retry while ${stage} are ignored`, async () => {
    const scene = await new Scene().reach(stage);
    const before = scene.dictation.current;
    scene.dictation.start();
    scene.dictation.retryLast();
    assert.equal(scene.dictation.current, before);
    assert.equal(scene.microphone.captures.length, 1);
    assert.equal(scene.places.pinned.length, 1);
  });
}

test('toggle starts, and ends while it listens, and does nothing while it finishes', () => {
  const scene = new Scene();
  for (let times = 0; times < 3; times++) scene.dictation.toggle();
  assert.deepEqual(scene.walked, ['arming', 'capturing']);
  assert.equal(scene.microphone.last.finishes, 1);
});

/** Each way to fail, from a fresh scene: where it is met, how it comes, what is told. */
const failures: Readonly<
  Record<
    string,
    { stage: StageName; comes: (scene: Scene) => void | Promise<void>; told: string; retry: boolean }
  >
> = {
  'no editor': {
    stage: 'idle',
    comes: (scene) => {
      scene.places.refusal = { kind: 'noEditor' };
      scene.dictation.start();
    },
    told: 'noEditor',
    retry: false,
  },
  'no recorder': {
    stage: 'arming',
    comes: (scene) => scene.microphone.last.events.ended(noRecorder),
    told: 'recorderMissing',
    retry: false,
  },
  'the server dies': {
    stage: 'transcribing',
    comes: (scene) => scene.dies(),
    told: 'serverDied',
    retry: true,
  },
  'only sounds, no words': {
    stage: 'transcribing',
    comes: (scene) => scene.recogniser.last.transcript.answer(ok(' [BLANK_AUDIO]\n')),
    told: 'nothingHeard',
    retry: true,
  },
  'the place is gone': {
    stage: 'inserting',
    comes: (scene) => scene.places.last.outcome.answer(fail(closed)),
    told: 'placeGone',
    retry: true,
  },
};

for (const [name, { stage, comes, told, retry }] of Object.entries(failures)) {
  test(`${name}: it is told once, ${retry ? 'with' : 'without'} audio kept, and calms down`, async () => {
    const scene = await new Scene().reach(stage);
    await comes(scene);
    assert.equal(scene.dictation.current.kind, 'error');
    assert.deepEqual(scene.told, [retry ? `${told}, retry` : told]);
    assert.equal(scene.dictation.speechWaits, retry);
    scene.clock.advance(14_999);
    assert.equal(scene.dictation.current.kind, 'error');
    scene.clock.advance(1);
    assert.equal(scene.dictation.current.kind, 'idle');
    assert.equal(scene.clock.waiting, 0);
  });
}

test('the audio of a failed dictation is tried again at the place of then, also twice', async () => {
  const scene = await new Scene().reach('transcribing');
  await scene.dies();
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.equal(scene.clock.waiting, 0, 'the new dictation took the error away');
  await scene.dies();
  assert.ok(scene.dictation.retryLast());
  await settled();
  await scene.recogniser.last.transcript.answer(ok('hello'));
  await scene.places.last.outcome.answer(ok(undefined));
  assert.equal(scene.dictation.current.kind, 'idle');
  assert.equal(scene.recogniser.requests.length, 3);
  for (const { audio } of scene.recogniser.requests) assert.deepEqual(audio, spoken);
  assert.deepEqual(
    scene.places.pinned.map(({ texts }) => texts),
    [[], [], ['hello']],
  );
  assert.equal(scene.microphone.captures.length, 1, 'nothing was recorded again');
});

test('a retry where there is no place keeps the audio', async () => {
  const scene = await new Scene().reach('transcribing');
  await scene.dies();
  scene.places.refusal = { kind: 'noEditor' };
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.deepEqual(scene.told, ['serverDied, retry', 'noEditor, retry']);
});

test('the retry of a comment becomes a comment', async () => {
  const scene = new Scene();
  scene.dictation.start('comment');
  for (const stage of ['recording', 'capturing', 'transcribing'] as const) await scene.stages[stage]();
  await scene.dies();
  assert.ok(scene.dictation.retryLast());
  assert.deepEqual(scene.places.asked, ['comment', 'comment']);
});

test('a dictation that was refused does not change where the kept audio goes', async () => {
  const scene = new Scene();
  scene.dictation.start('comment');
  for (const stage of ['recording', 'capturing', 'transcribing'] as const) await scene.stages[stage]();
  await scene.dies();
  scene.places.refusal = { kind: 'readOnly', file: '/a.ts' };
  scene.dictation.start('editor');
  scene.places.refusal = undefined;
  assert.ok(scene.dictation.retryLast());
  assert.deepEqual(scene.places.asked, ['comment', 'editor', 'comment']);
});

test('without any audio there is nothing to try again', () => {
  const scene = new Scene();
  assert.equal(scene.dictation.retryLast(), false);
  assert.deepEqual(scene.walked, []);
});

test('what is written already is tried again when asked for, but no later problem offers it', async () => {
  const scene = new Scene();
  await scene.dictate();
  assert.equal(scene.dictation.speechWaits, false);
  scene.dictation.start();
  scene.microphone.last.events.ended(noRecorder);
  assert.deepEqual(scene.told, ['recorderMissing']);
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.deepEqual(scene.recogniser.last.audio, spoken);
});

test('after a dictation that succeeded, the next one that fails offers its retry', async () => {
  const scene = new Scene();
  await scene.dictate();
  await scene.reach('transcribing');
  await scene.dies();
  assert.deepEqual(scene.told, ['serverDied, retry']);
});

test('a dictation without sound leaves the audio of the one before', async () => {
  const scene = await new Scene().reach('transcribing');
  await scene.dies();
  await scene.reach('capturing');
  await scene.microphone.last.audio.answer(new Uint8Array());
  assert.deepEqual(scene.told.at(-1), 'microphoneSilent, retry');
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.deepEqual(scene.recogniser.last.audio, spoken);
});

test('phrases are transcribed while the person speaks on, and written once, in spoken order', async () => {
  const scene = await new Scene().reach('recording');
  const { events } = scene.microphone.last;
  for (const sound of [spoken, pause, spoken, pause, spoken]) events.heard(sound);
  await settled();
  assert.equal(scene.dictation.current.kind, 'recording');
  assert.equal(scene.recogniser.requests.length, 1, 'the second waits, to know what was said before');
  for (const text of ['one', 'one two']) await scene.recogniser.last.transcript.answer(ok(text));
  assert.equal(scene.recogniser.requests.length, 2, 'only the last is open');
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  assert.equal(scene.recogniser.requests.length, 3);
  await scene.recogniser.last.transcript.answer(ok('one two three'));
  assert.deepEqual(scene.places.texts, ['one two three']);
});

test('while a phrase is spoken the guesses at it are shown; a guess is dropped when the phrase is due', async () => {
  const scene = await new Scene().reach('recording');
  const { events } = scene.microphone.last;
  const { drafts } = scene.recogniser;
  const { previews } = scene.places.last;
  const guess = async (text: string) => {
    events.heard(spoken);
    await settled();
    await latest(drafts).text.answer(text);
    scene.clock.advance(1_000);
  };
  await guess('write the fill');
  await guess('write the file at');
  await guess('right the file again');
  assert.deepEqual(previews, ['write the fill', 'write the file at', 'write the file again']);
  events.heard(spoken);
  await settled();
  const late = latest(drafts);
  events.heard(pause);
  assert.ok(late.signal.aborted);
  await late.text.answer('late');
  await scene.recogniser.last.transcript.answer(ok('Write the file again.'));
  assert.equal(previews.at(-1), 'Write the file again.');
  scene.clock.advance(1_000);
  await guess('and');
  assert.equal(previews.at(-1), 'Write the file again. and');
  scene.dictation.cancel();
  assert.equal(previews.at(-1), '', 'gone without a trace');
  assert.deepEqual(scene.places.texts, []);
});

test('no guess is asked for while a whole phrase is', async () => {
  const scene = await new Scene().reach('recording');
  scene.microphone.last.events.heard(spoken);
  await settled();
  await latest(scene.recogniser.drafts).text.answer('one');
  for (const sound of [pause, spoken]) scene.microphone.last.events.heard(sound);
  scene.clock.advance(60_000);
  scene.microphone.last.events.heard(spoken);
  await settled();
  assert.equal(scene.recogniser.drafts.length, 1);
});

test('who has just stopped speaking is about to let go: no guess is asked for then', async () => {
  const scene = await new Scene().reach('recording');
  const { events } = scene.microphone.last;
  events.heard(spoken);
  await settled();
  await latest(scene.recogniser.drafts).text.answer('one');
  scene.clock.advance(1_000);
  events.heard(pause.subarray(0, 12_000)); // shorter than what ends a phrase
  await settled();
  assert.equal(scene.recogniser.drafts.length, 1);
  events.heard(spoken);
  await settled();
  assert.equal(scene.recogniser.drafts.length, 2);
});

test('a voice is heard from its first sound to a little after its last', async () => {
  const scene = await new Scene().reach('recording');
  const { events } = scene.microphone.last;
  assert.equal(scene.dictation.isSpeaking, false, 'before the first word');
  events.heard(spoken);
  assert.equal(scene.dictation.isSpeaking, true);
  events.heard(silence.subarray(0, 2 * windowSamples * 2));
  assert.equal(scene.dictation.isSpeaking, true, 'between two sounds');
  events.heard(silence);
  assert.equal(scene.dictation.isSpeaking, false);
  events.heard(spoken);
  scene.dictation.cancel();
  assert.equal(scene.dictation.isSpeaking, false, 'nobody listens');
});

const focusRows: readonly (readonly [from: Where, seen: readonly Where[], asked: readonly Where[]])[] = [
  ['commit', [], ['commit']],
  ['commit', ['commit'], ['commit']],
  ['commit', ['editor'], ['commit', 'elsewhere']],
  ['commit', ['editor', 'commit'], ['commit']],
  ['input', ['elsewhere'], ['input', 'elsewhere']],
  ['editor', ['commit'], ['editor']],
  ['comment', ['editor'], ['comment']],
  ['terminal', ['editor'], ['terminal']],
];
for (const [from, seen, asked] of focusRows) {
  test(`begun in ${from}, then the focus is in ${seen.join(', ') || 'no other place'}`, async () => {
    const scene = new Scene();
    scene.dictation.start(from);
    await scene.stages.recording();
    for (const where of seen) scene.dictation.focusIsAt(where);
    for (const stage of ['capturing', 'transcribing', 'inserting'] as const) await scene.stages[stage]();
    assert.deepEqual(scene.places.asked, asked);
    assert.deepEqual(scene.places.last.texts, ['hello']);
  });
}

/** Somebody has spoken and falls silent for a moment; the recogniser was so quick the last time. */
async function fallenSilent(tookMs = 100): Promise<Scene> {
  const scene = await new Scene().reach('recording');
  scene.recogniser.tookMs = tookMs;
  for (const sound of [spoken, silence]) scene.microphone.last.events.heard(sound);
  await settled();
  return scene;
}

test('who falls silent is understood already when the key comes up', async () => {
  const scene = await fallenSilent();
  assert.equal(scene.recogniser.requests.length, 1, 'asked for before the end of the phrase');
  assert.equal(scene.dictation.current.kind, 'recording');
  await scene.recogniser.last.transcript.answer(ok('one'));
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  await settled();
  assert.equal(scene.recogniser.requests.length, 1, 'and not again');
  assert.deepEqual(scene.places.texts, ['one']);
});

test('the answer to the early question may come after the end of the phrase', async () => {
  const scene = await fallenSilent();
  scene.microphone.last.events.heard(pause);
  await settled();
  assert.equal(scene.recogniser.requests.length, 1);
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  await scene.recogniser.last.transcript.answer(ok('one'));
  assert.deepEqual(scene.places.texts, ['one']);
});

test('who speaks on is heard as a whole; the early question is dropped', async () => {
  const scene = await fallenSilent();
  const early = scene.recogniser.last;
  scene.microphone.last.events.heard(spoken);
  assert.ok(early.signal.aborted);
  await early.transcript.answer(ok('one'));
  scene.microphone.last.events.heard(pause);
  await settled();
  assert.equal(scene.recogniser.requests.length, 2);
  assert.ok(scene.recogniser.last.audio.length > early.audio.length + silence.length);
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  await scene.recogniser.last.transcript.answer(ok('one two'));
  assert.deepEqual(scene.places.texts, ['one two']);
});

test('a word in the last moment is not lost to the early question', async () => {
  const scene = await fallenSilent();
  await scene.recogniser.last.transcript.answer(ok('one'));
  scene.microphone.last.events.heard(spoken);
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  await settled();
  assert.equal(scene.recogniser.requests.length, 2);
  await scene.recogniser.last.transcript.answer(ok('one two'));
  assert.deepEqual(scene.places.texts, ['one two']);
});

test('an early question that fails is no failure: the phrase is asked for when it is over', async () => {
  const scene = await fallenSilent();
  await scene.recogniser.last.transcript.answer(fail({ kind: 'serverRefused', status: 500, detail: '' }));
  scene.microphone.last.events.heard(pause);
  await settled();
  assert.equal(scene.recogniser.requests.length, 2);
  await scene.recogniser.last.transcript.answer(ok('one'));
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(spoken);
  assert.deepEqual(scene.places.texts, ['one']);
});

test('Escape drops the early question', async () => {
  const scene = await fallenSilent();
  scene.dictation.cancel();
  assert.ok(scene.recogniser.last.signal.aborted);
});

test('a slow recogniser is not asked early: what it hears in vain would hold it up', async () => {
  const scene = await fallenSilent(3_000);
  assert.equal(scene.recogniser.requests.length, 0);
});

test('the preview is away before the text is written', async () => {
  const scene = await new Scene().reach('inserting');
  assert.equal(scene.places.last.previews.at(-1), '');
});

test('where no voice was found, nothing is asked; a retry asks for all of the sound', async () => {
  const scene = await new Scene().reach('recording');
  const faint = pause.with(7, 1);
  scene.microphone.last.events.heard(faint);
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(faint);
  assert.deepEqual(scene.told, ['nothingHeard, retry']);
  assert.equal(scene.recogniser.requests.length, 0);
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.deepEqual(scene.recogniser.last.audio, faint);
});

test('a retry of long audio lets others have their turn, and hears all of it', async () => {
  const long = new Uint8Array(25 * 32_000);
  for (const at of [0, 24 * 32_000]) long.set(spoken, at);
  const scene = await new Scene().reach('recording');
  scene.microphone.last.events.heard(spoken);
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(long);
  await scene.dies();
  const asked = scene.recogniser.requests.length;
  scene.dictation.retryLast();
  await settled();
  assert.equal(scene.clock.waiting, 1, 'it waits between two pieces');
  for (let piece = 0; piece < 2; piece++) {
    scene.clock.advance(0);
    await settled();
  }
  for (const text of ['one', 'one two']) await scene.recogniser.last.transcript.answer(ok(text));
  assert.equal(scene.recogniser.requests.length, asked + 2);
  assert.deepEqual(scene.places.texts, ['one two']);
});

test('a dead line is no silence, and no retry makes it one', async () => {
  const scene = await new Scene().reach('recording');
  scene.dictation.stop();
  await scene.microphone.last.audio.answer(pause);
  scene.dictation.retryLast();
  await settled();
  assert.deepEqual(scene.told, ['microphoneSilent, retry', 'microphoneSilent, retry']);
  assert.equal(scene.recogniser.requests.length, 0);
});

test('a recorder that ends in the middle: it is told, and what was said is written', async () => {
  const scene = await new Scene().reach('recording');
  scene.microphone.last.events.ended(stopped);
  assert.equal(scene.microphone.last.finishes, 1);
  assert.deepEqual(scene.told, ['recorderStopped']);
  await scene.stages.transcribing();
  await scene.stages.inserting();
  assert.deepEqual(scene.places.texts, ['hello']);
});

test('what cannot be prepared is told when the speech is over and safe', async () => {
  const scene = await new Scene().reach('transcribing');
  assert.deepEqual(scene.told, []);
  await scene.recogniser.last.transcript.answer(fail(noModel));
  assert.deepEqual(scene.told, ['modelFileMissing, retry']);
  assert.ok(scene.dictation.retryLast());
  await settled();
  assert.deepEqual(scene.recogniser.last.audio, spoken);
});

test('a new dictation takes an error away, and the error does not come back', async () => {
  const scene = await new Scene().reach('arming');
  scene.microphone.last.events.ended(noRecorder);
  scene.clock.advance(10_000);
  await scene.reach('recording');
  scene.clock.advance(60_000);
  assert.equal(scene.dictation.current.kind, 'recording');
});

test('disposed while an error is shown: no timer is left', async () => {
  const scene = await new Scene().reach('arming');
  scene.microphone.last.events.ended(noRecorder);
  assert.equal(scene.clock.waiting, 1);
  scene.dictation.dispose();
  assert.equal(scene.clock.waiting, 0);
});

test('a microphone that answers inside the call is heard', () => {
  const scene = new Scene();
  const record = scene.microphone.record.bind(scene.microphone);
  scene.microphone.record = (events) => {
    const capture = record(events);
    events.flowing();
    return capture;
  };
  scene.dictation.start();
  assert.deepEqual(scene.walked, ['arming', 'recording']);
});

test('the time of a recording counts from its first sound', async () => {
  const scene = await new Scene().reach('arming');
  scene.clock.advance(400);
  await scene.stages.recording();
  assert.deepEqual(scene.dictation.current, { kind: 'recording', id: 1, since: 400 });
});

test('a pause ends the recording where that is wished, and what was said is written', async () => {
  const scene = await new Scene().reach('recording');
  const { events } = scene.microphone.last;
  events.heard(spoken);
  events.heard(pause);
  assert.equal(scene.dictation.current.kind, 'recording');
  scene.autoStopSeconds = 1.5;
  events.heard(pause);
  assert.equal(scene.dictation.current.kind, 'finishing');
  await scene.microphone.last.audio.answer(spoken);
  await scene.stages.inserting();
  assert.deepEqual(scene.places.texts, ['hello']);
});

test('what the microphone notices is told while the recording goes on', async () => {
  const scene = await new Scene().reach('recording');
  scene.microphone.last.events.noticed({ kind: 'deviceMissing', device: 'usb' });
  assert.deepEqual(scene.told, ['deviceMissing']);
  assert.equal(scene.dictation.current.kind, 'recording');
});

/** A whole dictation of these words. */
async function dictates(scene: Scene, words: string): Promise<FakePlace> {
  await scene.reach('transcribing');
  await scene.recogniser.last.transcript.answer(ok(words));
  const place = scene.places.last;
  await place.outcome.answer(ok(undefined));
  return place;
}

test('the words "scratch that" take back the dictation before, and the one before that', async () => {
  const scene = new Scene();
  const first = await dictates(scene, 'first');
  const second = await dictates(scene, 'second');
  await dictates(scene, 'Scratch that.');
  assert.deepEqual(
    [first, second].map(({ insertions }) => insertions[0]?.stands),
    [true, false],
  );
  await dictates(scene, 'scratch that');
  assert.equal(first.insertions[0]?.stands, false);
  assert.deepEqual(scene.told, []);
  await dictates(scene, 'scratch that');
  assert.deepEqual(scene.told, ['nothingToTakeBack']);
  assert.deepEqual(scene.places.texts, ['first', 'second']);
});

test('said in one breath with other words "scratch that" means them: nothing is written, nothing taken back', async () => {
  const scene = new Scene();
  const first = await dictates(scene, 'first');
  await dictates(scene, 'the second one, scratch that');
  assert.equal(first.insertions[0]?.stands, true);
  assert.deepEqual(scene.places.texts, ['first']);
  assert.equal(scene.dictation.current.kind, 'idle');
  assert.equal(scene.dictation.speechWaits, false);
});

test('a spoken move of the cursor comes behind the words, or alone', async () => {
  const scene = new Scene();
  const place = await dictates(scene, 'return value. Go to end of line.');
  assert.deepEqual([place.texts, place.moves], [['return value.'], ['endOfLine']]);
  const alone = await dictates(scene, 'go to the next line');
  assert.deepEqual([alone.texts, alone.moves], [[], ['nextLine']]);
  assert.deepEqual(scene.told, []);
});

test('what was undone is passed over, and counts again when it is back', async () => {
  const scene = new Scene();
  const first = (await dictates(scene, 'first')).insertions[0] as FakeInsertion;
  const second = (await dictates(scene, 'second')).insertions[0] as FakeInsertion;
  second.stands = false;
  assert.equal(scene.ledger.last?.insertion, first);
  second.stands = true;
  assert.equal(scene.ledger.last?.insertion, second);
  await scratchThat(scene.ledger);
  assert.ok(second.forgotten, 'it is not followed any longer');
  assert.equal(scene.ledger.last?.insertion, first);
});

test('what cannot be taken back says so once, and then the one before is meant', async () => {
  const scene = new Scene();
  await dictates(scene, 'first');
  const second = (await dictates(scene, 'second')).insertions[0] as FakeInsertion;
  second.refusal = { kind: 'cannotTakeBack' };
  const refused = await scratchThat(scene.ledger);
  assert.ok(!refused.ok && refused.error.kind === 'cannotTakeBack');
  assert.ok((await scratchThat(scene.ledger)).ok);
  assert.equal(scene.ledger.last, undefined);
});

test('the raw transcript takes the place of what was made of it', async () => {
  const scene = new Scene();
  const place = await dictates(scene, 'hello [music]');
  assert.ok((await insertRaw(scene.ledger)).ok);
  assert.deepEqual(place.insertions[0]?.texts, ['hello', 'hello [music]']);
});

test('a retry replaces what the same audio became, wherever the person is now', async () => {
  const scene = new Scene();
  const place = await dictates(scene, 'hallo');
  scene.dictation.retryLast();
  await settled();
  await scene.recogniser.last.transcript.answer(ok('hello'));
  assert.deepEqual(place.insertions[0]?.texts, ['hallo', 'hello']);
  assert.equal(scene.places.pinned.length, 1);
  assert.equal(scene.dictation.current.kind, 'idle');
});

test('a retry of what stands nowhere any more goes to where the person is now', async () => {
  const scene = new Scene();
  const insertion = (await dictates(scene, 'hallo')).insertions[0] as FakeInsertion;
  insertion.stands = false;
  scene.dictation.retryLast();
  await settled();
  await scene.recogniser.last.transcript.answer(ok('hello'));
  assert.deepEqual(scene.places.last.texts, ['hello']);
  assert.equal(scene.places.pinned.length, 2);
});

test('every place is released, also one that was cancelled; only the last twenty dictations are followed', async () => {
  const scene = new Scene();
  for (let count = 0; count < 22; count++) await dictates(scene, `w${count}`);
  await scene.reach('recording');
  scene.dictation.cancel();
  assert.ok(scene.places.pinned.every(({ releases }) => releases === 1));
  const forgotten = scene.places.pinned.flatMap(({ insertions }) => insertions.map((one) => one.forgotten));
  assert.deepEqual(forgotten, [true, true, ...Array(20).fill(false)]);
  scene.dictation.dispose();
  assert.ok(scene.places.pinned.flatMap(({ insertions }) => insertions).every((one) => one.forgotten));
});
