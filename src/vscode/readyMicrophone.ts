// Keeps the microphone ready where that is wished: hands the focus of the window and the settings to it, and shows in the
// status bar that the recorder runs although nobody dictates.

import * as vscode from 'vscode';
import type { ReadyMicrophone } from '../audio/readyMicrophone.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { setting } from './settings.ts';

const settings = ['sotto.audio.keepReady', 'sotto.audio.recorder', 'sotto.audio.device'];

export function keepReady(microphone: ReadyMicrophone): Disposable {
  const all = new DisposableStore();
  const item = all.add(vscode.window.createStatusBarItem('sotto.ready', vscode.StatusBarAlignment.Left, 9.5));
  const says = vscode.l10n.t(
    'Sotto keeps the microphone ready: the recorder runs, and the last second of sound is in memory. Click for the setting.',
  );
  item.name = vscode.l10n.t('Sotto: microphone kept ready');
  item.text = `$(record-small) ${vscode.l10n.t('Mic on')}`;
  item.tooltip = says;
  item.accessibilityInformation = { label: says, role: 'button' };
  item.command = {
    command: 'workbench.action.openSettings',
    title: says,
    arguments: ['sotto.audio.keepReady'],
  };
  all.add(microphone.onChange((isReady) => (isReady ? item.show() : item.hide())));
  const readSettings = () => microphone.take({ kind: 'settings', isWished: setting('audio.keepReady') });
  const readFocus = () => microphone.take({ kind: 'focus', isFocused: vscode.window.state.focused });
  all.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (settings.some((id) => event.affectsConfiguration(id))) readSettings();
    }),
  );
  all.add(vscode.window.onDidChangeWindowState(readFocus));
  readFocus();
  readSettings();
  return all;
}
