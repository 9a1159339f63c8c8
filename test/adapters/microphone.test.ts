// The microphone against real recorder programs: each hears a phrase from its first to its last sound, every
// way of failing is told as what it is, and no process, file or listener outlives a recording.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { listDevices } from '../../src/audio/devices.node.ts';
import { secondsOf } from '../../src/audio/format.ts';
import { play } from '../../src/audio/player.node.ts';
import type { RecorderWish } from '../../src/audio/recorders.ts';
import { judge } from '../../src/audio/signal.ts';
import { startSound } from '../../src/audio/tones.ts';
import type { Problem } from '../../src/base/problem.ts';
import { waitUntil } from '../support/processes.ts';
import { durationOf, speak } from '../support/speech.ts';
import { startVirtualMicrophone, type VirtualMicrophone } from '../support/virtualMicrophone.ts';
import { type Bundle, bundleOf } from './support/bundle.ts';
import { hurriedClock } from './support/clocks.ts';
import { withEnvironment } from './support/environment.ts';
import { assertNothingLeft, standing, startedSince } from './support/leaks.ts';
import { missingPipeWirePrograms, startPipeWireMicrophone } from './support/pipeWire.ts';
import {
  assertHolds,
  definitionFile,
  earsFor,
  fakeProgram,
  listen,
  loudness,
  type MicrophoneOptions,
  microphoneFor,
  programs,
  samplesIn,
} from './support/recordings.ts';

let virtual: VirtualMicrophone;
let abrupt: string;
before(async () => {
  virtual = await startVirtualMicrophone();
  Object.assign(process.env, virtual.env);
  // Its last word ends where the file ends: what a recorder holds back when the key comes up is missed.
  abrupt = await speak('Close the terminal.', { tailSeconds: 0 });
});
after(() => virtual.dispose());

/** The message that tells how soon a recorder delivered, kept as a figure beside the test. */
function latencyIn(lines: readonly string[]): string {
  return lines.find((line) => line.includes('first sound')) ?? 'no first sound';
}

describe('each recorder hears the phrase whole', () => {
  const aimed: readonly (readonly [RecorderWish, string])[] = [
    ['parecord', ''],
    ['parecord', 'mic.monitor'],
    ['arecord', ''],
    ['arecord', 'mic.monitor'],
    ['sox', ''],
    ['sox', 'mic.monitor'],
    ['ffmpeg', ''],
    ['ffmpeg', 'mic.monitor'],
  ];
  for (const [recorder, device] of aimed) {
    test(`${recorder}${device === '' ? '' : ` on ${device}`}`, async (t) => {
      const { microphone, log } = microphoneFor({ recorder, device });
      const ears = await earsFor(abrupt);
      const clean = standing();
      const { recording, told, flows } = listen(microphone);
      await flows();
      const playing = virtual.play(abrupt);
      await ears.end;
      const pcm = await recording.finish();
      const left = startedSince(clean).filter(({ command }) => !command.includes('paplay'));
      assert.deepEqual(left, [], 'finish waits for the end of the program');
      await playing;
      await ears.dispose();
      assert.deepEqual([told.flowing, told.noticed, told.problems], [1, [], []]);
      assertHolds(pcm, abrupt);
      const extra = secondsOf(pcm) - durationOf(abrupt);
      assert.ok(extra < 1, `the recording is ${extra} s longer than the phrase`);
      t.diagnostic(latencyIn(log.lines));
    });
  }

  test('pw-record', async (t) => {
    const missing = missingPipeWirePrograms();
    if (missing.length > 0) {
      t.skip(`not installed: ${missing.join(', ')}`);
      return;
    }
    const pipeWire = await startPipeWireMicrophone();
    try {
      await withEnvironment(pipeWire.env, async () => {
        const { microphone, log } = microphoneFor({ recorder: 'pw-record' });
        const clean = standing();
        const { recording, told, flows } = listen(microphone);
        await flows();
        await pipeWire.play(abrupt);
        const pcm = await recording.finish();
        assert.deepEqual(startedSince(clean), []);
        assert.deepEqual([told.flowing, told.noticed, told.problems], [1, [], []]);
        assertHolds(pcm, abrupt);
        t.diagnostic(latencyIn(log.lines));
      });
    } finally {
      await pipeWire.dispose();
    }
  });

  for (const { version, help, starts } of [
    {
      version: 'a new PipeWire, which writes a header unless told not to',
      help: '-a, --raw',
      starts: '--raw',
    },
    { version: 'an old PipeWire, which knows no --raw', help: '--rate', starts: '--latency' },
  ]) {
    test(`${version}: raw sound is asked for`, async () => {
      const { folder, only } = programs();
      const argumentsFile = join(folder, 'arguments');
      fakeProgram(
        folder,
        'pw-record',
        `case "$1" in --help) echo "  ${help}"; exit 0 ;; esac`,
        `echo "$@" > '${argumentsFile}'`,
        'while :; do printf 0123456789abcdef; /bin/sleep 0.02; done',
      );
      await only(async () => {
        const { recording, flows } = listen(microphoneFor({ recorder: 'pw-record' }).microphone);
        await flows();
        await recording.finish();
        const given = readFileSync(argumentsFile, 'utf8').trim();
        assert.equal(given.split(' ')[0], starts);
        assert.match(given, /--rate 16000 --channels 1 --format s16 -$/);
      });
    });
  }
});

describe('nothing to record with', () => {
  const osReleases = [
    ['ID=debian\n', 'parecord', 'sudo apt install pulseaudio-utils'],
    ['ID=ubuntu\nID_LIKE=debian\n', 'auto', 'sudo apt install pulseaudio-utils'],
    ['ID=debian\n', 'sox', 'sudo apt install sox libsox-fmt-all'],
    ['ID=fedora\n', 'pw-record', 'sudo dnf install pipewire-utils'],
    ['ID=arch\n', 'arecord', 'sudo pacman -S alsa-utils'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'ffmpeg', 'sudo zypper install ffmpeg'],
    ['ID=haiku\n', 'parecord', undefined],
  ] as const;
  for (const [osRelease, recorder, install] of osReleases) {
    test(`${recorder} on ${osRelease.split('\n')[0]}: ${install ?? 'no command is made up'}`, async () => {
      const { folder, only } = programs();
      const osReleaseFile = join(folder, 'os-release');
      writeFileSync(osReleaseFile, osRelease);
      await only(async () => {
        const { recording, ends } = listen(microphoneFor({ recorder, osReleaseFile }).microphone);
        const wanted =
          recorder === 'auto'
            ? ['pw-record', 'parecord', 'arecord', 'rec', 'ffmpeg']
            : [recorder === 'sox' ? 'rec' : recorder];
        assert.deepEqual(await ends(), { kind: 'recorderMissing', wanted, install });
        assert.equal((await recording.finish()).byteLength, 0);
      });
    });
  }

  test('the problem comes after `record` has given the recording, not within', async () => {
    await programs().only(async () => {
      const { told, ends } = listen(microphoneFor().microphone);
      assert.deepEqual(told.problems, []);
      await ends();
    });
  });
});

describe('a chosen device', () => {
  for (const recorder of ['parecord', 'arecord', 'sox', 'ffmpeg'] as const) {
    test(`${recorder}: a device that is gone is told, and the default one records`, async () => {
      const { microphone } = microphoneFor({ recorder, device: 'alsa_input.usb-unplugged' });
      const { recording, told, flows } = listen(microphone);
      await flows();
      await virtual.play(abrupt);
      assertHolds(await recording.finish(), abrupt);
      const missing: Problem = { kind: 'deviceMissing', device: 'alsa_input.usb-unplugged' };
      assert.deepEqual([told.flowing, told.noticed, told.problems], [1, [missing], []]);
    });
  }

  test('a dead line is told after two seconds, once, while the recording goes on', async () => {
    const { recording, told, flows } = listen(microphoneFor().microphone);
    await flows();
    await waitUntil(() => told.noticed.length > 0, { timeoutMs: 8_000, what: 'the dead line was told' });
    await virtual.play(abrupt);
    assertHolds(await recording.finish(), abrupt);
    assert.deepEqual(told.noticed, [{ kind: 'microphoneSilent', why: 'constant' }]);
    assert.deepEqual(told.problems, []);
  });

  test('what is played is heard, by each player that is there', async () => {
    for (const program of ['paplay', 'aplay', 'play']) {
      const { only } = programs(program, 'parecord');
      await only(async () => {
        const { recording, flows } = listen(microphoneFor().microphone);
        await flows();
        assert.equal(await play(startSound), true, program);
        const heard = loudness(samplesIn(await recording.finish()));
        assert.ok(heard > 0.002, `${program}: ${heard}`);
      });
    }
    await programs().only(async () => assert.equal(await play(startSound), false));
  });

  test('the machine lists its microphones by name', async () => {
    assert.deepEqual(await listDevices(), [
      {
        ...{ name: virtual.source, label: 'Monitor of Virtual-Mic' },
        ...{ isDefault: true, isMuted: false, isMonitor: true },
      },
    ]);
    await programs().only(async () => assert.deepEqual(await listDevices(), []));
  });
});

describe('a recorder that fails', () => {
  const failures: readonly (readonly [name: string, script: readonly string[], detail: RegExp])[] = [
    [
      'with words',
      ['echo "no such device: front" >&2', 'exit 1'],
      /^ended with code 1: no such device: front$/,
    ],
    ['without words', ['exit 3'], /^ended with code 3$/],
    ['with success, but without sound', ['exit 0'], /^ended with code 0$/],
    ['by a crash', ['kill -SEGV $$'], /^ended with SIGSEGV$/],
  ];
  for (const [name, script, detail] of failures) {
    test(name, async () => {
      const { folder, only } = programs();
      fakeProgram(folder, 'parecord', ...script);
      await only(async () => {
        const problem = await problemOf({ recorder: 'parecord' });
        assert.equal(problem.kind, 'recorderFailed');
        assert.ok(problem.kind === 'recorderFailed');
        assert.equal(problem.program, 'parecord');
        assert.match(problem.detail, detail);
      });
    });
  }

  test('because it cannot even be started', async () => {
    const { folder, only } = programs();
    const file = fakeProgram(folder, 'parecord');
    writeFileSync(file, '#!/no/such/interpreter\n');
    await only(async () => {
      const problem = await problemOf({ recorder: 'parecord' });
      assert.ok(problem.kind === 'recorderFailed', problem.kind);
      assert.match(problem.detail, /parecord: not found/);
    });
  });

  test('because the start is thrown at once: an environment that is too large for the kernel', async () => {
    await withEnvironment({ SOTTO_TOO_LARGE: 'x'.repeat(200_000) }, async () => {
      const problem = await problemOf({ recorder: 'parecord' });
      assert.ok(problem.kind === 'recorderFailed', problem.kind);
      assert.match(problem.detail, /E2BIG/);
    });
  });

  test('`auto` goes on with the next, and begins with the one that worked the next time', async () => {
    const { folder, only } = programs('arecord');
    fakeProgram(folder, 'parecord', 'echo "Host is down" >&2', 'exit 1');
    await only(async () => {
      const { microphone, log } = microphoneFor({ recorder: 'auto' });
      for (const tried of [['parecord', 'arecord'], ['arecord']]) {
        log.lines.length = 0;
        const { recording, flows } = listen(microphone);
        await flows();
        assert.ok((await recording.finish()).byteLength > 0);
        const started = log.lines.flatMap((line) => /^recorder (\S+): starting/.exec(line)?.[1] ?? []);
        assert.deepEqual(started, tried);
      }
    });
  });

  test('when all of `auto` fail, the last one is told, once', async () => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', 'exit 1');
    fakeProgram(folder, 'arecord', 'exit 2');
    await only(async () => {
      const { told, ends } = listen(microphoneFor({ recorder: 'auto' }).microphone);
      await ends();
      assert.deepEqual(told.problems, [
        { kind: 'recorderFailed', program: 'arecord', detail: 'ended with code 2' },
      ]);
    });
  });
});

describe('a recording that breaks off', () => {
  test('the microphone is unplugged', async () => {
    const other = await startVirtualMicrophone();
    try {
      await withEnvironment(other.env, async () => {
        const { recording, flows, ends } = listen(microphoneFor().microphone);
        await flows();
        await other.unplug();
        assert.equal((await ends()).kind, 'recorderStopped');
        assert.ok((await recording.finish()).byteLength > 0);
      });
    } finally {
      await other.dispose();
    }
  });

  test('a microphone that yields nothing is told as that, and its recorder is ended', async () => {
    await virtual.setSuspended(true);
    try {
      const clean = standing();
      const { told, recording, ends } = listen(microphoneFor({ clock: hurriedClock(10) }).microphone);
      assert.deepEqual(await ends(), { kind: 'microphoneSilent', why: 'noFrames' });
      assert.equal(told.flowing, 0);
      assert.equal((await recording.finish()).byteLength, 0);
      await assertNothingLeft(clean);
    } finally {
      await virtual.setSuspended(false);
    }
  });

  test('`auto` leaves a recorder that yields nothing for the next', async () => {
    const { folder, only } = programs('arecord');
    fakeProgram(folder, 'parecord', 'exec /bin/sleep 60');
    await only(async () => {
      const clean = standing();
      const { recording, flows } = listen(
        microphoneFor({ recorder: 'auto', clock: hurriedClock(5) }).microphone,
      );
      await flows();
      assert.ok((await recording.finish()).byteLength > 0);
      await assertNothingLeft(clean);
    });
  });
});

describe('the end of a recording', () => {
  test('abandoned, the program ends and nothing is told', async () => {
    const clean = standing();
    const { recording, told, flows } = listen(microphoneFor().microphone);
    await flows();
    recording.abandon();
    await assertNothingLeft(clean);
    assert.deepEqual([told.flowing, told.noticed, told.problems], [1, [], []]);
    assert.equal((await recording.finish()).byteLength, 0);
  });

  test('abandoned or finished before there is sound, the same', async () => {
    const { folder, only } = programs();
    fakeProgram(folder, 'parecord', 'exec /bin/sleep 60');
    await only(async () => {
      const { microphone } = microphoneFor();
      const clean = standing();
      const abandoned = listen(microphone);
      abandoned.recording.abandon();
      await assertNothingLeft(clean);
      const finished = listen(microphone);
      assert.equal((await finished.recording.finish()).byteLength, 0);
      await assertNothingLeft(clean);
      for (const { told } of [abandoned, finished]) assert.deepEqual([told.flowing, told.problems], [0, []]);
    });
  });

  const stubborn = [
    {
      name: 'a recorder that does not listen to SIGTERM is ended all the same',
      script: ["trap '' TERM", 'while :; do printf 0123456789abcdef; /bin/sleep 0.02; done'],
    },
    {
      name: 'a child that holds the output of the recorder open does not hold up the end',
      script: ['printf 0123456789abcdef', '/bin/sleep 5'],
    },
  ];
  for (const { name, script } of stubborn) {
    test(name, async () => {
      const { folder, only } = programs();
      fakeProgram(folder, 'parecord', ...script);
      await only(async () => {
        const clean = standing();
        const { recording, flows } = listen(microphoneFor({ clock: hurriedClock(5) }).microphone);
        await flows();
        const startedAt = performance.now();
        const pcm = await recording.finish();
        assert.ok(performance.now() - startedAt < 2_000, 'it took too long');
        assert.ok(pcm.byteLength >= 16);
        assert.deepEqual(
          startedSince(clean).filter(({ command }) => command.includes('parecord')),
          [],
        );
      });
    });
  }

  test('ten recordings leave no process, file, listener or timer', async () => {
    const { microphone } = microphoneFor();
    const once = async () => {
      const { recording, flows } = listen(microphone);
      await flows();
      await recording.finish();
    };
    await once(); // what is loaded and opened once does not count
    const clean = standing();
    for (let count = 0; count < 10; count++) await once();
    await assertNothingLeft(clean);
    await waitUntil(async () => (await virtual.listeners()).length === 0, {
      timeoutMs: 2_000,
      what: 'nobody listened to the microphone',
    });
  });

  test('a muted microphone records, but every sample is the same', async () => {
    const { recording, flows } = listen(microphoneFor().microphone);
    await flows();
    const pcm = await recording.finish();
    assert.ok(pcm.byteLength > 0);
    assert.equal(loudness(samplesIn(pcm)), 0);
    assert.equal(judge(pcm), 'constant');
  });
});

describe('the three traps of node-record-lpcm16', () => {
  let bundle: Bundle;
  before(async () => {
    bundle = await bundleOf(program);
  });
  after(() => bundle.remove());
  const run = (kind: string, recorder = 'parecord') => bundle.run({ kind, recorder, definitionFile });

  test('its own look-up breaks in a bundle; through the definition file a recording comes out', async () => {
    const alone = await run('libraryByName');
    assert.equal(alone.stdout, 'No such recorder found: sox');
    const ours = await run('microphone');
    assert.equal(ours.stderr, '');
    const { bytes, problems } = JSON.parse(ours.stdout);
    assert.deepEqual(problems, []);
    assert.ok(bytes > 0, ours.stdout);
  });

  test('a program that is not there kills the process; through us it is a problem', async () => {
    const alone = await run('libraryMissingProgram');
    assert.notEqual(alone.code, 0);
    assert.match(alone.stderr, /spawn no-such-recorder ENOENT/);
    const { folder, only } = programs();
    writeFileSync(fakeProgram(folder, 'parecord'), '#!/no/such/interpreter\n');
    const ours = await only(() => run('microphone'));
    assert.equal(ours.code, 0, ours.stderr);
    assert.match(ours.stdout, /"kind":"recorderFailed".*parecord: not found/);
  });

  test('its stop is an error on the stream; ours is none', async () => {
    // parecord ends with code 0 when it is asked to end, which the library takes for success.
    const alone = await run('libraryStop', 'arecord');
    assert.notEqual(alone.code, 0);
    assert.match(alone.stderr, /arecord has exited with error code/);
    const ours = await run('microphone', 'arecord');
    assert.equal(ours.code, 0, ours.stderr);
  });

  const program = `
    import library from 'node-record-lpcm16';
    import { SystemMicrophone } from './src/audio/microphone.node.ts';
    import { systemClock } from './src/base/clock.node.ts';
    import { silentLog } from './src/base/log.ts';

    const { kind, recorder, definitionFile } = JSON.parse(process.argv[2]);
    const print = (text) => process.stdout.write(text);
    const launch = { cmd: recorder, args: ['-t', 'raw', '-f', 'S16_LE'] };
    const runs = {
      libraryByName() {
        try { library.record({ recorder: 'sox' }); } catch (error) { print(error.message); }
      },
      libraryMissingProgram() {
        library.record({ recorder: definitionFile, launch: { cmd: 'no-such-recorder', args: [] } });
      },
      libraryStop() {
        const recording = library.record({ recorder: definitionFile, launch });
        recording.stream().once('data', () => recording.stop());
      },
      microphone() {
        const microphone = new SystemMicrophone({
          clock: systemClock, log: silentLog, definitionFile, wish: () => ({ recorder, device: '' }),
          memory: { read: () => undefined, write() {} },
        });
        const problems = [];
        const end = () => recording.finish().then((pcm) => print(JSON.stringify({ bytes: pcm.length, problems })));
        const recording = microphone.record({ flowing: end, heard() {}, noticed() {}, ended: (problem) => { problems.push(problem); end(); } });
      },
    };
    runs[kind]();
  `;
});

async function problemOf(options: MicrophoneOptions): Promise<Problem> {
  const clean = standing();
  const { told, recording, ends } = listen(microphoneFor(options).microphone);
  const problem = await ends();
  assert.equal((await recording.finish()).byteLength, 0);
  assert.deepEqual([told.flowing, told.problems], [0, [problem]]);
  await assertNothingLeft(clean);
  return problem;
}
