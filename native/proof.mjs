// What must be true before a folder is kept: the server transcribes with a q5_1 and with a q8_0 model, every
// CPU variant under suspicion survives q8_0 alone, every GPU backend loads.
// Promises: a suspect that fails is removed from the folder and named; a server that fails fails the build.
// Must not know: how the folder was compiled.

import { linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gpuParts } from './gpu.mjs';
import { Problem } from './problem.mjs';
import { widenModel } from './proof-model.mjs';
import { follow, onExit } from './run.mjs';
import { checkServer } from './server-check.mjs';

export async function prove({ dir, plan, model, variantsHere, log, say }) {
  // Beside the folder, because its files are linked and not copied.
  const work = `${dir}-proof`;
  mkdirSync(work);
  const clear = () => rmSync(work, { recursive: true, force: true });
  const settled = onExit(clear);
  try {
    const q8 = await quantised(dir, model, work, log);
    const leftOut = [
      ...(await dropFailingVariants(dir, plan.toProve, q8, work, say)),
      ...(await dropFailingBackends(dir, plan, model)),
    ];
    const dropped = new Set(leftOut.map((entry) => entry.variant));
    if (!plan.variants.some((name) => variantsHere.includes(name) && !dropped.has(name))) {
      say('  none of these CPU variants runs on this machine: the server was not started');
      return {
        leftOut,
        checked: { started: false, why: 'none of its CPU variants runs on the building machine' },
      };
    }
    const output = await checkServer({ dir, model });
    // Variants chosen by name may be known to crash with q8_0: their folder is wanted as it is.
    if (!plan.chosenByName) await checkServer({ dir, model: q8 });
    const cpuVariant = output.match(/loaded CPU backend from .*libggml-cpu-([\w.]+)\.so/)?.[1];
    return {
      leftOut,
      checked: { started: true, cpuVariant, models: plan.chosenByName ? ['q5_1'] : ['q5_1', 'q8_0'] },
    };
  } finally {
    settled();
    clear();
  }
}

async function quantised(dir, model, work, log) {
  const wide = join(work, 'wide.bin');
  const q8 = join(work, 'q8_0.bin');
  widenModel(model, wide);
  await follow(join(dir, 'whisper-quantize'), [wide, q8, 'q8_0'], {
    log,
    cwd: work,
    what: 'Quantising the test model',
  });
  return q8;
}

/**
 * The AMX variant of some compilers crashes with every q8_0 model,
 * and ggml prefers it on CPUs with AMX. Alone in a folder nothing else can be loaded in its place.
 */
async function dropFailingVariants(dir, suspects, q8, work, say) {
  const leftOut = [];
  for (const name of suspects) {
    const alone = join(work, name);
    mkdirSync(alone);
    const others = /^libggml-cpu-/;
    for (const file of readdirSync(dir, { withFileTypes: true })) {
      const wanted = file.isFile() && (!others.test(file.name) || file.name === `libggml-cpu-${name}.so`);
      if (wanted) linkSync(join(dir, file.name), join(alone, file.name));
    }
    say(`  proving the CPU variant ${name} with a q8_0 model`);
    try {
      await checkServer({ dir: alone, model: q8 });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      rmSync(join(dir, `libggml-cpu-${name}.so`));
      const why = `crashes here with a q8_0 model: ${firstLine(error)}`;
      leftOut.push({ what: `cpu variant ${name}`, why, variant: name });
    }
  }
  return leftOut;
}

async function dropFailingBackends(dir, plan, model) {
  const leftOut = [];
  for (const name of Object.keys(plan.gpu)) {
    const { folder, target, title } = gpuParts[name];
    const backend = join(dir, 'backends', folder, `lib${target}.so`);
    const why = await checkServer({ dir, model, backend, transcribe: false })
      .then((output) =>
        /load_backend: loaded .*libggml-(vulkan|hip)\.so/.test(output) ? undefined : loadError(output),
      )
      .catch(firstLine);
    if (why === undefined) continue;
    if (plan.gpuRequired) throw new Problem(`The ${title} backend was built, but does not load here: ${why}`);
    rmSync(join(dir, 'backends', folder), { recursive: true });
    leftOut.push({ what: title, why: `was built, but does not load here: ${why}`, backend: name });
  }
  return leftOut;
}

function loadError(output) {
  return (
    output.split('\n').find((line) => line.startsWith('load_backend: failed')) ?? 'the server did not say why'
  );
}

function firstLine(error) {
  return error.message.split('\n')[0];
}
