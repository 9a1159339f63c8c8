// Makes room on the GPU when others need its memory: offers it, or does what the setting says. Never during a
// dictation. What was unloaded comes back with the next key-down, because the server starts on need; a smaller
// model serves only until the setting of the model changes or there is room for the chosen one again.

import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Listen } from '../../base/emitter.ts';
import { type DictationState, isBusy } from '../../dictation/machine.ts';
import { pressureOf } from '../../gpu/neighbours.ts';
import type { Sample } from '../../gpu/sample.ts';
import { catalogue } from '../../models/catalogue.ts';
import { neededBytes, smallerThan } from '../../models/memory.ts';
import type { ServerState } from '../../server/lifecycle.ts';
import type { SettingTypes } from '../ids.ts';

type Wish = SettingTypes['gpu.whenMemoryIsShort'];

export interface NeighbourParts {
  readonly server: { readonly current: ServerState; stop(): Promise<void> };
  readonly dictation: { readonly current: DictationState; readonly onChange: Listen<DictationState> };
  readonly sampler: {
    readonly trail: { readonly all: readonly Sample[] };
    readonly onSample: Listen<Sample>;
  };
  readonly wish: () => Wish;
  readonly fullPercent: () => number;
  readonly model: () => string;
  readonly modelsOnDisk: () => Promise<ReadonlySet<string>>;
  /** Asks the person; `smaller` is a model that could serve instead. */
  readonly ask: (smaller: string | undefined) => Promise<'unload' | 'smaller' | undefined>;
}

export class MemoryNeighbours implements Disposable {
  private readonly disposables = new DisposableStore();
  private told = false;
  private whenIdle: (() => void) | undefined;
  private smaller: { readonly insteadOf: string; readonly name: string } | undefined;

  constructor(private readonly parts: NeighbourParts) {
    this.disposables.add(parts.sampler.onSample(() => this.look()));
    this.disposables.add(parts.dictation.onChange(() => this.runIfIdle()));
  }

  /** The model that serves now: the chosen one, or a smaller one for the time being. */
  get model(): string {
    const chosen = this.parts.model();
    return this.smaller?.insteadOf === chosen ? this.smaller.name : chosen;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private look(): void {
    const { server, sampler, fullPercent, wish } = this.parts;
    const { current } = server;
    const isOnGpu = current.kind === 'ready' && current.acceleration.verdict.kind === 'gpu';
    switch (pressureOf(sampler.trail.all, fullPercent(), this.wantedBytes())) {
      case 'relief':
        this.told = false;
        this.smaller = undefined;
        return;
      case 'between':
        return;
      case 'short':
        if (this.told || !isOnGpu) return;
        this.told = true;
        this.afterDictation(() => void this.act(wish()));
    }
  }

  /** Of the chosen model, while a smaller one serves for it. */
  private wantedBytes(): number {
    const chosen = this.parts.model();
    const model = catalogue.find(({ name }) => name === chosen);
    return this.model === chosen || model === undefined ? 0 : neededBytes(model.name, model.bytes);
  }

  private async act(wish: Wish): Promise<void> {
    if (wish === 'nothing') return;
    const smaller = await this.smallerOnDisk();
    const deed = wish === 'offer' ? await this.parts.ask(smaller) : wish;
    if (deed === 'unload') this.unload(undefined);
    if (deed === 'smaller') this.unload(smaller);
  }

  /** With a smaller model, that is what comes back. */
  private unload(smaller: string | undefined): void {
    if (smaller !== undefined) this.smaller = { insteadOf: this.parts.model(), name: smaller };
    this.afterDictation(() => void this.parts.server.stop());
  }

  private afterDictation(run: () => void): void {
    this.whenIdle = run;
    this.runIfIdle();
  }

  private runIfIdle(): void {
    if (isBusy(this.parts.dictation.current)) return;
    const run = this.whenIdle;
    this.whenIdle = undefined;
    run?.();
  }

  private async smallerOnDisk(): Promise<string | undefined> {
    const onDisk = await this.parts.modelsOnDisk();
    return smallerThan(this.model).find(({ name }) => onDisk.has(name))?.name;
  }
}
