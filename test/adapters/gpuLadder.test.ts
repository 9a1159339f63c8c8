// The ladder on machines with GPUs that are not here. FAKE: the kernel's files, and the GPU itself. The server is the
// real one behind a shell that says that its weights lie on a GPU, and makes it slow or crash as a GPU would.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { writeTree } from '../support/kernelTrees.ts';
import { type MachineName, machines } from '../support/machines.ts';
import { temporaryFolder } from '../support/paths.ts';
import { crashingServer } from './support/crashing.ts';
import { fakeProgram } from './support/recordings.ts';
import {
  phrase,
  type Spoken,
  serverFor,
  serverProgram,
  spoken,
  type TestServer,
  transcribe,
} from './support/whisper.ts';

const folder = temporaryFolder('gpus');
const used: TestServer[] = [];
let speech: Spoken;
let crashing: string;
let made = 0;

before(async () => {
  speech = await spoken();
  const healthy = use(serverFor());
  assert.ok((await healthy.server.start()).ok);
  const library = healthy.serverLog.lines.join('\n').match(/libggml-cpu[\w-]*\.so/)?.[0] ?? '';
  crashing = crashingServer(join(folder.path, 'crashing'), library).program;
  await healthy.end();
});
afterEach(async () => {
  for (const one of used.splice(0)) await one.end();
});
after(() => folder.remove());

function use(one: TestServer): TestServer {
  used.push(one);
  return one;
}

/** `work` is shell: what befalls the launch whose `$gpu` is ROCm, Vulkan or none. */
function serverWith(machine: MachineName, backends: readonly string[], work: string): TestServer {
  made += 1;
  const name = `server-${made}`;
  const program = fakeProgram(
    folder.path,
    name,
    'if [ "$1" = -h ]; then',
    ...backends.map((backend) => `echo "load_backend: loaded ${backend} backend from /fake.so" >&2`),
    'exit; fi',
    'gpu=none',
    '[ "$HIP_VISIBLE_DEVICES" = -1 ] || gpu=ROCm',
    'env | grep -q "^GGML_VK_VISIBLE_DEVICES=$" || gpu=Vulkan',
    '[ $gpu = none ] || echo "whisper_model_load: $gpu"0" total size = 900.00 MB" >&2',
    work,
    `exec ${serverProgram()} "$@"`,
  );
  const roots = writeTree(machines[machine], join(folder.path, `${name}-machine`));
  return use(serverFor({ program, backend: 'auto', roots: { ...roots, proc: '/proc' } }));
}

async function transcribedOn(one: TestServer) {
  const heard = await transcribe(one.server, speech);
  assert.ok(heard.ok, JSON.stringify(heard));
  assert.equal(heard.value.text.trim(), phrase);
  assert.ok(one.server.current.kind === 'ready');
  const { spec, acceleration } = one.server.current;
  return { spec, ...acceleration };
}

const proofs = ({ log }: TestServer) =>
  log.lines
    .filter((line) => /^proof of \w+.*: \{/.test(line))
    .map((line) => /"kind":"(\w+)"/.exec(line)?.[1]);

test('of two backends that pass, the faster one works', async () => {
  // A process that is halted most of the time: slower on any machine.
  const slow =
    '(while kill -STOP $$; do sleep 0.12; kill -CONT $$; sleep 0.03; done) 2>/dev/null >/dev/null &';
  const one = serverWith('rx7800xt', ['ROCm', 'Vulkan'], `if [ $gpu = ROCm ]; then ${slow} fi`);
  const { verdict } = await transcribedOn(one);
  assert.deepEqual(proofs(one), ['passed', 'passed']);
  assert.deepEqual(verdict, { kind: 'gpu', device: 'Vulkan0', name: undefined });
});

test('what crashes in its proof is tried without flash attention before it is given up', async () => {
  const work = `case " $gpu $* " in *" -nfa "*) ;; *" ROCm "*) exec ${crashing} "$@" ;; esac`;
  const one = serverWith('rx7800xt', ['ROCm'], work);
  const { verdict, spec } = await transcribedOn(one);
  assert.deepEqual(proofs(one), ['refused', 'passed']);
  assert.deepEqual(verdict, { kind: 'gpu', device: 'ROCm0', name: undefined });
  assert.deepEqual(spec.extraArgs, ['-nfa']);
});

test('an override is used where the table has it, for this GPU alone, and only after its proof', async () => {
  const work = `[ "$gpu $HSA_OVERRIDE_GFX_VERSION_1" = "ROCm " ] && exec ${crashing} "$@"`;
  const one = serverWith('rx6700xt', ['ROCm'], work);
  const { verdict, spec } = await transcribedOn(one);
  assert.deepEqual(proofs(one), ['refused', 'passed']);
  assert.deepEqual(verdict, { kind: 'gpu', device: 'ROCm0', name: undefined });
  assert.equal(spec.env['HSA_OVERRIDE_GFX_VERSION_1'], '10.3.0');
  assert.equal(spec.env['HSA_OVERRIDE_GFX_VERSION'], undefined);
});

test('where no GPU passes, the CPU works, each refusal is kept, and the dictation is not lost', async () => {
  const one = serverWith('rx7800xt', ['ROCm', 'Vulkan'], `[ $gpu = none ] || exec ${crashing} "$@"`);
  const { verdict, evidence } = await transcribedOn(one);
  assert.deepEqual(new Set(proofs(one)), new Set(['refused']));
  assert.ok(verdict.kind === 'cpu' && verdict.why === 'fellBack' && verdict.cause.kind === 'crashed');
  const refused = evidence.flatMap((piece) => (piece.kind === 'refused' ? [piece.refusal.backend] : []));
  assert.deepEqual(refused, ['rocm', 'vulkan']);
});
