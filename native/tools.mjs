// The programs that every build needs.
// Promises: their absolute paths and versions, or one Problem that names every missing package at once.
// Must not know: GPU toolkits (gpu.mjs) and what the tools are used for.

import { installCommand, packageNames } from './packages.mjs';
import { Problem } from './problem.mjs';
import { ask, findProgram } from './run.mjs';

// 3.21 is the first CMake that knows the HIP language.
const oldestCmake = [3, 21];

export function findTools() {
  const tools = {
    cmake: findProgram('cmake'),
    ninja: findProgram('ninja') ?? findProgram('ninja-build'),
    cc: findProgram(process.env.CC || 'cc') ?? findProgram('gcc') ?? findProgram('clang'),
    cxx: findProgram(process.env.CXX || 'c++') ?? findProgram('g++') ?? findProgram('clang++'),
    strip: findProgram('strip'),
    readelf: findProgram('readelf'),
    patch: findProgram('patch'),
    tar: findProgram('tar'),
    npm: findProgram('npm'),
  };
  const missing = [
    ...(tools.cmake ? [] : ['cmake']),
    ...(tools.ninja ? [] : ['ninja']),
    ...(tools.cc && tools.cxx ? [] : ['compiler']),
    ...(tools.strip && tools.readelf ? [] : ['binutils']),
    ...(tools.patch ? [] : ['patch']),
    ...(tools.tar ? [] : ['tar']),
    ...(tools.npm ? [] : ['npm']),
  ];
  if (missing.length > 0) {
    throw new Problem(`Missing: ${packageNames(missing)}. Install with:\n\n${installCommand(missing)}`);
  }

  const cmakeVersion = version(tools.cmake);
  const [major, minor] = cmakeVersion.split('.').map(Number);
  if (major < oldestCmake[0] || (major === oldestCmake[0] && minor < oldestCmake[1])) {
    throw new Problem(`CMake ${cmakeVersion} is too old; ${oldestCmake.join('.')} or newer is needed.`);
  }
  const compiler = ask(tools.cxx, ['--version'])?.split('\n')[0] ?? tools.cxx;
  return { ...tools, cmakeVersion, compiler };
}

function version(program) {
  return ask(program, ['--version'])?.match(/\d+(\.\d+)+/)?.[0] ?? '0.0';
}
