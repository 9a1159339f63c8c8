// What is told of a line from the microphone while it is open: whether sound still comes, and whether anything moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowWatch, lookEveryMs, patience } from '../../src/audio/flow.ts';
import { type LineChange, LineWatch } from '../../src/audio/signal.ts';

function pcm(samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

const seconds = (count: number, value: number) => pcm(new Array(count * 16_000).fill(value));
const zeros = seconds(1, 0);
const offset = seconds(1, -3);
const moving = pcm([0, 1]);
const nine = (piece: Uint8Array) => new Array<Uint8Array>(9).fill(piece);
const none = (count: number) => new Array<LineChange>(count).fill(undefined);

test('a line on which nothing moves: dead at once, later perhaps muted, dead when it lasts; each told once', () => {
  const rows: readonly (readonly [string, readonly Uint8Array[], readonly LineChange[]])[] = [
    ['zeros from the start', [zeros, zeros, zeros, ...nine(zeros)], [undefined, 'dead', ...none(10)]],
    ['an offset from the start', [offset, offset], [undefined, 'dead']],
    ['in one piece', [seconds(2, 0)], ['dead']],
    ['nothing at all', [pcm([]), pcm([])], none(2)],
    ['it moves', [moving, moving, moving], none(3)],
    ['still in the middle', [moving, zeros, zeros, zeros], [undefined, undefined, 'still', undefined]],
    ['still within a piece', [pcm([1, 2, ...new Array(32_000).fill(2)])], ['still']],
    ['two values', [zeros, offset, offset], [undefined, undefined, 'still']],
    [
      'still for ten seconds',
      [moving, zeros, ...nine(zeros), zeros],
      [undefined, undefined, 'still', ...none(7), 'dead', undefined],
    ],
    [
      'still twice',
      [moving, zeros, zeros, moving, zeros, zeros],
      [undefined, undefined, 'still', undefined, undefined, 'still'],
    ],
    [
      'dead, and dead again',
      [zeros, zeros, moving, zeros, ...nine(zeros)],
      [undefined, 'dead', undefined, undefined, 'still', ...none(8)],
    ],
  ];
  for (const [name, pieces, expected] of rows) {
    const line = new LineWatch();
    assert.deepEqual(
      pieces.map((piece) => line.hear(piece)),
      expected,
      name,
    );
  }
});

test('who knows why nothing moves is not told again, until it moved', () => {
  const line = new LineWatch();
  for (const piece of [moving, zeros, zeros]) line.hear(piece);
  assert.equal(line.isStill, true);
  line.explain();
  for (const piece of nine(zeros)) assert.equal(line.hear(piece), undefined);
  line.hear(moving);
  assert.equal(line.isStill, false);
  assert.deepEqual([line.hear(zeros), line.hear(zeros)], [undefined, 'still']);
});

test('sound that does not come is waited for longer at the start than later', () => {
  const looks = (watch: FlowWatch) => {
    for (let count = 1; ; count++) {
      const verdict = watch.look();
      if (verdict !== 'fine') return [verdict, count * lookEveryMs];
    }
  };
  assert.deepEqual(looks(new FlowWatch()), ['noFrames', patience.firstMs + lookEveryMs]);
  const flowing = new FlowWatch();
  flowing.look();
  flowing.heard();
  assert.deepEqual(looks(flowing), ['stalled', patience.laterMs + lookEveryMs]);
});

test('as long as sound comes between two looks it flows', () => {
  const watch = new FlowWatch();
  for (let count = 0; count < 100; count++) {
    watch.heard();
    assert.equal(watch.look(), 'fine');
  }
});
