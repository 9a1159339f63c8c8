// Keeps one server for all windows of a person. Each server has a folder with a named pipe and a keeper, a small
// shell that is the server's parent and reads the pipe. Every window holds the pipe open for writing: when the
// last one lets go, or dies, however that happens, the kernel ends the pipe and the keeper ends the server. No
// process is counted and no number of a process is trusted. The pipe's name is the server's address.
//
// Promises: a keeper is there before its server and ends after it; a server without a keeper is found by the
// secret in its command line and ended; nothing here waits for a model.

import { spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Address, Command } from './launch.ts';

/** Words for a keeper. `stop` gives the server time to finish, `kill` does not. */
export type Order = 'stop' | 'kill';

export interface Hold {
  readonly address: Address;
  readonly folder: string;
  readonly logFile: string;
  /** `ending`: the keeper reads no more, because it ends the server just now or was killed. */
  standing(): 'kept' | 'ending' | 'gone';
  order(order: Order): void;
  release(): void;
}

/** What a server has to finish a request; then it is killed. */
const graceTenths = 25;
/** A pipe that nobody reads for longer than that has no keeper. */
export const endingMs = 3_500;

/**
 * A person waits for the server and not for a build: beside busy programs it gets this share of the processors, where
 * each of their scopes has 100. systemd's default is 100 and its most 10000; 400 leaves a build a fifth.
 */
const weight = 400;
/** Becomes the program that follows it, so that the number of the process stays. */
const scope = `systemd-run --user --scope --quiet --collect -p CPUWeight=${weight} --`;

const script = `
PATH=$PATH:/usr/bin:/bin
pipe=$1; shift
exec 3<&0 </dev/null
if timeout 2 ${scope} true 3<&- 2>/dev/null; then
  echo "sotto-keeper: in a scope with CPUWeight=${weight}"
  set -- ${scope} "$@"
fi
"$@" 3<&- & server=$!
echo "sotto-keeper: process $server"
(
  order=stop
  if read -r word <&3; then order=$word; fi
  exec 3<&-
  echo "sotto-keeper: asked to $order"
  if [ "$order" != kill ]; then
    kill -TERM "$server" 2>/dev/null
    tenths=0
    while [ $tenths -lt ${graceTenths} ] && kill -0 "$server" 2>/dev/null; do
      sleep 0.1; tenths=$((tenths + 1))
    done
  fi
  kill -KILL "$server" 2>/dev/null
) & watcher=$!
exec 3<&-
wait "$server"; status=$?
kill "$watcher" 2>/dev/null
echo "sotto-keeper: ended $status"
rm -f "$pipe"
`;

const pipeName = /^(\d+)-([0-9a-f]{32})$/;

/** Starts a keeper with its server in the folder, and holds it. Throws what the operating system says. */
export async function startKept(
  folder: string,
  address: Address,
  program: string,
  { args, env }: Command,
  log: Log,
): Promise<Hold> {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.log')) rmSync(join(folder, name), { force: true });
  }
  const pipe = join(folder, `${address.port}-${address.secret}`);
  await makePipe(pipe);
  const opened: number[] = [];
  const open = (file: string, flags: number) => {
    const descriptor = openSync(file, flags, 0o600);
    opened.push(descriptor);
    return descriptor;
  };
  try {
    // Our reading end only lets ours for writing be opened before the keeper is there.
    const reading = open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writing = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    const lines = openLog(`${pipe}.log`, open, log);
    const keeper = spawn('/bin/sh', ['-c', script, 'sotto-keeper', pipe, program, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: [reading, lines, lines],
      detached: true, // a signal to our group, or our end, is not its end
    });
    keeper.unref();
    await new Promise<void>((resolve, reject) => {
      keeper.once('spawn', resolve);
      keeper.once('error', reject);
    }).catch((error: unknown) => {
      closeSync(writing);
      throw error;
    });
    return holding(folder, address, writing);
  } catch (error) {
    rmSync(pipe, { force: true });
    throw error;
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/** A disk that is full must not keep anyone from speaking: then the server's lines are lost, and this is told. */
function openLog(file: string, open: (file: string, flags: number) => number, log: Log): number {
  const { O_WRONLY, O_CREAT, O_APPEND } = constants;
  try {
    return open(file, O_WRONLY | O_CREAT | O_APPEND);
  } catch (error) {
    log.warn(`the server's lines cannot be kept: ${String(error)}`);
    return open('/dev/null', O_WRONLY);
  }
}

/** The running server of a folder, held; undefined where none is kept. */
export function holdRunning(folder: string): Hold | undefined {
  for (const address of addressesIn(folder)) {
    const writing = openForWriting(join(folder, `${address.port}-${address.secret}`));
    if (writing !== undefined) return holding(folder, address, writing);
  }
  return undefined;
}

/** Pipes whose keeper reads no more: it ends its server just now, or it was killed and left it behind. */
export function unkept(folder: string): readonly Address[] {
  return addressesIn(folder).filter(({ port, secret }) => !isRead(join(folder, `${port}-${secret}`)));
}

/** Ends a server that nobody keeps. Its secret in a command line is the proof that it is ours. */
export function reap(folder: string, { port, secret }: Address, log: Log): void {
  for (const pid of numbersIn('/proc')) {
    if (!commandOf(pid).includes(`--request-path\0/${secret}\0`)) continue;
    log.warn(`a server without a keeper was left over (process ${pid}): it is ended`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  rmSync(join(folder, `${port}-${secret}`), { force: true });
}

export function foldersOfServers(root: string): readonly string[] {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name));
}

function holding(folder: string, address: Address, writing: number): Hold {
  const pipe = join(folder, `${address.port}-${address.secret}`);
  let held = true;
  return {
    address,
    folder,
    logFile: `${pipe}.log`,
    standing() {
      if (!existsSync(pipe)) return 'gone';
      return isRead(pipe) ? 'kept' : 'ending';
    },
    order(order) {
      if (!held) return;
      try {
        writeSync(writing, `${order}\n`);
      } catch {
        // Nobody reads any more: the server ends already.
      }
    },
    release() {
      if (held) closeSync(writing);
      held = false;
    },
  };
}

function addressesIn(folder: string): readonly Address[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const [, port, secret] = pipeName.exec(name) ?? [];
      return secret === undefined ? [] : [{ port: Number(port), secret }];
    });
  } catch {
    return [];
  }
}

function isRead(pipe: string): boolean {
  const writing = openForWriting(pipe);
  if (writing !== undefined) closeSync(writing);
  return writing !== undefined;
}

function openForWriting(pipe: string): number | undefined {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined; // ENXIO: nobody reads
  }
}

/** Node cannot make one. */
function makePipe(pipe: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = 'PATH=$PATH:/usr/bin:/bin; exec mkfifo -m 600 "$1"';
    const maker = spawn('/bin/sh', ['-c', script, 'sotto-keeper', pipe], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    maker.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    maker.once('error', reject);
    maker.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(said.trim() || `mkfifo: ${code}`)),
    );
  });
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
