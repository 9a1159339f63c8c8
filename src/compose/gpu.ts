// What the hardware does, where a person sees it: the item, the panel, and room for others in its memory.

import * as vscode from 'vscode';
import type { Dictation } from '../dictation/dictation.ts';
import { GpuSampler } from '../gpu/sampler.node.ts';
import { chosenGpu } from '../server/rungs.ts';
import { serverLines } from '../vscode/evidenceWords.ts';
import { GpuPanel } from '../vscode/gpu/gpuPanel.ts';
import { GpuStatus } from '../vscode/gpu/gpuStatus.ts';
import { MemoryNeighbours } from '../vscode/gpu/memoryNeighbours.ts';
import { offerMemory } from '../vscode/gpu/memoryOffer.ts';
import { setting } from '../vscode/settings.ts';
import type { Ground } from './ground.ts';
import type { Recognition } from './recognition.ts';

export interface Gpu {
  readonly sampler: GpuSampler;
  readonly neighbours: MemoryNeighbours;
  readonly gpuPanel: GpuPanel;
}

export function composeGpu(
  { context, all, clock, roots }: Ground,
  { models, server }: Recognition,
  dictation: Dictation,
): Gpu {
  const sampler = all.add(
    new GpuSampler({
      ...{ clock, roots },
      choose: (gpus) => chosenGpu(gpus, setting('gpu.device')),
      pollMs: () => Math.max(0.5, setting('gpu.pollSeconds')) * 1_000,
      serverPid: () => server.pid,
    }),
  );
  const gpuStatus = all.add(
    new GpuStatus({
      ...{ server, dictation, sampler },
      wish: () => setting('gpu.statusBar'),
      thresholds: () => ({
        hotCelsius: setting('gpu.warnCelsius'),
        fullPercent: setting('gpu.warnMemoryPercent'),
      }),
    }),
  );
  const neighbours = all.add(
    new MemoryNeighbours({
      ...{ server, dictation, sampler },
      wish: () => setting('gpu.whenMemoryIsShort'),
      fullPercent: () => setting('gpu.warnMemoryPercent'),
      model: () => setting('model'),
      modelsOnDisk: () => models.onDisk(),
      ask: offerMemory,
    }),
  );
  const gpuPanel = all.add(
    new GpuPanel({
      ...{ clock, server, sampler },
      media: vscode.Uri.joinPath(context.extensionUri, 'media'),
      worries: () => gpuStatus.worries,
      serverLines: () => serverLines(server.current),
      model: () => neighbours.model,
      modelsOnDisk: () => models.onDisk(),
      inView: (isInView) => gpuStatus.panel(isInView),
    }),
  );
  return { sampler, neighbours, gpuPanel };
}
