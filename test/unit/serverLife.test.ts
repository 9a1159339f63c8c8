// The life of the server: every event in every state, what each asks to be done, and the way through crashes to
// the end of trying. Beside it what a ready server needs now and then, and what its answers mean.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../src/base/problem.ts';
import type { Acceleration } from '../../src/server/evidence.ts';
import type { LaunchSpec } from '../../src/server/launch.ts';
import {
  type Life,
  restartDelaysMs,
  type ServerEffect,
  type ServerEvent,
  type ServerState,
  step,
  stopped,
  unborn,
} from '../../src/server/lifecycle.ts';
import { type Answer, outcomeOf } from '../../src/server/outcome.ts';
import { type Chore, choresDue, healthyAfterMs, type Look, type Use } from '../../src/server/upkeep.ts';

const spec: LaunchSpec = {
  ...{ program: '/s', model: '/m', threads: 4, extraArgs: [], env: {} },
  backend: { kind: 'cpu', library: undefined },
};
const acceleration: Acceleration = { verdict: { kind: 'cpu', why: 'requested' }, evidence: [] };
const dead: Problem = { kind: 'serverDied', detail: 'ended by SIGKILL', tail: ['last words'] };
const wrong: Problem = { kind: 'backendMissing', backend: 'rocm', built: ['cpu'] };

const judgedAnew: Acceleration = { verdict: { kind: 'gpu', device: 'ROCm0', name: undefined }, evidence: [] };

const states = {
  stopped,
  planning: { kind: 'starting', launch: 1 },
  starting: { kind: 'starting', launch: 1, spec },
  ready: { kind: 'ready', launch: 1, spec, acceleration },
  stopping: { kind: 'stopping', launch: 1, goal: 'rest' },
  renewing: { kind: 'stopping', launch: 1, goal: 'start' },
  waiting: { kind: 'waiting', problem: dead },
  failed: { kind: 'failed', problem: dead },
} as const satisfies Record<string, ServerState>;

const events = {
  wanted: { kind: 'wanted', by: 'person' },
  retried: { kind: 'wanted', by: 'retry' },
  unwanted: { kind: 'unwanted', parting: 'end' },
  leftAlone: { kind: 'unwanted', parting: 'letGo' },
  renewed: { kind: 'renewed', parting: 'end' },
  launched: { kind: 'launched', launch: 1, spec },
  ready: { kind: 'ready', launch: 1, acceleration },
  judged: { kind: 'judged', launch: 1, acceleration: judgedAnew },
  refused: { kind: 'refused', launch: 1, problem: wrong },
  died: { kind: 'died', launch: 1, problem: dead },
  dismissed: { kind: 'dismissed', launch: 1 },
  down: { kind: 'down', launch: 1 },
  delayOver: { kind: 'delayOver' },
  healthy: { kind: 'healthy', launch: 1 },
} as const satisfies Record<string, ServerEvent>;

type StateName = keyof typeof states;
type EventName = keyof typeof events;

const next: ServerState = { kind: 'starting', launch: 2 };
const bringUp: ServerEffect = { kind: 'bringUp', launch: 2 };
const takeDown = (parting: 'letGo' | 'end'): ServerEffect => ({ kind: 'takeDown', launch: 1, parting });
const wait: ServerEffect = { kind: 'wait', milliseconds: restartDelaysMs[0] ?? 0 };

test('every event in every state', () => {
  type Row = readonly [ServerState, ...ServerEffect[]];
  const { stopping, renewing } = states;
  const comesUp: Row = [next, bringUp];
  const down: { readonly [Event in EventName]?: Row } = {
    ...{ wanted: comesUp, retried: comesUp, renewed: comesUp },
    ...{ unwanted: [stopped], leftAlone: [stopped] },
  };
  const up: { readonly [Event in EventName]?: Row } = {
    unwanted: [stopping, takeDown('end')],
    leftAlone: [stopping, takeDown('letGo')],
    renewed: [renewing, takeDown('end')],
  };
  const refused: Row = [{ kind: 'failed', problem: wrong }];
  const table: { readonly [Name in StateName]: { readonly [Event in EventName]?: Row } } = {
    stopped: down,
    failed: down,
    waiting: { ...down, delayOver: comesUp },
    planning: { ...up, launched: [states.starting], refused },
    starting: { ...up, ready: [states.ready], refused },
    ready: {
      ...{ ...up, died: [states.waiting, wait], dismissed: [stopped] },
      judged: [{ ...states.ready, acceleration: judgedAnew }],
    },
    stopping: { wanted: [renewing], retried: [renewing], renewed: [renewing], down: [stopped] },
    renewing: { unwanted: [stopping], leftAlone: [stopping], down: comesUp },
  };
  for (const [name, state] of Object.entries(states)) {
    for (const [what, event] of Object.entries(events)) {
      const [expected, ...effects] = table[name as StateName][what as EventName] ?? [state];
      const taken = step({ state, lastLaunch: 1, crashes: 0 }, event);
      assert.deepEqual([taken.life.state, taken.effects], [expected, effects], `${what} in ${name}`);
    }
  }
});

test('what comes late from an earlier launch changes nothing', () => {
  for (const state of Object.values(states)) {
    for (const event of Object.values(events)) {
      if (!('launch' in event)) continue;
      const life: Life = { state, lastLaunch: 99, crashes: 1 };
      assert.deepEqual(step(life, { ...event, launch: 98 }), { life, effects: [] }, event.kind);
    }
  }
});

function after(life: Life, ...happened: readonly ServerEvent[]): { life: Life; waits: number[] } {
  const waits: number[] = [];
  let now = life;
  for (const event of happened) {
    const launch = now.lastLaunch;
    const taken = step(now, 'launch' in event ? { ...event, launch } : event);
    now = taken.life;
    for (const effect of taken.effects) if (effect.kind === 'wait') waits.push(effect.milliseconds);
  }
  return { life: now, waits };
}

const { wanted, retried, launched, ready, died, refused, delayOver, healthy, unwanted } = events;
const comesUp = [launched, ready];
const crashes = (times: number) =>
  Array(times)
    .fill([delayOver, ...comesUp, died])
    .flat()
    .slice(1);
const inARow = (times: number) => [wanted, ...crashes(times)];

test('crashes in a row: the delays grow, and then it is given up with its last words', () => {
  const most = restartDelaysMs.length;
  const almost = after(unborn, ...inARow(most));
  assert.deepEqual(almost.waits, restartDelaysMs);
  assert.equal(almost.life.state.kind, 'waiting');
  const { life } = after(unborn, ...inARow(most + 1));
  assert.deepEqual(life.state, {
    kind: 'failed',
    problem: {
      kind: 'serverKeepsDying',
      crashes: most + 1,
      detail: 'ended by SIGKILL',
      tail: ['last words'],
    },
  });
  // A person may try again, and has all the tries again.
  assert.deepEqual(after(life, wanted, ...crashes(most)).waits, restartDelaysMs);
});

test('a restart that does not come up counts as a crash; the first start of a wish does not', () => {
  assert.equal(after(unborn, wanted, refused).life.state.kind, 'failed');
  const { life, waits } = after(unborn, ...inARow(1), delayOver, refused, delayOver, refused);
  assert.equal(life.state.kind, 'waiting');
  assert.deepEqual(waits, restartDelaysMs.slice(0, 3));
});

test('a healthy time or a person makes the crashes forgotten, the same audio again does not', () => {
  const twice = after(unborn, ...inARow(2)).life;
  assert.equal(twice.crashes, 2);
  assert.equal(after(twice, delayOver, ...comesUp, healthy).life.crashes, 0);
  assert.equal(after(twice, wanted).life.crashes, 0);
  assert.equal(after(twice, retried).life.crashes, 2);
  assert.equal(after(twice, unwanted).life.state, stopped);
  // A person who only speaks on while it runs has not mended anything.
  assert.equal(after(twice, delayOver, ...comesUp, wanted).life.crashes, 2);
});

test('many wishes while it stops are one', () => {
  const renewed = { kind: 'renewed', parting: 'letGo' } as const;
  const { life } = after(unborn, wanted, ...comesUp, renewed, renewed, wanted, renewed);
  assert.deepEqual(life.state, { kind: 'stopping', launch: 1, goal: 'start' });
  assert.deepEqual(after(life, { kind: 'down', launch: 1 }).life.state, next);
});

test('what is due for a server that is ready', () => {
  const before: Look = { monotonic: 1_000_000, wall: 5_000_000 };
  const later = (monotonic: number, wall: number): Look => ({
    monotonic: before.monotonic + monotonic,
    wall: before.wall + wall,
  });
  const use: Use = { readySince: 999_000, lastUsed: 999_500, isBusy: false, idleUnloadMinutes: 30 };
  const minutes = 60_000;
  const rows: readonly (readonly [string, Look, Partial<Use>, readonly Chore[]])[] = [
    ['nothing', later(5_000, 5_000), {}, []],
    ['the machine had much to do', later(9_000, 9_000), {}, []],
    ['the clock was set a little', later(5_000, 9_000), {}, []],
    ['the machine slept', later(5_000, 65_000), {}, ['warm']],
    ['the clock was set back', later(5_000, -600_000), {}, []],
    ['it has proven itself', later(healthyAfterMs, healthyAfterMs), {}, ['forgetCrashes']],
    ['nobody speaks', later(30 * minutes, 30 * minutes), {}, ['unload']],
    ['somebody speaks for long', later(31 * minutes, 31 * minutes), { isBusy: true }, ['forgetCrashes']],
    ['never unload', later(600 * minutes, 600 * minutes), { idleUnloadMinutes: 0 }, ['forgetCrashes']],
  ];
  for (const [name, now, change, due] of rows) {
    assert.deepEqual(choresDue(before, now, { ...use, ...change }), due, name);
  }
});

test('what an answer means: words, a problem to tell, or a server to replace', () => {
  const gpu: LaunchSpec = { ...spec, backend: { kind: 'vulkan', library: '/v.so' } };
  const refusedWith = (status: number): Answer => ({ kind: 'refused', status, detail: 'why' });
  const rows: readonly (readonly [Answer, LaunchSpec, string, string | undefined])[] = [
    [{ kind: 'heard', transcript: { text: 'a' } }, spec, 'heard', undefined],
    [{ kind: 'aborted' }, spec, 'problem', 'nothingHeard'],
    [{ kind: 'late', why: 'hung', waitedMs: 12_000 }, gpu, 'broken', 'serverTimeout'],
    [{ kind: 'late', why: 'stuck', waitedMs: 300_000 }, gpu, 'broken', 'serverTimeout'],
    [{ kind: 'late', why: 'slow', waitedMs: 60_000 }, gpu, 'problem', 'serverTimeout'], // it is not ended for that
    [{ kind: 'unreachable', detail: 'ECONNRESET' }, spec, 'broken', 'serverDied'],
    [refusedWith(400), spec, 'problem', 'serverRefused'],
    [refusedWith(400), gpu, 'problem', 'serverRefused'],
    [refusedWith(500), spec, 'problem', 'serverRefused'],
    [refusedWith(500), gpu, 'broken', 'serverRefused'],
    [refusedWith(404), spec, 'broken', 'serverRefused'], // a stranger took its port
  ];
  for (const [answer, launch, kind, problem] of rows) {
    const outcome = outcomeOf(answer, launch);
    const about = JSON.stringify([answer, launch.backend.kind]);
    assert.equal(outcome.kind, kind, about);
    assert.equal('problem' in outcome ? outcome.problem.kind : undefined, problem, about);
  }
});

test('a server that hangs speaks against its backend, one that keeps others waiting does not', () => {
  const isFault = (why: 'hung' | 'stuck') => {
    const outcome = outcomeOf({ kind: 'late', why, waitedMs: 1 }, spec);
    return outcome.kind === 'broken' && outcome.isFault;
  };
  assert.deepEqual([isFault('hung'), isFault('stuck')], [true, false]);
});
