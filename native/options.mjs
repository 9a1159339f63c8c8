// The command line of `npm run native`: its options, its help, its complaints.
// Promises: a plain object with every option decided; an unknown option or value is a Problem (exit 2).
// Must not know: how anything is built.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, Problem } from './problem.mjs';

export const gpuBackends = ['vulkan', 'hip'];

// The union of what ROCm compiles natively for RDNA 2 to 4, so that nobody needs HSA_OVERRIDE_GFX_VERSION.
export const defaultHipTargets = [
  ...['gfx1030', 'gfx1031', 'gfx1032', 'gfx1034', 'gfx1035', 'gfx1036'],
  ...['gfx1100', 'gfx1101', 'gfx1102', 'gfx1103', 'gfx1150', 'gfx1151'],
  ...['gfx1200', 'gfx1201'],
];

export const help = `Builds whisper-server and its backends from source into native/bin/<platform>-<arch>/.

  node native/build.mjs [options]

Without options: every CPU variant, Vulkan and HIP, as far as this machine can build them.

  --quick               only what this machine needs to run and test soon: the plainest CPU variant and the
                        best one this CPU supports, no GPU backend. Leaves a fuller build in place.
  --only LIST           the backends to build: cpu,vulkan,hip. The CPU is always built (nothing runs without
                        it); a GPU backend named here that cannot be built is an error.
  --cpu-variants LIST   exactly these CPU variants (for example x64,zen4), one that crashes included
  --targets LIST        the GPU targets of the HIP build (for example gfx1101)
  --source DIR          a whisper.cpp tree of your own instead of the pinned one
  --stock               without our patches: the server to compare ours with
  --out DIR             where the result goes (default native/bin/<platform>-<arch>)
  --build-dir DIR       where downloads and intermediate files go (default .cache/native)
  --jobs N              compile so many files at once (default: one for each core)
  --plan                print as JSON what would be built and left out, and build nothing
  --help                this text

Lists are separated by commas or semicolons.`;

const known = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  'cpu-variants': { type: 'string' },
  targets: { type: 'string' },
  source: { type: 'string' },
  stock: { type: 'boolean', default: false },
  out: { type: 'string' },
  'build-dir': { type: 'string' },
  jobs: { type: 'string' },
  plan: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** @param {{ root: string, platform: string }} place the repository and this machine */
export function readOptions(args, place) {
  const given = parse(args);
  const only = list(given.only);
  for (const backend of only ?? []) {
    if (backend !== 'cpu' && !gpuBackends.includes(backend)) {
      usage(`--only does not know '${backend}'; it takes cpu, vulkan and hip`);
    }
  }
  const targets = list(given.targets);
  for (const target of targets ?? []) {
    if (!/^gfx[0-9a-f]+$/.test(target))
      usage(`--targets does not know '${target}'; a target is like gfx1101`);
  }
  if (given.jobs !== undefined && !/^[1-9]\d*$/.test(given.jobs))
    usage(`--jobs takes a number, not '${given.jobs}'`);

  return {
    help: given.help,
    plan: given.plan,
    quick: given.quick,
    // A backend that was asked for by name must be built or the build fails; others are built where possible.
    gpu: only ? gpuBackends.filter((backend) => only.includes(backend)) : given.quick ? [] : gpuBackends,
    gpuRequired: only !== undefined,
    cpuVariants: list(given['cpu-variants']),
    targets: targets ?? defaultHipTargets,
    targetsRequired: targets !== undefined,
    stock: given.stock,
    source: given.source === undefined ? undefined : resolve(given.source),
    out: resolve(given.out ?? `${place.root}/native/bin/${place.platform}`),
    cache: resolve(given['build-dir'] ?? `${place.root}/.cache/native`),
    jobs: given.jobs === undefined ? undefined : Number(given.jobs),
  };
}

function parse(args) {
  try {
    return parseArgs({ args, options: known, allowPositionals: false }).values;
  } catch (error) {
    return usage(error.message.split('. To specify')[0]);
  }
}

function list(value) {
  if (value === undefined) return undefined;
  const entries = value.split(/[,;\s]+/).filter((entry) => entry !== '');
  if (entries.length === 0) usage('an empty list was given');
  return [...new Set(entries)];
}

function usage(message) {
  throw new Problem(`${message}\n\nTry: node native/build.mjs --help`, exitStatus.usage);
}
