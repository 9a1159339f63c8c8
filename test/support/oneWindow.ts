// What for: one Sotto in one window for several suites of a test file, because starting VS Code takes longer than
// most tests.
// Promises: the files of all suites are in the workspace from its start (their names must differ); each suite
// begins with the settings of the tests and without a message. The editors of the suite before are still open.
// Must not know: what the suites test.
import { after } from 'node:test';
import { type Sotto, startSotto, testSettings } from './sotto.ts';

const folder: Record<string, string> = {};
let started: Promise<Sotto> | undefined;

/** Called while suites are registered; what it gives belongs into the suite's `before`. */
export function oneWindow(files: Readonly<Record<string, string>> = {}): () => Promise<Sotto> {
  Object.assign(folder, files);
  return async () => {
    started ??= startSotto({ folder, microphone: { noise: 'room' } });
    const sotto = await started;
    await sotto.vscode.writeSettings(testSettings);
    await sotto.workbench.dismissNotifications();
    return sotto;
  };
}

after(async () => await (await started)?.dispose());
