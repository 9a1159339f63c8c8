// `npm run native`: builds whisper-server with its backends into native/bin/<platform>-<arch>/.
// Promises: what this machine can build is built, proved by starting it, and described in build.json; what is
// left out is named with its reason and the command that helps. A failed build leaves the earlier folder
// untouched.
// Must not know: anything of the extension. This file only puts the steps in order.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFolder, compile, recipe } from './compile.mjs';
import { chooseVariants, cpuVariants } from './cpu.mjs';
import { findHip, findVulkan, gpuParts } from './gpu.mjs';
import { withLock } from './lock.mjs';
import { help, readOptions } from './options.mjs';
import { patchTree } from './patches.mjs';
import { Problem } from './problem.mjs';
import { prove } from './proof.mjs';
import { onExit } from './run.mjs';
import { findSource } from './source.mjs';
import { describe, folderBeside, readBuild, refuseForeign, replace, stage, systemNeeds } from './stage.mjs';
import { findTools } from './tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const platform = `${process.platform}-${process.arch}`;
const testModel = join(root, 'test/fixtures/models/ggml-nano.en-q5_1.bin');

const say = (line) => console.log(line);
// With --plan the answer alone belongs on stdout.
const aside = (line) => console.error(line);

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`native build: ${error.message}`);
  process.exitCode = error.status;
}

async function main(args) {
  const options = readOptions(args, { root, platform });
  if (options.help) return say(help);
  if (process.platform !== 'linux') {
    throw new Problem(
      `Only Linux can be built for so far, not ${platform}; name your own server in sotto.server.path.`,
    );
  }
  const tools = findTools();
  const source = await findSource(options, tools, options.plan ? aside : say);
  const variants = cpuVariants(source.dir);
  const plan = makePlan(options, variants);
  if (options.plan) return say(JSON.stringify(plan, undefined, 2));

  refuseForeign(options.out);
  const made = recipe(source, tools, options.stock);
  const upToDate = () => {
    const earlier = readBuild(options.out);
    const same = source.fixed && earlier?.recipe === made && covers(earlier.asked, plan, options.quick);
    if (same) summary(options.out, earlier, 'up to date');
    return same;
  };
  if (upToDate()) return;
  if (!existsSync(testModel)) throw new Problem(`The test model is missing: ${testModel}`);
  await withLock(options.cache, say, async () => {
    // A build that this one waited for may have been the same.
    if (!upToDate())
      await build({ options, tools, source: withPatches(source, tools, options), variants, plan, made });
  });
}

function withPatches(source, tools, options) {
  if (options.stock) return { ...source, patches: [], leftOut: [], server: false };
  return { ...source, ...patchTree({ source, tools, cache: options.cache }) };
}

async function build({ options, tools, source, variants, plan, made }) {
  const started = Date.now();
  const earlier = readBuild(options.out);
  const log = join(options.cache, 'build.log');
  writeFileSync(log, '');
  const names = [...plan.variants, ...Object.keys(plan.gpu)].join(' ');
  say(`Building whisper.cpp ${source.whisper} for ${platform}: ${names}`);
  const folder = buildFolder(source, options.cache);
  const bin = await compile({ source, tools, plan, jobs: options.jobs, build: folder, log, say });
  const dir = folderBeside(options.out);
  const clear = () => rmSync(dir, { recursive: true, force: true });
  const settled = onExit(clear);
  try {
    stage({ bin, dir, plan, source, tools });
    say('Checking the result by starting it');
    const variantsHere = variants.filter(({ runsHere }) => runsHere).map(({ name }) => name);
    const proof = await prove({ dir, plan, model: testModel, variantsHere, log, say });
    const record = describe(dir, facts({ source, tools, plan, made, proof, dir }));
    const same = earlier?.id === record.id;
    replace(options.out, dir);
    const seconds = Math.round((Date.now() - started) / 1000);
    summary(options.out, record, same ? 'up to date' : `built in ${seconds} s`);
  } finally {
    settled();
    clear();
  }
}

function makePlan(options, variants) {
  const cpu = chooseVariants(variants, options);
  const plan = {
    variants: cpu.build,
    toProve: cpu.toProve,
    chosenByName: options.cpuVariants !== undefined,
    gpu: {},
    gpuRequired: options.gpuRequired,
    leftOut: [...cpu.leftOut],
  };
  const find = { vulkan: () => findVulkan(), hip: () => findHip(options.targets, options.targetsRequired) };
  for (const name of options.gpu) {
    const { found, why, install, leftOut = [] } = find[name]();
    if (found) plan.gpu[name] = found;
    else plan.leftOut.push({ what: gpuParts[name].title, why, ...(install ? { install } : {}) });
    plan.leftOut.push(...leftOut);
    if (!found && options.gpuRequired && !options.plan) {
      throw new Problem(
        `The ${gpuParts[name].title} backend cannot be built: ${why}.\n\n${install ?? ''}`.trim(),
      );
    }
  }
  return plan;
}

/** What a build was asked for, to compare a later wish with. */
function wish(plan) {
  return { variants: plan.variants, toProve: plan.toProve, gpu: plan.gpu };
}

function covers(earlier, plan, quick) {
  if (!quick) return JSON.stringify(earlier) === JSON.stringify(wish(plan));
  // Quick asks for "at least this": a fuller build must not be thrown away for it.
  const backends = Object.entries(plan.gpu).every(
    ([name, how]) => JSON.stringify(earlier.gpu[name]) === JSON.stringify(how),
  );
  return backends && plan.variants.every((name) => earlier.variants.includes(name));
}

function facts({ source, tools, plan, made, proof, dir }) {
  const dropped = new Set(proof.leftOut.flatMap(({ variant, backend }) => [variant ?? backend]));
  const kept = Object.entries(plan.gpu).filter(([name]) => !dropped.has(name));
  const backends = kept.map(([name, { root: _where, clang: _compiler, ...how }]) => {
    const { folder, target } = gpuParts[name];
    return [name, { file: `backends/${folder}/lib${target}.so`, ...how }];
  });
  return {
    platform,
    whisper: source.whisper,
    source: source.id,
    patches: source.patches,
    compiler: tools.compiler,
    needs: systemNeeds(dir, tools),
    cpuVariants: plan.variants.filter((name) => !dropped.has(name)),
    backends: Object.fromEntries(backends),
    leftOut: [...source.leftOut, ...plan.leftOut, ...proof.leftOut].map(({ what, why, install }) => ({
      what,
      why,
      install,
    })),
    checked: proof.checked,
    recipe: made,
    asked: wish(plan),
  };
}

function summary(out, record, how) {
  const total = Object.values(record.files).reduce((sum, { bytes }) => sum + bytes, 0);
  const gpu = Object.entries(record.backends).map(([name, { targets }]) => {
    return `  ${gpuParts[name].title}${targets ? ` for ${targets.join(' ')}` : ''}`;
  });
  const left = record.leftOut.flatMap(({ what, why, install }) => [
    `  ${what}: ${why}`,
    ...(install ? install.split('\n').map((line) => `      ${line}`) : []),
  ]);
  say(`\n${out}: ${how}`);
  say(`whisper.cpp ${record.whisper}, build ${record.id}, ${(total / 2 ** 20).toFixed(1)} MiB\n`);
  say(['Built:', `  CPU: ${record.cpuVariants.join(' ')}`, ...gpu].join('\n'));
  if (record.checked.cpuVariant)
    say(`  The server was started and answered (CPU variant ${record.checked.cpuVariant}).`);
  if (left.length > 0) say(['Left out:', ...left].join('\n'));
}
