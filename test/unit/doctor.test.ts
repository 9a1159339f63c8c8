// What the doctor finds: on every reconstructed machine, and for everything that can be wrong with a setup. Names,
// folders and chosen devices never reach a bug report.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Device } from '../../src/audio/devices.ts';
import { conflictsAmong } from '../../src/doctor/conflicts.ts';
import type { SetupFacts } from '../../src/doctor/facts.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { examine } from '../../src/doctor/findings.ts';
import {
  type Environment,
  inspectRocm,
  inspectServer,
  inspectSystem,
  inspectVulkan,
} from '../../src/doctor/inspect.node.ts';
import { fromGnome, fromKde, fromX11 } from '../../src/doctor/keyRepeat.ts';
import { listen } from '../../src/doctor/listen.ts';
import { namesIn, scrub } from '../../src/doctor/scrub.ts';
import { kernelFiles } from '../../src/gpu/files.node.ts';
import { probeHardware } from '../../src/gpu/probe.node.ts';
import { neededBytes } from '../../src/models/memory.ts';
import type { Verdict } from '../../src/server/evidence.ts';
import { writeTree } from '../support/kernelTrees.ts';
import { type MachineName, machines } from '../support/machines.ts';
import { FakeClock } from './fakeClock.ts';
import { Random } from './random.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-doctor-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (root: string, file: string, content = '') => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
};
const hardwareOf = (name: MachineName) =>
  probeHardware(writeTree(machines[name], mkdtempSync(join(folder, `${name}-`))));

/** A setup in which all is well but for the hardware. */
async function setup(name: MachineName, changes: Partial<SetupFacts> = {}): Promise<SetupFacts> {
  return {
    system: { linux: true, family: 'debian', enclosure: undefined, inRenderGroup: false },
    hardware: await hardwareOf(name),
    freeBytes: 8 * 2 ** 30,
    external: undefined,
    server: {
      ...{ wish: 'auto', device: '', built: ['rocm', 'vulkan', 'cpu'], problem: undefined, env: {} },
      verdict: undefined,
    },
    model: { name: 'base.en', bytes: 147_964_211, problem: undefined },
    rocm: { installed: [7], wanted: 7 },
    vulkan: {
      loader: true,
      drivers: ['intel_icd.json', 'lvp_icd.json', 'nvidia_icd.json', 'radeon_icd.json'],
    },
    recorders: { installed: ['parecord'], install: 'sudo apt install pulseaudio-utils' },
    devices: { chosen: '', present: [] },
    microphone: { kind: 'heard', signal: 'sound' },
    keyRepeat: { on: true, delayMs: 500, intervalMs: 30 },
    editor: { remote: undefined, conflicts: [] },
    ...changes,
  };
}

function device(name: string, isDefault = false): Device {
  return { name, label: `The ${name}`, isDefault, isMuted: false, isMonitor: false };
}

/** What is not fine, in one line each: weight, subject, what is special about it, command and buttons. */
function wrong(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ weight }) => weight !== 'fine')
    .map(({ weight, subject: { kind, ...details }, remedies, command }) =>
      [
        weight,
        kind,
        JSON.stringify(details),
        ...remedies,
        ...(command === undefined ? [] : [`$ ${command}`]),
      ].join(' '),
    );
}

const integratedFirst =
  'hint integratedFirst {"integrated":"Radeon Graphics (Raphael)","discrete":"Radeon RX 7900 XTX"}';

const expected: { readonly [Name in MachineName]: readonly string[] } = {
  rx7800xt: [],
  rx6700xt: ['hint targetOverride {"gfx":"gfx1031","version":"10.3.0","isSet":false} useVulkan'],
  rx9070: [],
  strixHalo: [],
  ryzenAndXtx: [],
  integratedFirst: [integratedFirst],
  twoCards: [],
  suspended: [],
  oldKernel: [
    'trouble deviceMissing {"files":["/dev/kfd"]}',
    'hint targetVulkan {"gfx":"gfx1010"} useVulkan',
  ],
  container: ['trouble deviceMissing {"files":["/dev/kfd","/dev/dri/renderD128"]}'],
  nvidiaOnly: ['hint otherGpu {"name":"NVIDIA GPU 0x2684"}'],
  intelOnly: ['hint otherGpu {"name":"Intel GPU 0xa7a0"}'],
  nothing: ['hint noGpu {}'],
};

describe('the doctor on', () => {
  for (const name of Object.keys(machines) as MachineName[]) {
    test(machines[name].about, async () => {
      assert.deepEqual(wrong(examine(await setup(name))), expected[name]);
    });
  }
});

test('kernel files that are empty, cut or full of garbage lead to findings and to no error', async () => {
  const random = new Random(5);
  const tree = writeTree(machines.twoCards, mkdtempSync(join(folder, 'spoiled-')));
  const facts = await setup('nothing');
  for (let round = 0; round < 100; round += 1) {
    const hardware = await probeHardware(tree, {
      ...kernelFiles,
      async bytes(file) {
        const whole = await kernelFiles.bytes(file);
        if (whole === undefined || file.endsWith('/class')) return whole;
        const chance = random.next();
        if (chance < 0.3) return new Uint8Array();
        if (chance < 0.6) return Uint8Array.from({ length: 20 }, () => random.whole(0, 255));
        return whole.subarray(0, random.whole(0, whole.length));
      },
    });
    assert.ok(examine({ ...facts, hardware }).length > 5);
  }
});

describe('what the running server tells', () => {
  const found = async (verdict: Verdict, changes: Partial<SetupFacts['server']> = {}) => {
    const facts = await setup('rx7800xt');
    const all = examine({ ...facts, server: { ...facts.server, ...changes, verdict } });
    return all
      .filter(({ subject }) => ['worksOn', 'worksOnCpu', 'fellBack'].includes(subject.kind))
      .map(({ weight, subject: { kind, ...details }, remedies }) =>
        [weight, kind, JSON.stringify(details), ...remedies].join(' '),
      );
  };
  const cause = { kind: 'crashed', detail: 'SIGABRT' } as const;
  const fellBack = { kind: 'cpu', why: 'fellBack', cause } as const;

  test('the model lies on the GPU', async () =>
    assert.deepEqual(await found({ kind: 'gpu', device: 'ROCm0', name: undefined }), [
      'fine worksOn {"device":"ROCm0"}',
    ]));
  test('it fell back, and why', async () => {
    const told = '{"backend":"rocm","cause":{"kind":"crashed","detail":"SIGABRT"}}';
    assert.deepEqual(await found({ ...fellBack, backend: 'rocm' }), [
      `trouble fellBack ${told} useVulkan showLog`,
    ]);
  });
  test('the CPU was wished for beside a GPU', async () =>
    assert.deepEqual(await found({ kind: 'cpu', why: 'requested' }, { wish: 'cpu' }), [
      'hint worksOnCpu {"insteadOf":"Radeon RX 7800 XT"} chooseBackend',
    ]));
  test('a build without a backend for the GPU is told once, and not as a fall', async () =>
    assert.deepEqual(await found({ ...fellBack, backend: 'rocm', cause: { kind: 'notBuilt' } }), [
      'fine worksOnCpu {}',
    ]));
  test('the server does not say', async () => assert.deepEqual(await found({ kind: 'unknown' }), []));
  test('while it rests, a button starts it', async () => {
    const resting = examine(await setup('rx7800xt')).find(({ subject }) => subject.kind === 'resting');
    assert.deepEqual(resting?.remedies, ['startServer']);
  });
});

describe('an override of the compile target that the user has set', () => {
  const table: readonly (readonly [MachineName, string, string, readonly string[]])[] = [
    [
      ...(['rx7800xt', 'HSA_OVERRIDE_GFX_VERSION', '10.3.0'] as const),
      ['hint targetOverridden {"gfx":"gfx1101","value":"10.3.0"} editEnvironment'],
    ],
    [
      ...(['rx6700xt', 'HSA_OVERRIDE_GFX_VERSION', '11.0.0'] as const),
      ['hint targetOverridden {"gfx":"gfx1031","value":"11.0.0","advised":"10.3.0"} editEnvironment'],
    ],
    ['rx6700xt', 'HSA_OVERRIDE_GFX_VERSION', '10.3.0', []],
    ['rx6700xt', 'HSA_OVERRIDE_GFX_VERSION_1', '10.3.0', []],
    ['rx7800xt', 'HSA_OVERRIDE_GFX_VERSION_7', '10.3.0', []], // of another GPU
  ];
  for (const [name, variable, value, findings] of table)
    test(`${name}: ${variable}=${value}`, async () => {
      const facts = await setup(name);
      const server = { ...facts.server, env: { [variable]: value } };
      assert.deepEqual(wrong(examine({ ...facts, server })), findings);
    });
});

describe('a setup in which', () => {
  const table: readonly (readonly [string, Partial<SetupFacts>, readonly string[]])[] = [
    [
      'the server is missing',
      {
        server: {
          wish: 'auto',
          device: '',
          built: undefined,
          problem: { kind: 'serverMissing', file: '/x' },
          env: {},
          verdict: undefined,
        },
      },
      ['trouble serverProblem {"problem":{"kind":"serverMissing","file":"/x"}} chooseServer showLog'],
    ],
    [
      'the server knows the CPU only',
      {
        server: {
          ...{ wish: 'auto', device: '', built: ['cpu'], problem: undefined, env: {}, verdict: undefined },
        },
      },
      ['hint noGpuBackend {}'],
    ],
    [
      'the model is not there',
      {
        model: {
          ...{ name: 'base.en', bytes: undefined },
          problem: { kind: 'modelMissing', name: 'base.en', bytes: 1, file: '/m' },
        },
      },
      [
        'trouble modelProblem {"problem":{"kind":"modelMissing","name":"base.en","bytes":1,"file":"/m"}} downloadModel chooseModel',
      ],
    ],
    [
      'the libraries of ROCm are of another version',
      { rocm: { installed: [6], wanted: 7 } },
      ['trouble rocmMissing {"wanted":7,"installed":[6]} useVulkan $ sudo apt install rocm-hip-libraries'],
    ],
    [
      'Vulkan has no driver',
      { vulkan: { loader: true, drivers: [] } },
      ['trouble vulkanMissing {"loader":true,"others":[]} $ sudo apt install libvulkan1 mesa-vulkan-drivers'],
    ],
    [
      'Vulkan has drivers, but none for this GPU',
      { vulkan: { loader: true, drivers: ['lvp_icd.x86_64.json', 'intel_icd.x86_64.json'] } },
      [
        'trouble vulkanMissing {"loader":true,"others":["lvp_icd.x86_64.json","intel_icd.x86_64.json"]} $ sudo apt install libvulkan1 mesa-vulkan-drivers',
      ],
    ],
    [
      'memory is short',
      { model: { name: 'large-v3', bytes: 3_095_033_483, problem: undefined }, freeBytes: 2 ** 30 },
      ['trouble memoryShort {"neededBytes":4095033483,"freeBytes":1073741824} chooseModel'],
    ],
    [
      'nothing records',
      {
        recorders: { installed: [], install: 'sudo apt install pulseaudio-utils' },
        microphone: { kind: 'notTried' },
      },
      ['trouble noRecorder {} chooseRecorder $ sudo apt install pulseaudio-utils'],
    ],
    [
      'the microphone is dead',
      { microphone: { kind: 'heard', signal: 'constant' } },
      [
        'trouble microphoneProblem {"problem":{"kind":"microphoneSilent","why":"constant"}} chooseDevice chooseRecorder',
      ],
    ],
    [
      'nobody spoke',
      { microphone: { kind: 'heard', signal: 'quiet' } },
      ['hint microphoneQuiet {} chooseDevice chooseRecorder'],
    ],
    [
      'held keys do not repeat',
      { keyRepeat: { on: false, delayMs: undefined, intervalMs: undefined } },
      ['hint keyRepeatsNot {} useToggle'],
    ],
    [
      'held keys repeat late',
      { keyRepeat: { on: true, delayMs: 1_500, intervalMs: 30 } },
      ['hint keyRepeatsLate {"delayMs":1500} useToggle'],
    ],
    [
      'another extension wants the key',
      {
        editor: { remote: undefined, conflicts: [{ kind: 'key', key: 'alt+ctrl+space', extension: 'a.b' }] },
      },
      ['hint conflict {"conflict":{"kind":"key","key":"alt+ctrl+space","extension":"a.b"}} openKeybindings'],
    ],
    [
      'VS Code’s own dictation is on',
      { editor: { remote: undefined, conflicts: [{ kind: 'builtIn' }] } },
      ['hint conflict {"conflict":{"kind":"builtIn"}} showBuiltInDictation'],
    ],
    [
      'the chosen microphone is gone',
      { devices: { chosen: 'usb', present: [device('pci')] } },
      ['hint microphoneProblem {"problem":{"kind":"deviceMissing","device":"usb"}} chooseDevice'],
    ],
    [
      'the microphone is muted',
      { devices: { chosen: '', present: [device('pci'), { ...device('usb', true), isMuted: true }] } },
      ['trouble microphoneMuted {"name":"The usb"} chooseDevice'],
    ],
    ['speech goes to a server elsewhere', { external: 'https://speech.example' }, []],
    [
      'it goes there for everybody to read',
      { external: 'http://speech.example' },
      ['hint external {"address":"http://speech.example","fault":"unencrypted"} editEndpoint'],
    ],
    [
      'the address of the server elsewhere is none',
      { external: 'speech' },
      ['trouble external {"address":"speech","fault":"invalid"} editEndpoint'],
    ],
    [
      'the window is remote',
      { editor: { remote: 'ssh-remote', conflicts: [] } },
      ['hint remote {"name":"ssh-remote"}'],
    ],
    [
      'the system is not Linux',
      { system: { linux: false, family: undefined, enclosure: undefined, inRenderGroup: false } },
      ['hint notLinux {}'],
    ],
  ];
  for (const [what, changes, findings] of table) {
    test(what, async () => assert.deepEqual(wrong(examine(await setup('rx7800xt', changes))), findings));
  }

  const denied = async (inRenderGroup: boolean, wish: 'auto' | 'vulkan' = 'auto') => {
    const facts = await setup('rx7800xt');
    const gpus = facts.hardware.gpus.map((gpu) => ({
      ...gpu,
      renderNode: { path: '/dev/dri/renderD128', access: 'usable' } as const,
    }));
    return wrong(
      examine({
        ...facts,
        system: { ...facts.system, inRenderGroup },
        server: { ...facts.server, wish },
        hardware: { gpus, kfd: 'denied' },
      }),
    );
  };

  test('/dev/kfd may not be opened', async () => {
    assert.deepEqual(await denied(false), [
      'trouble deviceDenied {"files":["/dev/kfd"],"inGroup":false} $ sudo usermod -aG render,video "$USER"',
    ]);
  });
  test('/dev/kfd may not be opened although the user was put into the group', async () => {
    assert.deepEqual(await denied(true), ['trouble deviceDenied {"files":["/dev/kfd"],"inGroup":true}']);
  });
  test('Vulkan is wished, which needs no /dev/kfd', async () =>
    assert.deepEqual(await denied(false, 'vulkan'), []));

  for (const [enclosure, command] of [
    ['flatpak', /--device=all/],
    ['container', /--device=\/dev\/kfd --device=\/dev\/dri/],
    ['snap', undefined],
  ] as const) {
    test(`VS Code runs in a ${enclosure} that hides the devices`, async () => {
      const facts = await setup('container');
      const [found] = examine({ ...facts, system: { ...facts.system, enclosure } }).filter(
        ({ weight }) => weight === 'trouble',
      );
      assert.equal(found?.subject.kind === 'deviceMissing' && found.subject.enclosure, enclosure);
      if (command === undefined) assert.equal(found?.command, undefined);
      else assert.match(found?.command ?? '', command);
    });
  }

  test('Vulkan is offered only where it was built', async () => {
    const facts = await setup('oldKernel');
    const found = examine({ ...facts, server: { ...facts.server, built: ['rocm', 'cpu'] } });
    assert.ok(found.every(({ remedies }) => !remedies.includes('useVulkan')));
  });
});

test('on each distribution its own command', async () => {
  const commands = await Promise.all(
    (['debian', 'fedora', 'arch', 'suse', undefined] as const).map(async (family) => {
      const facts = await setup('rx7800xt', { vulkan: { loader: false, drivers: [] } });
      const found = examine({ ...facts, system: { ...facts.system, family } });
      return found.find(({ subject }) => subject.kind === 'vulkanMissing')?.command;
    }),
  );
  assert.deepEqual(commands, [
    'sudo apt install libvulkan1 mesa-vulkan-drivers',
    'sudo dnf install vulkan-loader mesa-vulkan-drivers',
    'sudo pacman -S vulkan-icd-loader vulkan-radeon',
    'sudo zypper install libvulkan1 libvulkan_radeon',
    undefined,
  ]);
});

describe('looking at a machine', () => {
  const environment = (root: string, env: Environment['env'] = {}): Environment => ({
    ...{ platform: 'linux', env, user: 'anna', home: '/home/anna', root },
  });
  const fresh = () => mkdtempSync(join(folder, 'root-'));

  test('distribution, group and enclosure', async () => {
    const root = fresh();
    place(root, 'etc/os-release', 'ID=ubuntu\nID_LIKE=debian\n');
    place(root, 'etc/group', 'video:x:44:anna\nrender:x:110:berta,anna\n');
    const bare = { linux: true, family: 'debian', inRenderGroup: true } as const;
    assert.deepEqual(await inspectSystem(environment(root)), { ...bare, enclosure: undefined });
    assert.equal((await inspectSystem(environment(root, { SNAP: '/snap/code' }))).enclosure, 'snap');
    place(root, '.dockerenv');
    assert.equal((await inspectSystem(environment(root))).enclosure, 'container');
    place(root, '.flatpak-info');
    assert.equal((await inspectSystem(environment(root))).enclosure, 'flatpak');
    assert.deepEqual(await inspectSystem({ ...environment(fresh()), platform: 'darwin' }), {
      ...{ linux: false, family: undefined, inRenderGroup: false, enclosure: undefined },
    });
  });

  test('the server, the ROCm that its library wants, and those that are installed', async () => {
    const root = fresh();
    const program = join(root, 'server', 'whisper-server');
    assert.equal((await inspectServer(program, 'auto', '', {})).problem?.kind, 'serverMissing');
    place(root, 'server/whisper-server');
    place(root, 'server/backends/rocm/libggml-hip.so', '\x7fELF\0\0libamdhip64.so.7\0');
    assert.deepEqual((await inspectServer(program, 'auto', '', {})).built, ['rocm', 'cpu']);
    place(root, 'opt/rocm-6.4.1/lib/libamdhip64.so.6.4.1');
    assert.deepEqual(await inspectRocm(program, environment(root)), { installed: [6], wanted: 7 });
    place(root, 'usr/lib64/libamdhip64.so.7');
    assert.deepEqual(await inspectRocm(program, environment(root)), { installed: [6, 7], wanted: 7 });
  });

  test('the loader and the drivers of Vulkan', async () => {
    const root = fresh();
    assert.deepEqual(await inspectVulkan('/x/y', environment(root)), { loader: false, drivers: [] });
    place(root, 'usr/lib/x86_64-linux-gnu/libvulkan.so.1');
    place(root, 'usr/share/vulkan/icd.d/radeon_icd.x86_64.json');
    assert.deepEqual(await inspectVulkan('/x/y', environment(root)), {
      ...{ loader: true, drivers: ['radeon_icd.x86_64.json'] },
    });
  });

  test('how the desktop repeats keys', () => {
    const gnome = [
      'org.gnome.desktop.peripherals.keyboard delay uint32 500',
      'org.gnome.desktop.peripherals.keyboard repeat true',
      'org.gnome.desktop.peripherals.keyboard repeat-interval uint32 30',
    ].join('\n');
    assert.deepEqual(fromGnome(gnome), { on: true, delayMs: 500, intervalMs: 30 });
    assert.deepEqual(
      fromKde('[Keyboard]\nKeyRepeat=nothing\nRepeatDelay=600\nRepeatRate=25\n[Mouse]\nX=1\n'),
      {
        ...{ on: false, delayMs: 600, intervalMs: 40 },
      },
    );
    assert.deepEqual(
      fromX11('  auto repeat:  on    key click percent:  0\n  auto repeat delay:  660    repeat rate:  25\n'),
      { on: true, delayMs: 660, intervalMs: 40 },
    );
    for (const read of [fromGnome, fromKde, fromX11])
      for (const nonsense of ['', 'nonsense', '\u0000', 'auto repeat: maybe'])
        assert.equal(read(nonsense), undefined);
  });
});

describe('the live check of the microphone', () => {
  const speech = Uint8Array.from({ length: 64_000 }, (_, index) => (index % 2 === 0 ? 0 : (index % 61) - 30));

  test('listens for two seconds and judges what came', async () => {
    const clock = new FakeClock();
    const heard = listen(
      {
        record: (events) => {
          queueMicrotask(() => events.flowing());
          return { finish: async () => speech, abandon: () => {} };
        },
      },
      clock,
    );
    await Promise.resolve();
    clock.advance(2_000);
    assert.deepEqual(await heard, { kind: 'heard', signal: 'sound' });
  });

  test('a line that is noticed to be dead is judged by its sound', async () => {
    const clock = new FakeClock();
    const heard = listen(
      {
        record: (events) => {
          queueMicrotask(() => {
            events.flowing();
            events.noticed({ kind: 'microphoneSilent', why: 'constant' });
          });
          return { finish: async () => new Uint8Array(64_000), abandon: () => {} };
        },
      },
      clock,
    );
    await Promise.resolve();
    clock.advance(2_000);
    assert.deepEqual(await heard, { kind: 'heard', signal: 'constant' });
  });

  test('tells what is wrong with the recorder, and lets it go', async () => {
    const deeds: string[] = [];
    const problem = { kind: 'recorderFailed', program: 'parecord', detail: 'refused' } as const;
    const heard = await listen(
      {
        record: (events) => {
          queueMicrotask(() => events.ended(problem));
          return { finish: async () => new Uint8Array(), abandon: () => void deeds.push('abandoned') };
        },
      },
      new FakeClock(),
    );
    assert.deepEqual(heard, { kind: 'problem', problem });
    assert.deepEqual(deeds, ['abandoned']);
  });
});

test('other extensions with our key, in whatever order it is written, or with a dictation', () => {
  const keys = (bindings: unknown) => ({ contributes: { keybindings: bindings } });
  const conflicts = conflictsAmong(
    [
      { id: 'a.one', manifest: keys([{ key: 'Alt+Ctrl+Space' }, { key: 'ctrl+k' }]) },
      { id: 'b.object', manifest: keys({ key: 'ctrl+alt+space' }) },
      { id: 'c.linux', manifest: keys([{ key: 'ctrl+alt+space', linux: 'f9' }]) },
      { id: 'ms-vscode.vscode-speech', manifest: {} },
      ...[undefined, null, 7, 'x', keys('x'), keys([null, { key: 5 }]), { contributes: 1 }].map(
        (manifest) => ({
          ...{ id: 'd.nonsense', manifest },
        }),
      ),
    ],
    ['ctrl+alt+space'],
  );
  assert.deepEqual(conflicts, [
    { kind: 'key', key: 'alt+ctrl+space', extension: 'a.one' },
    { kind: 'key', key: 'alt+ctrl+space', extension: 'b.object' },
    { kind: 'dictation', extension: 'ms-vscode.vscode-speech' },
  ]);
});

test('a bug report has no names and no folders, but the system’s own paths', () => {
  const secret = {
    ...{ home: '/home/anna', user: 'anna', host: 'annas-pc', names: ['Anna’s Headset', ''] },
    paths: ['/mnt/Client X/My (best) models', '', '~/Client Y/big one.bin'],
  };
  const table: readonly (readonly [string, string])[] = [
    ['The model file /home/anna/work/client-x/big.bin is cut', 'The model file ~/…/big.bin is cut'],
    ['(/srv/projects/acme/whisper-server)', '(…/whisper-server)'],
    ['/dev/kfd may not be opened', '/dev/kfd may not be opened'],
    ['/opt/rocm-7.0/lib/libamdhip64.so.7', '/opt/rocm-7.0/lib/libamdhip64.so.7'],
    ['of anna on annas-pc: Anna’s Headset', 'of … on …: …'],
    ['HSA_OVERRIDE_GFX_VERSION=10.3.0', 'HSA_OVERRIDE_GFX_VERSION=10.3.0'],
    ['bananna stays', 'bananna stays'],
    ['/home/anna', '~'],
    ['“/home/anna/client-x/a.bin” is cut', '“~/…/a.bin” is cut'],
    ['File: /mnt/Client X/My (best) models/deep/a.bin.', 'File: …/a.bin.'],
    ['The model ~/Client Y/big one.bin is whole', 'The model ~/…/big one.bin is whole'],
    ['RX 7700/7800 · 1.9/16G · and/or', 'RX 7700/7800 · 1.9/16G · and/or'],
  ];
  for (const [text, clean] of table) assert.equal(scrub(text, secret), clean);
});

test('what a person named is known from the facts', async () => {
  const facts = await setup('nothing', {
    devices: { chosen: '', present: [device('bluez.anna')] },
    external: 'https://speech.acme.example',
    editor: { remote: 'code.acme.example:8443', conflicts: [] },
  });
  const names = namesIn(facts);
  const secret = { home: '/root', user: 'root', host: 'pc', paths: [], names };
  const report =
    'The microphone is The bluez.anna; speech goes to https://speech.acme.example; on code.acme.example:8443';
  assert.equal(scrub(report, secret), 'The microphone is …; speech goes to …; on …');
});

test('a model needs more than its file', () => {
  // whisper.cpp's own table, in MB: tiny 273, base 388, small 852, medium 2100, large 3900.
  const table: readonly (readonly [string, number, number])[] = [
    ['tiny.en', 78, 273],
    ['base.en', 148, 388],
    ['small.en', 488, 852],
    ['medium.en', 1_534, 2_100],
    ['large-v3', 3_095, 3_900],
  ];
  for (const [name, file, needed] of table) {
    const estimate = neededBytes(name, file * 1e6) / 1e6;
    assert.ok(estimate >= needed && estimate < needed * 1.1, `${name}: ${estimate}`);
  }
});
