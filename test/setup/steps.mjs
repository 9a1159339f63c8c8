// What for: the small things that every set-up step shares: where the repository and its cache lie, running
// a program, and saying in one line what was done and how long it took.
// Promises: plain Node 20, no npm packages, since set-up runs before `npm ci`. Silent where nothing is done.
// Must not know: which packages, programs or versions the steps are about.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const cacheRoot = join(repositoryRoot, '.cache');

/**
 * Runs one step and prints its line. Every `beatSeconds` of a long step, a line tells that it lives.
 * @template T
 * @param {string} what said in the past tense, such as "installed code-server"
 * @param {() => Promise<T>} work
 * @param {number} [beatSeconds]
 * @returns {Promise<T>}
 */
export async function step(what, work, beatSeconds = 30) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const beat = setInterval(() => console.log(`setup: ${what}: ${seconds()} s so far`), beatSeconds * 1000);
  beat.unref();
  try {
    const result = await work();
    console.log(`setup: ${what} (${seconds()} s)`);
    return result;
  } catch (error) {
    console.log(`setup: ${what}: failed after ${seconds()} s`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/**
 * Runs a program without a shell and collects what it prints (stdout and stderr together).
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program does not exist
 */
export function capture(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const pipe of [child.stdout, child.stderr])
      pipe.setEncoding('utf8').on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}${signal}` : output }),
    );
  });
}

/**
 * As `capture`, but a failure is an error that carries the end of what was printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function mustRun(program, args, options = {}) {
  const { code, output } = await capture(program, args, options);
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-25).join('\n');
    throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${tail}`);
  }
  return output;
}

/**
 * Runs a program in the repository with its output on ours; a failure is an error.
 * @param {string} program
 * @param {readonly string[]} args
 */
export async function stream(program, args) {
  const code = await exitCodeOf(program, args);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}`);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function exitCodeOf(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * The trimmed text of a file, or undefined when it cannot be read.
 * @param {string} path
 */
export function textOf(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
