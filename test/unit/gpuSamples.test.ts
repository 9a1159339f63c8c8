// What is seen of a GPU at one moment, on every reconstructed machine: the figures, the line in the status bar and
// the worries. A sleeping one is left asleep, and nonsense is left out.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { bestGpu } from '../../src/gpu/devices.ts';
import { HeldFiles, type KernelFiles, kernelFiles } from '../../src/gpu/files.node.ts';
import { throttledBy } from '../../src/gpu/metrics.ts';
import { nvidiaFrom } from '../../src/gpu/nvidia.ts';
import { probeHardware } from '../../src/gpu/probe.node.ts';
import { ownBusyPercent, type Sample } from '../../src/gpu/sample.ts';
import { Sensors } from '../../src/gpu/sensors.node.ts';
import { shareFrom } from '../../src/gpu/share.ts';
import { gibibytes, statusLine, worriesAbout } from '../../src/gpu/statusText.ts';
import { type Machine, type Tree, waking, writeTree } from '../support/kernelTrees.ts';
import { type MachineName, machines, serverPid } from '../support/machines.ts';
import { waitUntil } from '../support/processes.ts';
import { Random } from './random.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-samples-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const roots = (machine: Machine): Tree => writeTree(machine, mkdtempSync(join(folder, 'machine-')));
const thresholds = { hotCelsius: 85, fullPercent: 90 };

async function sampleOf(tree: Tree, files: KernelFiles = kernelFiles): Promise<Sample | undefined> {
  const gpu = bestGpu((await probeHardware(tree, files)).gpus);
  return gpu === undefined ? undefined : new Sensors(gpu, tree, files).sample(1_000, serverPid);
}

/** All that a sample knows, in one line; what it does not know is not there. */
function told(sample: Sample | undefined): string {
  if (sample === undefined) return 'no GPU';
  const known = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name} ${value}`];
  const mebibytes = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / 2 ** 20);
  return [
    sample.runtime,
    ...known('busy', sample.busyPercent),
    ...known('used', mebibytes(sample.memory?.usedBytes)),
    ...known('of', mebibytes(sample.memory?.totalBytes)),
    ...known('edge', sample.edge),
    ...known('junction', sample.junction),
    ...known('mem', sample.memoryHeat),
    ...known('watts', sample.watts),
    ...known('core', sample.coreMhz),
    ...known('memory', sample.memoryMhz),
    ...known('own', mebibytes(sample.own?.memoryBytes)),
    ...known('computed', sample.own?.computeNs),
    ...sample.throttle,
  ].join(', ');
}

type Expected = readonly [sample: string, line: string, worries: readonly string[]];
const expected: { readonly [Name in MachineName]: Expected } = {
  rx7800xt: [
    'awake, busy 43, used 1946, of 16368, edge 49, junction 58, mem 64, watts 112, core 2124, memory 2438, own 931',
    'ROCm 43% 1.9/16G 58°',
    [],
  ],
  rx6700xt: [
    'awake, busy 99, used 11400, of 12272, edge 71, junction 88, mem 84, watts 176, core 2580, memory 1988, own 976.5625, computed 5200000000',
    'ROCm 99% 11/12G 88°',
    ['memory', 'heat'],
  ],
  rx9070: [
    'awake, busy 0, used 900, of 16304, edge 38, junction 42, mem 58, watts 14, core 500, memory 2518',
    'ROCm 0% 0.9/16G 42°',
    [],
  ],
  strixHalo: [
    'awake, busy 21, used 2560, of 64412, edge 55, watts 47, core 1311, memory 1000, own 1855.46875',
    'ROCm 21% 2.5/63G 55°',
    [],
  ],
  ryzenAndXtx: [
    'awake, busy 12, used 3100, of 24560, edge 44, junction 52, mem 60, watts 61, core 1420, memory 2487',
    'ROCm 12% 3/24G 52°',
    [],
  ],
  integratedFirst: [
    'awake, busy 12, used 3100, of 24560, edge 44, junction 52, mem 60, watts 61, core 1420, memory 2487',
    'ROCm 12% 3/24G 52°',
    [],
  ],
  twoCards: [
    'awake, busy 12, used 3100, of 24560, edge 44, junction 52, mem 60, watts 61, core 1420, memory 2487',
    'ROCm 12% 3/24G 52°',
    [],
  ],
  suspended: ['asleep, used 0, of 16368', 'ROCm', []],
  oldKernel: ['awake, used 700, of 8176, edge 47', 'ROCm 0.7/8G 47°', []],
  container: [
    'awake, busy 43, used 1946, of 16368, edge 49, junction 58, mem 64, watts 112, core 2124, memory 2438',
    'ROCm 43% 1.9/16G 58°',
    [],
  ],
  nvidiaOnly: ['asleep', 'ROCm', []],
  intelOnly: ['awake', 'ROCm', []],
  nothing: ['no GPU', 'ROCm', []],
};

describe('one look at', () => {
  for (const name of Object.keys(machines) as MachineName[]) {
    test(machines[name].about, async () => {
      const sample = await sampleOf(roots(machines[name]));
      const [figures, line, worries] = expected[name];
      assert.equal(told(sample), figures);
      assert.equal(statusLine('ROCm', sample), line);
      assert.deepEqual(worriesAbout(sample, false, thresholds), worries);
    });
  }
});

describe('a sleeping GPU', () => {
  /** Counts what is opened; those that would wake it fail, as the kernel lets them with EPERM and EBUSY. */
  function counting() {
    const opened = { waking: 0, others: 0 };
    const files: KernelFiles = {
      ...kernelFiles,
      async bytes(file) {
        opened[waking.test(file) ? 'waking' : 'others'] += 1;
        return waking.test(file) ? undefined : kernelFiles.bytes(file);
      },
    };
    return { opened, files };
  }

  test('stays asleep: none of the files that would wake it is opened', async () => {
    const { opened, files } = counting();
    const tree = roots(machines.suspended);
    const gpu = bestGpu((await probeHardware(tree, files)).gpus);
    assert.ok(gpu !== undefined);
    const sensors = new Sensors(gpu, tree, files);
    for (let look = 0; look < 25; look += 1)
      assert.equal((await sensors.sample(look, serverPid)).runtime, 'asleep');
    assert.equal(opened.waking, 0);
    assert.ok(opened.others > 25);
  });

  test('one that falls asleep between the question and the look fails to answer, and that is no error', async () => {
    const { opened, files } = counting();
    assert.equal(
      told(await sampleOf(roots(machines.rx7800xt), files)),
      'awake, used 1946, of 16368, own 931',
    );
    assert.ok(opened.waking >= 8, `${opened.waking}`); // the same counter: it does count
  });

  test('one whose state the kernel does not tell counts as asleep for its sensors', async () => {
    const files: KernelFiles = {
      ...kernelFiles,
      bytes: (file) =>
        file.endsWith('runtime_status') ? Promise.resolve(undefined) : kernelFiles.bytes(file),
    };
    assert.equal(
      told(await sampleOf(roots(machines.rx7800xt), files)),
      'unknown, used 1946, of 16368, own 931',
    );
  });
});

test('a file of the kernel that cannot be read is not known, whatever the error', async () => {
  const place = mkdtempSync(join(folder, 'errors-'));
  symlinkSync('loop', join(place, 'loop'));
  const unreadable = {
    ENOENT: join(place, 'none'),
    ENOTDIR: '/dev/null/none',
    EISDIR: place,
    ELOOP: join(place, 'loop'),
    EIO: '/proc/self/mem', // nothing is mapped at its beginning
  };
  for (const [code, file] of Object.entries(unreadable))
    assert.equal(await kernelFiles.bytes(file), undefined, code);
});

describe('files that are kept open between two looks', () => {
  const openBelow = (place: string) =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(join('/proc/self/fd', fd)).startsWith(place);
      } catch {
        return false; // the one that lists them
      }
    }).length;
  const text = async (bytes: Promise<Uint8Array | undefined>) => Buffer.from((await bytes) ?? []).toString();

  test('tell what is in them now, are opened once, and closed when they are released', async () => {
    const place = mkdtempSync(join(folder, 'held-'));
    const file = join(place, 'figure');
    const files = new HeldFiles();
    for (const figure of ['41000', '7', '']) {
      writeFileSync(file, figure);
      assert.equal(await text(files.again(file)), figure);
      assert.equal(openBelow(place), 1);
    }
    files.release();
    const closed = async () => openBelow(place) === 0;
    await waitUntil(closed, { timeoutMs: 5_000, what: 'it was closed' });
    assert.equal(await files.again(join(place, 'none')), undefined);
    assert.equal(await files.again(place), undefined); // opens, but cannot be read
    await waitUntil(closed, { timeoutMs: 5_000, what: 'what cannot be read was closed' });
  });

  test('of the kernel itself are asked anew', async () => {
    const files = new HeldFiles();
    const before = await text(files.again('/proc/uptime'));
    assert.match(before, /^\d/);
    await waitUntil(async () => (await text(files.again('/proc/uptime'))) !== before, {
      timeoutMs: 5_000,
      what: 'time went on',
    });
    files.release();
  });

  test('are not closed under somebody who reads them', async () => {
    const place = mkdtempSync(join(folder, 'held-'));
    const file = join(place, 'figure');
    writeFileSync(file, '1');
    const files = new HeldFiles();
    const answers = Array.from({ length: 50 }, () => {
      const answer = text(files.again(file));
      files.release();
      return answer;
    });
    assert.deepEqual(new Set(await Promise.all(answers)), new Set(['1']));
  });
});

test('files that are empty, cut or full of garbage leave figures out, and never throw', async () => {
  const random = new Random(11);
  const tree = roots(machines.rx6700xt);
  for (let round = 0; round < 300; round += 1) {
    const spoiled: KernelFiles = {
      ...kernelFiles,
      async bytes(file) {
        const whole = await kernelFiles.bytes(file);
        if (whole === undefined || /\/class$|runtime_status$/.test(file)) return whole;
        const chance = random.next();
        if (chance < 0.2) return new Uint8Array();
        if (chance < 0.4)
          return Uint8Array.from({ length: random.whole(1, 150) }, () => random.whole(0, 255));
        if (chance < 0.6) return whole.subarray(0, random.whole(0, whole.length));
        if (chance < 0.7) return undefined;
        return whole;
      },
    };
    const sample = await sampleOf(tree, spoiled);
    assert.ok(sample !== undefined);
    assert.match(statusLine('ROCm', sample), /^ROCm( \d{1,3}%)?( [\d.]+\/[\d.]+G)?( -?\d{1,3}°)?$/);
    for (const figure of [sample.busyPercent, sample.edge, sample.junction, sample.watts, sample.coreMhz])
      assert.ok(figure === undefined || Number.isFinite(figure));
  }
});

describe('why a GPU holds itself back', () => {
  const metrics = (format: number, content: number, size: number, offset: number, bits: bigint) => {
    const view = new DataView(new ArrayBuffer(size));
    view.setUint16(0, size, true);
    view.setUint8(2, format);
    view.setUint8(3, content);
    view.setBigUint64(offset, bits, true);
    return new Uint8Array(view.buffer);
  };
  const table: readonly (readonly [string, Uint8Array | undefined, readonly string[]])[] = [
    ['a card that does not', metrics(1, 3, 120, 112, 0n), []],
    [
      'a card by its power limit and its hot junction',
      metrics(1, 3, 120, 112, (1n << 36n) | 1n),
      ['power', 'heat'],
    ],
    ['an integrated GPU by current', metrics(2, 2, 128, 120, 1n << 22n), ['current']],
    ['a chip that does not count it', metrics(1, 3, 120, 112, 0xffff_ffff_ffff_ffffn), []],
    ['a format whose bits differ by chip', metrics(1, 1, 120, 112, 1n), []],
    ['a cut file', metrics(1, 3, 120, 112, 1n).subarray(0, 100), []],
    ['three bytes', new Uint8Array(3), []],
    ['no file', undefined, []],
  ];
  for (const [what, bytes, reasons] of table)
    test(what, () => assert.deepEqual(throttledBy(bytes, undefined), reasons));

  describe('where the kernel counts the time instead', () => {
    /** Format 3.0: prochot, spl, fppt, sppt, thm_core, thm_gfx, thm_soc. */
    const counting = (...counters: readonly number[]) => {
      const bytes = metrics(3, 0, 264, 256, 0n);
      const view = new DataView(bytes.buffer);
      for (const [index, count] of counters.entries()) view.setUint32(228 + index * 4, count, true);
      return bytes;
    };
    const before = counting(5, 10, 20, 30, 40, 50, 60);
    const table: readonly (readonly [string, Uint8Array, Uint8Array | undefined, readonly string[]])[] = [
      ['nothing grew', before, before, []],
      ['two power limits grew', counting(5, 11, 21, 30, 40, 50, 60), before, ['power']],
      ['the heat of the GPU grew', counting(5, 10, 20, 30, 40, 51, 60), before, ['heat']],
      ['both', counting(6, 10, 20, 31, 40, 50, 60), before, ['heat', 'power']],
      ['counted from nothing again', counting(0, 0, 0, 0, 0, 0, 0), before, []],
      ['the first look', counting(9, 9), undefined, []],
      ['a look before it that was cut', counting(9, 9), before.subarray(0, 200), []],
      ['a look before it in another format', counting(9, 9), metrics(2, 4, 264, 120, 0n), []],
    ];
    for (const [what, now, then, reasons] of table)
      test(what, () => assert.deepEqual(throttledBy(now, then), reasons));

    test('two looks at an integrated GPU that is at its power limit', async () => {
      const tree = roots(machines.strixHalo);
      const file = join(tree.sys, 'bus', 'pci', 'devices', '0000:c2:00.0', 'gpu_metrics');
      const gpu = bestGpu((await probeHardware(tree)).gpus);
      assert.ok(gpu !== undefined);
      const sensors = new Sensors(gpu, tree);
      writeFileSync(file, before);
      assert.deepEqual((await sensors.sample(0, undefined)).throttle, []);
      writeFileSync(file, counting(5, 10, 25, 30, 40, 50, 60));
      assert.deepEqual((await sensors.sample(1, undefined)).throttle, ['power']);
    });
  });
});

describe('the share of one process', () => {
  const vulkan = (lines: readonly string[]) =>
    ['drm-driver:\tamdgpu', 'drm-client-id:\t4', 'drm-pdev:\t0000:03:00.0', ...lines].join('\n');
  const share = (fdinfo: readonly string[], kfd?: string, integrated = false) =>
    shareFrom('0000:03:00.0', integrated, fdinfo, kfd);

  test('a client that is open twice counts once', () => {
    const text = vulkan(['drm-memory-vram:\t1024 KiB', 'drm-engine-compute:\t5 ns']);
    assert.deepEqual(share([text, text]), { memoryBytes: 2 ** 20, computeNs: 5 });
  });
  test('newer kernels name it resident, in other units', () => {
    assert.equal(share([vulkan(['drm-resident-vram:\t3 MiB'])])?.memoryBytes, 3 * 2 ** 20);
    assert.equal(share([vulkan(['drm-resident-vram:\t77'])])?.memoryBytes, 77);
  });
  test('of an integrated GPU the system’s memory counts too', () => {
    const text = vulkan(['drm-memory-vram:\t1 KiB', 'drm-memory-gtt:\t2 KiB']);
    assert.equal(share([text])?.memoryBytes, 1_024);
    assert.equal(share([text], undefined, true)?.memoryBytes, 3_072);
  });
  test('another GPU’s client, a file that is none and nonsense count nothing', () => {
    const other = vulkan(['drm-memory-vram:\t9 KiB']).replace('03:00', '0a:00');
    assert.equal(share([other, 'pos:\t0\n', '\u0000\uffff']), undefined);
    assert.equal(share([], 'nonsense'), undefined);
  });
  test('ROCm’s own account of memory', () => {
    assert.deepEqual(share([], '4096\n'), { memoryBytes: 4_096, computeNs: undefined });
  });
  test('computing time between two looks is a share of the time', () => {
    const at = (milliseconds: number, computeNs: number) =>
      ({ at: milliseconds, own: { memoryBytes: 1, computeNs } }) as Sample;
    assert.equal(ownBusyPercent(at(0, 0), at(1_000, 250_000_000)), 25);
    assert.equal(ownBusyPercent(undefined, at(1_000, 250)), undefined);
    assert.equal(ownBusyPercent(at(0, 900), at(1_000, 100)), undefined); // another process with the same number
  });
});

test('what nvidia-smi says, and what it does not know', () => {
  const known = { usedBytes: 512 * 2 ** 20, totalBytes: 24_564 * 2 ** 20 };
  assert.deepEqual(nvidiaFrom('NVIDIA GeForce RTX 4090, 24564, 512, 7, 41, 18.35\n'), [
    { name: 'NVIDIA GeForce RTX 4090', memory: known, busyPercent: 7, celsius: 41, watts: 18.35 },
  ]);
  assert.deepEqual(nvidiaFrom('NVIDIA T400, [N/A], 100, [Not Supported], 50, [N/A]\n'), [
    { name: 'NVIDIA T400', memory: undefined, busyPercent: undefined, celsius: 50, watts: undefined },
  ]);
  for (const nonsense of [
    '',
    'NVIDIA-SMI has failed because it could not talk to the driver.',
    ',,,,,',
    '\u0000',
  ])
    assert.deepEqual(nvidiaFrom(nonsense), []);
});

test('gibibytes with a decimal only where it says something', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0'],
    [1.94, '1.9'],
    [2, '2'],
    [9.94, '9.9'],
    [9.97, '10'],
    [11.98, '12'],
  ];
  for (const [value, text] of table) assert.equal(gibibytes(value * 2 ** 30), text);
});
