// GPU toolkits: whether Vulkan and HIP (ROCm) backends can be built on this machine, by looking at files.
// Promises: for each backend either what the compile needs to know, or why not and what would help.
// Must not know: whether a GPU is there. A backend is built for others' machines too.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installCommand } from './packages.mjs';
import { ask, findProgram } from './run.mjs';

// ggml's own CMake refuses anything older.
const oldestRocm = [6, 1];

/** Each backend's folder under `backends/` and the CMake target that makes it. */
export const gpuParts = {
  vulkan: { folder: 'vulkan', target: 'ggml-vulkan', title: 'Vulkan' },
  hip: { folder: 'rocm', target: 'ggml-hip', title: 'HIP (ROCm)' },
};

/** @returns {{ found: object, leftOut?: object[] } | { why: string, install?: string }} */
export function findVulkan(env = process.env) {
  const sdk = env.VULKAN_SDK ? [env.VULKAN_SDK] : [];
  const prefixes = [...sdk, '/usr/local', '/usr'];
  const glslc = findProgram('glslc', [...sdk.map((root) => join(root, 'bin')), ...pathFolders(env)]);
  const headers = prefixes.map((root) => join(root, 'include/vulkan/vulkan_core.h')).find(existsSync);
  const loader = prefixes.some((root) =>
    libraryFolders(root).some((dir) => existsSync(join(dir, 'libvulkan.so'))),
  );
  const spirv = prefixes.some((root) => cmakePackage(root, 'SPIRV-Headers', 'SPIRV-HeadersConfig.cmake'));

  const missing = [
    ...(glslc ? [] : ['glslc']),
    ...(headers && loader ? [] : ['vulkan-headers']),
    ...(spirv ? [] : ['spirv-headers']),
  ];
  if (missing.length > 0) {
    const names = {
      glslc: 'glslc',
      'vulkan-headers': 'the Vulkan headers and loader',
      'spirv-headers': 'SPIRV-Headers',
    };
    return {
      why: `missing ${missing.map((need) => names[need]).join(', ')}`,
      install: installCommand(missing),
    };
  }
  const core = readFileSync(headers, 'utf8');
  const version = headersVersion(core);
  if (!core.includes('VK_EXT_layer_settings')) {
    const why = `the Vulkan headers ${version} (${headers}) are too old: they lack VK_EXT_layer_settings`;
    return { why, install: newerVulkan };
  }
  const found = { headers: version, glslc: ask(glslc, ['--version'])?.split('\n')[0] ?? 'unknown version' };
  if (knowsCooperativeMatrix(glslc)) return { found: { ...found, cooperativeMatrix: true }, leftOut: [] };
  const what = 'Vulkan cooperative matrix shaders';
  const why = `${glslc} does not know GL_KHR_cooperative_matrix; recognition will be slower on newer GPUs`;
  return { found: { ...found, cooperativeMatrix: false }, leftOut: [{ what, why, install: newerVulkan }] };
}

const newerVulkan =
  'Debian 13 and Ubuntu 24.04 have newer ones; elsewhere unpack the Vulkan SDK of LunarG and set VULKAN_SDK';

function headersVersion(core) {
  const complete = core.match(/VK_HEADER_VERSION_COMPLETE\s+VK_MAKE_API_VERSION\(0,\s*(\d+),\s*(\d+)/);
  const patch = core.match(/#define VK_HEADER_VERSION (\d+)/);
  return complete && patch ? `${complete[1]}.${complete[2]}.${patch[1]}` : 'of unknown version';
}

function knowsCooperativeMatrix(glslc) {
  const shader = '#version 460\n#extension GL_KHR_cooperative_matrix : require\nvoid main() {}\n';
  const args = ['-fshader-stage=compute', '--target-env=vulkan1.3', '-o', '-', '-'];
  return ask(glslc, args, { input: shader }) !== undefined;
}

/** Looks where ROCM_PATH points, then along PATH, in AMD's own place, and in the distribution's (`/usr`). */
export function findHip(targets, targetsRequired, env = process.env) {
  const nearest = { why: `no ROCm ${oldestRocm.join('.')} or newer`, install: rocmHelp() };
  for (const root of rocmRoots(env)) {
    const hip = cmakePackage(root, 'hip', 'hip-config.cmake');
    if (!hip) continue;
    const version = rocmVersion(root, hip);
    const missing = ['hipblas', 'rocblas'].filter(
      (name) => !cmakePackage(root, name, `${name}-config.cmake`),
    );
    const clang = hipCompiler(root);
    if (!version) nearest.why = `the ROCm in ${root} does not tell its version`;
    else if (isOlder(version, oldestRocm)) {
      nearest.why = `ROCm ${version} in ${root} is too old, ${oldestRocm.join('.')} or newer is needed`;
    } else if (missing.length > 0) {
      nearest.why = `ROCm ${version} in ${root} lacks the development files of ${missing.join(' and ')}`;
    } else if (!clang) nearest.why = `ROCm ${version} in ${root} has no compiler (clang++)`;
    else return withTargets({ root, version, clang }, targets, targetsRequired);
  }
  return nearest;
}

function withTargets(sdk, targets, targetsRequired) {
  // Older ROCm versions do not know the newest GPUs: the compiler itself is asked.
  const known = targets.filter((target) => compilesFor(sdk.clang, target));
  const unknown = targets.filter((target) => !known.includes(target));
  const why = `the compiler of ROCm ${sdk.version} in ${sdk.root} does not know ${unknown.join(', ')}`;
  if (known.length === 0 || (targetsRequired && unknown.length > 0)) return { why };
  const leftOut = unknown.length > 0 ? [{ what: `HIP targets ${unknown.join(', ')}`, why }] : [];
  return { found: { rocm: sdk.version, root: sdk.root, clang: sdk.clang, targets: known }, leftOut };
}

function rocmRoots(env) {
  const hipcc = findProgram('hipcc', pathFolders(env));
  const beside = hipcc ? [dirname(dirname(hipcc))] : [];
  const versioned = existsSync('/opt')
    ? readdirSync('/opt')
        .filter((name) => /^rocm-\d/.test(name))
        .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
        .map((name) => join('/opt', name))
    : [];
  const told = [env.ROCM_PATH, env.HIP_PATH].filter(Boolean);
  return [...new Set([...told, '/opt/rocm', ...versioned, ...beside, '/usr'])].filter((root) =>
    existsSync(root),
  );
}

function rocmVersion(root, hipPackage) {
  const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const config = read(join(hipPackage, 'hip-config-version.cmake')).match(/PACKAGE_VERSION\s+"([\d.]+)"/);
  if (config) return config[1];
  return read(join(root, '.info/version')).match(/^[\d.]+/)?.[0];
}

function hipCompiler(root) {
  const places = ['llvm/bin', 'lib/llvm/bin'].map((folder) => join(root, folder));
  const hipconfig = findProgram('hipconfig', [join(root, 'bin')]);
  // The distribution's ROCm uses its LLVM, in a folder that only hipconfig knows.
  const told = hipconfig ? ask(hipconfig, ['--hipclangpath'])?.trim() : undefined;
  return findProgram('clang++', [...places, ...(told ? [told] : [])]);
}

function compilesFor(clang, target) {
  const args = [
    '--target=amdgcn-amd-amdhsa',
    `-mcpu=${target}`,
    '-nogpulib',
    '-fsyntax-only',
    '-x',
    'c',
    '/dev/null',
  ];
  return ask(clang, args) !== undefined;
}

function rocmHelp() {
  return [
    `${installCommand(['rocm'])}`,
    '(where the distribution brings an older ROCm: the packages of https://rocm.docs.amd.com, rocm-hip-sdk)',
  ].join('\n');
}

function isOlder(version, [major, minor]) {
  const [foundMajor, foundMinor = 0] = version.split('.').map(Number);
  return foundMajor < major || (foundMajor === major && foundMinor < minor);
}

/** The folder that holds a CMake package's configuration, in any of the places CMake itself looks. */
function cmakePackage(root, name, file) {
  const parents = ['lib/cmake', 'lib64/cmake', 'share/cmake', 'share'].map((folder) => join(root, folder));
  const multiarch = libraryFolders(root).map((folder) => join(folder, 'cmake'));
  return [...parents, ...multiarch]
    .map((parent) => join(parent, name))
    .find((dir) => existsSync(join(dir, file)));
}

function libraryFolders(root) {
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch] ?? '';
  return ['lib', 'lib64', `lib/${triplet}`].map((folder) => join(root, folder));
}

function pathFolders(env) {
  return (env.PATH ?? '').split(delimiter).filter(Boolean);
}
