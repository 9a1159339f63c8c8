// The words on the buttons of a message, one for each way out; the compiler asks for a new one here.

import * as vscode from 'vscode';
import type { Fix } from '../base/problem.ts';

export function fixLabel(fix: Fix): string {
  const t = vscode.l10n.t;
  switch (fix) {
    case 'retryLast':
      return t('Transcribe Again');
    case 'copyInstallCommand':
      return t('Copy Install Command');
    case 'chooseRecorder':
      return t('Choose Recorder');
    case 'chooseDevice':
      return t('Choose Device');
    case 'downloadModel':
      return t('Download');
    case 'chooseModelFile':
      return t('Choose a File…');
    case 'chooseModel':
      return t('Change the Model');
    case 'chooseModelsFolder':
      return t('Change the Folder');
    case 'chooseServer':
      return t('Set the Server Path');
    case 'chooseBackend':
      return t('Choose the Backend');
    case 'editServerArguments':
      return t('Edit the Arguments');
    case 'setEndpointKey':
      return t('Set the Key');
    case 'editEndpoint':
      return t('Change the Address');
    case 'restartServer':
      return t('Try Again');
    case 'showLog':
      return t('Show Log');
    case 'insertHere':
      return t('Insert Here');
    case 'copyText':
      return t('Copy Text');
    case 'editReplacements':
      return t('Edit the Replacements');
    case 'manageTrust':
      return t('Manage Workspace Trust');
    case 'transcribeFile':
      return t('Choose Another File');
  }
}
