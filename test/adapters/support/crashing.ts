// What for: a server whose best CPU library really crashes at its first work. The file is the real library with
// the first instruction of its matrix product replaced by one for AMX tiles that most processors lack, and by an
// undefined one behind it: the crash of the AMX library with q8_0 models, on any machine.

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeFolder } from './whisper.ts';

const ldtilecfgThenUd2 = [0xc4, 0xe2, 0x78, 0x49, 0x00, 0x0f, 0x0b];

export interface CrashingServer {
  readonly program: string;
  /** The file name of the library that crashes. */
  readonly library: string;
}

/** A copy of the build in the folder; `best` is the library that ggml takes on this machine. */
export function crashingServer(folder: string, best: string): CrashingServer {
  cpSync(nativeFolder, folder, { recursive: true });
  const file = join(folder, best);
  const symbols = execFileSync('nm', ['-D', file], { encoding: 'utf8' });
  const address = Number.parseInt(/^(\w+) T ggml_compute_forward_mul_mat$/m.exec(symbols)?.[1] ?? '', 16);
  if (Number.isNaN(address)) throw new Error(`${best} has no ggml_compute_forward_mul_mat`);
  const bytes = readFileSync(file);
  bytes.set(ldtilecfgThenUd2, offsetOf(bytes, address));
  writeFileSync(file, bytes);
  chmodSync(file, 0o755);
  return { program: join(folder, 'whisper-server'), library: best };
}

/** Where an address of a loaded ELF file lies in the file: by the segment that holds it. */
function offsetOf(elf: Buffer, address: number): number {
  const [at, size, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  for (let header = at; header < at + size * count; header += size) {
    const loads = elf.readUInt32LE(header) === 1;
    const [offset, start, length] = [8, 16, 32].map((field) => Number(elf.readBigUInt64LE(header + field)));
    if (!loads || offset === undefined || start === undefined || length === undefined) continue;
    if (address >= start && address < start + length) return address - start + offset;
  }
  throw new Error(`no segment holds ${address.toString(16)}`);
}
