// The life of a dictation: every event in every state. A cell of the table says the next state and the effects;
// a cell that is not there means that the event changes nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../src/base/problem.ts';
import {
  type DictationEffect,
  type DictationEvent,
  type DictationState,
  idle,
  isBusy,
  isListening,
  step,
} from '../../src/dictation/machine.ts';

const died: Problem = { kind: 'serverDied', detail: 'SIGSEGV', tail: [] };
const stopped: Problem = { kind: 'recorderStopped', program: 'rec', detail: 'gone' };

const states = {
  idle,
  arming: { kind: 'arming', id: 1 },
  recording: { kind: 'recording', id: 1, since: 30 },
  capturing: { kind: 'finishing', id: 1, stage: 'capturing' },
  transcribing: { kind: 'finishing', id: 1, stage: 'transcribing' },
  inserting: { kind: 'finishing', id: 1, stage: 'inserting' },
  error: { kind: 'error', problem: died },
} as const satisfies Record<string, DictationState>;

const events: { readonly [Kind in DictationEvent['kind']]: Extract<DictationEvent, { kind: Kind }> } = {
  start: { kind: 'start', id: 2 },
  startRefused: { kind: 'startRefused', problem: { kind: 'noEditor' } },
  retry: { kind: 'retry', id: 2 },
  stop: { kind: 'stop' },
  cancel: { kind: 'cancel' },
  calm: { kind: 'calm' },
  flowing: { kind: 'flowing', id: 1, at: 70 },
  noticed: { kind: 'noticed', id: 1, problem: { kind: 'deviceMissing', device: 'mic' } },
  recorderEnded: { kind: 'recorderEnded', id: 1, problem: stopped },
  captured: { kind: 'captured', id: 1 },
  transcribed: { kind: 'transcribed', id: 1, text: 'words' },
  inserted: { kind: 'inserted', id: 1 },
  failed: { kind: 'failed', id: 1, problem: died },
};

type StateName = keyof typeof states;
type Row = { readonly [Kind in DictationEvent['kind']]?: string };

const begins: Row = {
  start: 'arming#2: record#2 prepare#2',
  startRefused: 'error/noEditor: tell/noEditor',
  retry: 'transcribing#2: transcribe#2',
};
const cancels: Row = { cancel: 'idle: abandon#1' };
const fails: Row = { failed: 'error/serverDied: finished#1 tell/serverDied' };
const listens: Row = {
  ...cancels,
  stop: 'capturing#1: capture#1',
};

const table: { readonly [Name in StateName]: Row } = {
  idle: begins,
  error: { ...begins, calm: 'idle:' },
  arming: {
    ...listens,
    flowing: 'recording#1 since 70:',
    noticed: 'arming#1: tell/deviceMissing',
    recorderEnded: 'error/recorderStopped: abandon#1 tell/recorderStopped',
  },
  recording: {
    ...listens,
    noticed: 'recording#1 since 30: tell/deviceMissing',
    recorderEnded: 'capturing#1: capture#1 tell/recorderStopped',
  },
  capturing: { ...cancels, ...fails, captured: 'transcribing#1: transcribe#1' },
  transcribing: { ...cancels, ...fails, transcribed: 'inserting#1: insert#1/words' },
  inserting: { ...cancels, ...fails, inserted: 'idle: finished#1' },
};

function entries<Value>(object: { readonly [name: string]: Value }): [string, Value][] {
  return Object.entries(object);
}

function shown(state: DictationState): string {
  switch (state.kind) {
    case 'idle':
      return 'idle';
    case 'arming':
      return `arming#${state.id}`;
    case 'recording':
      return `recording#${state.id} since ${state.since}`;
    case 'finishing':
      return `${state.stage}#${state.id}`;
    case 'error':
      return `error/${state.problem.kind}`;
  }
}

function shownEffect(effect: DictationEffect): string {
  if (effect.kind === 'tell') return `tell/${effect.problem.kind}`;
  return `${effect.kind}#${effect.id}${effect.kind === 'insert' ? `/${effect.text}` : ''}`;
}

for (const [name, state] of entries<DictationState>(states)) {
  test(`${name}: every event`, () => {
    for (const [kind, event] of entries<DictationEvent>(events)) {
      const expected = table[name as StateName][kind as DictationEvent['kind']];
      const next = step(state, event);
      const found = `${shown(next.state)}: ${next.effects.map(shownEffect).join(' ')}`.trim();
      if (expected === undefined) {
        assert.equal(next.state, state, `${kind} changes nothing, but led to ${found}`);
        assert.deepEqual(next.effects, [], kind);
      } else {
        assert.equal(found, expected, kind);
      }
    }
  });
}

test('what arrives late for an earlier dictation changes nothing in any state', () => {
  const own = entries<DictationEvent>(events).filter(([kind, event]) => {
    return 'id' in event && kind !== 'start' && kind !== 'retry';
  });
  assert.equal(own.length, 7);
  for (const [name, state] of entries<DictationState>(states)) {
    for (const [kind, event] of own) {
      const next = step(state, { ...event, id: 99 } as DictationEvent);
      assert.equal(next.state, state, `${kind} in ${name}`);
      assert.deepEqual(next.effects, [], `${kind} in ${name}`);
    }
  }
});

test('a cancelled dictation is over: no outcome of its work leads to an insertion', () => {
  const busy = entries<DictationState>(states).filter(([, state]) => isBusy(state));
  assert.equal(busy.length, 5);
  for (const [name, state] of busy) {
    let now = step(state, events.cancel).state;
    assert.equal(now.kind, 'idle', name);
    for (const kind of ['flowing', 'captured', 'transcribed', 'inserted', 'failed'] as const) {
      const next = step(now, events[kind]);
      assert.deepEqual(next.effects, [], `${kind} after the cancel of ${name}`);
      now = next.state;
    }
    assert.equal(now.kind, 'idle', name);
  }
});

test('which states are busy, and which listen', () => {
  const named = (is: (state: DictationState) => boolean) =>
    entries<DictationState>(states).flatMap(([name, state]) => (is(state) ? [name] : []));
  assert.deepEqual(named(isListening), ['arming', 'recording']);
  assert.deepEqual(named(isBusy), ['arming', 'recording', 'capturing', 'transcribing', 'inserting']);
});
