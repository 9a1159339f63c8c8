// Learning what the model mishears: only in idle time and with mains power, and it ends at the first sign of a
// dictation. The synthesiser and the recogniser are stand-ins, the clock is moved by hand.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import { wavFile } from '../../../src/audio/wav.ts';
import { ok } from '../../../src/base/result.ts';
import { termOf } from '../../../src/vocabulary/terms.ts';
import { Vocabulary } from '../../../src/vocabulary/vocabulary.ts';
import { ModelWords } from '../../../src/vscode/words/modelWords.ts';
import { FakeClock } from '../../unit/fakeClock.ts';
import { silentLog } from './parts.ts';
import { suite, test } from './runner.ts';
import { given, until } from './window.ts';

interface Classroom {
  readonly words: ModelWords;
  readonly vocabulary: Vocabulary;
  readonly clock: FakeClock;
  readonly file: string;
  asked: number;
  /** How many lessons ended, or did not begin. */
  over: number;
  /** Runs with each question. */
  meanwhile: () => unknown;
  power(status: 'Charging' | 'Discharging'): void;
}

async function inClass(body: (room: Classroom) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-learning-'));
  const path = process.env['PATH'];
  const battery = join(folder, 'class', 'power_supply', 'BAT0');
  mkdirSync(battery, { recursive: true });
  writeFileSync(join(battery, 'type'), 'Battery\n');
  writeFileSync(join(folder, 'said.wav'), wavFile(new Uint8Array(32_000)));
  writeFileSync(join(folder, 'espeak-ng'), `#!/bin/sh\nexec cat '${folder}/said.wav'\n`, { mode: 0o755 });
  process.env['PATH'] = `${folder}:${path}`;
  const vocabulary = new Vocabulary(doubleMetaphone);
  vocabulary.set('some', [termOf('PyTorch', 'user'), termOf('pgBouncer', 'user')]);
  const clock = new FakeClock();
  const room: Classroom = {
    ...{ vocabulary, clock, asked: 0, over: 0, meanwhile: () => {} },
    file: join(folder, 'kept', 'model.bin.txt'),
    power: (status) => writeFileSync(join(battery, 'status'), `${status}\n`),
    words: new ModelWords({
      ...{ vocabulary, clock, sysRoot: folder, folder: join(folder, 'kept') },
      log: {
        ...silentLog,
        debug: (message) => {
          if (/no lesson|lesson is over/.test(message)) room.over += 1;
        },
      },
      locate: async () => ok(join(folder, 'model.bin')),
      mayLearn: () => true,
      serverIsReady: () => true,
      transcribe: async () => {
        room.asked += 1;
        await room.meanwhile();
        return ok({ text: 'This function uses pie torch.' });
      },
    }),
  };
  room.power('Charging');
  try {
    await room.words.dictationBegins();
    room.words.dictationEnded();
    await body(room);
  } finally {
    room.words.dispose();
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  }
}

suite('Learning what the model mishears', () => {
  test('begins after a minute of rest, and what was heard is kept and used', async () => {
    await inClass(async (room) => {
      room.clock.advance(59_000);
      assert.equal(room.clock.waiting, 1);
      room.clock.advance(2_000);
      await until(() => room.over === 1, 'the lesson was over');
      const learned = room.vocabulary.terms().find(({ written }) => written === 'pgBouncer');
      assert.deepEqual(learned?.spoken, ['pie torch']);
      assert.match(readFileSync(room.file, 'utf8'), /^pgBouncer\tplain\tpie torch\t\d+$/m);
    });
  });

  test('a dictation ends it, also one that begins while it is prepared', async () => {
    await inClass(async (room) => {
      room.clock.advance(60_000);
      void room.words.dictationBegins();
      await until(() => room.over === 1, 'the lesson did not begin');
      assert.equal(room.asked, 0);
      room.words.dictationEnded();
      room.meanwhile = () => room.words.dictationBegins();
      room.clock.advance(60_000);
      await until(() => room.over === 2, 'the lesson was over');
      assert.equal(room.asked, 1);
    });
  });

  test('a key that is pressed ends it', async () => {
    await inClass(async (room) => {
      const editor = await given('|');
      room.meanwhile = () => editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'));
      room.clock.advance(60_000);
      await until(() => room.over === 1, 'the lesson was over');
      assert.equal(room.asked, 1);
    });
  });

  test('nothing is asked on battery, and no more from when it begins', async () => {
    await inClass(async (room) => {
      room.power('Discharging');
      room.clock.advance(60_000);
      await until(() => room.over === 1, 'the lesson did not begin');
      assert.equal(room.asked, 0);
      assert.ok(!existsSync(room.file));
      room.power('Charging');
      room.meanwhile = () => room.power('Discharging');
      room.words.dictationEnded();
      room.clock.advance(60_000);
      await until(() => room.over === 2, 'the lesson was over');
      assert.equal(room.asked, 1);
    });
  });
});
