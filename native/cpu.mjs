// CPU variants: the same code compiled for several generations of processors; ggml loads the best.
// Promises: variants are read from the tree itself, so a newer tree brings its own; from plain to best.
// Must not know: how a variant is compiled, and whether it works (proof.mjs).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, Problem } from './problem.mjs';

// A folder that stands in for /proc, as everywhere in this project, lets a test be another CPU.
const procRoot = process.env.SOTTO_PROC_ROOT ?? '/proc';

// What ggml's own run-time check asks of the processor, in the words of /proc/cpuinfo.
const x86Flags = {
  SSE42: ['sse4_2'],
  AVX: ['avx'],
  AVX2: ['avx2'],
  BMI2: ['bmi2'],
  AVX_VNNI: ['avx_vnni'],
  FMA: ['fma'],
  F16C: ['f16c'],
  AVX512: ['avx512f', 'avx512cd', 'avx512vl', 'avx512dq', 'avx512bw'],
  AVX512_VBMI: ['avx512vbmi'],
  AVX512_VNNI: ['avx512_vnni'],
  AVX512_BF16: ['avx512_bf16'],
  AMX_TILE: ['amx_tile'],
  AMX_INT8: ['amx_int8'],
};
const armFlags = {
  DOTPROD: ['asimddp'],
  FP16_VECTOR_ARITHMETIC: ['fphp', 'asimdhp'],
  SVE: ['sve'],
  MATMUL_INT8: ['i8mm'],
  SVE2: ['sve2'],
  SME: ['sme'],
};

// ggml prefers the variant with the highest sum of feature weights; later in this list weighs more than all
// before.
const x86Weights = [
  ...['FMA', 'F16C', 'SSE42', 'BMI2', 'AVX', 'AVX2', 'AVX_VNNI', 'AVX512'],
  ...['AVX512_VBMI', 'AVX512_BF16', 'AVX512_VNNI', 'AMX_INT8'],
];

/** @returns {{ name: string, amx: boolean, runsHere: boolean }[]} from the plainest to the best */
export function cpuVariants(treeDir, arch = process.arch, flags = cpuFlags()) {
  const text = readFileSync(join(treeDir, 'ggml/src/CMakeLists.txt'), 'utf8');
  const belongs = arch === 'arm64' ? /^armv/ : /^(?!armv|android|apple|power|z\d|riscv)/;
  const flagsOf = arch === 'arm64' ? armFlags : x86Flags;
  const variants = [...text.matchAll(/ggml_add_cpu_backend_variant\((\w[\w.]*)([^)]*)\)/g)]
    .map((match) => ({ name: match[1], features: match[2].split(/\s+/).filter(Boolean) }))
    .filter(({ name }) => belongs.test(name))
    .map(({ name, features }) => ({
      name,
      amx: features.some((feature) => feature.startsWith('AMX')),
      runsHere: features.every((feature) => flagsOf[feature]?.every((flag) => flags.has(flag)) ?? false),
      weight: arch === 'arm64' ? features.length : weigh(features),
    }));
  if (variants.length === 0)
    throw new Problem(`No CPU variants for ${arch} in ${treeDir}/ggml/src/CMakeLists.txt.`);
  return variants
    .sort((a, b) => a.weight - b.weight)
    .map(({ name, amx, runsHere }) => ({ name, amx, runsHere }));
}

/** Which variants to build, and what is left out on purpose. `toProve` must pass the proof to be kept. */
export function chooseVariants(variants, { quick, cpuVariants: asked }) {
  const names = variants.map(({ name }) => name);
  if (asked) {
    const unknown = asked.find((name) => !names.includes(name));
    if (unknown)
      throw new Problem(`No CPU variant '${unknown}'; there are: ${names.join(', ')}`, exitStatus.usage);
    return { build: names.filter((name) => asked.includes(name)), toProve: [], leftOut: [] };
  }
  const safe = variants.filter(({ amx }) => !amx);
  if (quick) {
    const best = safe.findLast(({ runsHere }) => runsHere) ?? safe[0];
    return { build: [...new Set([safe[0].name, best.name])], toProve: [], leftOut: [] };
  }
  const amx = variants.filter((variant) => variant.amx);
  const toProve = amx.filter(({ runsHere }) => runsHere).map(({ name }) => name);
  const leftOut = amx
    .filter(({ runsHere }) => !runsHere)
    .map(({ name }) => ({
      what: `cpu variant ${name}`,
      why: 'needs a proof on a CPU with AMX, which this one lacks',
    }));
  return { build: [...safe.map(({ name }) => name), ...toProve], toProve, leftOut };
}

function weigh(features) {
  return features.reduce((sum, feature) => sum + 2 ** (x86Weights.indexOf(feature) + 1), 0);
}

function cpuFlags() {
  try {
    const line = readFileSync(join(procRoot, 'cpuinfo'), 'utf8').match(/^(?:flags|Features)\s*:(.*)$/m);
    return new Set(line?.[1].trim().split(/\s+/) ?? []);
  } catch {
    return new Set();
  }
}
