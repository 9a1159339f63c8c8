// NVIDIA's own program is asked only while its cards are awake, and its answer is read. There is no such card here: a
// script stands in for the program, and notes when it is asked.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { askNvidia } from '../../src/gpu/nvidia.node.ts';
import { probeHardware } from '../../src/gpu/probe.node.ts';
import { writeTree } from '../support/kernelTrees.ts';
import { machines } from '../support/machines.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-nvidia-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const asked = join(folder, 'asked');
const tree = writeTree(machines.nvidiaOnly, join(folder, 'tree'));
const status = join(tree.sys, 'bus', 'pci', 'devices', '0000:01:00.0', 'power', 'runtime_status');
const path = process.env['PATH'];

/** `body`: what the program does after it has noted the question. */
function install(body: string): void {
  const program = join(folder, 'nvidia-smi');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${asked}'\n${body}\n`, { mode: 0o755 });
}

describe('a machine with an NVIDIA card', () => {
  beforeEach(() => {
    writeFileSync(asked, '');
    process.env['PATH'] = `${folder}:${path}`;
    install("echo 'NVIDIA GeForce RTX 4090, 24564, 512, 7, 41, 18.35'");
  });
  afterEach(() => {
    process.env['PATH'] = path;
  });
  const ask = async (runtime: string) => {
    writeFileSync(status, `${runtime}\n`);
    const figures = await askNvidia(await probeHardware(tree));
    return { names: figures.map(({ name }) => name), asked: readFileSync(asked, 'utf8').trim() };
  };

  for (const runtime of ['suspended', 'resuming', 'nonsense'])
    test(`that is ${runtime} is not asked`, async () =>
      assert.deepEqual(await ask(runtime), { names: [], asked: '' }));

  test('that is awake is asked once', async () => {
    const { names, asked: questions } = await ask('active');
    assert.deepEqual(names, ['NVIDIA GeForce RTX 4090']);
    assert.match(questions, /^--query-gpu=name,[\w.,]+ --format=csv,noheader,nounits$/);
  });

  test('whose program fails, or is not there, has no figures', async () => {
    install('exit 9');
    assert.deepEqual((await ask('active')).names, []);
    process.env['PATH'] = join(folder, 'none');
    assert.deepEqual((await ask('active')).names, []);
  });
});
