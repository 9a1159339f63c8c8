// A microphone that is kept ready, with a real recorder: what was said before the key is in the recording, and the
// recorder runs only while it may.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { whenWindowsRecord } from '../../src/audio/otherWindows.node.ts';
import { ReadyMicrophone } from '../../src/audio/readyMicrophone.ts';
import { systemClock } from '../../src/base/clock.node.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Problem } from '../../src/base/problem.ts';
import { temporaryFolder } from '../support/paths.ts';
import { waitUntil } from '../support/processes.ts';
import { durationOf, speak } from '../support/speech.ts';
import { startVirtualMicrophone, type VirtualMicrophone } from '../support/virtualMicrophone.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import { assertHolds, earsFor, microphoneFor, samplesIn } from './support/recordings.ts';

let virtual: VirtualMicrophone;
let word = '';
before(async () => {
  virtual = await startVirtualMicrophone();
  Object.assign(process.env, virtual.env);
  word = await speak('Tab.', { leadSeconds: 0, tailSeconds: 0 });
  assert.ok(durationOf(word) < 0.8, `${durationOf(word)} s: shorter than what is kept`);
});
after(() => virtual.dispose());

const folder = temporaryFolder('ready');
after(() => folder.remove());
const recordingFile = join(folder.path, 'recording');

function readyMicrophone(): ReadyMicrophone {
  const { microphone } = microphoneFor();
  const ready = new ReadyMicrophone({
    ...{ clock: systemClock, log: silentLog },
    open: (listener) => microphone.open(listener),
    watchOthers: (begins) => whenWindowsRecord(folder.path, 'recording', begins, silentLog),
  });
  ready.take({ kind: 'focus', isFocused: true });
  ready.take({ kind: 'settings', isWished: true });
  return ready;
}

const someoneListens = (name: string, count: number) =>
  waitUntil(async () => (await virtual.listeners()).length === count, { timeoutMs: 5_000, what: name });

test('a word that was said before the key went down is in the recording, and only in that one', async () => {
  const clean = standing();
  const microphone = readyMicrophone();
  const problems: Problem[] = [];
  const listener = {
    flowing() {},
    heard() {},
    noticed: (problem: Problem) => void problems.push(problem),
    ended: (problem: Problem) => void problems.push(problem),
  };
  await someoneListens('the recorder runs', 1);
  const ears = await earsFor(word);
  const playing = virtual.play(word);
  await ears.end;
  const first = await microphone.record(listener).finish();
  const second = await microphone.record(listener).finish();
  await playing;
  await ears.dispose();
  assertHolds(first, word);
  const loudest = Math.max(0, ...samplesIn(second).map(Math.abs));
  assert.ok(loudest < 0.01, `the word is in the second recording too: ${loudest}`);
  assert.deepEqual(problems, []);
  microphone.dispose();
  await assertNothingLeft(clean);
});

test('the recorder ends with the focus, and when another window records', async () => {
  const clean = standing();
  mkdirSync(folder.path, { recursive: true });
  const microphone = readyMicrophone();
  await someoneListens('the recorder runs', 1);
  microphone.take({ kind: 'focus', isFocused: false });
  await someoneListens('it ended with the focus', 0);
  microphone.take({ kind: 'focus', isFocused: true });
  await someoneListens('it runs again', 1);
  writeFileSync(recordingFile, 'another window');
  await someoneListens('it ended for the other window', 0);
  assert.equal(microphone.isReady, false);
  microphone.dispose();
  await assertNothingLeft(clean);
});

test('where the windows cannot meet, nothing is told and nothing is thrown', () => {
  const watching = whenWindowsRecord(
    join(recordingFile, 'below a file'),
    'recording',
    assert.fail,
    silentLog,
  );
  watching.dispose();
});
