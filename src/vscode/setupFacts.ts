// Brings together what the doctor judges: this machine, this editor, the settings, two seconds of the microphone.

import { homedir, hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { Clock } from '../base/clock.ts';
import { conflictsAmong } from '../doctor/conflicts.ts';
import type { SetupFacts } from '../doctor/facts.ts';
import {
  type Environment,
  inspectKeyRepeat,
  inspectModel,
  inspectRecorders,
  inspectRocm,
  inspectServer,
  inspectSystem,
  inspectVulkan,
} from '../doctor/inspect.node.ts';
import { type Listening, listen } from '../doctor/listen.ts';
import type { Private } from '../doctor/scrub.ts';
import type { GpuSampler } from '../gpu/sampler.node.ts';
import type { ModelStore } from '../models/store.node.ts';
import { freeFor } from './gpuReport.ts';
import { ownBackend, setting } from './settings.ts';

export interface FactParts {
  readonly context: vscode.ExtensionContext;
  readonly clock: Clock;
  readonly sampler: GpuSampler;
  readonly models: ModelStore;
  readonly microphone: Listening;
  readonly program: () => string;
  /** A dictation has the microphone now. */
  readonly isDictating: () => boolean;
}

export async function setupFacts(parts: FactParts): Promise<SetupFacts> {
  const { sampler, models } = parts;
  const program = parts.program();
  const environment: Environment = {
    ...{ platform: process.platform, env: process.env, user: userInfo().username },
    ...{ home: homedir(), root: '/' },
  };
  const recorders = inspectRecorders(setting('audio.recorder'));
  const canListen = recorders.installed.length > 0 && !parts.isDictating();
  const [hardware, microphone, system, server, model, rocm, vulkan, keyRepeat] = await Promise.all([
    sampler.look({ again: true }),
    canListen ? listen(parts.microphone, parts.clock) : ({ kind: 'notTried' } as const),
    inspectSystem(environment),
    inspectServer(program, ownBackend(), setting('gpu.device'), setting('server.env')),
    models.locate(setting('model')).then((located) => inspectModel(setting('model'), located)),
    inspectRocm(program, environment),
    inspectVulkan(program, environment),
    inspectKeyRepeat(environment),
  ]);
  const sample = await sampler.once();
  return {
    ...{ system, hardware, server, model, rocm, vulkan, recorders, microphone, keyRepeat },
    freeBytes: freeFor(sampler.gpu, sample),
    editor: { remote: remoteName(parts.context), conflicts: conflicts(parts.context) },
  };
}

function remoteName({ extension }: vscode.ExtensionContext): string | undefined {
  return extension.extensionKind === vscode.ExtensionKind.Workspace ? vscode.env.remoteName : undefined;
}

function conflicts({ extension }: vscode.ExtensionContext) {
  const bindings = (
    extension.packageJSON as { contributes: { keybindings: { key: string; when?: string }[] } }
  ).contributes.keybindings;
  // One with a condition of ours takes the key only while it is needed.
  const keys = bindings.filter(({ when }) => when === undefined).map(({ key }) => key);
  const others = vscode.extensions.all.filter(({ id }) => id !== extension.id);
  return conflictsAmong(
    others.map(({ id, packageJSON }) => ({ id, manifest: packageJSON as unknown })),
    keys,
  );
}

export function secretsOf(): Private {
  return {
    ...{ home: homedir(), user: userInfo().username, host: hostname() },
    secrets: [setting('audio.device')].filter((name) => name !== ''),
  };
}

export function aboutThis({ extension }: vscode.ExtensionContext): string {
  const { version } = extension.packageJSON as { version: string };
  return `Sotto ${version} · VS Code ${vscode.version} · ${process.platform} ${process.arch}`;
}
