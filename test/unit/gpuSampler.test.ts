// When the GPU is looked at: only while it can be seen, seldom while nothing runs, and rarely enough to let it
// sleep. The clock is moved by hand.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { bar, chart } from '../../src/gpu/chart.ts';
import { bestGpu } from '../../src/gpu/devices.ts';
import { type KernelFiles, kernelFiles } from '../../src/gpu/files.node.ts';
import { pressureOf } from '../../src/gpu/neighbours.ts';
import { pauseMs } from '../../src/gpu/pace.ts';
import type { Sample } from '../../src/gpu/sample.ts';
import { GpuSampler } from '../../src/gpu/sampler.node.ts';
import { Trail, trailMs } from '../../src/gpu/trail.ts';
import { writeTree } from '../support/kernelTrees.ts';
import { type MachineName, machines } from '../support/machines.ts';
import { FakeClock } from './fakeClock.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-sampler-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function samplerOn(name: MachineName, files: KernelFiles = kernelFiles) {
  const clock = new FakeClock();
  let reads = 0;
  const sampler = new GpuSampler({
    ...{ clock, choose: bestGpu, pollMs: () => 2_000, serverPid: () => undefined },
    roots: writeTree(machines[name], mkdtempSync(join(folder, `${name}-`))),
    files: {
      ...files,
      bytes: (file) => {
        reads += 1;
        return files.bytes(file);
      },
    },
  });
  const samples: Sample[] = [];
  sampler.onSample((sample) => samples.push(sample));
  const seen = async (count: number) => {
    const deadline = Date.now() + 5_000;
    while (samples.length < count && Date.now() < deadline)
      await new Promise((resume) => setImmediate(resume));
    assert.equal(samples.length, count);
    await new Promise((resume) => setImmediate(resume));
  };
  return { sampler, clock, seen, samples, reads: () => reads };
}

const visible = { visible: true, watched: false };
const watched = { visible: true, watched: true };
const hidden = { visible: false, watched: false };

describe('the sampler', () => {
  test('reads nothing before somebody can see it, and nothing afterwards', async () => {
    const { sampler, clock, seen, reads } = samplerOn('rx7800xt');
    clock.advance(3_600_000);
    assert.equal(reads(), 0);
    sampler.want(visible);
    await seen(1);
    sampler.want(hidden);
    const before = reads();
    clock.advance(3_600_000);
    assert.equal(reads(), before);
    sampler.dispose();
  });

  test('looks every two seconds while a dictation runs, else rarely enough to let the GPU sleep', async () => {
    const { sampler, clock, seen } = samplerOn('rx7800xt');
    sampler.want(visible);
    await seen(1);
    clock.advance(14_999);
    await seen(1);
    clock.advance(1);
    await seen(2);
    sampler.phase('recording');
    await seen(3); // at once
    clock.advance(2_000);
    await seen(4);
    sampler.phase(undefined);
    clock.advance(2_000);
    await seen(5); // the one that was already due
    clock.advance(14_999);
    await seen(5);
    sampler.dispose();
  });

  test('looks every two seconds while the panel shows a GPU at work', async () => {
    const { sampler, clock, seen } = samplerOn('rx7800xt');
    sampler.want(watched);
    await seen(1);
    clock.advance(2_000);
    await seen(2);
    sampler.dispose();
  });

  test('never looks twice at once, however long a driver takes', async () => {
    let release = () => {};
    let asked = 0;
    const { sampler, clock, seen } = samplerOn('rx7800xt', {
      ...kernelFiles,
      async bytes(file) {
        if (!file.endsWith('gpu_busy_percent')) return kernelFiles.bytes(file);
        asked += 1;
        await new Promise<void>((done) => {
          release = done;
        });
        return kernelFiles.bytes(file);
      },
    });
    sampler.want(watched);
    while (asked === 0) await new Promise((resume) => setImmediate(resume));
    sampler.phase('recording');
    sampler.want(hidden);
    sampler.want(watched);
    clock.advance(60_000);
    assert.equal(asked, 1);
    release();
    await seen(1);
    sampler.dispose();
  });

  for (const name of ['nothing', 'nvidiaOnly', 'intelOnly'] as const) {
    test(`${machines[name].about}: nothing to look at, and no coming back`, async () => {
      const { sampler, clock, reads } = samplerOn(name);
      sampler.want(watched);
      assert.equal(await sampler.once(), undefined);
      const before = reads();
      clock.advance(3_600_000);
      assert.equal(reads(), before);
    });
  }
});

describe('memory that others fill', () => {
  const gibibyte = 2 ** 30;
  const seen = (...used: readonly (readonly [all: number, own: number | undefined])[]) =>
    used.map(
      ([all, own], at) =>
        ({
          at,
          memory: { usedBytes: all * gibibyte, totalBytes: 16 * gibibyte },
          own: own === undefined ? undefined : { memoryBytes: own * gibibyte, computeNs: undefined },
        }) as Sample,
    );
  const table: readonly (readonly [string, readonly Sample[], string])[] = [
    ['nothing was seen', [], 'between'],
    ['there is room', seen([4, 1], [5, 1]), 'relief'],
    ['it is getting tight', seen([4, 1], [14, 1]), 'between'],
    ['another grew until it is full', seen([4, 1], [15, 1]), 'short'],
    ['we grew ourselves', seen([8, 1], [15, 8]), 'between'],
    ['it was full before we came', seen([15, 1], [15.1, 1]), 'between'],
    ['our own share is not known', seen([4, undefined], [15, undefined]), 'short'],
    ['the kernel does not tell', [{ at: 0, memory: undefined } as Sample], 'between'],
  ];
  for (const [what, samples, pressure] of table)
    test(what, () => assert.equal(pressureOf(samples, 90), pressure));
});

test('the pause between two looks', () => {
  const pause = (now: Partial<Parameters<typeof pauseMs>[0]>) =>
    pauseMs({
      ...{ pollMs: 2_000, dictating: false, watched: false, busyPercent: 0, sleepsAfterMs: 5_000 },
      ...now,
    });
  assert.equal(pause({ dictating: true }), 2_000);
  assert.equal(pause({ watched: true, busyPercent: 40 }), 2_000);
  assert.equal(pause({ watched: true }), 15_000);
  assert.equal(pause({ watched: true, sleepsAfterMs: undefined }), 2_000);
  assert.equal(pause({ sleepsAfterMs: undefined }), 10_000);
  assert.equal(pause({}), 15_000);
});

describe('the chart', () => {
  const at = (time: number, value: number | undefined) => ({ at: time, value });

  test('is a line from right to left, with a gap where nothing was known', () => {
    const points = [at(0, 0), at(trailMs / 2, 50), at(trailMs / 2 + 1, undefined), at(trailMs, 100)];
    const drawn = chart(points, [], trailMs, 100);
    assert.match(drawn, /<polyline class="whole" points="0\.0,60\.0 150\.0,30\.0"\/>/);
    assert.match(drawn, /<polyline class="whole" points="300\.0,0\.0 300\.0,0\.0"\/>/);
  });

  test('draws what is above its edge at the edge, and our own part beside the whole', () => {
    const drawn = chart([at(0, 999)], [], 0, 100, [at(0, 25)]);
    assert.match(drawn, /class="whole" points="300\.0,0\.0 /);
    assert.match(drawn, /class="part" points="300\.0,45\.0 /);
  });

  test('a bar of parts, of which nothing leaves the whole', () => {
    const drawn = bar([
      { name: 'own', share: 0.25 },
      { name: 'others', share: 7 },
    ]);
    assert.match(drawn, /<rect class="own" x="0\.0" y="0" width="75\.0"/);
    assert.match(drawn, /<rect class="others" x="75\.0" y="0" width="225\.0"/);
  });

  test('marks the dictations of the last minutes, the running one too', () => {
    const drawn = chart(
      [],
      [
        { phase: 'recording', from: 0, to: 1 },
        { phase: 'recording', from: trailMs, to: trailMs * 1.5 },
        { phase: 'recognising', from: trailMs * 1.5, to: undefined },
      ],
      trailMs * 2,
      100,
    );
    assert.equal(drawn.match(/<rect/g)?.length, 2);
    assert.match(drawn, /<rect class="recording" x="0\.0" y="0" width="150\.0"/);
    assert.match(drawn, /<rect class="recognising" x="150\.0" y="0" width="150\.0"/);
  });
});

describe('the trail', () => {
  const sample = (at: number) => ({ at }) as Sample;

  test('keeps the last minutes', () => {
    const trail = new Trail();
    for (const at of [0, 1_000, trailMs, trailMs + 500]) trail.add(sample(at));
    assert.deepEqual(
      trail.all.map(({ at }) => at),
      [1_000, trailMs, trailMs + 500],
    );
  });

  test('knows the phases of the last dictation', () => {
    const trail = new Trail();
    trail.enter('recording', 100);
    trail.enter('recording', 150);
    trail.enter('recognising', 3_100);
    assert.deepEqual(trail.lastDictation.at(-1), { phase: 'recognising', from: 3_100, to: undefined });
    trail.enter(undefined, 3_400);
    trail.enter(undefined, 9_999);
    trail.enter(undefined, trailMs * 3);
    assert.deepEqual(trail.lastDictation, [
      { phase: 'recording', from: 100, to: 3_100 },
      { phase: 'recognising', from: 3_100, to: 3_400 },
    ]);
  });
});
