// The command `sotto.doctor`: looks, listens for two seconds, and opens the report as a document that can't be
// edited, with buttons above its lines. Promises: nothing is changed but by a button.

import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { SetupFacts } from '../../doctor/facts.ts';
import type { Remedy } from '../../doctor/finding.ts';
import { examine } from '../../doctor/findings.ts';
import { namesIn, type Private, scrub } from '../../doctor/scrub.ts';
import { copyText, runCommand } from '../deeds.ts';
import type { CommandId } from '../ids.ts';
import { setSetting, showSetting, showSettings } from '../settings.ts';
import { type Button, type DoctorReport, doctorReport } from './doctorReport.ts';

export interface DoctorParts {
  readonly inspect: () => Promise<SetupFacts>;
  /** Versions and the like, for the second line. */
  readonly about: () => string;
  readonly secrets: (names: readonly string[]) => Private;
}

const scheme = 'sotto-doctor';
const pressed = '_sotto.doctor.press';

export class Doctor implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private report: DoctorReport = { text: '', buttons: [] };
  private names: readonly string[] = [];
  private isOpen = false;

  constructor(private readonly parts: DoctorParts) {}

  async run(): Promise<void> {
    const title = vscode.l10n.t('Sotto: checking this setup. Say something for two seconds.');
    const facts = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title },
      () => this.parts.inspect(),
    );
    this.names = namesIn(facts);
    this.report = doctorReport(examine(facts), this.parts.about());
    this.open();
    // Markdown, because VS Code wraps its long lines.
    const uri = vscode.Uri.from({ scheme, path: `${vscode.l10n.t('Sotto Setup Check')}.md` });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** Makes VS Code know the document, with the first report. */
  private open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: this.changed.event,
      provideTextDocumentContent: () => this.report.text,
    };
    const lenses: vscode.CodeLensProvider = {
      provideCodeLenses: () =>
        this.report.buttons.map(({ line, button, label }) => {
          const range = new vscode.Range(line, 0, line, 0);
          return new vscode.CodeLens(range, { title: label, command: pressed, arguments: [button] });
        }),
    };
    this.disposables.add(this.changed);
    this.disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
    this.disposables.add(vscode.languages.registerCodeLensProvider({ scheme }, lenses));
    this.disposables.add(vscode.commands.registerCommand(pressed, (button: Button) => this.press(button)));
  }

  private async press(button: Button): Promise<void> {
    switch (button.kind) {
      case 'again':
        return this.run();
      case 'copyReport':
        return copyText(scrub(this.report.text, this.parts.secrets(this.names)));
      case 'copyCommand':
        return copyText(button.command);
      case 'remedy':
        await deeds[button.remedy]();
        // Its finding says that more is known afterwards.
        return button.remedy === 'startServer' ? this.run() : undefined;
    }
  }
}

const deeds: { readonly [Kind in Remedy]: () => Promise<void> } = {
  downloadModel: () => runCommand('sotto.model.download'),
  showLog: () => runCommand('sotto.server.showLog'),
  chooseModel: () => showSetting('model'),
  chooseServer: () => showSetting('server.path'),
  chooseRecorder: () => showSetting('audio.recorder'),
  chooseDevice: () => runCommand('sotto.microphone.select'),
  chooseBackend: () => showSetting('server.backend'),
  startServer: () => runCommand('sotto.server.start'),
  editEndpoint: () => showSetting('endpoint.url'),
  editEnvironment: () => showSetting('server.env'),
  useVulkan: () => setSetting('server.backend', 'vulkan'),
  useToggle: () => setSetting('pushToTalk.mode', 'toggle'),
  openKeybindings: () => openKeybindings(),
  showBuiltInDictation: () => showSettings('dictation.enabled'),
};

async function openKeybindings(): Promise<void> {
  const command: CommandId = 'sotto.pushToTalk';
  await vscode.commands.executeCommand('workbench.action.openGlobalKeybindings', command);
}
