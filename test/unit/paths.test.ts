// Paths as people write them into settings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandPath } from '../../src/base/paths.ts';

const rows: readonly (readonly [written: string, inFolder: string, withoutFolder: string])[] = [
  ['/opt/whisper-server', '/opt/whisper-server', '/opt/whisper-server'],
  ['~', '/home/ada', '/home/ada'],
  ['~/models/', '/home/ada/models/', '/home/ada/models/'],
  [' ~/a b.bin ', '/home/ada/a b.bin', '/home/ada/a b.bin'],
  ['~ada/x', '/work/~ada/x', '~ada/x'],
  ['bin/server', '/work/bin/server', 'bin/server'],
  ['./bin/server', '/work/bin/server', './bin/server'],
  ['../models', '/work/../models', '../models'],
  ['', '', ''],
];
for (const [written, inFolder, withoutFolder] of rows) {
  test(`“${written}”`, () => {
    assert.equal(expandPath(written, '/home/ada', '/work/'), inFolder);
    assert.equal(expandPath(written, '/home/ada', undefined), withoutFolder);
  });
}
