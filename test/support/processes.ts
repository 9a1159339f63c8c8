// What for: seeing and ending processes the way the operating system sees them, so that a test can say that
// nothing leaked. Reads /proc, so Linux only.
// Promises: reads only, except `endTree`, which ends the given process and its descendants and nobody else;
// a process that vanishes while it is read is left out, never an error.
// Must not know: which programs the tests start.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Ticks since boot: tells a process from a later one with the same number. */
  readonly startTime: number;
  /** One letter of the kernel: R, S, D, Z (ended, not yet collected), … */
  readonly state: string;
  /** The command line, arguments separated by one space. */
  readonly command: string;
}

export interface OpenSocket {
  readonly kind: 'tcp' | 'tcp6' | 'udp' | 'udp6' | 'unix';
  readonly listening: boolean;
  /** `127.0.0.1:8080`, or the path of a unix socket (empty when it has none). */
  readonly local: string;
  readonly remote: string;
}

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Completes the sentence "waited in vain until …". */
  readonly what: string;
  readonly everyMs?: number;
}

/**
 * Waits until the condition gives something other than false, null or undefined, and gives that.
 * A condition that throws counts as not yet fulfilled; its last error is told when time is up.
 */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  { timeoutMs, what, everyMs = 30 }: WaitOptions,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined)
        return value as NonNullable<Exclude<T, false>>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= end) {
      const reason = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`Waited ${timeoutMs} ms in vain until ${what}${reason}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Every process that this user may see, this one included. */
export function allProcesses(): ProcessInfo[] {
  return readdirSync('/proc').flatMap((name) => {
    const info = /^\d+$/.test(name) ? processInfo(Number(name)) : undefined;
    return info ? [info] : [];
  });
}

export function processInfo(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return {
      pid,
      parent: Number(fields[1]),
      startTime: Number(fields[19]),
      state: fields[0] ?? '?',
      command: command || `[${name}]`,
    };
  } catch {
    return undefined;
  }
}

/** Children, their children and so on, parents before children; the process itself is not among them. */
export function descendants(pid: number): ProcessInfo[] {
  const all = allProcesses();
  const found: ProcessInfo[] = [];
  const queue = [pid];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    for (const info of all) {
      if (info.parent !== parent) continue;
      found.push(info);
      queue.push(info.pid);
    }
  }
  return found;
}

/** Living processes whose command line holds the text (or matches); the caller's own is left out. */
export function findByCommand(text: string | RegExp): ProcessInfo[] {
  const matches = (command: string) =>
    typeof text === 'string' ? command.includes(text) : text.test(command);
  return allProcesses().filter(
    (info) => info.pid !== process.pid && info.state !== 'Z' && matches(info.command),
  );
}

/** Whether the process runs; one that has ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  const info = processInfo(pid);
  return info !== undefined && info.state !== 'Z';
}

/** Open files of a process as the kernel names them: paths, `socket:[1]`, `pipe:[2]`, `anon_inode:…`. */
export function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

export function openSockets(pid: number): OpenSocket[] {
  const inodes = new Set(openFiles(pid).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const internet = (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((kind) =>
    netTable(pid, kind).flatMap((line): OpenSocket[] => {
      const [, local = '', remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (!inodes.has(inode)) return [];
      return [{ kind, listening: state === '0A', local: address(local), remote: address(remote) }];
    }),
  );
  const unix = netTable(pid, 'unix').flatMap((line): OpenSocket[] => {
    const [, , , flags, , , inode = '', path = ''] = line.trim().split(/\s+/);
    if (!inodes.has(inode)) return [];
    return [{ kind: 'unix', listening: flags === '00010000', local: path, remote: '' }];
  });
  return [...internet, ...unix];
}

/**
 * Ends a process that the caller started, with everything below it: politely first, by force after the grace.
 * Descendants are noted before the first signal, so that a child whose parent ends first is ended too.
 */
export async function endTree(pid: number, graceMs = 3000): Promise<void> {
  const tree = treeOf(pid);
  for (const info of tree) signalSame(info, 'SIGTERM');
  const left = () => tree.filter(isSame);
  await waitUntil(() => left().length === 0, { timeoutMs: graceMs, what: 'the processes had ended' }).catch(
    () => {
      for (const info of [...left(), ...left().flatMap((parent) => descendants(parent.pid))])
        signalSame(info, 'SIGKILL');
    },
  );
  await waitUntil(() => left().length === 0, {
    timeoutMs: 5000,
    what: `the processes under ${pid} were gone`,
  });
}

/** As `endTree`, at once and by force: for the end of the test's own process, which cannot wait. */
export function killTree(pid: number): void {
  for (const info of treeOf(pid)) signalSame(info, 'SIGKILL');
}

function treeOf(pid: number): ProcessInfo[] {
  const root = processInfo(pid);
  return root ? [root, ...descendants(pid)] : [];
}

function isSame(info: ProcessInfo): boolean {
  const now = processInfo(info.pid);
  return now !== undefined && now.startTime === info.startTime && now.state !== 'Z';
}

function signalSame(info: ProcessInfo, signal: NodeJS.Signals): void {
  if (!isSame(info)) return;
  try {
    process.kill(info.pid, signal);
  } catch {
    // It ended in between.
  }
}

function netTable(pid: number, name: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1).filter(Boolean);
  } catch {
    return [];
  }
}

/** The kernel writes addresses as little-endian words in hexadecimal. */
function address(hex: string): string {
  const [host = '', port = '0'] = hex.split(':');
  const number = Number.parseInt(port, 16);
  const bytes = (host.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return `${bytes.map((byte) => Number.parseInt(byte, 16)).join('.')}:${number}`;
  const groups = Array.from({ length: 8 }, (_, i) => `${bytes[i * 2] ?? '00'}${bytes[i * 2 + 1] ?? '00'}`);
  const text = groups.map((group) => group.toLowerCase().replace(/^0{1,3}/, '')).join(':');
  return `[${text.replace(/(^|:)0(:0)+(:|$)/, '::')}]:${number}`;
}
