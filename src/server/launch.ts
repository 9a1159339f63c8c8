// One launch of whisper-server as a plain value, and its command line. Pure. Refuses, before anything starts,
// arguments that would open the server to others or take away what Sotto relies on: the server itself ends
// with exit code 0 on arguments it does not know, and serves a folder of files when told to.

import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Backend } from './backends.ts';

export interface LaunchSpec {
  readonly program: string;
  readonly model: string;
  readonly backend: Backend;
  readonly threads: number;
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Address {
  readonly port: number;
  /** The unguessable first part of every path: the only guard against other pages and programs. */
  readonly secret: string;
}

export interface Command {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const host = '127.0.0.1';

/** Arguments that stay in Sotto's hand, with what they would break. */
const ours: ReadonlySet<string> = new Set([
  ...['--host', '--port', '--request-path', '--inference-path', '--public'],
  ...['-m', '--model', '-h', '--help', '--convert', '--tmp-dir'],
]);

export function checkExtraArgs(extraArgs: readonly string[]): Result<void, Problem> {
  const taken = extraArgs.find((argument) => ours.has(argument.split('=')[0] ?? ''));
  return taken === undefined ? ok(undefined) : fail({ kind: 'badServerArgument', argument: taken });
}

export function commandFor(spec: LaunchSpec, { port, secret }: Address): Command {
  return {
    args: [
      ...['--model', spec.model, '--host', host, '--port', String(port), '--request-path', `/${secret}`],
      ...['--threads', String(spec.threads)],
      ...spec.extraArgs,
    ],
    env: {
      // A crash must end the process at once instead of waiting for a debugger.
      GGML_NO_BACKTRACE: '1',
      ...(spec.backend.library === undefined ? {} : { GGML_BACKEND_PATH: spec.backend.library }),
      ...spec.env,
    },
  };
}

export function baseUrl({ port }: Address): string {
  return `http://${host}:${port}`;
}

export function sameLaunch(a: LaunchSpec, b: LaunchSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
