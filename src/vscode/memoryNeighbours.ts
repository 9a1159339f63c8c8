// Makes room on the GPU when others need its memory: offers it, or does what the setting says. Never during a
// dictation. What was unloaded comes back with the next key-down, because the server starts on need; a smaller
// model serves only until the setting of the model changes or memory is free again.

import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Dictation } from '../dictation/dictation.ts';
import { isBusy } from '../dictation/machine.ts';
import { pressureOf } from '../gpu/neighbours.ts';
import type { GpuSampler } from '../gpu/sampler.node.ts';
import { smallerThan } from '../models/memory.ts';
import type { WhisperServer } from '../server/server.node.ts';
import type { SettingTypes } from './ids.ts';

type Wish = SettingTypes['gpu.whenMemoryIsShort'];

export interface NeighbourParts {
  readonly server: WhisperServer;
  readonly dictation: Dictation;
  readonly sampler: GpuSampler;
  readonly wish: () => Wish;
  readonly fullPercent: () => number;
  readonly model: () => string;
  readonly modelsOnDisk: () => Promise<ReadonlySet<string>>;
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
    switch (pressureOf(sampler.trail.all, fullPercent())) {
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

  private async act(wish: Wish): Promise<void> {
    const smaller = await this.smallerOnDisk();
    switch (wish) {
      case 'nothing':
        return;
      case 'offer':
        return this.offer(smaller);
      case 'smaller':
        return this.unload(smaller);
      case 'unload':
        return this.unload(undefined);
    }
  }

  private async offer(smaller: string | undefined): Promise<void> {
    const t = vscode.l10n.t;
    const unload = t('Unload Now');
    const take = smaller === undefined ? undefined : t('Use {0}', smaller);
    const picked = await vscode.window.showInformationMessage(
      t(
        'Sotto: another program needs the memory of the GPU. Sotto can make room; the model comes back with the next dictation.',
      ),
      ...[unload, ...(take === undefined ? [] : [take])],
    );
    if (picked === unload) this.unload(undefined);
    else if (picked !== undefined) this.unload(smaller);
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
