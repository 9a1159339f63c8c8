// The documents name what exists: files, folders and npm scripts.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);

for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  const text = read(document);

  test(`${document}: every file and folder that it names is there`, () => {
    const named = [...text.matchAll(/`([\w./-]+\/[\w.-]*)`/g), ...text.matchAll(/\]\(([\w./-]+)\)/g)].map(
      ([, path]) => path ?? '',
    );
    const ours = named.filter(
      (path) => !/^(dist|\.cache|\.sotto|test\/artifacts|\/)/.test(path) && !path.includes('..'),
    );
    const missing = ours.filter(
      (path) => ![root, join(root, 'src')].some((base) => existsSync(join(base, path))),
    );
    assert.deepEqual(missing, []);
  });

  test(`${document}: every npm script that it names is there`, () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g), ...text.matchAll(/`(test:\w+)`/g)].map(
      ([, name]) => name ?? '',
    );
    assert.deepEqual(
      named.filter((name) => !scripts.includes(name)),
      [],
    );
  });
}
