// The deeds behind the buttons of a message.

import * as vscode from 'vscode';
import type { Fix, Problem } from '../base/problem.ts';
import type { Ledger } from '../dictation/ledger.ts';
import type { Places } from '../dictation/ports.ts';
import { copyText, runCommand } from './deeds.ts';
import { sameModel } from './retryModel.ts';
import { setSetting, showSetting } from './settings.ts';

export interface FixMeans {
  readonly places: Places;
  /** What is inserted can be taken back as the last dictation. */
  readonly ledger: Pick<Ledger, 'add'>;
  readonly endpointAccess: { askKey(origin: string): Promise<void> };
}

export async function applyFix(fix: Fix, problem: Problem, means: FixMeans): Promise<void> {
  switch (fix) {
    case 'retryLast':
      return runCommand('sotto.retryLast', sameModel);
    case 'downloadModel':
      return runCommand('sotto.model.download');
    case 'restartServer':
      return runCommand('sotto.server.restart');
    case 'showLog':
      return runCommand('sotto.server.showLog');
    case 'copyInstallCommand':
      if ('install' in problem) await copyText(problem.install ?? '');
      return;
    case 'copyText':
      if ('text' in problem) await copyText(problem.text);
      return;
    case 'insertHere':
      if ('text' in problem) await insertHere(problem.text, means);
      return;
    case 'chooseModelFile':
      return chooseModelFile();
    case 'chooseModel':
      return showSetting('model');
    case 'chooseModelsFolder':
      return showSetting('modelsFolder');
    case 'chooseRecorder':
      return showSetting('audio.recorder');
    case 'chooseDevice':
      return runCommand('sotto.microphone.select');
    case 'chooseServer':
      return showSetting('server.path');
    case 'setEndpointKey':
      if (problem.kind === 'endpointFailed') await means.endpointAccess.askKey(problem.address);
      return;
    case 'editEndpoint':
      return showSetting('endpoint.url');
    case 'chooseBackend':
      return showSetting('server.backend');
    case 'editServerArguments':
      return showSetting('server.extraArgs');
    case 'editReplacements':
      return showSetting('vocabulary.replacements');
    case 'transcribeFile':
      return runCommand('sotto.transcribeFile');
    case 'manageTrust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
  }
}

async function insertHere(text: string, { places, ledger }: FixMeans): Promise<void> {
  const place = places.pin('editor');
  const inserted = place.ok ? await place.value.insert(text) : place;
  if (place.ok) place.value.release();
  if (inserted.ok) ledger.add({ insertion: inserted.value, transcript: text, audio: undefined });
  else await copyText(text);
}

async function chooseModelFile(): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a whisper model file'),
      filters: { [vscode.l10n.t('Whisper model (ggml)')]: ['bin'] },
    })) ?? [];
  if (file !== undefined) await setSetting('model', file.fsPath);
}
