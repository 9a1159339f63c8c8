// What for: Sotto as a person has it: the packaged extension in a real VS Code, a virtual microphone beside it,
// the test model chosen, one window open. The words of dictating that end-to-end tests, benches and the trial
// share: hold the key, speak, wait for the text.
// Promises: `dispose` ends all of it. The package must have been built before (test/setup does).
// Must not know: what a single test asserts.
import { join } from 'node:path';
import { packageFile } from '../setup/project.mjs';
import { repositoryRoot } from './paths.ts';
import { type SpeechOptions, speak } from './speech.ts';
import {
  startVirtualMicrophone,
  type VirtualMicrophone,
  type VirtualMicrophoneOptions,
} from './virtualMicrophone.ts';
import { type RunningVscode, type StartOptions, startVscode } from './vscodeInBrowser.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

export const testModel = join(repositoryRoot, 'test', 'fixtures', 'models', 'ggml-nano.en-q5_1.bin');
export const pushToTalkKey = 'ctrl+alt+space';

/** What tests set on a fresh machine; laid under the settings of a test. */
export const testSettings = { 'sotto.model': testModel, 'sotto.server.backend': 'cpu' };

export interface SottoOptions extends StartOptions {
  readonly microphone?: VirtualMicrophoneOptions;
}

export interface Sotto {
  readonly microphone: VirtualMicrophone;
  readonly vscode: RunningVscode;
  readonly workbench: Workbench;
  dispose(): Promise<void>;
}

export async function startSotto(options: SottoOptions = {}): Promise<Sotto> {
  const { settings = {}, ...start } = options;
  const ends: (() => Promise<void>)[] = [];
  const dispose = async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const microphone = await startVirtualMicrophone(options.microphone);
    ends.push(() => microphone.dispose());
    const vscode = await startVscode({
      ...start,
      vsix: options.vsix ?? [packageFile()],
      folder: options.folder ?? { 'hello.py': '', 'notes.txt': '' },
      env: { ...microphone.env, ...options.env },
    });
    ends.push(() => vscode.dispose());
    const workbench = await openWorkbench(vscode);
    ends.push(() => workbench.close());
    // Through the window and not as a file: those of the machine have a file of their own in a served VS Code.
    await vscode.writeSettings({ ...testSettings, ...settings });
    return { microphone, vscode, workbench, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

export const status = {
  idle: /^Sotto: start dictation/,
  recording: /Recording \d+:\d\d/,
  problem: /^Sotto: (problem|no speech)/,
} as const;

/** Holds the key, speaks and lets go. */
export async function speakWhileHolding(
  sotto: Sotto,
  phrase: string,
  speech: SpeechOptions = {},
): Promise<void> {
  const wav = await speak(phrase, speech);
  await sotto.workbench.beginHold(pushToTalkKey);
  try {
    await sotto.workbench.waitForStatusBar(status.recording);
    await sotto.microphone.play(wav);
  } finally {
    await sotto.workbench.endHold();
  }
}

/** Holds the key, speaks, lets go, and waits until Sotto rests again. */
export async function dictateByHolding(
  sotto: Sotto,
  phrase: string,
  speech: SpeechOptions = {},
): Promise<void> {
  await speakWhileHolding(sotto, phrase, speech);
  await rest(sotto);
}

/** Starts and stops through the command palette. */
export async function dictateByPalette(
  sotto: Sotto,
  phrase: string,
  speech: SpeechOptions = {},
): Promise<void> {
  const wav = await speak(phrase, speech);
  await sotto.workbench.runCommand('Sotto: Start or Stop Dictation');
  await sotto.workbench.waitForStatusBar(status.recording);
  await sotto.microphone.play(wav);
  await sotto.workbench.runCommand('Sotto: Start or Stop Dictation');
  await rest(sotto);
}

/** Waits until the dictation is over, and fails with what Sotto says when it failed. */
export async function rest({ workbench, vscode }: Sotto): Promise<void> {
  const item = await workbench.waitForStatusBar(/^Sotto: (start dictation|problem|no speech)/, 30_000);
  if (status.problem.test(item.ariaLabel))
    throw new Error(`The dictation failed: ${item.ariaLabel}\n${vscode.logTail(30)}`);
}
