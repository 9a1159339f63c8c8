// Two windows over one real file: the one that begins to record ends the recording of the other.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { Emitter } from '../../src/base/emitter.ts';
import { type DictationState, idle } from '../../src/dictation/machine.ts';
import { onlyOneWindowRecords } from '../../src/dictation/oneWindow.node.ts';
import { temporaryFolder } from '../support/paths.ts';
import { waitUntil } from '../support/processes.ts';

const folder = temporaryFolder('windows');
const windows: Window[] = [];
const said: string[] = [];
const log = { debug: (text: string) => void said.push(text), info() {}, warn() {}, error() {} };

/** Begins and ends recordings, and counts how often it was told to end. */
class Window {
  stops = 0;
  private readonly changed = new Emitter<DictationState>();
  readonly meeting: { dispose(): void };

  constructor(meetingFolder = folder.path) {
    const dictation = {
      onChange: this.changed.listen,
      stop: () => {
        this.stops += 1;
        this.become(idle);
      },
    };
    this.meeting = onlyOneWindowRecords(dictation, meetingFolder, log);
    windows.push(this);
  }

  become(state: DictationState): void {
    this.changed.fire(state);
  }

  record(): void {
    this.become({ kind: 'arming', id: 1 });
    this.become({ kind: 'recording', id: 1, since: 0 });
  }
}

beforeEach(() => {
  for (const { meeting } of windows.splice(0)) meeting.dispose();
  said.length = 0;
});
after(() => {
  for (const { meeting } of windows) meeting.dispose();
  folder.remove();
});

test('a recording ends where another window begins one, and only there', async () => {
  const [one, two, three] = [new Window(), new Window(), new Window()];
  one.record();
  two.record();
  await waitUntil(() => one.stops === 1, { timeoutMs: 5_000, what: 'the first one ended' });
  one.record();
  await waitUntil(() => two.stops === 1, { timeoutMs: 5_000, what: 'the second one ended' });
  assert.deepEqual([one.stops, two.stops, three.stops], [1, 1, 0]);
});

test('a recording that is over is not ended', async () => {
  const [one, two] = [new Window(), new Window()];
  one.record();
  one.become(idle);
  two.record();
  one.record();
  await waitUntil(() => two.stops === 1, { timeoutMs: 5_000, what: 'the second one ended' });
  assert.equal(one.stops, 0);
});

test('where no file can be written it records all the same', () => {
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  const window = new Window(join(file, 'below'));
  window.record();
  assert.equal(window.stops, 0);
  assert.equal(said.length, 1);
});

test('where somebody deletes the file, the recording goes on', async () => {
  const own = temporaryFolder('windows-deleted');
  const window = new Window(own.path);
  window.record();
  own.remove();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(window.stops, 0);
});
