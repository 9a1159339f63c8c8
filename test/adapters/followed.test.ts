// The log of a server that several windows follow: cut by one of them, long when another one comes.

import assert from 'node:assert/strict';
import { appendFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FollowedFile } from '../../src/server/followed.node.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/paths.ts';

let folder: TemporaryFolder;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('followed');
  file = join(folder.path, 'server.log');
  writeFileSync(file, '');
});
afterEach(() => folder.remove());

function follower() {
  const lines: string[] = [];
  return { lines, followed: new FollowedFile(file, (line) => lines.push(line)) };
}

const write = (text: string) => appendFileSync(file, text);
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `line ${from + index} ${'x'.repeat(80)}\n`).join('');

test('each line once and in order, also in halves and halves of letters', () => {
  const { lines, followed } = follower();
  write('one\ntw');
  followed.look();
  const [first, ...rest] = Buffer.from('ö\nthree\n');
  appendFileSync(file, Buffer.from([first ?? 0]));
  followed.look();
  appendFileSync(file, Buffer.from(rest));
  followed.look();
  followed.look();
  assert.deepEqual(lines, ['one', 'twö', 'three']);
});

test('cut by another window, it is followed on', () => {
  const { lines, followed } = follower();
  write(numbered(2_000));
  followed.look();
  truncateSync(file, 64_000);
  followed.look();
  lines.length = 0;
  write('\nafter the cut\n');
  followed.look();
  assert.deepEqual(
    lines.filter((line) => line !== ''),
    ['after the cut'],
  );
});

test('cut, with new lines behind the cut at once', () => {
  const { lines, followed } = follower();
  write(numbered(2_000));
  followed.look();
  lines.length = 0;
  truncateSync(file, 64_000);
  write('\nat once\n');
  followed.look();
  assert.ok(lines.includes('at once'), JSON.stringify(lines));
});

test('emptied, it begins anew', () => {
  const { lines, followed } = follower();
  write('one\n');
  followed.look();
  truncateSync(file, 0);
  write('2\n');
  followed.look();
  assert.deepEqual(lines, ['one', '2']);
});

test('of a long log a window that comes later reads the beginning and the end', () => {
  write(`first\n${numbered(60_000)}last\n`);
  const { lines, followed } = follower();
  followed.look();
  assert.equal(lines[0], 'first');
  assert.equal(lines.at(-1), 'last');
  const read = lines.reduce((sum, line) => sum + line.length + 1, 0);
  assert.ok(read < 130_000, `${read} of ${statSync(file).size} bytes were read`);
  for (const line of lines.slice(1, -1)) assert.match(line, /^(line \d+ x{1,80})$/);
  write('next\n');
  followed.look();
  assert.equal(lines.at(-1), 'next');
});

test('two windows follow one that grows without end: it is cut, and both hear the newest line', () => {
  const windows = [follower(), follower()];
  for (let round = 0; round < 12; round++) {
    write(numbered(10_000, round * 10_000));
    for (const { followed } of windows) followed.look();
  }
  write('\nthe newest\n');
  for (const { followed, lines } of windows) {
    followed.look();
    assert.equal(lines.at(-1), 'the newest');
  }
  assert.ok(statSync(file).size < 9_000_000);
});
