// CMake and Ninja: from a source tree to programs and libraries in `<build>/bin`.
// Promises: only the wanted targets are compiled, only what changed is compiled again.
// Must not know: where the result goes (stage.mjs).

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gpuParts } from './gpu.mjs';
import { ourFiles, serverDefinitions } from './patches.mjs';
import { Problem } from './problem.mjs';
import { follow } from './run.mjs';

const hook = fileURLToPath(new URL('./backends.cmake', import.meta.url));
const decoder = fileURLToPath(new URL('./decode.cpp', import.meta.url));

const fixedArguments = [
  '-DCMAKE_BUILD_TYPE=Release',
  // A small base and loadable backends, none of them tuned to the machine that compiles.
  '-DBUILD_SHARED_LIBS=ON',
  '-DGGML_BACKEND_DL=ON',
  '-DGGML_NATIVE=OFF',
  '-DGGML_CPU_ALL_VARIANTS=ON',
  // OpenMP would need libgomp on the user's machine, which a desktop need not have; ggml's own threads do as
  // well.
  '-DGGML_OPENMP=OFF',
  '-DGGML_CCACHE=OFF',
  '-DWHISPER_BUILD_TESTS=OFF',
  '-DWHISPER_BUILD_EXAMPLES=ON',
  '-DWHISPER_BUILD_SERVER=ON',
  '-DWHISPER_CURL=OFF',
  '-DWHISPER_SDL2=OFF',
  '-DWHISPER_COMMON_FFMPEG=OFF',
  // Libraries are looked for beside the program, so that the folder can be moved anywhere.
  '-DCMAKE_INSTALL_RPATH=$ORIGIN',
  '-DCMAKE_BUILD_WITH_INSTALL_RPATH=ON',
];

/** What, besides source and selection, decides about the bytes that come out. */
export function recipe(source, tools, stock) {
  const parts = [
    source.id,
    source.whisper,
    tools.compiler,
    fixedArguments,
    readFileSync(hook, 'utf8'),
    readFileSync(decoder, 'utf8'),
    stock ? 'stock' : ourFiles(),
  ];
  return hash(JSON.stringify(parts));
}

/** One folder for each source and place: CMake cannot use one for two trees. */
export function buildFolder(source, cache) {
  return join(cache, `build-${hash(`${source.dir}\n${cache}`)}`);
}

export async function compile({ source, tools, plan, jobs, build, log, say }) {
  mkdirSync(build, { recursive: true });
  const { vulkan, hip } = plan.gpu;
  // Git must not take a repository around the tree (this project's own) for whisper.cpp's.
  const env = { ...process.env, CC: tools.cc, CXX: tools.cxx, GIT_CEILING_DIRECTORIES: dirname(source.dir) };
  const args = [
    ...['-S', source.dir, '-B', build, '-G', 'Ninja', `-DCMAKE_MAKE_PROGRAM=${tools.ninja}`],
    ...fixedArguments,
    `-DCMAKE_PROJECT_INCLUDE=${hook}`,
    `-DSOTTO_SERVER=${source.server ? 'ON' : 'OFF'}`,
    `-DSOTTO_SERVER_DEFINITIONS=${serverDefinitions(source.patches).join(';')}`,
    `-DCMAKE_C_FLAGS=-ffile-prefix-map=${source.dir}=whisper.cpp`,
    `-DCMAKE_CXX_FLAGS=-ffile-prefix-map=${source.dir}=whisper.cpp`,
    `-DGGML_VULKAN=${vulkan ? 'ON' : 'OFF'}`,
    `-DGGML_HIP=${hip ? 'ON' : 'OFF'}`,
  ];
  if (hip) {
    // A distribution's ROCm lies where its compiler looks by itself; told the path, clang looks elsewhere and
    // misses the device libraries (Debian's ROCm 7 with clang 21).
    for (const name of ['ROCM_PATH', 'HIP_PATH']) {
      if (hip.root === '/usr') delete env[name];
      else env[name] = hip.root;
    }
    args.push(`-DCMAKE_HIP_COMPILER=${hip.clang}`, `-DCMAKE_HIP_ARCHITECTURES=${hip.targets.join(';')}`);
    args.push(
      `-DGPU_TARGETS=${hip.targets.join(';')}`,
      `-DCMAKE_HIP_FLAGS=-ffile-prefix-map=${source.dir}=whisper.cpp`,
    );
  }
  const gpu = Object.keys(plan.gpu);
  try {
    await follow(tools.cmake, args, { log, env, what: 'Configuring' });
  } catch (error) {
    if (gpu.length === 0) throw error;
    throw new Problem(`${error.message}\n\nWithout ${gpu.join(' and ')}: node native/build.mjs --only cpu`);
  }

  const targets = [
    'whisper-server',
    'whisper-quantize',
    'sotto-decode',
    ...plan.variants.map((name) => `ggml-cpu-${name}`),
    ...gpu.map((name) => gpuParts[name].target),
  ];
  const ninja = ['-C', build, '-j', String(jobs ?? availableParallelism()), ...targets];
  await follow(tools.ninja, ninja, { log, env, what: 'Compiling', onLine: tenths(say) });
  return join(build, 'bin');
}

function tenths(say) {
  let told = 0;
  return (line) => {
    const match = line.match(/^\[(\d+)\/(\d+)\]/);
    if (!match || Number(match[2]) < 20) return;
    const tenth = Math.floor((10 * Number(match[1])) / Number(match[2]));
    if (tenth > told) say(`  compiled ${tenth * 10} %`);
    told = Math.max(told, tenth);
  };
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
