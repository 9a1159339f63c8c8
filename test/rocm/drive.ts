// What for: whole ladders over servers with a ROCm backend, on a machine with or without such a GPU. Each row is a
// server, a wish and an environment; the table says what the ladder made of it. `test/rocm/run.sh` runs it.
// Promises: real servers, the shipped sound of the proof, nothing faked but the device files where asked.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.node.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import { ok } from '../../src/base/result.ts';
import type { BackendWish } from '../../src/server/backends.ts';
import { BackendLadder } from '../../src/server/ladder.node.ts';
import { clipFrom } from '../../src/server/proof.node.ts';
import { WhisperServer } from '../../src/server/server.node.ts';

const root = join(import.meta.dirname, '..', '..');
const model = join(root, 'test', 'fixtures', 'models', 'ggml-nano.en-q5_1.bin');
const programs = process.argv.slice(2).filter((file) => existsSync(file));
const software = { GGML_VK_VISIBLE_DEVICES: '0' };

/** Device files that let `auto` try what has no device here: the server then says itself what is missing. */
const pretended = mkdtempSync(join(tmpdir(), 'sotto-devices-'));
mkdirSync(join(pretended, 'dri'));
for (const file of ['kfd', join('dri', 'renderD128')]) writeFileSync(join(pretended, file), '');

interface Row {
  readonly program: string;
  readonly backend: BackendWish;
  readonly env: Readonly<Record<string, string>>;
  readonly devices: 'real' | 'pretended';
}

async function run({ program, backend, env, devices }: Row): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-rocm-'));
  const lines: string[] = [];
  const log: Log = {
    ...silentLog,
    info: (line) => void lines.push(line),
    warn: (line) => void lines.push(line),
  };
  const clip = () => clipFrom(join(root, 'media', 'proof.wav'));
  const ladder = new BackendLadder({
    ...{ clock: systemClock, log, serverLog: silentLog, clip, folder: join(folder, 'backends') },
    wish: () => ({
      ...{ program, backend, device: '', threads: 2, extraArgs: [], env },
      roots: { sys: '/sys', dev: devices === 'real' ? '/dev' : pretended, proc: '/proc' },
      locateModel: async () => ok(model),
    }),
  });
  const server = new WhisperServer({
    ...{ clock: systemClock, log, serverLog: silentLog, ladder, folder: join(folder, 'servers') },
    ...{ warmUp: clip, idleUnloadMinutes: () => 0, wallClock: () => Date.now() },
  });
  const heard = await server.transcribe({ ...(await clip()), care: 'draft' }, new AbortController().signal);
  const { current } = server;
  const outcome = heard.ok ? heard.value.text.trim() : heard.error;
  const acceleration = current.kind === 'ready' ? current.acceleration : undefined;
  console.log(`\n${backend}, ${JSON.stringify(env)}, ${devices} devices: ${JSON.stringify(outcome)}`);
  console.log(`  ${JSON.stringify(acceleration?.verdict)}`);
  for (const piece of acceleration?.evidence ?? []) console.log(`    ${JSON.stringify(piece)}`);
  for (const line of lines.filter((one) => /proof of|gave way|did not start/.test(one)))
    console.log(`  ${line}`);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

try {
  for (const program of programs) {
    const isOurs = existsSync(join(program, '..', 'build.json'));
    console.log(
      `\n== ${program}${isOurs ? ` (build ${JSON.parse(readFileSync(join(program, '..', 'build.json'), 'utf8')).id})` : ''}`,
    );
    for (const backend of ['rocm', 'cpu'] as const) {
      await run({ program, backend, env: {}, devices: 'real' });
    }
    await run({ program, backend: 'auto', env: {}, devices: 'real' });
    await run({ program, backend: 'auto', env: {}, devices: 'pretended' });
    if (isOurs) continue; // this build has no Vulkan backend
    await run({ program, backend: 'vulkan', env: {}, devices: 'real' });
    await run({ program, backend: 'vulkan', env: software, devices: 'real' });
    await run({ program, backend: 'auto', env: software, devices: 'pretended' });
  }
} finally {
  rmSync(pretended, { recursive: true, force: true });
}
