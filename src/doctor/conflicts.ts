// Which other extensions want one of our keys, or listen to the microphone as well. Pure: reads manifests, and trusts
// none of them to be well formed.

import type { Conflict } from './facts.ts';

export interface OtherExtension {
  readonly id: string;
  readonly manifest: unknown;
}

/** Extensions that bring dictation to VS Code themselves. */
const listeners: ReadonlySet<string> = new Set(['ms-vscode.vscode-speech']);

export function conflictsAmong(
  extensions: readonly OtherExtension[],
  keys: readonly string[],
): readonly Conflict[] {
  const ours = new Set(keys.map(normal));
  return extensions.flatMap(({ id, manifest }): readonly Conflict[] => [
    ...[...new Set(keysOf(manifest).map(normal))]
      .filter((key) => ours.has(key))
      .map((key) => ({ kind: 'key', key, extension: id }) as const),
    ...(listeners.has(id.toLowerCase()) ? [{ kind: 'dictation', extension: id } as const] : []),
  ]);
}

function keysOf(manifest: unknown): readonly string[] {
  const contributed = property(property(manifest, 'contributes'), 'keybindings');
  const bindings: readonly unknown[] = Array.isArray(contributed) ? contributed : [contributed];
  return bindings.flatMap((binding) => {
    const key = property(binding, 'linux') ?? property(binding, 'key');
    return typeof key === 'string' ? [key] : [];
  });
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function normal(key: string): string {
  return key
    .toLowerCase()
    .split('+')
    .map((part) => part.trim())
    .sort()
    .join('+');
}
