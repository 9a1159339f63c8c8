// What a server that is up needs over hours, against the real one and a clock that is hurried: it is warmed up at its
// start and after the machine slept, and leaves the memory when nobody dictates.

import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { isAlive, waitUntil } from '../support/processes.ts';
import { hurriedClock } from './support/clocks.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import {
  phrase,
  type Spoken,
  serverFor,
  serverProgram,
  spoken,
  type TestServer,
  transcribe,
} from './support/whisper.ts';

let speech: Spoken;
const used: TestServer[] = [];
before(async () => {
  serverProgram();
  speech = await spoken();
});
afterEach(async () => {
  for (const one of used.splice(0)) await one.end();
});

const use = (idleUnloadMinutes: number) => {
  const one = serverFor({}, { clock: hurriedClock(10), idleUnloadMinutes });
  used.push(one);
  return one;
};
const timesWarm = ({ log }: TestServer) =>
  log.lines.filter((line) => /^warm after \d+ ms$/.test(line)).length;

async function textFrom({ server }: TestServer): Promise<string> {
  const heard = await transcribe(server, speech);
  assert.ok(heard.ok, JSON.stringify(heard));
  return heard.value.text.trim();
}

test('after the machine slept it is warmed up again, without anybody asking', async () => {
  const one = use(0);
  assert.ok((await one.server.start()).ok);
  const { pid } = one.server;
  await waitUntil(() => timesWarm(one) === 1, { timeoutMs: 10_000, what: 'it was warm' });
  one.slept += 3_600_000;
  await waitUntil(() => timesWarm(one) === 2, { timeoutMs: 10_000, what: 'it was warm again' });
  assert.equal(one.server.pid, pid);
  assert.ok(one.server.current.kind === 'ready');
  const speed = one.server.current.acceleration.evidence.find(({ kind }) => kind === 'speed');
  assert.ok(speed !== undefined, 'how fast it was warm is evidence');
});

test('idle for the time of the settings it ends, and comes back with the next dictation', async () => {
  const clean = standing();
  const one = use(1);
  assert.equal(await textFrom(one), phrase);
  const { pid = 0 } = one.server;
  await waitUntil(() => one.server.current.kind === 'stopped', { timeoutMs: 20_000, what: 'it was let go' });
  await waitUntil(() => !isAlive(pid), { timeoutMs: 5_000, what: 'its process was gone' });
  await assertNothingLeft(clean);
  assert.equal(await textFrom(one), phrase);
  assert.notEqual(one.server.pid, pid);
});
