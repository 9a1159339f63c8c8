// The native build as a person meets it: its command line, its complaints, and the folder that comes out.
// Runs against native/bin and builds it (quick) where it is missing. Needs no GPU and no GPU toolkit.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/freePort.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const build = join(root, 'native/build.mjs');
const platform = `${process.platform}-${process.arch}`;
const built = join(root, 'native/bin', platform);
const model = join(root, 'test/fixtures/models/ggml-nano.en-q5_1.bin');
// The plainest CPU variant of this architecture.
const variantHere = process.arch === 'arm64' ? 'armv8.0_1' : 'x64';
const baseTools = [
  'cmake',
  'ninja',
  'c++',
  'cc',
  'g++',
  'gcc',
  'strip',
  'readelf',
  'tar',
  'patch',
  'npm',
  'node',
  'sh',
];

interface Build {
  id: string;
  whisper: string;
  source: { carrier?: string; tree?: string };
  patches: string[];
  cpuVariants: string[];
  backends: Record<string, { file: string }>;
  leftOut: { what: string; why: string; install?: string }[];
  checked: { started: boolean };
  files: Record<string, { bytes: number; sha256: string }>;
}

interface Plan {
  variants: string[];
  gpu: { hip?: { root: string; rocm: string; targets: string[] } };
  leftOut: { what: string; why: string; install?: string }[];
}

let scratch: string;

before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sotto-native-test-'));
  if (existsSync(join(built, 'whisper-server'))) return;
  const made = native(['--quick']);
  assert.equal(made.status, 0, made.stderr);
});

after(() => rmSync(scratch, { recursive: true, force: true }));

test('--help tells every option and builds nothing', () => {
  const { status, stdout } = native(['--help']);
  assert.equal(status, 0);
  for (const option of [
    'quick',
    'only',
    'cpu-variants',
    'targets',
    'source',
    'stock',
    'out',
    'build-dir',
    'plan',
  ]) {
    assert.match(stdout, new RegExp(`--${option} `));
  }
});

test('an unknown option, backend or target is a usage error', () => {
  for (const [args, complaint] of [
    [['--fast'], /--fast/],
    [['--only', 'cuda'], /'cuda'/],
    [['--targets', 'rx7800'], /'rx7800'/],
    [['--jobs', 'many'], /'many'/],
    [['--cpu-variants', 'pentium'], /'pentium'; there are: x64/],
  ] as const) {
    const { status, stderr } = native([...args]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, complaint);
  }
});

test('missing base tools are named together, with the command that installs them', () => {
  const { status, stderr } = native([], { PATH: pathWith(['node', 'npm', 'tar', 'strip', 'readelf']) });
  assert.equal(status, 1);
  assert.match(stderr, /Missing: cmake ninja(-build)? (g\+\+|gcc-c\+\+|gcc)/);
  assert.match(stderr, /apt-get install|dnf install|pacman -S/);
});

test('a GPU backend that was asked for by name must be buildable', () => {
  const { status, stderr } = native(['--quick', '--only', 'vulkan'], {
    PATH: pathWith(baseTools),
    VULKAN_SDK: '',
  });
  assert.equal(status, 1);
  assert.match(stderr, /The Vulkan backend cannot be built: missing .*glslc/);
  assert.match(stderr, /install .*(glslc|shaderc)/);
});

test('build.json describes exactly the files beside it', () => {
  const record = readBuild(built);
  const files = listFiles(built).filter((name) => name !== 'build.json');
  assert.deepEqual(files, Object.keys(record.files));
  for (const [name, { bytes, sha256 }] of Object.entries(record.files)) {
    const content = readFileSync(join(built, name));
    assert.equal(content.length, bytes, name);
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256, name);
  }
  const variants = files.flatMap((name) => name.match(/^libggml-cpu-(.+)\.so$/)?.[1] ?? []);
  assert.deepEqual(variants, [...record.cpuVariants].sort());
  assert.deepEqual(
    files.filter((name) => name.startsWith('backends/')),
    Object.values(record.backends).map(({ file }) => file),
  );
  assert.ok(files.includes('LICENSE'));
  assert.match(record.id, /^[0-9a-f]{16}$/);
  assert.match(record.whisper, /^\d+\.\d+/);
  const series = readdirSync(join(root, 'native/patches')).map((name) => name.replace('.patch', ''));
  assert.deepEqual(record.patches, series.sort());
  assert.equal(record.checked.started, true);
});

test('no GPU backend stands beside the server, where it would be loaded unasked', () => {
  const libraries = readdirSync(built).filter((name) => name.includes('.so'));
  assert.deepEqual(
    libraries.filter((name) => /vulkan|hip|cuda|rocm/.test(name)),
    [],
  );
});

test('the AMX variant is not shipped unproved', () => {
  const { cpuVariants, leftOut } = readBuild(built);
  const named = leftOut.some(({ what }) => what.includes('sapphirerapids'));
  if (cpuVariants.length > 3) assert.notEqual(cpuVariants.includes('sapphirerapids'), named);
  else assert.ok(!cpuVariants.includes('sapphirerapids'));
});

test('the server runs from a copy of the folder in another place', async () => {
  const copy = join(scratch, 'moved away');
  cpSync(built, copy, { recursive: true });
  const empty = join(scratch, 'empty');
  mkdirSync(empty);
  const port = await freePort();
  const path = `/${randomBytes(8).toString('hex')}`;
  const args = ['-m', model, '--host', '127.0.0.1', '--port', String(port), '--request-path', path];
  const server = spawn(join(copy, 'whisper-server'), args, {
    cwd: empty,
    env: { PATH: '/nowhere', GGML_NO_BACKTRACE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log += String(chunk);
  });
  try {
    const response = await untilAnswer(server, `http://127.0.0.1:${port}${path}/health`);
    assert.equal(response.headers.get('server'), 'whisper.cpp');
    const { status, engine } = (await response.json()) as { status: string; engine: string };
    assert.equal(status, 'ok');
    assert.match(engine, /^1\.9\.1\+sotto\.\d+$/);
    assert.ok(log.includes(`loaded CPU backend from ${copy}/libggml-cpu-`), log);
  } finally {
    const closed = new Promise((done) => server.once('close', done));
    if (server.exitCode === null && server.signalCode === null && server.kill('SIGKILL')) await closed;
  }
});

test('a second quick run finds nothing to do, and never takes a fuller build away', () => {
  const earlier = readBuild(built);
  const started = Date.now();
  const { status, stdout, stderr } = native(['--quick']);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /: up to date/);
  assert.ok(Date.now() - started < 5_000);
  assert.deepEqual(readBuild(built), earlier);
});

test('a ROCm SDK is found by its files, and its compiler decides about the targets', () => {
  const sdk = fakeRocm('fake-rocm-6.4', { version: '6.4.43482', unknownTarget: 'gfx1201' });
  const { gpu, leftOut } = plan(['--quick', '--only', 'hip'], { ROCM_PATH: sdk });
  assert.equal(gpu.hip?.root, sdk);
  assert.equal(gpu.hip?.rocm, '6.4.43482');
  assert.ok(gpu.hip?.targets.includes('gfx1101'));
  assert.ok(!gpu.hip?.targets.includes('gfx1201'));
  assert.match(
    leftOut.find(({ what }) => what.includes('gfx1201'))?.why ?? '',
    /ROCm 6\.4\.43482 .* does not know/,
  );

  const one = plan(['--quick', '--only', 'hip', '--targets', 'gfx1101'], { ROCM_PATH: sdk });
  assert.deepEqual(one.gpu.hip?.targets, ['gfx1101']);
  const none = plan(['--quick', '--only', 'hip', '--targets', 'gfx1201'], { ROCM_PATH: sdk });
  assert.equal(none.gpu.hip, undefined);
});

test('a ROCm SDK that is too old or incomplete is left out with the reason', () => {
  const old = fakeRocm('fake-rocm-5.7', { version: '5.7.1' });
  assert.match(
    hipReason({ ROCM_PATH: old }),
    /ROCm 5\.7\.1 in .*fake-rocm-5\.7 is too old, 6\.1 or newer is needed/,
  );

  const partial = fakeRocm('fake-rocm-partial', { version: '6.2.0', without: 'hipblas' });
  assert.match(hipReason({ ROCM_PATH: partial }), /lacks the development files of hipblas/);
});

test('a folder that is not a build of ours is never replaced', () => {
  const foreign = join(scratch, 'photos');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'summer.jpg'), '');
  const { status, stderr } = native(['--quick', '--out', foreign]);
  assert.equal(status, 1);
  assert.match(stderr, /photos exists and is not a build/);
  assert.deepEqual(readdirSync(foreign), ['summer.jpg']);
});

test('a build that fails leaves the earlier folder as it was', () => {
  const out = join(scratch, 'kept/linux');
  cpSync(built, out, { recursive: true });
  const tree = fakeTree('fake-broken-tree', 'message(FATAL_ERROR "broken on purpose")');
  const { status, stderr } = native([
    '--quick',
    '--source',
    tree,
    '--out',
    out,
    '--build-dir',
    join(scratch, 'b1'),
  ]);
  assert.equal(status, 1);
  assert.match(stderr, /Configuring failed/);
  assert.match(stderr, /broken on purpose/);
  assert.deepEqual(readdirSync(dirname(out)), ['linux']);
  assert.deepEqual(readBuild(out), readBuild(built));
});

test('a server that does not start fails the build and tells its last words', () => {
  const out = join(scratch, 'never');
  const tree = fakeTree(
    'fake-dying-tree',
    `set(CMAKE_RUNTIME_OUTPUT_DIRECTORY \${CMAKE_BINARY_DIR}/bin)
    file(WRITE \${CMAKE_BINARY_DIR}/dies.c "#include <stdio.h>
      int main(void) { fputs(\\"no model today\\\\n\\", stderr); return 3; }")
    file(WRITE \${CMAKE_BINARY_DIR}/idle.c "int main(void) { return 0; }")
    add_executable(whisper-server \${CMAKE_BINARY_DIR}/dies.c)
    add_executable(whisper-quantize \${CMAKE_BINARY_DIR}/idle.c)
    add_executable(sotto-decode \${CMAKE_BINARY_DIR}/idle.c)
    add_library(ggml-cpu-${variantHere} MODULE \${CMAKE_BINARY_DIR}/idle.c)
    set_target_properties(ggml-cpu-${variantHere} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY \${CMAKE_BINARY_DIR}/bin)`,
  );
  const { status, stderr } = native([
    '--quick',
    '--source',
    tree,
    '--out',
    out,
    '--build-dir',
    join(scratch, 'b2'),
  ]);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /The built server ended with status 3/);
  assert.match(stderr, /no model today/);
  assert.ok(!existsSync(out));
});

function native(args: string[], env: Record<string, string> = {}) {
  const clean = { ...process.env, CC: '', CXX: '', ROCM_PATH: '', HIP_PATH: '', ...env };
  return spawnSync(process.execPath, [build, ...args], { encoding: 'utf8', env: clean });
}

function plan(args: string[], env: Record<string, string>): Plan {
  const { status, stdout, stderr } = native([...args, '--plan'], env);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Plan;
}

function hipReason(env: Record<string, string>): string {
  const { leftOut } = plan(['--quick', '--only', 'hip'], env);
  return leftOut.find(({ what }) => what.startsWith('HIP'))?.why ?? '';
}

function readBuild(dir: string): Build {
  return JSON.parse(readFileSync(join(dir, 'build.json'), 'utf8')) as Build;
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();
}

/** A PATH on which only the named programs are found. */
function pathWith(programs: string[]): string {
  const folder = mkdtempSync(join(scratch, 'path-'));
  for (const program of programs) {
    const place = (process.env['PATH'] ?? '').split(delimiter).find((dir) => existsSync(join(dir, program)));
    if (place) symlinkSync(join(place, program), join(folder, program));
  }
  return folder;
}

/** Not a ROCm: only the files by which one is recognised, and a compiler that knows every target but one. */
function fakeRocm(name: string, how: { version: string; unknownTarget?: string; without?: string }): string {
  const sdk = join(scratch, name);
  for (const part of ['hip', 'hipblas', 'rocblas'].filter((entry) => entry !== how.without)) {
    mkdirSync(join(sdk, 'lib/cmake', part), { recursive: true });
    writeFileSync(join(sdk, 'lib/cmake', part, `${part}-config.cmake`), '');
  }
  writeFileSync(
    join(sdk, 'lib/cmake/hip/hip-config-version.cmake'),
    `set(PACKAGE_VERSION "${how.version}")\n`,
  );
  const clang = join(sdk, 'llvm/bin/clang++');
  mkdirSync(dirname(clang), { recursive: true });
  writeFileSync(clang, `#!/bin/sh\ncase "$*" in *-mcpu=${how.unknownTarget ?? 'none'}*) exit 1;; esac\n`);
  chmodSync(clang, 0o755);
  return sdk;
}

/** Not a whisper.cpp: the two files that the build reads before it compiles, and a body for CMake. */
function fakeTree(name: string, body: string): string {
  const tree = join(scratch, name);
  mkdirSync(join(tree, 'ggml/src'), { recursive: true });
  const head = 'cmake_minimum_required(VERSION 3.21)\nproject("whisper.cpp" VERSION 9.9.9 LANGUAGES C CXX)\n';
  writeFileSync(join(tree, 'CMakeLists.txt'), `${head}${body}\n`);
  writeFileSync(join(tree, 'ggml/src/CMakeLists.txt'), `ggml_add_cpu_backend_variant(${variantHere})\n`);
  writeFileSync(join(tree, 'LICENSE'), '');
  return tree;
}

async function untilAnswer(server: ChildProcess, url: string): Promise<Response> {
  for (let tries = 0; tries < 300; tries++) {
    assert.equal(server.exitCode, null, 'the server ended');
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response;
    await sleep(50);
  }
  throw new Error('the server did not answer');
}
