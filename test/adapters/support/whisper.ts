// What for: the real whisper-server as the tests start it: the program that `npm run native` built, the fixture
// model, a working folder of the test's own. Everything of it can be replaced to see what goes wrong then.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavFile } from '../../../src/audio/wav.ts';
import { systemClock } from '../../../src/base/clock.node.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Problem } from '../../../src/base/problem.ts';
import type { SpeechRequest } from '../../../src/base/speech.ts';
import { ModelStore } from '../../../src/models/store.node.ts';
import type { Exit } from '../../../src/server/exits.ts';
import { BackendLadder } from '../../../src/server/ladder.node.ts';
import type { Ladder } from '../../../src/server/ladder.ts';
import type { LaunchSpec } from '../../../src/server/launch.ts';
import type { ServerWish } from '../../../src/server/plan.node.ts';
import { clipFrom } from '../../../src/server/proof.node.ts';
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

/** A second of it: enough to warm a server up. */
const silence: SpeechRequest = {
  ...{ wav: wavFile(new Uint8Array(32_000)), seconds: 1, language: 'en', prompt: '', care: 'draft' },
};

/** Changed by a test, it is what the next start sees, as with the user's settings. */
export type Wish = {
  -readonly [Key in keyof Omit<ServerWish, 'locateModel'>]: ServerWish[Key];
} & {
  model: string;
};

export interface TestServer {
  readonly server: WhisperServer;
  readonly wish: Wish;
  /** Where windows meet. */
  readonly folder: string;
  readonly log: KeptLog;
  readonly serverLog: KeptLog;
  /** Every kind of state since the beginning. */
  readonly states: string[];
  /** What was told to the ladder. */
  readonly gaveWay: {
    readonly spec: LaunchSpec;
    readonly problem: Problem;
    readonly exit: Exit | undefined;
  }[];
  /** How often all that a launch needs was looked at. */
  planned(): number;
  /** Added to the wall clock: the time that the machine slept. */
  slept: number;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

export type Plan = Awaited<ReturnType<Ladder['launches']>>;

export interface TestServerOptions {
  /** Changes what the plan gives, past all the checks that come before a launch. */
  readonly replan?: (plan: Plan) => Plan;
  readonly clock?: Clock;
  /** Of another window, to meet it there. */
  readonly folder?: string;
  readonly idleUnloadMinutes?: number;
  /** What the ladder remembers: shared by two servers it is the memory of one person. */
  readonly memory?: string;
}

export function serverFor(changes: Partial<Wish> = {}, options: TestServerOptions = {}): TestServer {
  const { replan = (plan) => plan, clock = systemClock, idleUnloadMinutes = 0 } = options;
  const own = temporaryFolder('server');
  const folder = options.folder ?? join(own.path, 'servers');
  const wish: Wish = {
    program: changes.program ?? serverProgram(),
    ...{
      backend: 'cpu',
      device: '',
      threads: 2,
      extraArgs: [],
      env: {},
      roots: { sys: join(own.path, 'sys'), dev: join(own.path, 'dev'), proc: '/proc' },
      model: nanoModel,
    },
    ...changes,
  };
  const plans = new Set<Plan>(); // what was not planned anew is the same object
  const noted = (plan: Plan) => {
    plans.add(plan);
    return plan;
  };
  const store = new ModelStore(() => own.path);
  const log = keptLog();
  const serverLog = keptLog();
  const states: string[] = [];
  const gaveWay: TestServer['gaveWay'] = [];
  const ladder = new BackendLadder({
    ...{ clock, log, serverLog, folder: options.memory ?? join(own.path, 'backends') },
    clip: () => clipFrom(join(repositoryRoot, 'media', 'proof.wav')),
    wish: () => {
      const { model, ...rest } = wish;
      return { ...rest, locateModel: () => store.locate(model) };
    },
  });
  const server = new WhisperServer({
    ...{ clock, log, serverLog, folder },
    warmUp: async () => silence,
    idleUnloadMinutes: () => idleUnloadMinutes,
    wallClock: () => clock.now() + test.slept,
    ladder: {
      launches: async () => replan(noted(await ladder.launches())),
      recent: async () => replan(noted(await ladder.recent())),
      gaveWay(spec, failure) {
        gaveWay.push({ spec, problem: failure.problem, exit: failure.exit });
        return ladder.gaveWay(spec, failure);
      },
      judge: (spec, measured) => ladder.judge(spec, measured),
      afresh: () => ladder.afresh(),
    },
  });
  server.onChange(({ kind }) => states.at(-1) === kind || states.push(kind));
  const test: TestServer = {
    ...{ server, wish, folder, log, serverLog, states, gaveWay, slept: 0 },
    planned: () => plans.size,
    async end() {
      await server.stop();
      own.remove();
    },
  };
  return test;
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
