// The microphone while a person speaks into it: a recorder that stalls or dies is started again and the pieces are
// joined, what is missing is told, a microphone that is muted in the middle is told, and every end has its time. Real
// recorders on a virtual microphone; the programs that cannot be ended are fakes.

import assert from 'node:assert/strict';
import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { patience } from '../../src/audio/flow.ts';
import { joinPcm, secondsOf } from '../../src/audio/format.ts';
import type { Problem } from '../../src/base/problem.ts';
import { descendants, findByCommand, isAlive, type ProcessInfo, waitUntil } from '../support/processes.ts';
import { speak } from '../support/speech.ts';
import { startVirtualMicrophone, type VirtualMicrophone } from '../support/virtualMicrophone.ts';
import { bundleOf } from './support/bundle.ts';
import { hurriedClock } from './support/clocks.ts';
import { withEnvironment } from './support/environment.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import {
  assertHolds,
  definitionFile,
  fakeProgram,
  type Listening,
  listen,
  microphoneFor,
  programs,
} from './support/recordings.ts';

let virtual: VirtualMicrophone;
let [one, other] = ['', ''];
before(async () => {
  virtual = await startVirtualMicrophone();
  Object.assign(process.env, virtual.env);
  one = await speak('Close the terminal.');
  other = await speak('Open the file.');
});
after(() => virtual.dispose());

const until = (what: string, condition: () => unknown, timeoutMs = 8_000) =>
  waitUntil(() => Boolean(condition()), { timeoutMs, what, everyMs: 5 });

/** The recorder program itself, not what guards it. */
function recorderBelow(pid: number, program = 'parecord'): ProcessInfo | undefined {
  return descendants(pid).find(({ command }) => command.startsWith(`${program} `));
}

function gapIn({ told }: Listening): Extract<Problem, { kind: 'recordingGap' }> | undefined {
  return told.noticed.find((problem) => problem.kind === 'recordingGap');
}

describe('a recorder that breaks off in the middle', () => {
  const ways: readonly (readonly [
    signal: NodeJS.Signals,
    why: 'stopped' | 'stalled',
    least: number,
    most: number,
  ])[] = [
    ['SIGKILL', 'stopped', 0, 1.5],
    ['SIGSTOP', 'stalled', patience.laterMs / 1_000, 5],
  ];
  for (const [signal, why, least, most] of ways) {
    test(`${signal}: it is started again, both pieces are there, and the gap is told once`, async () => {
      const clean = standing();
      const listening = listen(microphoneFor().microphone);
      const { recording, told, flows } = listening;
      await flows();
      await virtual.play(one);
      process.kill(recorderBelow(process.pid)?.pid ?? 0, signal);
      const gap = await waitUntil(() => gapIn(listening), { timeoutMs: 8_000, what: 'the gap was told' });
      const before = told.pieces.length;
      await virtual.play(other);
      const pcm = await recording.finish();
      assert.deepEqual([told.flowing, told.problems, told.noticed], [1, [], [gap]]);
      assert.deepEqual([gap.program, gap.why], ['parecord', why]);
      assert.ok(gap.seconds >= least && gap.seconds < most, `${gap.seconds} s`);
      assert.deepEqual(pcm, joinPcm(told.pieces));
      assertHolds(joinPcm(told.pieces.slice(0, before)), one);
      assertHolds(joinPcm(told.pieces.slice(before)), other);
      await assertNothingLeft(clean);
    });
  }

  test('it cannot be started again: another recorder takes over', async () => {
    const { folder, only } = programs('arecord');
    fakeProgram(
      folder,
      'parecord',
      `test -e '${folder}/used' && exit 1`,
      `: >'${folder}/used'`,
      'for _ in 1 2 3 4 5 6 7 8 9; do printf 0123456789abcdef; /bin/sleep 0.02; done',
    );
    await only(async () => {
      const listening = listen(microphoneFor({ recorder: 'auto' }).microphone);
      await listening.flows();
      await until('the gap was told', () => gapIn(listening));
      const before = listening.told.pieces.length;
      await virtual.play(other);
      await listening.recording.finish();
      assert.equal(gapIn(listening)?.program, 'parecord');
      assertHolds(joinPcm(listening.told.pieces.slice(before)), other);
    });
  });

  test('half a sample at its end does not spoil what comes after it', async () => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', 'printf "\\001\\002\\001\\002\\001"', '/bin/sleep 0.1');
    await only(async () => {
      const listening = listen(microphoneFor().microphone);
      await listening.flows();
      await until('it has ended for good', () => listening.told.problems.length > 0);
      const pcm = await listening.recording.finish();
      assert.deepEqual(Buffer.from(pcm), Buffer.alloc(pcm.byteLength, '\x01\x02'));
      assert.equal(pcm.byteLength, 4 * 5, 'four restarts');
      assert.equal(listening.told.noticed.length, 4);
    });
  });

  test('it stalls again and again: after four times the recording ends', async () => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', 'printf 0123456789abcdef', 'exec /bin/sleep 60');
    await only(async () => {
      const { told, ends } = listen(microphoneFor({ clock: hurriedClock(10) }).microphone);
      const problem = await ends();
      assert.equal(problem.kind, 'recorderStopped');
      assert.equal(told.noticed.filter(({ kind }) => kind === 'recordingGap').length, 4);
    });
  });

  test('it ends just before the key comes up: what is missing is told at the end', async () => {
    const listening = listen(microphoneFor().microphone);
    await listening.flows();
    await virtual.play(one);
    process.kill(recorderBelow(process.pid)?.pid ?? 0, 'SIGSTOP');
    const halted = performance.now();
    // Longer than any recorder is quiet, shorter than a stall is noticed.
    await until('nothing came for a while', () => performance.now() - halted > 750);
    const startedAt = performance.now();
    await listening.recording.finish();
    assert.ok(performance.now() - startedAt < 2_500, 'the end has its time');
    assert.equal(gapIn(listening)?.why, 'stalled');
  });
});

describe('a microphone on which nothing moves in the middle', () => {
  test('muted by the system: told, and again after it was heard; what was said before and after is there', async () => {
    const room = await startVirtualMicrophone({ noise: 'room' });
    try {
      await withEnvironment(room.env, async () => {
        const { recording, told, flows } = listen(microphoneFor().microphone);
        await flows();
        await room.play(one);
        for (const times of [1, 2]) {
          await room.setMuted(true);
          await until('it was told', () => told.noticed.length === times);
          await room.setMuted(false);
          await room.play(other);
        }
        const pcm = await recording.finish();
        const muted: Problem = { kind: 'microphoneSilent', why: 'muted' };
        assert.deepEqual([told.noticed, told.problems], [[muted, muted], []]);
        assert.ok(secondsOf(pcm) > 6);
      });
    } finally {
      await room.dispose();
    }
  });

  test('a pause of zeros, as software makes them that takes out noise, is not told', async () => {
    const { recording, told, flows } = listen(microphoneFor().microphone);
    await flows();
    await virtual.play(one);
    const spoken = secondsOf(joinPcm(told.pieces));
    await until('four seconds of zeros came', () => secondsOf(joinPcm(told.pieces)) > spoken + 4);
    await virtual.play(other);
    await recording.finish();
    assert.deepEqual(told.noticed, []);
  });

  test('muted from the start: told as that', async () => {
    await virtual.setMuted(true);
    try {
      const { recording, told, flows } = listen(microphoneFor().microphone);
      await flows();
      await until('it was told', () => told.noticed.length > 0);
      await recording.finish();
      assert.deepEqual(told.noticed, [{ kind: 'microphoneSilent', why: 'muted' }]);
    } finally {
      await virtual.setMuted(false);
    }
  });
});

describe('a recorder that does not want to end', () => {
  const deaf = [
    "trap '' TERM INT HUP PIPE",
    'while :; do printf 0123456789abcdef 2>/dev/null; /bin/sleep 0.02; done',
  ];

  test('one that cannot be killed is left alone: the end comes in time, with the sound', async (context) => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', ...deaf);
    await only(async () => {
      const { microphone, log } = microphoneFor();
      const { recording, flows } = listen(microphone);
      await flows();
      const [recorder] = descendants(process.pid).filter(({ command }) => command.includes('/parecord'));
      assert.ok(recorder !== undefined);
      // No signal arrives, as at a process that waits in the kernel for a device.
      const kill = context.mock.method(ChildProcess.prototype, 'kill', () => true);
      const startedAt = performance.now();
      const pcm = await recording.finish();
      const took = performance.now() - startedAt;
      kill.mock.restore();
      try {
        assert.ok(isAlive(recorder.pid), 'it was not killed');
        assert.ok(took < 3_000, `${took} ms`);
        assert.ok(pcm.byteLength > 0);
        assert.match(log.lines.join('\n'), new RegExp(`process ${recorder.pid} cannot be ended`));
        const again = listen(microphone);
        await again.flows();
        again.recording.abandon();
      } finally {
        process.kill(recorder.pid, 'SIGKILL');
      }
    });
  });

  test('abandoned, it is killed at once', async () => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', ...deaf);
    await only(async () => {
      const clean = standing();
      const { recording, flows } = listen(microphoneFor().microphone);
      await flows();
      recording.abandon();
      await assertNothingLeft(clean, 500);
    });
  });
});

describe('the extension host is killed', () => {
  for (const flows of [false, true]) {
    test(`a recorder ${flows ? 'with' : 'without'} sound ends with it`, async () => {
      const bundle = await bundleOf(host);
      if (!flows) await virtual.setSuspended(true);
      try {
        const child = bundle.start({ definitionFile });
        const recorder = await waitUntil(() => recorderBelow(child.pid ?? 0), {
          timeoutMs: 8_000,
          what: 'the recorder ran',
        });
        if (flows) await once(child.stdout ?? child, 'data');
        const guards = findByCommand(/sotto-recorder parecord/).map(({ pid }) => pid);
        assert.ok(guards.length > 0, 'something guards it');
        child.kill('SIGKILL');
        await until('recorder and guard had ended', () => ![recorder.pid, ...guards].some(isAlive), 2_000);
      } finally {
        if (!flows) await virtual.setSuspended(false);
        bundle.remove();
      }
    });
  }

  const host = `
    import { SystemMicrophone } from './src/audio/microphone.node.ts';
    import { systemClock } from './src/base/clock.node.ts';
    import { silentLog } from './src/base/log.ts';

    const { definitionFile } = JSON.parse(process.argv[2]);
    const microphone = new SystemMicrophone({
      clock: systemClock, log: silentLog, definitionFile, wish: () => ({ recorder: 'parecord', device: '' }),
      memory: { read: () => undefined, write() {} },
    });
    microphone.record({ flowing: () => console.log('flows'), heard() {}, noticed() {}, ended() {} });
  `;
});

describe('the recorder that delivers first', () => {
  test('is used: one that is slow here gives way to one that may be quicker, and the quicker one stays', async () => {
    const { folder, only } = programs('arecord');
    fakeProgram(
      folder,
      'parecord',
      '/bin/sleep 2.2',
      'while :; do printf 0123456789abcdef; /bin/sleep 0.02; done',
    );
    await only(async () => {
      const { microphone, log } = microphoneFor({ recorder: 'auto' });
      const used: string[] = [];
      for (let count = 0; count < 4; count++) {
        log.lines.length = 0;
        const { recording, flows } = listen(microphone);
        await flows();
        await recording.finish();
        used.push(...log.lines.flatMap((line) => /^recorder (\S+): starting/.exec(line)?.[1] ?? []));
      }
      assert.deepEqual(used, ['parecord', 'arecord', 'arecord', 'arecord']);
    });
  });
});
