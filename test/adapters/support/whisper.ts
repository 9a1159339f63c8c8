// What for: the real whisper-server as the tests start it: the program that `npm run native` built, the fixture
// model, a working folder of the test's own. Everything of it can be replaced to see what goes wrong then.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.node.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Problem } from '../../../src/base/problem.ts';
import type { Result } from '../../../src/base/result.ts';
import type { SpeechRequest } from '../../../src/base/speech.ts';
import { ModelStore } from '../../../src/models/store.node.ts';
import type { LaunchSpec } from '../../../src/server/launch.ts';
import { planLaunches, type ServerWish } from '../../../src/server/plan.node.ts';
import { WhisperServer } from '../../../src/server/server.node.ts';
import { repositoryRoot, temporaryFolder } from '../../support/paths.ts';
import { durationOf, speak } from '../../support/speech.ts';
import { type KeptLog, keptLog } from './logs.ts';

export const nativeFolder = join(repositoryRoot, 'native', 'bin', `${process.platform}-${process.arch}`);
export const voiceModel = join(repositoryRoot, 'native', 'bin', 'silero-v6.bin');
export const nanoModel = join(repositoryRoot, 'test', 'fixtures', 'models', 'ggml-nano.en-q5_1.bin');

/** Tried before: the test model writes exactly this when `en-us` says it. */
export const phrase = 'Open the file and read the first line.';

export function serverProgram(): string {
  const program = join(nativeFolder, 'whisper-server');
  if (!existsSync(program)) throw new Error(`${program} is missing: run npm run native -- --quick`);
  return program;
}

/** Changed by a test, it is what the next start sees, as with the user's settings. */
export type Wish = {
  -readonly [Key in keyof Omit<ServerWish, 'workingFolder' | 'locateModel'>]: ServerWish[Key];
} & {
  model: string;
};

export interface TestServer {
  readonly server: WhisperServer;
  readonly wish: Wish;
  readonly workingFolder: string;
  readonly log: KeptLog;
  readonly serverLog: KeptLog;
  /** Every state since the beginning, by kind. */
  readonly states: string[];
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

type Plan = Result<readonly [LaunchSpec, ...LaunchSpec[]], Problem>;

/** `replan` changes what the plan gives, past all the checks that come before a launch. */
export function serverFor(
  changes: Partial<Wish> = {},
  replan = (plan: Plan): Plan => plan,
  clock: Clock = systemClock,
): TestServer {
  const folder = temporaryFolder('server');
  const workingFolder = join(folder.path, 'work');
  const wish: Wish = {
    program: changes.program ?? serverProgram(),
    ...{
      backend: 'cpu',
      threads: 2,
      extraArgs: [],
      env: {},
      roots: { sys: join(folder.path, 'sys'), dev: join(folder.path, 'dev'), proc: '/proc' },
      model: nanoModel,
    },
    ...changes,
  };
  const store = new ModelStore(() => folder.path);
  const log = keptLog();
  const serverLog = keptLog();
  const states: string[] = [];
  const server = new WhisperServer({
    ...{ clock, log, serverLog, workingFolder },
    plan: async () => {
      const { model, ...rest } = wish;
      return replan(await planLaunches({ ...rest, workingFolder, locateModel: () => store.locate(model) }));
    },
  });
  server.onChange(({ kind }) => void states.push(kind));
  return {
    ...{ server, wish, workingFolder, log, serverLog, states },
    async end() {
      await server.stop();
      folder.remove();
    },
  };
}

export interface Spoken {
  readonly wav: Uint8Array;
  readonly seconds: number;
}

export async function spoken(text = phrase): Promise<Spoken> {
  const file = await speak(text);
  return { wav: await readFile(file), seconds: durationOf(file) };
}

export function requestOf({ wav, seconds }: Spoken): SpeechRequest {
  return { wav, seconds, language: 'en', prompt: '', care: 'usual' };
}

/** An answer that a test waits for as long as it takes. */
export function transcribe(server: WhisperServer, said: Spoken, signal?: AbortSignal) {
  return server.transcribe(requestOf(said), signal ?? new AbortController().signal);
}

/** The address that a running server was given, read from its own command line. */
export function addressIn(command: string): { readonly port: number; readonly secret: string } {
  const port = Number(/--port (\d+)/.exec(command)?.[1]);
  const secret = /--request-path \/(\w+)/.exec(command)?.[1] ?? '';
  return { port, secret };
}
