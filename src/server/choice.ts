// Which server a person's speech goes to: our own, or one that somebody else runs. Decided anew for every request,
// because settings change; our own is let go as soon as the other one is used. Pure but for what is handed in.

import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Ability, type SpeechRequest, type Transcript, unknownAbility } from '../base/speech.ts';

interface Server {
  start(): Promise<Result<unknown, Problem>>;
  transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>>;
}

interface OwnServer extends Server {
  readonly ability: Ability;
  stop(): Promise<void>;
  restart(): Promise<Result<unknown, Problem>>;
  letGo(): void;
}

export class ServerChoice implements Server {
  constructor(
    private readonly own: OwnServer,
    private readonly external: Server,
    /** Its address, where the other one is chosen. */
    private readonly externalAddress: () => string | undefined,
  ) {}

  get ability(): Ability {
    return this.externalAddress() === undefined ? this.own.ability : unknownAbility;
  }

  start(): Promise<Result<unknown, Problem>> {
    return this.chosen().start();
  }

  transcribe(request: SpeechRequest, signal: AbortSignal): Promise<Result<Transcript, Problem>> {
    return this.chosen().transcribe(request, signal);
  }

  async stop(): Promise<Result<void, Problem>> {
    const address = this.externalAddress();
    if (address !== undefined) return fail({ kind: 'endpointFailed', address, why: 'notOurs', detail: '' });
    await this.own.stop();
    return ok(undefined);
  }

  async restart(): Promise<Result<unknown, Problem>> {
    const address = this.externalAddress();
    if (address !== undefined) return fail({ kind: 'endpointFailed', address, why: 'notOurs', detail: '' });
    return this.own.restart();
  }

  private chosen(): Server {
    if (this.externalAddress() === undefined) return this.own;
    this.own.letGo();
    return this.external;
  }
}
