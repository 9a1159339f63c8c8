// What for: running a helper program to its end from a test.
// Promises: no shell; a failure is an error that carries the command and what the program printed.
// Must not know: which program it is.
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
}

export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { input, timeoutMs, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...rest,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs ?? 60_000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => (stdout += data));
    child.stderr.setEncoding('utf8').on('data', (data: string) => (stderr += data));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    child.once('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(stdout);
      reject(new Error(`${[program, ...args].join(' ')} ended with ${signal ?? code}:\n${stderr}${stdout}`));
    });
  });
}
