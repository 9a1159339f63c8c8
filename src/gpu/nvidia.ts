// What nvidia-smi says about NVIDIA's GPUs, one line of figures for each. Pure. What it does not know it writes in
// words, and that is left out.

export interface NvidiaFigures {
  readonly name: string;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number } | undefined;
  readonly busyPercent: number | undefined;
  readonly celsius: number | undefined;
  readonly watts: number | undefined;
}

const columns = 'name,memory.total,memory.used,utilization.gpu,temperature.gpu,power.draw';
export const nvidiaQuery: readonly string[] = [`--query-gpu=${columns}`, '--format=csv,noheader,nounits'];

export function nvidiaFrom(output: string): readonly NvidiaFigures[] {
  return output.split('\n').flatMap((line) => {
    const [name = '', total, used, busy, celsius, watts, ...more] = line
      .split(',')
      .map((cell) => cell.trim());
    if (name === '' || watts === undefined || more.length > 0) return [];
    const [totalMiB, usedMiB] = [number(total), number(used)];
    const memory =
      totalMiB === undefined || usedMiB === undefined
        ? undefined
        : { usedBytes: usedMiB * 2 ** 20, totalBytes: totalMiB * 2 ** 20 };
    return [{ name, memory, busyPercent: number(busy), celsius: number(celsius), watts: number(watts) }];
  });
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}
