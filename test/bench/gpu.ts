// What it costs to look at the GPU: one sample, one update of the status line, the looks of an hour of idle; beside
// running `rocm-smi --json` from Debian's package at the same rate. On a machine without an AMD GPU the files are those of a
// reconstructed tree, which costs what opening and reading costs but not what a real driver adds; and rocm-smi then
// measures its own start only, which is less than it does where there is a GPU.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestGpu } from '../../src/gpu/devices.ts';
import { HeldFiles, type KernelFiles, kernelFiles, systemRoots } from '../../src/gpu/files.node.ts';
import { probeHardware } from '../../src/gpu/probe.node.ts';
import { GpuSampler } from '../../src/gpu/sampler.node.ts';
import { Sensors } from '../../src/gpu/sensors.node.ts';
import { statusLine, worriesAbout } from '../../src/gpu/statusText.ts';
import { writeTree } from '../support/kernelTrees.ts';
import { machines, serverPid } from '../support/machines.ts';
import { descendants } from '../support/processes.ts';
import { writeReport } from './report.ts';

const looks = 2_000;
const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-gpu-'));
const tree = writeTree(machines.rx6700xt, folder);

let bytes = 0;
let reads = 0;
const held = new HeldFiles();
const counting =
  (read: KernelFiles['bytes']): KernelFiles['bytes'] =>
  async (file) => {
    const content = await read(file);
    reads += 1;
    bytes += content?.length ?? 0;
    return content;
  };
const counted: KernelFiles = {
  ...kernelFiles,
  bytes: counting((file) => held.bytes(file)),
  again: counting((file) => held.again(file)),
};

const real = systemRoots({});
const realGpu = bestGpu((await probeHardware(real)).gpus);
const isReal = realGpu?.driver === 'amdgpu';
const roots = isReal ? real : tree;
const gpu = isReal ? realGpu : bestGpu((await probeHardware(tree)).gpus);
if (gpu === undefined) throw new Error('there is no GPU to look at');

const sensors = new Sensors(gpu, roots, counted);
for (let warm = 0; warm < 200; warm += 1) await sensors.sample(warm, isReal ? process.pid : serverPid);
[bytes, reads] = [0, 0];

const childrenBefore = descendants(process.pid).length;
const times: number[] = [];
const before = process.cpuUsage();
for (let look = 0; look < looks; look += 1) {
  const start = performance.now();
  await sensors.sample(look, isReal ? process.pid : serverPid);
  times.push((performance.now() - start) * 1_000);
}
const used = process.cpuUsage(before);
const children = descendants(process.pid).length - childrenBefore;
times.sort((a, b) => a - b);
const cpuMsPerLook = (used.user + used.system) / 1_000 / looks;

const sample = await sensors.sample(0, undefined);
const lines = 200_000;
const lineStart = performance.now();
for (let update = 0; update < lines; update += 1) {
  statusLine('ROCm', sample);
  worriesAbout(sample, false, { hotCelsius: 85, fullPercent: 90 });
}
const lineMicroseconds = ((performance.now() - lineStart) * 1_000) / lines;

const { looks: looksInAnHour, cpuSeconds: idleHourSeconds } = await idleHour();

const smi = rocmSmi();
rmSync(folder, { recursive: true, force: true });

const figures = {
  sample: {
    medianMicroseconds: Math.round(times[Math.floor(looks / 2)] ?? 0),
    p95Microseconds: Math.round(times[Math.floor(looks * 0.95)] ?? 0),
    cpuMilliseconds: Number(cpuMsPerLook.toFixed(3)),
    files: reads / looks,
    bytes: Math.round(bytes / looks),
    childProcesses: children,
  },
  statusUpdateMicroseconds: Number(lineMicroseconds.toFixed(2)),
  idleHour: { looks: looksInAnHour, cpuSeconds: Number(idleHourSeconds.toFixed(3)) },
  rocmSmi:
    smi === undefined
      ? 'not installed: apt-get install rocm-smi'
      : {
          ...smi,
          idleHourCpuSeconds: Number(((looksInAnHour * smi.cpuMilliseconds) / 1_000).toFixed(1)),
          timesDearer: Math.round(smi.cpuMilliseconds / cpuMsPerLook),
          timesDearerInAnHour: Math.round((looksInAnHour * smi.cpuMilliseconds) / 1_000 / idleHourSeconds),
        },
};
console.log(`one sample (${isReal ? 'this machine’s GPU' : 'reconstructed RX 6700 XT'}):`, figures.sample);
console.log(`a status update: ${figures.statusUpdateMicroseconds} µs`);
console.log(`an hour of idle: ${looksInAnHour} looks, ${figures.idleHour.cpuSeconds} s of CPU`);
console.log('rocm-smi --json at the same rate:', figures.rocmSmi);
console.log(`written to ${writeReport('gpu', { gpu: isReal ? gpu.name : 'reconstructed tree' }, figures)}`);

/** All looks of an hour in which nothing runs, by the sampler itself, on a clock that jumps to what is due next. */
async function idleHour(): Promise<{ readonly looks: number; readonly cpuSeconds: number }> {
  let time = 0;
  let over = () => {};
  const hour = new Promise<void>((resolve) => {
    over = resolve;
  });
  const sampler = new GpuSampler({
    clock: {
      now: () => time,
      after(milliseconds, run) {
        time += milliseconds;
        if (time < 3_600_000) setImmediate(run);
        else over();
        return { dispose: () => {} };
      },
    },
    ...{ roots, choose: bestGpu, pollMs: () => 2_000, serverPid: () => (isReal ? process.pid : serverPid) },
  });
  let seen = 0;
  sampler.onSample(() => {
    seen += 1;
  });
  const start = process.cpuUsage();
  sampler.want({ visible: true, watched: false });
  await hour;
  const { user, system } = process.cpuUsage(start);
  sampler.dispose();
  return { looks: seen, cpuSeconds: (user + system) / 1e6 };
}

/** CPU time of finished children is in the process's own stat, in hundredths of a second. */
function rocmSmi():
  | { readonly runs: number; readonly cpuMilliseconds: number; readonly says: string }
  | undefined {
  const runs = 20;
  const childTicks = () => {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[13]) + Number(fields[14]);
  };
  const start = childTicks();
  let says = '';
  for (let run = 0; run < runs; run += 1) {
    const { error, stdout, stderr } = spawnSync('rocm-smi', ['--json'], { encoding: 'utf8' });
    if (error !== undefined) return undefined;
    says = `${stdout}${stderr}`.trim().slice(0, 120);
  }
  return { runs, cpuMilliseconds: ((childTicks() - start) * 10) / runs, says };
}
