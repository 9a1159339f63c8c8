// What for: one Sotto in one window for several suites of a test file, because starting VS Code takes longer than
// most tests.
// Promises: each suite finds its files in the workspace as it gave them, the settings of the tests, and no message.
// Its files need names of their own: the editors of the suite before are still open.
// Must not know: what the suites test.
import { after } from 'node:test';
import { type Sotto, startSotto, testSettings } from './sotto.ts';
import { fillWorkspace, type WorkspaceContent } from './workspaceFolder.ts';

let sotto: Promise<Sotto> | undefined;

/** For a suite's `before`; the first one starts it. */
export async function theWindow(files: WorkspaceContent = {}): Promise<Sotto> {
  sotto ??= startSotto({ folder: files, microphone: { noise: 'room' } });
  const { vscode, workbench } = await sotto;
  fillWorkspace(vscode.folder, files);
  await vscode.writeSettings(testSettings);
  await workbench.dismissNotifications();
  return await sotto;
}

after(async () => await (await sotto)?.dispose());
