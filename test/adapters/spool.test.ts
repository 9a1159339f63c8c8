// The spool against real deaths, disks and other windows: what a killed process had recorded is found whole by exactly
// one other, nobody else can read it, and a disk that takes nothing costs the file only.

import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { secondsOf } from '../../src/audio/format.ts';
import { SoundSpool } from '../../src/audio/spool.node.ts';
import { headerOf, nameOf, readName, spoolLimits } from '../../src/audio/spool.ts';
import { silentLog } from '../../src/base/log.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/paths.ts';
import { openFiles, waitUntil } from '../support/processes.ts';
import { smallDisk } from '../support/smallDisk.ts';
import { keptLog } from './support/logs.ts';
import { type SpoolWindow, type SpoolWindows, spoolWindows } from './support/spoolWindows.ts';

let windows: SpoolWindows;
before(async () => {
  windows = await spoolWindows();
});
after(() => windows.remove());

let parent: TemporaryFolder;
beforeEach(() => {
  parent = temporaryFolder('spool');
});
afterEach(() => parent.remove());

const folderIn = (path: string) => join(path, 'sotto-sound');
const filesIn = (path = parent.path) => {
  try {
    return readdirSync(folderIn(path)).map((name) => join(folderIn(path), name));
  } catch {
    return [];
  }
};
const meta = (id: string) => ({ id, startedAt: Date.now(), where: 'editor' });
const until = (what: string, condition: () => unknown) =>
  waitUntil(() => Boolean(condition()), { timeoutMs: 5_000, what, everyMs: 5 });
const fileOf = (path: string, bytes: number) =>
  until('the sound was written', () => filesIn(path).some((file) => statSync(file).size > bytes));

/** 16-bit numbers that count up, so that a byte that is missing or doubled shows. */
function counting(from: number, samples: number): Uint8Array {
  const pcm = new Int16Array(samples);
  for (let index = 0; index < samples; index++) pcm[index] = (from + index) % 30_000;
  return new Uint8Array(pcm.buffer);
}

function assertCounts(pcm: Uint8Array): void {
  assert.deepEqual(Buffer.from(pcm), Buffer.from(counting(0, pcm.byteLength / 2)));
}

/** A window that has recorded for a while and still does. */
async function recordingWindow(id: string, seconds: number): Promise<SpoolWindow> {
  const window = windows.recording(parent.path, { ids: [id], realTime: true });
  await until('it has recorded for a while', () => bytesTold(window) > seconds * 32_000);
  return window;
}

function bytesTold({ told }: SpoolWindow): number {
  return Number(told.at(-1) ?? 0);
}

async function dieWhileRecording(id: string, seconds: number): Promise<number> {
  const window = await recordingWindow(id, seconds);
  await window.kill();
  return bytesTold(window);
}

/** Its spools have written everything. */
function closed({ child }: SpoolWindow): Promise<unknown> {
  return until(
    'its files are closed',
    () => !openFiles(child.pid ?? 0).some((file) => file.endsWith('.sound')),
  );
}

describe('a window is killed while it records', () => {
  test('the next one finds the sound up to half a second before, with what is known of it', async () => {
    const startedAt = Date.now();
    const told = await dieWhileRecording('first', 1.2);
    const [found, ...more] = await new SoundSpool([parent.path], silentLog).recoverable();
    assert.ok(found !== undefined);
    assert.deepEqual(more, []);
    assert.deepEqual([found.id, found.where], ['first', 'a "place"']);
    assert.ok(Math.abs(found.startedAt - startedAt) < 10_000);
    const pcm = await found.read();
    assertCounts(pcm);
    assert.equal(found.seconds, secondsOf(pcm));
    assert.ok(pcm.byteLength <= told);
    assert.ok(pcm.byteLength > told - 16_000, `${told - pcm.byteLength} bytes are missing`);
    await found.discard();
    assert.deepEqual(filesIn(), []);
  });

  test('while it lives nobody finds its sound, also when it has finished', async () => {
    const window = await recordingWindow('living', 0.3);
    const other = new SoundSpool([parent.path], silentLog);
    assert.deepEqual(await other.recoverable(), []);
    await window.ask('finish');
    await closed(window);
    assert.deepEqual(await other.recoverable(), []);
    await window.kill();
    assert.equal((await other.recoverable()).length, 1);
  });

  test('found once: not again by the same window, nor by another while it lives', async () => {
    await dieWhileRecording('once', 0.3);
    const [one, other] = [0, 0].map(() => new SoundSpool([parent.path], silentLog));
    assert.equal((await one?.recoverable())?.length, 1);
    assert.deepEqual(await one?.recoverable(), []);
    assert.deepEqual(await other?.recoverable(), []);
  });

  test('a window that found it and is killed too leaves it to the next', async () => {
    await dieWhileRecording('twice', 0.3);
    const finder = windows.looking(parent.path);
    await until('it is there', () => finder.told.length > 0);
    assert.equal(await finder.ask('look'), '["twice"]');
    assert.deepEqual(await new SoundSpool([parent.path], silentLog).recoverable(), []);
    await finder.kill();
    const [found] = await new SoundSpool([parent.path], silentLog).recoverable();
    assert.equal(found?.id, 'twice');
  });

  test('four windows look at the same time: each sound is found by one of them', async () => {
    const ids = Array.from({ length: 24 }, (_, index) => `sound ${index}`);
    const writer = windows.recording(parent.path, { ids });
    await until('all were begun', () => filesIn().length === ids.length);
    await writer.ask('finish');
    await closed(writer);
    await writer.kill();
    const finders = [0, 0, 0, 0].map(() => windows.looking(parent.path));
    await until('they are there', () => finders.every(({ told }) => told.length > 0));
    const found = await Promise.all(finders.map((finder) => finder.ask('look')));
    assert.deepEqual(found.flatMap((ids) => JSON.parse(ids)).sort(), ids.toSorted());
    for (const finder of finders) await finder.kill();
  });
});

describe('what is kept', () => {
  test('only this user can read it', async () => {
    mkdirSync(folderIn(parent.path), { mode: 0o777 });
    chmodSync(folderIn(parent.path), 0o777);
    const spooling = new SoundSpool([parent.path], silentLog).spoolFor(meta('private'));
    spooling.write(counting(0, 16_000));
    await fileOf(parent.path, 32_000);
    assert.equal(statSync(folderIn(parent.path)).mode & 0o777, 0o700);
    for (const file of filesIn()) assert.equal(statSync(file).mode & 0o777, 0o600);
    spooling.discard();
    await until('it is gone', () => filesIn().length === 0);
  });

  test('nothing, once it is discarded, whenever that is', async () => {
    const spool = new SoundSpool([parent.path], silentLog);
    const files = openFiles(process.pid).length;
    const ends: readonly ((one: ReturnType<SoundSpool['spoolFor']>) => Promise<unknown> | undefined)[] = [
      () => undefined,
      (one) => void one.write(counting(0, 16_000)),
      () => until('it is there', () => filesIn().length > 0),
      (one) => void one.finish(),
      async (one) => {
        one.write(counting(0, 100));
        one.finish();
        await fileOf(parent.path, 200);
      },
    ];
    for (const end of ends) {
      const one = spool.spoolFor(meta('gone'));
      await end(one);
      one.discard();
      one.write(counting(0, 16_000));
      one.finish();
      await until('nothing is left', () => filesIn().length === 0);
      await until('no file is open', () => openFiles(process.pid).length <= files);
    }
  });

  test('pieces of any size come out as they went in', async () => {
    const pieces = [1, 2, 3, 9_999, 1, 40_000, 5];
    const window = windows.recording(parent.path, { ids: ['odd'], pieces });
    await until('it has recorded', () => window.told.length === pieces.length);
    await window.ask('finish');
    await fileOf(parent.path, 50_000);
    await window.kill();
    const [found] = await new SoundSpool([parent.path], silentLog).recoverable();
    const pcm = (await found?.read()) ?? new Uint8Array();
    assert.equal(pcm.byteLength, 50_010, '50,011 bytes, to whole samples');
    assertCounts(pcm);
  });

  test('not for longer, and not more, than the limits say; a torn header is no sound', async () => {
    const owner = { boot: 'dead', namespace: '1', pid: 1, bornAt: 1 };
    mkdirSync(folderIn(parent.path));
    const leave = (id: string, bytes: number, hoursAgo: number) => {
      const file = join(folderIn(parent.path), nameOf({ startedAt: hoursAgo, random: '00', owner }));
      writeFileSync(file, headerOf({ id, startedAt: hoursAgo, where: '' }));
      appendFileSync(file, new Uint8Array(bytes));
      const at = Date.now() / 1_000 - hoursAgo * 3_600;
      utimesSync(file, at, at);
      return file;
    };
    leave('too old', 10, 49);
    leave('too much', 60_000, 3);
    leave('kept', 60_000, 2);
    truncateSync(leave('torn', 0, 1), 20);
    writeFileSync(join(folderIn(parent.path), 'of somebody else'), '');
    const limits = { ...spoolLimits, totalBytes: 100_000, ageMs: 48 * 3_600_000 };
    const found = await new SoundSpool([parent.path], silentLog, limits).recoverable();
    assert.deepEqual(
      found.map(({ id }) => id),
      ['kept'],
    );
    assert.equal(filesIn().length, 2);
  });

  test('room is made before a recording too', async () => {
    await dieWhileRecording('left', 0.5);
    const limits = { ...spoolLimits, totalBytes: 1_000 };
    const spooling = new SoundSpool([parent.path], silentLog, limits).spoolFor(meta('new'));
    const pids = () => filesIn().map((file) => readName(file.split('/').at(-1) ?? '')?.owner.pid);
    await until('only the new one is there', () => pids().length === 1 && pids()[0] === process.pid);
    spooling.discard();
    await until('nothing is left', () => filesIn().length === 0);
  });
});

describe('a folder that cannot be used', () => {
  test('the next one is taken', async () => {
    writeFileSync(join(parent.path, 'file'), '');
    const other = join(parent.path, 'other');
    const log = keptLog();
    const spool = new SoundSpool([undefined, '', join(parent.path, 'file'), other], log);
    const spooling = spool.spoolFor(meta('elsewhere'));
    spooling.write(counting(0, 16_000));
    await fileOf(other, 32_000);
    assert.deepEqual(log.lines, []);
    spooling.discard();
    await until('it is gone', () => filesIn(other).length === 0);
  });

  test('without any the dictation goes on, and it is logged once', async () => {
    writeFileSync(join(parent.path, 'file'), '');
    for (const folders of [[], [join(parent.path, 'file')]]) {
      const log = keptLog();
      const spool = new SoundSpool(folders, log);
      for (const id of ['a', 'b']) {
        const spooling = spool.spoolFor(meta(id));
        spooling.write(counting(0, 16_000));
        spooling.finish();
        await until('it is told', () => log.lines.length > 0);
        spooling.discard();
      }
      assert.deepEqual(await spool.recoverable(), []);
      assert.equal(log.lines.length, 1, log.lines.join('\n'));
    }
  });

  test('a disk that is full, or becomes so, costs the file; what was written before is there', async (context) => {
    const disk = smallDisk(256);
    if (disk === undefined) return context.skip('only root can make a disk to fill');
    context.after(() => disk.dispose());
    const log = keptLog();
    const spool = new SoundSpool([disk.path], log);
    const growing = spool.spoolFor(meta('growing'));
    for (let count = 0; count < 20; count++) growing.write(counting(count * 16_000, 16_000));
    await until('it is told', () => log.lines.length > 0);
    assert.match(log.lines[0] ?? '', /kept in memory only: ENOSPC/);
    growing.write(counting(0, 16_000));
    growing.finish();
    const [file] = filesIn(disk.path);
    assert.ok(statSync(file ?? '').size > 100_000);
    growing.discard();
    await until('it is gone', () => filesIn(disk.path).length === 0);
    disk.fill();
    const refused = spool.spoolFor(meta('refused'));
    refused.write(counting(0, 16_000));
    refused.finish();
    await until('no file is open', () => !openFiles(process.pid).some((name) => name.startsWith(disk.path)));
    assert.deepEqual(filesIn(disk.path), []);
    assert.equal(log.lines.length, 1);
  });

  test('a second folder takes the sound where the first one is full', async (context) => {
    const disk = smallDisk(64);
    if (disk === undefined) return context.skip('only root can make a disk to fill');
    context.after(() => disk.dispose());
    disk.fill();
    const spooling = new SoundSpool([disk.path, parent.path], silentLog).spoolFor(meta('second'));
    spooling.write(counting(0, 16_000));
    await fileOf(parent.path, 32_000);
    spooling.discard();
    await until('it is gone', () => filesIn().length === 0);
  });
});
