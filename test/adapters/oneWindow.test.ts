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
import { bundleOf } from './support/bundle.ts';

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

test('two windows that begin at the same moment: one of them records, whatever the order of their steps', async (t) => {
  const own = temporaryFolder('windows-at-once');
  const bundle = await bundleOf(windowInRounds);
  t.after(() => {
    bundle.remove();
    own.remove();
  });
  const options = { folder: own.path, begin: Date.now() + 1_500, rounds: 80, everyMs: 120 };
  const [one = [], two = []] = (await Promise.all([bundle.run(options), bundle.run(options)])).map(
    ({ stdout, stderr }) => {
      assert.equal(stderr, '');
      return JSON.parse(stdout) as readonly Round[];
    },
  );
  // On a busy machine one may be late: then it has ended the other's recording, or comes after its end.
  const rounds = one.flatMap((first, index) => {
    const second = two[index];
    return second && Math.abs(first.began - second.began) <= 10
      ? [Number(first.goesOn) + Number(second.goesOn)]
      : [];
  });
  assert.ok(rounds.length >= 20, `${rounds.length} rounds`);
  assert.deepEqual([...new Set(rounds)], [1], JSON.stringify(rounds));
});

interface Round {
  readonly began: number;
  readonly goesOn: boolean;
}

/** A window that begins a recording at each of these times, and tells of each whether it went on. */
const windowInRounds = `
  import { Emitter } from './src/base/emitter.ts';
  import { silentLog } from './src/base/log.ts';
  import { onlyOneWindowRecords } from './src/dictation/oneWindow.node.ts';
  const { folder, begin, rounds, everyMs } = JSON.parse(process.argv[2]);
  const changed = new Emitter();
  const done = [];
  let isOn = false;
  const end = () => {
    isOn = false;
    changed.fire({ kind: 'idle' });
  };
  onlyOneWindowRecords({ onChange: changed.listen, stop: end }, folder, silentLog);
  const run = (round) => {
    if (round === rounds) {
      console.log(JSON.stringify(done));
      process.exit(0);
    }
    const at = begin + round * everyMs;
    setTimeout(() => {
      while (Date.now() < at);
      isOn = true;
      const began = Date.now();
      changed.fire({ kind: 'arming', id: round });
      setTimeout(() => {
        done.push({ began, goesOn: isOn });
        if (isOn) end();
        run(round + 1);
      }, 0.75 * everyMs);
    }, Math.max(0, at - Date.now() - 4));
  };
  run(0);
`;
