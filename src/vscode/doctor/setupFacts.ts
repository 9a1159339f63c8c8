// Brings together what the doctor judges: this machine, this editor, the settings, two seconds of the microphone.

import { homedir, hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import { listDevices } from '../../audio/devices.node.ts';
import type { Clock } from '../../base/clock.ts';
import { conflictsAmong } from '../../doctor/conflicts.ts';
import type { Conflict, SetupFacts } from '../../doctor/facts.ts';
import {
  type Environment,
  inspectKeyRepeat,
  inspectModel,
  inspectRecorders,
  inspectRocm,
  inspectServer,
  inspectSystem,
  inspectVulkan,
} from '../../doctor/inspect.node.ts';
import { type Listening, listen } from '../../doctor/listen.ts';
import type { Private } from '../../doctor/scrub.ts';
import type { GpuSampler } from '../../gpu/sampler.node.ts';
import type { ModelStore } from '../../models/store.node.ts';
import type { ServerState } from '../../server/lifecycle.ts';
import { freeFor } from '../gpu/gpuReport.ts';
import { externalAddress, ownBackend, setting } from '../settings.ts';

export interface FactParts {
  readonly context: vscode.ExtensionContext;
  readonly clock: Clock;
  readonly sampler: GpuSampler;
  readonly models: ModelStore;
  readonly microphone: Listening;
  readonly program: () => string;
  readonly server: () => ServerState;
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
  const [hardware, present, microphone, system, server, model, rocm, vulkan, keyRepeat] = await Promise.all([
    sampler.look({ again: true }),
    listDevices(),
    canListen ? listen(parts.microphone, parts.clock) : ({ kind: 'notTried' } as const),
    inspectSystem(environment),
    inspectServer(program, ownBackend(), setting('gpu.device'), serverEnvironment()),
    models.locate(setting('model')).then((located) => inspectModel(setting('model'), located)),
    inspectRocm(program, environment),
    inspectVulkan(program, environment),
    inspectKeyRepeat(environment),
  ]);
  const sample = await sampler.once();
  const state = parts.server();
  return {
    ...{ system, hardware, model, rocm, vulkan, recorders, microphone, keyRepeat },
    server: { ...server, verdict: state.kind === 'ready' ? state.acceleration.verdict : undefined },
    external: externalAddress(),
    devices: { chosen: setting('audio.device'), present },
    freeBytes: freeFor(sampler.gpu, sample),
    editor: { remote: remoteName(parts.context), conflicts: conflicts(parts.context) },
  };
}

/** What the user says about ROCm's overrides, in the settings or in the desktop's environment. */
function serverEnvironment(): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).filter(([name]) =>
    name.startsWith('HSA_OVERRIDE_GFX_VERSION'),
  );
  return { ...(Object.fromEntries(inherited) as Record<string, string>), ...setting('server.env') };
}

function remoteName({ extension }: vscode.ExtensionContext): string | undefined {
  return extension.extensionKind === vscode.ExtensionKind.Workspace ? vscode.env.remoteName : undefined;
}

function conflicts({ extension }: vscode.ExtensionContext): readonly Conflict[] {
  const bindings = (
    extension.packageJSON as { contributes: { keybindings: { key: string; when?: string }[] } }
  ).contributes.keybindings;
  // One with a condition of ours takes the key only while it is needed.
  const keys = bindings.filter(({ when }) => when === undefined).map(({ key }) => key);
  const others = vscode.extensions.all.filter(({ id }) => id !== extension.id);
  const builtIn = vscode.workspace.getConfiguration('dictation').get<unknown>('enabled') === true;
  return [
    ...conflictsAmong(
      others.map(({ id, packageJSON }) => ({ id, manifest: packageJSON as unknown })),
      keys,
    ),
    ...(builtIn ? [{ kind: 'builtIn' } as const] : []),
  ];
}

/** `names`: those that only the text in question can hold. */
export function secretsOf(names: readonly string[] = []): Private {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return {
    ...{ home: homedir(), user: userInfo().username, host: hostname() },
    paths: [setting('model'), setting('modelsFolder'), setting('server.path'), ...folders],
    names: [setting('audio.device'), ...names],
  };
}

export function aboutThis({ extension }: vscode.ExtensionContext): string {
  const { version } = extension.packageJSON as { version: string };
  return `Sotto ${version} · VS Code ${vscode.version} · ${process.platform} ${process.arch}`;
}
