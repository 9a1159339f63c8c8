// What the status bar shows in each state, without VS Code and without words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DictationState } from '../../src/dictation/machine.ts';
import type { LaunchSpec } from '../../src/server/launch.ts';
import { type ServerState, stopped } from '../../src/server/lifecycle.ts';
import { clockTime, type StatusView, statusView } from '../../src/vscode/statusView.ts';

const spec: LaunchSpec = {
  program: '/s',
  model: '/m',
  backend: { kind: 'cpu', library: undefined },
  threads: 1,
  extraArgs: [],
  env: {},
};
const starting: ServerState = { kind: 'starting', launch: 1, spec };
const ready: ServerState = {
  kind: 'ready',
  launch: 1,
  spec,
  acceleration: { verdict: { kind: 'cpu', why: 'requested' }, evidence: [] },
};
const stopping: ServerState = { kind: 'stopping', launch: 1, goal: 'rest' };
const waiting: ServerState = { kind: 'waiting', problem: { kind: 'serverDied', detail: '', tail: [] } };
const failed: ServerState = { kind: 'failed', problem: { kind: 'serverDied', detail: '', tail: [] } };

const finishing = (stage: 'capturing' | 'transcribing' | 'inserting'): DictationState => {
  return { kind: 'finishing', id: 1, stage };
};
const works = { icon: 'loading~spin', severity: 'none', command: 'sotto.cancel' } as const;

test('what is shown', () => {
  const rows: readonly (readonly [DictationState, readonly ServerState[], StatusView])[] = [
    [
      { kind: 'idle' },
      [stopped, starting, ready, stopping, failed],
      { icon: 'mic', word: 'idle', severity: 'none', command: 'sotto.dictate' },
    ],
    [
      { kind: 'arming', id: 1 },
      [stopped, starting, ready],
      { icon: 'loading~spin', word: 'starting', severity: 'none', command: 'sotto.dictate' },
    ],
    [
      { kind: 'recording', id: 1, since: 30_000 },
      [stopped, starting, ready],
      { icon: 'record', word: 'recording', time: '1:05', severity: 'error', command: 'sotto.dictate' },
    ],
    [
      { kind: 'recording', id: 1, since: 30_000 },
      [failed],
      { icon: 'record', word: 'recordingOnly', time: '1:05', severity: 'error', command: 'sotto.dictate' },
    ],
    [
      { kind: 'error', problem: { kind: 'nothingHeard' } },
      [ready, failed],
      { icon: 'mic', word: 'nothingHeard', severity: 'none', command: 'sotto.dictate' },
    ],
    [finishing('capturing'), [starting], { ...works, word: 'loading' }],
    [finishing('transcribing'), [starting, waiting], { ...works, word: 'loading' }],
    [finishing('transcribing'), [ready, stopped, failed], { ...works, word: 'transcribing' }],
    [finishing('inserting'), [ready], { ...works, word: 'transcribing' }],
    [
      { kind: 'error', problem: { kind: 'noEditor' } },
      [stopped, ready, failed],
      { icon: 'warning', word: 'error', severity: 'warning', command: 'sotto.server.showLog' },
    ],
  ];
  for (const [dictation, servers, view] of rows) {
    for (const server of servers) {
      assert.deepEqual(statusView(dictation, server, 95_400), view, `${dictation.kind}, ${server.kind}`);
    }
  }
});

test('time as minutes and seconds', () => {
  const rows = [
    [-5, '0:00'],
    [0, '0:00'],
    [999, '0:00'],
    [1_000, '0:01'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [605_000, '10:05'],
    [3_600_000, '60:00'],
  ] as const;
  for (const [milliseconds, shown] of rows) assert.equal(clockTime(milliseconds), shown);
});
