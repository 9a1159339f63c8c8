// Running other programs: finding them on PATH, reading their answer, following a long run.
// Promises: no shell is ever involved; a run that fails ends in a Problem with the last lines it wrote.
// Must not know: what the programs are for.

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, appendFileSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { Problem } from './problem.mjs';

// A build that is interrupted (Ctrl+C) must end like one that fails: with its processes and files cleared
// away.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** Has `clear` run when the process ends before the returned function is called. */
export function onExit(clear) {
  process.once('exit', clear);
  return () => process.removeListener('exit', clear);
}

/** The absolute path of a program, or undefined. */
export function findProgram(name, folders = (process.env.PATH ?? '').split(delimiter)) {
  const candidates = isAbsolute(name) ? [name] : folders.filter(Boolean).map((folder) => join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

/** What a short-lived program prints; `undefined` where it cannot be started, fails or hangs. */
export function ask(program, args, options = {}) {
  const env = { ...process.env, LC_ALL: 'C', ...options.env };
  const limits = { timeout: 30_000, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' };
  const result = spawnSync(program, args, { ...limits, ...options, env });
  return result.status === 0 ? result.stdout : undefined;
}

/** Runs to the end, writes all output to `log`, and reports each line to `onLine`. */
export function follow(program, args, { log, env, cwd, onLine = () => {}, what }) {
  return new Promise((done, fail) => {
    const last = [];
    appendFileSync(log, `\n> ${program} ${args.join(' ')}\n`);
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const settled = onExit(() => child.kill());
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        appendFileSync(log, text);
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          last.push(line);
          if (last.length > 40) last.shift();
          onLine(line);
        }
      });
    }
    child.on('error', (error) =>
      fail(new Problem(`${what}: ${program} cannot be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      settled();
      if (code === 0) return done();
      fail(
        new Problem(`${what} failed (${signal ?? `exit ${code}`}). Whole log: ${log}\n\n${last.join('\n')}`),
      );
    });
  });
}
