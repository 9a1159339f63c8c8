// Reads Sotto's settings. A value of the wrong type, as a hand-edited file can hold, counts as not set.

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { expandPath } from '../base/paths.ts';
import { finalPeriodChoices, startChoices } from '../text/sentences.ts';
import { dashChoices, ellipsisChoices, oxfordChoices, quoteChoices } from '../text/style/punctuation.ts';
import { spellingChoices } from '../text/style/spelling.ts';
import {
  afterCodeChoices,
  backendChoices,
  gpuStatusChoices,
  memoryChoices,
  pushToTalkModes,
  recorderChoices,
  type SettingId,
  type SettingTypes,
  settingDefaults,
} from './ids.ts';

const choices: { readonly [Id in SettingId]?: readonly string[] } = {
  'comment.afterCode': afterCodeChoices,
  'pushToTalk.mode': pushToTalkModes,
  'audio.recorder': recorderChoices,
  'server.backend': backendChoices,
  'gpu.statusBar': gpuStatusChoices,
  'gpu.whenMemoryIsShort': memoryChoices,
  'text.style.oxfordComma': oxfordChoices,
  'text.style.dashes': dashChoices,
  'text.style.ellipsis': ellipsisChoices,
  'text.style.quotes': quoteChoices,
  'text.style.spelling': spellingChoices,
  'text.style.start': startChoices,
  'text.style.finalPeriod': finalPeriodChoices,
};

export function setting<Id extends SettingId>(id: Id, scope?: vscode.ConfigurationScope): SettingTypes[Id] {
  const value: unknown = vscode.workspace.getConfiguration('sotto', scope).get(id);
  return fits(id, value) ? value : settingDefaults[id];
}

/** Relative paths belong to the first folder of a workspace that is trusted: an untrusted one must not bring programs. */
export function expandedPath(written: string): string {
  const [first] = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  return expandPath(written, homedir(), first?.uri.scheme === 'file' ? first.uri.fsPath : undefined);
}

/** For our own server, also while speech goes to another one. */
export function ownBackend(): Exclude<SettingTypes['server.backend'], 'external'> {
  const backend = setting('server.backend');
  return backend === 'external' ? 'auto' : backend;
}

/** Of the server that somebody else runs, where that is chosen. */
export function externalAddress(): string | undefined {
  return setting('server.backend') === 'external' ? setting('endpoint.url') : undefined;
}

export async function setSetting<Id extends SettingId>(
  id: Id,
  value: SettingTypes[Id],
  target = vscode.ConfigurationTarget.Global,
): Promise<void> {
  await vscode.workspace.getConfiguration('sotto').update(id, value, target);
}

/** The value in the user's own settings, whatever a workspace says over it. */
export function userSetting<Id extends SettingId>(id: Id): SettingTypes[Id] {
  const value: unknown = vscode.workspace.getConfiguration('sotto').inspect(id)?.globalValue;
  return fits(id, value) ? value : settingDefaults[id];
}

/** Opens the settings where this one stands. */
export async function showSetting(id: SettingId): Promise<void> {
  await showSettings(`sotto.${id}`);
}

/** Also for one that is not ours. */
export async function showSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

function fits<Id extends SettingId>(id: Id, value: unknown): value is SettingTypes[Id] {
  const fallback = settingDefaults[id];
  if (typeof fallback === 'boolean') return typeof value === 'boolean';
  if (typeof fallback === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (Array.isArray(fallback)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof fallback === 'object') {
    return (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((item) => typeof item === 'string')
    );
  }
  return typeof value === 'string' && (choices[id]?.includes(value) ?? true);
}
