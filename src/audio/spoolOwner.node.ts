// Which process this is and whether another one still lives, by what the kernel says in /proc. A process is known
// by its number, its time of birth and the boot: a number that was given out again is another process.

import { readFileSync, readlinkSync } from 'node:fs';
import { birthOf, type ProcessIdentity, type Standing, standingOf } from './spool.ts';

/** Undefined where there is no /proc: then nobody can tell who is dead. */
export function ownIdentity(): ProcessIdentity | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').replaceAll(/[^0-9a-f]/g, '');
    const [namespace = ''] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    const bornAt = bornNow('self');
    if (boot === '' || namespace === '' || bornAt === undefined) return undefined;
    return { boot, namespace, pid: process.pid, bornAt };
  } catch {
    return undefined;
  }
}

export function standingNow(owner: ProcessIdentity, here: ProcessIdentity): Standing {
  return standingOf(owner, here, bornNow(owner.pid));
}

function bornNow(pid: number | 'self'): number | undefined {
  try {
    return birthOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}
