// A microphone that is kept ready: when its recorder runs, and what a recording gets of the second before it. The line
// is a fake that a test speaks into.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notReady, type ReadinessEvent, shouldRun, stepReadiness } from '../../src/audio/readiness.ts';
import { type LineListener, ReadyMicrophone } from '../../src/audio/readyMicrophone.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Problem } from '../../src/base/problem.ts';
import { FakeClock } from './fakeClock.ts';

const wished: ReadinessEvent = { kind: 'settings', isWished: true };
const notWished: ReadinessEvent = { kind: 'settings', isWished: false };
const focused: ReadinessEvent = { kind: 'focus', isFocused: true };
const away: ReadinessEvent = { kind: 'focus', isFocused: false };
const other: ReadinessEvent = { kind: 'otherWindowRecords' };
const failed: ReadinessEvent = { kind: 'failed' };
const recorded: ReadinessEvent = { kind: 'recorded' };

test('the recorder runs only where it is wished, with the focus, and not after another window or a failure', () => {
  const rows: readonly (readonly [events: readonly ReadinessEvent[], runs: boolean])[] = [
    [[], false],
    [[wished], false],
    [[focused], false],
    [[wished, focused], true],
    [[wished, focused, away], false],
    [[wished, focused, away, focused], true],
    [[wished, focused, notWished], false],
    [[wished, focused, other], false],
    [[wished, focused, other, focused], false], // it had the focus all the time
    [[wished, focused, other, away, focused], true],
    [[wished, focused, failed], false],
    [[wished, focused, failed, recorded], true],
    [[wished, focused, failed, wished], true],
    [[wished, away, other, focused], true],
  ];
  for (const [events, runs] of rows) {
    assert.equal(shouldRun(events.reduce(stepReadiness, notReady)), runs, JSON.stringify(events));
  }
});

/** A line that gives what the test says into it. */
class FakeLine {
  readonly tailMs = 100;
  isFresh = true;
  watches = 0;
  end: 'open' | 'finished' | 'abandoned' = 'open';

  constructor(readonly listener: LineListener) {}

  watchAnew(): void {
    this.watches += 1;
  }
  async finish(): Promise<void> {
    this.end = 'finished';
  }
  async abandon(): Promise<void> {
    this.end = 'abandoned';
  }
}

class Desk {
  readonly lines: FakeLine[] = [];
  readonly clock = new FakeClock();
  readonly shown: boolean[] = [];
  watching = 0;
  othersBegin: () => void = () => {};
  readonly microphone = new ReadyMicrophone({
    ...{ clock: this.clock, log: silentLog },
    open: (listener) => {
      const line = new FakeLine(listener);
      this.lines.push(line);
      return line;
    },
    watchOthers: (begins) => {
      this.watching += 1;
      this.othersBegin = begins;
      return { dispose: () => void this.watching-- };
    },
  });

  constructor(...events: readonly ReadinessEvent[]) {
    this.microphone.onChange((isReady) => this.shown.push(isReady));
    for (const event of events) this.microphone.take(event);
  }

  get line(): FakeLine {
    const line = this.lines.at(-1);
    assert.ok(line !== undefined, 'a line is open');
    return line;
  }

  record() {
    const told = { flowing: 0, heard: '', noticed: [] as Problem[], ended: [] as Problem[] };
    const capture = this.microphone.record({
      flowing: () => void told.flowing++,
      heard: (pcm) => {
        told.heard += textOf(pcm);
      },
      noticed: (problem) => void told.noticed.push(problem),
      ended: (problem) => void told.ended.push(problem),
    });
    return { capture, told };
  }

  async finish(capture: { finish(): Promise<Uint8Array> }): Promise<string> {
    const finishing = capture.finish();
    await this.clock.advance(200);
    return textOf(await finishing);
  }
}

/** A quarter of a second for each letter. */
function sound(letters: string): Uint8Array {
  return Buffer.concat([...letters].map((letter) => Buffer.alloc(8_000, letter)));
}

function textOf(pcm: Uint8Array): string {
  return Buffer.from(pcm)
    .toString('latin1')
    .replaceAll(/(.)\1*/g, (run, letter) => letter.repeat(run.length / 8_000));
}

const ready = [wished, focused];
const microtasks = () => new Promise<void>((resolve) => queueMicrotask(resolve));

test('without the wish the line is open for the recording only', async () => {
  const desk = new Desk(focused, notWished);
  assert.equal(desk.lines.length, 0);
  const { capture, told } = desk.record();
  desk.line.listener.flowing();
  desk.line.listener.heard(sound('ab'));
  assert.equal(await desk.finish(capture), 'ab');
  assert.deepEqual([desk.line.end, told.flowing, told.heard], ['finished', 1, 'ab']);
  desk.record().capture.abandon();
  assert.deepEqual([desk.lines.length, desk.line.end, desk.watching], [2, 'abandoned', 0]);
  assert.ok(!desk.shown.includes(true));
});

test('ready, a recording begins with the second before it, after `record` has given it', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  for (const letter of 'abcdefg') desk.line.listener.heard(sound(letter));
  const { capture, told } = desk.record();
  assert.equal(told.flowing, 0);
  await microtasks();
  assert.deepEqual([told.flowing, told.heard], [1, 'defg']);
  desk.line.listener.heard(sound('h'));
  assert.equal(await desk.finish(capture), 'defgh');
  assert.deepEqual([desk.lines.length, desk.line.end], [1, 'open']);
});

test('one large piece is cut to its last second', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  desk.line.listener.heard(sound('abcdefghij'));
  const { capture } = desk.record();
  await microtasks();
  assert.equal(await desk.finish(capture), 'ghij');
});

test('what one recording has no other one gets: the next begins with what came after it', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  desk.line.listener.heard(sound('a'));
  const first = desk.record();
  await microtasks();
  const finishing = first.capture.finish();
  desk.line.listener.heard(sound('b')); // the tail
  await desk.clock.advance(200);
  assert.equal(textOf(await finishing), 'ab');
  desk.line.listener.heard(sound('c'));
  const second = desk.record();
  await microtasks();
  assert.equal(await desk.finish(second.capture), 'c');
  const third = desk.record();
  await microtasks();
  third.capture.abandon();
  assert.equal(await desk.finish(third.capture), '');
  assert.equal(desk.lines.length, 1);
});

test('while the line is on its way a recording waits for it', async () => {
  const desk = new Desk(...ready);
  const { capture, told } = desk.record();
  await microtasks();
  assert.equal(told.flowing, 0);
  desk.line.listener.flowing();
  desk.line.listener.heard(sound('a'));
  assert.deepEqual([told.flowing, told.heard, desk.lines.length], [1, 'a', 1]);
  assert.equal(await desk.finish(capture), 'a');
});

test('a second recording beside the first has a line of its own', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  const first = desk.record();
  const second = desk.record();
  assert.equal(desk.lines.length, 2);
  desk.lines[0]?.listener.heard(sound('a'));
  desk.lines[1]?.listener.heard(sound('b'));
  assert.equal(await desk.finish(second.capture), 'b');
  assert.equal(await desk.finish(first.capture), 'a');
  assert.deepEqual(
    desk.lines.map(({ end }) => end),
    ['open', 'finished'],
  );
});

test('the indicator tells that a recorder runs without a dictation, and follows focus and settings', () => {
  const desk = new Desk(...ready);
  assert.equal(desk.shown.at(-1), true);
  const { capture } = desk.record();
  assert.equal(desk.shown.at(-1), false);
  capture.abandon();
  assert.equal(desk.shown.at(-1), true);
  desk.microphone.take(away);
  assert.deepEqual([desk.shown.at(-1), desk.line.end, desk.watching], [false, 'abandoned', 0]);
  desk.microphone.take(focused);
  assert.deepEqual([desk.shown.at(-1), desk.lines.length, desk.watching], [true, 2, 1]);
  desk.microphone.dispose();
  assert.deepEqual([desk.line.end, desk.watching], ['abandoned', 0]);
});

test('another recorder or device: the line is opened anew, after the recording that has it', async () => {
  const desk = new Desk(...ready);
  desk.microphone.take(wished);
  assert.deepEqual(
    desk.lines.map(({ end }) => end),
    ['abandoned', 'open'],
  );
  desk.line.listener.flowing();
  const { capture } = desk.record();
  desk.microphone.take(wished);
  assert.equal(desk.lines.length, 2);
  await desk.finish(capture);
  assert.deepEqual(
    desk.lines.map(({ end }) => end),
    ['abandoned', 'finished', 'open'],
  );
});

test('another window records: the line is closed; our own recording is not another window', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  const { capture } = desk.record();
  desk.othersBegin();
  await desk.finish(capture);
  assert.equal(desk.line.end, 'open');
  desk.othersBegin();
  assert.deepEqual([desk.line.end, desk.shown.at(-1)], ['abandoned', false]);
  desk.microphone.take(focused);
  assert.equal(desk.lines.length, 1);
});

test('the focus goes while somebody records: the recording has its line to its end', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  const { capture } = desk.record();
  desk.microphone.take(away);
  desk.line.listener.heard(sound('a'));
  assert.equal(desk.line.end, 'open');
  assert.equal(await desk.finish(capture), 'a');
  assert.deepEqual([desk.line.end, desk.lines.length], ['finished', 1]);
});

const dead: Problem = { kind: 'microphoneSilent', why: 'noFrames' };

test('the line fails: told to who records, else only logged, and not opened again at once', async () => {
  const idle = new Desk(...ready);
  idle.line.listener.ended(dead);
  assert.deepEqual([idle.lines.length, idle.shown.at(-1), idle.watching], [1, false, 0]);
  const busy = new Desk(...ready);
  busy.line.listener.flowing();
  const { capture, told } = busy.record();
  busy.line.listener.heard(sound('a'));
  busy.line.listener.ended(dead);
  assert.deepEqual(told.ended, [dead]);
  assert.equal(await busy.finish(capture), 'a');
  assert.equal(busy.lines.length, 2, 'it is tried once more after the recording');
});

test('a line without fresh sound ends with the recording, which is told what is missing', async () => {
  const desk = new Desk(...ready);
  desk.line.listener.flowing();
  const { capture } = desk.record();
  desk.line.isFresh = false;
  await desk.finish(capture);
  assert.deepEqual(
    desk.lines.map(({ end }) => end),
    ['finished', 'open'],
  );
});

test('what was noticed while nobody recorded is noticed anew for the recording', () => {
  const desk = new Desk(...ready);
  desk.line.listener.noticed(dead);
  const { told } = desk.record();
  assert.deepEqual([told.noticed, desk.line.watches], [[], 1]);
  desk.line.listener.noticed(dead);
  assert.deepEqual(told.noticed, [dead]);
});
