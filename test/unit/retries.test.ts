// Which faults are tried again, after which waits, and what a server may wish.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  faultOfReason,
  faultOfStatus,
  type PassingFault,
  waitBefore,
  wishedWaitMs,
} from '../../src/server/retries.ts';

test('every fault comes to an end, with waits that grow', () => {
  for (const fault of ['reset', 'busy', 'away'] as const satisfies readonly PassingFault[]) {
    const waits: number[] = [];
    for (let tries = 1; tries < 10; tries++) waits.push(waitBefore(fault, tries) ?? Number.POSITIVE_INFINITY);
    assert.deepEqual(
      waits,
      waits.toSorted((a, b) => a - b),
      fault,
    );
    assert.equal(waits.at(-1), Number.POSITIVE_INFINITY, fault);
    const total = waits.filter(Number.isFinite).reduce((sum, wait) => sum + wait, 0);
    assert.ok(total <= 12_000, `${fault}: ${total} ms`);
  }
});

test('what the server wishes counts, within reason', () => {
  assert.equal(waitBefore('busy', 1, 5_000), 5_000);
  assert.equal(waitBefore('busy', 1, 0), 1_000, 'never sooner than we would');
  assert.equal(waitBefore('busy', 1, 20_000), 20_000);
  assert.equal(waitBefore('busy', 1, 20_001), undefined, 'a person who dictates is told instead');
  assert.equal(waitBefore('busy', 4, 1_000), undefined);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-12-01T10:00:00Z');
  const rows: readonly (readonly [string | null, number | undefined])[] = [
    ['7', 7_000],
    [' 0 ', 0],
    ['Tue, 01 Dec 2026 10:00:03 GMT', 3_000],
    ['Tue, 01 Dec 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ];
  for (const [written, wait] of rows) assert.equal(wishedWaitMs(written, now), wait, String(written));
});

test('which answers and which reasons pass by themselves', () => {
  assert.deepEqual([200, 400, 401, 404, 429, 500, 501, 502, 503, 504].map(faultOfStatus), [
    ...Array(4).fill(undefined),
    'busy',
    undefined,
    undefined,
    'away',
    'away',
    'away',
  ]);
  assert.equal(faultOfReason('fetch failed: read ECONNRESET'), 'reset');
  assert.equal(faultOfReason('fetch failed: other side closed'), 'reset');
  assert.equal(faultOfReason('fetch failed: connect ECONNREFUSED 127.0.0.1:9'), undefined);
  assert.equal(faultOfReason('fetch failed: unexpected redirect'), undefined);
});
