// How long a request is waited for: its own turn, the turn of others, and a server that shows no sign of life.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerTimeoutMs, takenUp, type Verdict, verdictOf, type Waited } from '../../src/server/turn.ts';

const second = 1_000;
const minute = 60 * second;
const askedAt = 1_000 * minute;
/** Alive, and nothing else is known. */
const after = (ms: number, change: Partial<Waited> = {}): Waited => ({
  ...{
    now: askedAt + ms,
    askedAt,
    aliveAt: askedAt + ms,
    work: undefined,
    name: 'mine.wav',
    limitMs: minute,
  },
  ...change,
});
const work = (name: string, seconds: number, since: number) => ({
  work: { name, seconds, since: askedAt + since },
});

test('whose turn it is stands in the server’s lines', () => {
  const line =
    "operator(): processing '0196568defc0.wav' (39043 samples, 2.4 sec), 2 threads, 1 processors, lang = en";
  assert.deepEqual(takenUp(line), { name: '0196568defc0.wav', seconds: 2.4 });
  assert.equal(takenUp('operator(): processing'), undefined);
});

test('each wait has its end, and none ends too soon', () => {
  const rows: readonly (readonly [string, Waited, Verdict | undefined])[] = [
    ['just asked', after(0), undefined],
    ['no sign of life for ten seconds', after(10 * second, { aliveAt: askedAt }), undefined],
    ['no sign of life for more', after(10 * second + 1, { aliveAt: askedAt }), 'hung'],
    ['the last sign is older than the question', after(9 * second, { aliveAt: 0 }), undefined],
    [
      'another’s long request is in front, longer than ours may take',
      after(4 * minute, work('other.wav', 30, 0)),
      undefined,
    ],
    ['it may take its own time', after(19 * minute, work('other.wav', 30, -minute)), undefined],
    ['and no longer', after(20 * minute + 1, work('other.wav', 30, 0)), 'stuck'],
    ['a short one in front', after(5 * minute, work('other.wav', 1, -minute)), undefined],
    ['that never ends', after(5 * minute + 1, work('other.wav', 1, -minute)), 'stuck'],
    ['one after the other is taken up', after(60 * minute, work('other.wav', 1, 59 * minute)), undefined],
    ['our turn has come late', after(19 * minute, work('mine.wav', 1, 18 * minute)), undefined],
    ['our turn takes too long', after(20 * minute, work('mine.wav', 1, 18 * minute)), 'slow'],
    ['nothing is known of its lines', after(5 * minute, {}), undefined],
    ['nor after long', after(5 * minute + 1, {}), 'stuck'],
  ];
  for (const [name, waited, verdict] of rows) assert.equal(verdictOf(waited), verdict, name);
});

test('long speech has more time', () => {
  assert.equal(answerTimeoutMs(1), minute);
  assert.equal(answerTimeoutMs(10), 400 * second);
});
