// The whole chain but the editor: speech in a real microphone, a real recorder, the real server with a real
// model, and a dictation that puts text into a place which only keeps it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { voiceDetectors } from '../../src/audio/voiceModel.node.ts';
import { systemClock } from '../../src/base/clock.node.ts';
import type { Problem } from '../../src/base/problem.ts';
import { ok } from '../../src/base/result.ts';
import type { SpeechRequest } from '../../src/base/speech.ts';
import { Dictation } from '../../src/dictation/dictation.ts';
import { Ledger } from '../../src/dictation/ledger.ts';
import { isBusy } from '../../src/dictation/machine.ts';
import { recogniserOn } from '../../src/dictation/recogniser.ts';
import { tidy } from '../../src/text/tidy.ts';
import { temporaryFolder } from '../support/paths.ts';
import { isAlive, waitUntil } from '../support/processes.ts';
import { speak, voices } from '../support/speech.ts';
import { startVirtualMicrophone, type VirtualMicrophone } from '../support/virtualMicrophone.ts';
import { plainPlace } from '../unit/plainPlace.ts';
import { withEnvironment } from './support/environment.ts';
import { assertNothingLeft, standing, startedSince } from './support/leaks.ts';
import { keptLog } from './support/logs.ts';
import { microphoneFor } from './support/recordings.ts';
import {
  phrase,
  serverFor,
  serverProgram,
  type TestServer,
  voiceModel,
  type Wish,
} from './support/whisper.ts';

let virtual: VirtualMicrophone;
before(async () => {
  serverProgram();
  virtual = await startVirtualMicrophone();
  Object.assign(process.env, virtual.env);
});
after(() => virtual.dispose());

/** Short, and tried before with silence of many lengths around it. */
const brief = 'Delete the line.';
const speakBriefly = () => speak(brief, { leadSeconds: 0.2, tailSeconds: 0.25 });

interface Desk {
  readonly dictation: Dictation;
  readonly one: TestServer;
  /** What was put into the place. */
  readonly inserted: string[];
  /** What the server was asked to transcribe. */
  readonly requests: SpeechRequest[];
  /** What was shown there while it was spoken; an empty text takes it away. */
  readonly previews: string[];
  readonly told: { readonly problem: Problem; readonly audioKept: boolean }[];
  rests(): Promise<void>;
  records(): Promise<void>;
}

const desks: Desk[] = [];
afterEach(async () => {
  for (const { dictation, one } of desks.splice(0)) {
    dictation.dispose();
    await one.end();
  }
});

function desk(changes: Partial<Wish> = {}, prompt = ''): Desk {
  const one = serverFor(changes);
  const inserted: string[] = [];
  const requests: SpeechRequest[] = [];
  const previews: string[] = [];
  const told: Desk['told'] = [];
  const target = { kind: 'code', languageId: 'plaintext', before: '', after: '' } as const;
  const place = plainPlace(
    target,
    (text) => void inserted.push(text),
    (text) => void previews.push(text),
  );
  const dictation = new Dictation({
    microphone: microphoneFor({ recorder: 'auto' }).microphone,
    livePreview: () => true,
    voiceDetector: voiceDetectors(voiceModel, keptLog()),
    recogniser: recogniserOn(
      {
        start: () => one.server.start(),
        transcribe(request, signal) {
          requests.push(request);
          return one.server.transcribe(request, signal);
        },
      },
      () => 'en',
      systemClock,
    ),
    places: { pin: () => ok(place) },
    writer: { prompt: () => prompt, write: tidy, spoken: (said) => ({ said }) },
    ledger: new Ledger(),
    clock: systemClock,
    log: keptLog(),
    autoStopSeconds: () => 0,
    tell: (problem, audioKept) => void told.push({ problem, audioKept }),
  });
  const until = (what: string, condition: () => boolean) =>
    waitUntil(condition, { timeoutMs: 15_000, what, everyMs: 5 });
  const made: Desk = {
    ...{ dictation, one, inserted, requests, previews, told },
    rests: async () => void (await until('the dictation was over', () => !isBusy(dictation.current))),
    records: async () =>
      void (await until('it recorded', () => dictation.current.kind === 'recording' || told.length > 0)),
  };
  desks.push(made);
  return made;
}

async function dictate({ dictation, records, rests }: Desk, wav: string): Promise<void> {
  dictation.start();
  await records();
  await virtual.play(wav);
  dictation.stop();
  await rests();
}

describe('speech becomes text', () => {
  for (const [voice, text] of [
    ['en-us', phrase],
    ['en-gb-x-rp', 'Delete the last line.'],
  ] as const) {
    test(`${voice}: ${text}`, async () => {
      assert.ok(voices.includes(voice));
      const at = desk();
      await dictate(at, await speak(text, { voice }));
      assert.deepEqual(at.told, []);
      assert.deepEqual(at.inserted, [text]);
      assert.equal(at.previews.at(-1), '', 'what was shown while it was spoken is away');
      assert.equal(at.dictation.current.kind, 'idle');
    });
  }

  test('ten dictations in a row, and nothing is left', async () => {
    const at = desk();
    const wav = await speak('Undo.', { leadSeconds: 0.2, tailSeconds: 0.25 });
    await dictate(at, wav);
    const clean = standing();
    for (let count = 0; count < 9; count++) await dictate(at, wav);
    assert.deepEqual(at.inserted, Array(10).fill('Undo.'));
    assert.deepEqual(at.told, []);
    await assertNothingLeft(clean);
    assert.deepEqual(await virtual.listeners(), []);
  });

  test('the server is started while the person speaks, not after', async () => {
    const at = desk();
    at.dictation.start();
    await at.records();
    await waitUntil(() => at.one.server.current.kind === 'ready', { timeoutMs: 5_000, what: 'it was ready' });
    assert.equal(at.dictation.current.kind, 'recording');
  });
});

describe('silence stays silence', () => {
  test('a muted microphone is told as that, and nothing is made up', async () => {
    const at = desk();
    at.dictation.start();
    await at.records();
    at.dictation.stop();
    await at.rests();
    assert.deepEqual(
      at.told.map(({ problem }) => problem),
      [{ kind: 'microphoneSilent', why: 'constant' }],
    );
    assert.deepEqual(at.inserted, []);
    assert.deepEqual(at.requests, [], 'nothing was sent');
  });

  test('a quiet room in which nobody speaks', async () => {
    const room = await startVirtualMicrophone({ noise: 'room' });
    try {
      await withEnvironment(room.env, async () => {
        const at = desk();
        at.dictation.start();
        await at.records();
        at.dictation.stop();
        await at.rests();
        assert.deepEqual(
          at.told.map(({ problem }) => problem),
          [{ kind: 'nothingHeard' }],
        );
        assert.deepEqual(at.inserted, []);
      });
    } finally {
      await room.dispose();
    }
  });
});

describe('what was said is not lost', () => {
  const empty = temporaryFolder('empty');
  after(() => empty.remove());

  test('a prompt makes the recogniser stop early: it is asked again without', async () => {
    const at = desk({}, 'Glossary: PyTorch, nginx, Kubernetes.');
    await dictate(at, await speak('Start koober netties, then stop engine ex and pie torch.'));
    assert.match(at.inserted.join(), /torch\.$/i, JSON.stringify(at.requests.map(({ prompt }) => prompt)));
  });

  test('the server is killed while it transcribes: it is started anew, and the text is written', async () => {
    const at = desk();
    const started = await at.one.server.start();
    assert.ok(started.ok);
    const pid = started.value.pid ?? 0;
    at.dictation.start();
    await at.records();
    await virtual.play(await speakBriefly());
    process.kill(pid, 'SIGSTOP'); // so that it is in the middle for as long as it takes
    at.dictation.stop();
    await waitUntil(
      () => at.dictation.current.kind === 'finishing' && at.dictation.current.stage === 'transcribing',
      { timeoutMs: 5_000, what: 'it transcribed', everyMs: 5 },
    );
    process.kill(pid, 'SIGKILL');
    await at.rests();
    assert.deepEqual([at.inserted, at.told], [[brief], []]);
    assert.equal(at.dictation.retryLast(), true);
    await at.rests();
    assert.deepEqual(at.inserted, [brief, brief], 'the audio is kept all the same');
  });

  test('the server is not there: told once, kept, and written when it is there', async () => {
    const missing = join(empty.path, 'whisper-server');
    const at = desk({ program: missing });
    await dictate(at, await speakBriefly());
    assert.deepEqual(at.told, [{ problem: { kind: 'serverMissing', file: missing }, audioKept: true }]);
    at.one.wish.program = serverProgram();
    assert.equal(at.dictation.retryLast(), true);
    await at.rests();
    assert.deepEqual(at.inserted, [brief]);
  });

  test('the recorder is killed in the middle: it is started again, the gap is told, and all that was said is written', async () => {
    const at = desk();
    const started = await at.one.server.start();
    assert.ok(started.ok);
    const clean = standing();
    at.dictation.start();
    await at.records();
    await virtual.play(await speakBriefly());
    const [recorder] = startedSince(clean);
    assert.ok(recorder !== undefined);
    process.kill(recorder.pid, 'SIGKILL');
    await waitUntil(() => at.told.length > 0, { timeoutMs: 8_000, what: 'the gap was told' });
    at.dictation.stop();
    await at.rests();
    assert.deepEqual(at.inserted, [brief]);
    assert.deepEqual(
      at.told.map(({ problem }) => problem.kind),
      ['recordingGap'],
    );
  });

  test('cancelled, nothing is written and nobody goes on listening', async () => {
    const at = desk();
    const started = await at.one.server.start();
    assert.ok(started.ok);
    const clean = standing();
    at.dictation.start();
    await at.records();
    at.dictation.cancel();
    assert.equal(at.dictation.current.kind, 'idle');
    await assertNothingLeft(clean);
    assert.deepEqual([at.inserted, at.told], [[], []]);
    assert.equal(isAlive(started.value.pid ?? 0), true, 'the server stays for the next');
  });

  test('no recorder at all, and then one is there', async () => {
    const at = desk();
    await withEnvironment({ PATH: empty.path }, async () => {
      at.dictation.start();
      await waitUntil(() => at.told.length > 0, { timeoutMs: 2_000, what: 'it was told' });
    });
    assert.equal(at.told[0]?.problem.kind, 'recorderMissing');
    assert.equal(at.told[0]?.audioKept, false);
    await dictate(at, await speakBriefly());
    assert.deepEqual(at.inserted, [brief]);
    assert.equal(at.told.length, 1);
  });
});
