// The ladder of backends with real servers: a CPU library that really crashes, Vulkan on Mesa's software device
// where `npm run native -- --only vulkan` built it, and a server that is not ours.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fail, ok } from '../../src/base/result.ts';
import type { Verdict } from '../../src/server/evidence.ts';
import { temporaryFolder } from '../support/paths.ts';
import { crashingServer } from './support/crashing.ts';
import {
  nativeFolder,
  type Plan,
  phrase,
  type Spoken,
  serverFor,
  serverProgram,
  spoken,
  type TestServer,
  transcribe,
} from './support/whisper.ts';

const folder = temporaryFolder('ladder');
const used: TestServer[] = [];
const use = (server: TestServer) => {
  used.push(server);
  return server;
};
let speech: Spoken;

before(async () => {
  serverProgram();
  speech = await spoken();
});
afterEach(async () => {
  for (const one of used.splice(0)) await one.end();
});
after(() => folder.remove());

async function textFrom({ server }: TestServer, said = speech): Promise<string> {
  const answer = await transcribe(server, said);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value.text.trim();
}

function accelerationOf({ server }: TestServer) {
  assert.ok(server.current.kind === 'ready', server.current.kind);
  return server.current.acceleration;
}

const cpuLibraryIn = ({ serverLog }: TestServer) =>
  serverLog.lines
    .findLast((line) => line.includes('loaded CPU backend'))
    ?.match(/libggml-cpu[\w-]*\.so/)?.[0] ?? '';

test('a CPU library that crashes at its first work: named, left out, and the same audio is transcribed', async () => {
  const healthy = use(serverFor());
  assert.equal(await textFrom(healthy), phrase);
  const { program, library } = crashingServer(join(folder.path, 'crashing'), cpuLibraryIn(healthy));
  const memory = join(folder.path, 'memory');

  const first = use(serverFor({ program, backend: 'auto' }, { memory }));
  assert.equal(await textFrom(first), phrase);
  const other = cpuLibraryIn(first);
  assert.notEqual(other, library);
  assert.match(first.log.lines.join('\n'), /cpu gave way: .*(?:SIGILL|SIGSEGV)/);
  assert.match(first.log.lines.join('\n'), new RegExp(`${library} is left out from now on`));
  assert.deepEqual(accelerationOf(first).verdict, { kind: 'cpu', why: 'requested' });
  const leftOut = { kind: 'leftOut', library } as const;
  assert.deepEqual(
    accelerationOf(first).evidence.find(({ kind }) => kind === 'leftOut'),
    leftOut,
  );
  await first.end();

  // The next session knows it.
  const second = use(serverFor({ program, backend: 'auto' }, { memory }));
  assert.equal(await textFrom(second), phrase);
  assert.equal(cpuLibraryIn(second), other);
  assert.doesNotMatch(second.log.lines.join('\n'), /gave way/);
});

test('where the last CPU library crashes, the problem is told', async () => {
  const healthy = use(serverFor());
  await textFrom(healthy);
  const alone = crashingServer(join(folder.path, 'alone'), cpuLibraryIn(healthy));
  for (const name of readFileSync(join(nativeFolder, 'build.json'), 'utf8').match(/libggml-cpu-\w+\.so/g) ??
    []) {
    if (name !== alone.library) writeFileSync(join(folder.path, 'alone', name), ''); // no library any more
  }
  const answer = await transcribe(use(serverFor({ program: alone.program })).server, speech);
  assert.ok(!answer.ok);
  assert.ok(['serverDied', 'serverWontStart'].includes(answer.error.kind), answer.error.kind);
});

test('a GPU that crashes at its first work: the next rung gets the same audio, and the fall has its cause', async () => {
  const healthy = use(serverFor());
  await textFrom(healthy);
  const { program } = crashingServer(join(folder.path, 'gpu'), cpuLibraryIn(healthy));
  // Fake: what crashes is the real server, but on the CPU; only the plan calls it a GPU.
  const withGpu = (plan: Plan): Plan => {
    if (!plan.ok || one.gaveWay.length > 0) return plan;
    const [cpu] = plan.value;
    return ok([{ ...cpu, program, backend: { kind: 'vulkan', library: undefined } }, cpu]);
  };
  const one: TestServer = use(serverFor({ backend: 'auto' }, { replan: withGpu }));
  assert.equal(await textFrom(one), phrase);
  assert.equal(one.gaveWay[0]?.spec.backend.kind, 'vulkan');
  const { verdict } = accelerationOf(one);
  assert.ok(verdict.kind === 'cpu' && verdict.why === 'fellBack', JSON.stringify(verdict));
  assert.ok(verdict.backend === 'vulkan' && verdict.cause.kind === 'crashed', JSON.stringify(verdict));
});

test('a server that is not ours is asked for its backends', async () => {
  const foreign = join(folder.path, 'foreign');
  cpSync(nativeFolder, foreign, { recursive: true });
  for (const ours of ['build.json', 'backends'])
    rmSync(join(foreign, ours), { recursive: true, force: true });
  const program = join(foreign, 'whisper-server');
  const missing = await transcribe(use(serverFor({ program, backend: 'rocm' })).server, speech);
  assert.deepEqual(missing, fail({ kind: 'backendMissing', backend: 'rocm', built: ['cpu'] }));
  const one = use(serverFor({ program, backend: 'auto' }));
  assert.equal(await textFrom(one), phrase);
  assert.match(one.log.lines.join('\n'), / -ng\b/); // its GPUs stay untouched
  assert.deepEqual(accelerationOf(one).verdict, { kind: 'cpu', why: 'requested' });
});

const vulkanLibrary = join(nativeFolder, 'backends', 'vulkan', 'libggml-vulkan.so');
const noVulkan = existsSync(vulkanLibrary)
  ? false
  : `not built: ${vulkanLibrary} (npm run native -- --only vulkan)`;
/** An eleventh of the sound that a model can hear: the software device takes half a minute for the whole. */
const short = ['-ac', '192'];
const softwareDevice = { GGML_VK_VISIBLE_DEVICES: '0' };

describe('Vulkan on Mesa’s software device', { skip: noVulkan }, () => {
  const isSoftware = (verdict: Verdict) =>
    verdict.kind === 'cpu' && verdict.why === 'fellBack' && verdict.cause.kind === 'softwareOnly';

  test('wished: it is obeyed, and the truth is told with its evidence', async () => {
    const one = use(serverFor({ backend: 'vulkan', env: softwareDevice, extraArgs: short }));
    assert.equal(await textFrom(one), phrase);
    const { verdict, evidence } = accelerationOf(one);
    assert.ok(isSoftware(verdict), JSON.stringify(verdict));
    const listed = evidence.find((piece) => piece.kind === 'listed');
    assert.ok(listed?.kind === 'listed' && listed.software && /llvmpipe/.test(listed.device.name));
    assert.ok(evidence.some((piece) => piece.kind === 'weights' && piece.device === 'Vulkan0'));
  });

  test('automatic: the proof sees through it, and the CPU does the work', async () => {
    const dev = join(folder.path, 'dev');
    mkdirSync(join(dev, 'dri'), { recursive: true });
    writeFileSync(join(dev, 'dri', 'renderD128'), '');
    const roots = { sys: join(folder.path, 'sys'), dev, proc: '/proc' };
    const memory = join(folder.path, 'proofs');
    const wish = { backend: 'auto', env: softwareDevice, roots } as const;
    const one = use(serverFor(wish, { memory }));
    assert.equal(await textFrom(one), phrase);
    const { verdict, evidence } = accelerationOf(one);
    assert.ok(isSoftware(verdict), JSON.stringify(verdict));
    assert.ok(evidence.some((piece) => piece.kind === 'weights' && piece.device === 'CPU'));
    assert.ok(evidence.some((piece) => piece.kind === 'refused' && piece.refusal.backend === 'vulkan'));
    const proofs = ({ log }: TestServer) => log.lines.filter((line) => /proof of vulkan.*begins/.test(line));
    assert.equal(proofs(one).length, 1);
    await one.end();

    const second = use(serverFor(wish, { memory }));
    assert.equal(await textFrom(second), phrase);
    assert.equal(proofs(second).length, 0, 'the proof is remembered');
    await second.end();

    const changed = use(serverFor({ ...wish, extraArgs: ['-bs', '1'] }, { memory }));
    assert.equal(await textFrom(changed), phrase);
    assert.equal(proofs(changed).length, 1, 'another launch is proven again');
  });

  test('without a device: the CPU, and why', async () => {
    const one = use(serverFor({ backend: 'vulkan' }));
    assert.equal(await textFrom(one), phrase);
    const { verdict } = accelerationOf(one);
    assert.ok(verdict.kind === 'cpu' && verdict.why === 'fellBack', JSON.stringify(verdict));
    assert.deepEqual(verdict.cause, { kind: 'noDevice', detail: 'ggml_vulkan: No devices found.' });
  });
});
