// Sound in files as numbers and names: whose a file is, what its header says, and which files have to go.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  birthOf,
  headerLimit,
  headerOf,
  isOrphan,
  nameOf,
  type ProcessIdentity,
  readHeader,
  readName,
  type SoundFile,
  type Standing,
  spoolLimits,
  standingOf,
  victims,
} from '../../src/audio/spool.ts';

const here: ProcessIdentity = { boot: 'abc1', namespace: '4026531836', pid: 100, bornAt: 5_000 };

test('a name tells the owner and comes back as it was; nothing else is a name', () => {
  const name = { startedAt: 1_780_000_000_000, random: '00ff', owner: here };
  assert.deepEqual(readName(nameOf(name)), name);
  const others = [
    '',
    'recording',
    '.sound',
    nameOf(name).slice(1, 20),
    `${nameOf(name)}.part`,
    '1-2.3.sound',
  ];
  for (const other of others) assert.equal(readName(other), undefined, other);
});

test('the birth of a process from the kernel, whatever its program is called', () => {
  const rest = '1 100 100 0 -1 4194560 2 0 0 0 0 0 0 0 20 0 1 0 5000 2 3';
  const rows: readonly (readonly [stat: string, bornAt: number | undefined])[] = [
    [`100 (node) S ${rest}`, 5_000],
    [`100 (a) b (c) R ${rest}`, 5_000],
    [`100 (node) Z ${rest}`, undefined],
    [`100 (node) X ${rest}`, undefined],
    ['100 (node) S 1 2', undefined],
    ['', undefined],
  ];
  for (const [stat, bornAt] of rows) assert.equal(birthOf(stat), bornAt, stat);
});

test('an owner lives only where number, birth and boot are the same', () => {
  const rows: readonly (readonly [
    owner: Partial<ProcessIdentity>,
    bornAt: number | undefined,
    standing: Standing,
  ])[] = [
    [{}, 5_000, 'alive'],
    [{}, undefined, 'dead'],
    [{}, 5_001, 'dead'], // the number was given out again
    [{ boot: 'abc2' }, 5_000, 'dead'],
    [{ boot: 'abc2', namespace: '1' }, 5_000, 'dead'],
    [{ namespace: '1' }, 5_000, 'unknown'],
    [{ namespace: '1' }, undefined, 'unknown'],
  ];
  for (const [owner, bornAt, standing] of rows) {
    assert.equal(standingOf({ ...here, ...owner }, here, bornAt), standing, JSON.stringify([owner, bornAt]));
  }
});

test('a header comes back as it was, also from a file that was torn off behind it', () => {
  const meta = { id: 'a-1', startedAt: 17.5, where: 'editor: "ä\n.ts"' };
  const header = headerOf(meta);
  for (const behind of [0, 1, 1_001]) {
    const file = Buffer.concat([header, Buffer.alloc(behind, 10)]);
    assert.deepEqual(readHeader(file), { meta, bytes: header.length });
  }
});

test('whatever is no whole header is none, and the longest one fits', () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const header = headerOf({ id: 'a', startedAt: 1, where: 'editor' });
  for (let length = 0; length < header.length; length++) {
    assert.equal(readHeader(header.subarray(0, length)), undefined, `${length} bytes`);
  }
  const others = ['\n', 'null\n', '[]\n', '{}\n', '{"sound":1}\n', 'RIFF\n', `${'x'.repeat(9_000)}\n`];
  for (const other of others) assert.equal(readHeader(text(other)), undefined, other);
  const longest = headerOf({ id: 'ä'.repeat(9_000), startedAt: 1, where: 'ä'.repeat(9_000) });
  assert.ok(longest.length < headerLimit + 1, `${longest.length}`);
  assert.ok(readHeader(longest) !== undefined);
});

const now = 1_000_000_000_000;
const minute = 60_000;

function file(name: string, bytes: number, minutesAgo: number, standing: Standing = 'dead'): SoundFile {
  return { name, bytes, writtenAt: now - minutesAgo * minute, standing };
}

test('nobody owns what a dead process left, or another namespace has not touched for minutes', () => {
  const rows: readonly (readonly [Standing, minutesAgo: number, boolean])[] = [
    ['dead', 0, true],
    ['alive', 60, false],
    ['unknown', 1, false],
    ['unknown', 3, true],
  ];
  for (const [standing, minutesAgo, orphan] of rows) {
    assert.equal(isOrphan(file('a', 1, minutesAgo, standing), now, spoolLimits), orphan, standing);
  }
});

test('what is too old goes, then the oldest until the rest fits; what is owned stays', () => {
  const limits = { ...spoolLimits, totalBytes: 100, ageMs: 100 * minute };
  const rows: readonly (readonly [what: string, files: readonly SoundFile[], gone: readonly string[]])[] = [
    ['nothing', [], []],
    ['all fits', [file('a', 50, 1), file('b', 50, 2)], []],
    ['one byte too many', [file('a', 50, 1), file('b', 51, 2)], ['b']],
    ['old', [file('a', 1, 101), file('b', 1, 99)], ['a']],
    ['old, and its owner lives', [file('a', 1, 101, 'alive'), file('b', 1, 1)], []],
    ['old, of an owner that nobody knows', [file('a', 1, 101, 'unknown')], ['a']],
    ['old ones make room first', [file('a', 60, 101), file('b', 60, 99), file('c', 40, 1)], ['a']],
    ['owned sound counts, and is never removed', [file('a', 90, 9, 'alive'), file('b', 20, 1)], ['b']],
    ['owned sound alone is too much', [file('a', 200, 9, 'alive')], []],
    [
      'as few as possible',
      [file('a', 30, 1), file('b', 40, 2), file('c', 60, 3), file('d', 1, 4)],
      ['c', 'd'],
    ],
  ];
  for (const [what, files, gone] of rows) {
    assert.deepEqual(
      victims(files, now, limits).map(({ name }) => name),
      gone,
      what,
    );
  }
});
