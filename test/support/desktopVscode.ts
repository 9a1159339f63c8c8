// What for: runs a test module inside a desktop VS Code, given by SOTTO_VSCODE_EXECUTABLE or downloaded.
// Promises: user data, extensions and workspace are the job's own; downloads are kept in the cache.
// Must not know: what the module tests, or where its answer goes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliPathFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { cacheRoot } from './paths.ts';
import { descendants, killTree } from './processes.ts';
import { run } from './run.ts';
import type { InsideJob } from './runInsideVscode.ts';
import { fillWorkspace } from './workspaceFolder.ts';

export async function runInDesktopVscode(job: InsideJob): Promise<void> {
  const executable =
    process.env['SOTTO_VSCODE_EXECUTABLE'] ??
    (await downloadAndUnzipVSCode({ version: 'stable', cachePath: join(cacheRoot, 'vscode-desktop') }));
  const userData = join(job.home, 'data');
  const workspace = join(job.home, 'workspace');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(job.settings));
  fillWorkspace(workspace, job.folder);

  const folders = ['--user-data-dir', userData, '--extensions-dir', join(job.home, 'extensions')];
  // Electron refuses to run as root with its sandbox.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (job.vsix.length > 0) {
    const install = job.vsix.flatMap((file) => ['--install-extension', file]);
    await run(resolveCliPathFromVSCodeExecutablePath(executable), [
      ...folders,
      ...asRoot,
      ...install,
      '--force',
    ]);
  }
  const ended = runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: job.extensionPath ?? emptyExtension(job.home),
    extensionTestsPath: job.entry,
    extensionTestsEnv: { ...job.env },
    launchArgs: [
      workspace,
      ...folders,
      ...asRoot,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--disable-gpu',
    ],
  });
  await endWithin(ended, job, userData);
}

/** VS Code ends by itself when the module has. One that hangs is ended, known by its user-data folder. */
async function endWithin(ended: Promise<number>, job: InsideJob, userData: string): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    const why = new Error(`Waited ${job.timeoutMs} ms in vain until ${job.what}`);
    late = setTimeout(() => reject(why), job.timeoutMs);
  });
  try {
    await Promise.race([ended, timeUp]);
  } catch (error) {
    for (const child of descendants(process.pid)) {
      if (child.command.includes(userData)) killTree(child.pid);
    }
    await ended.catch(() => {});
    // What the module itself has to say is better than an exit code.
    if (!job.finished()) throw error;
  } finally {
    clearTimeout(late);
  }
  if (!job.finished()) throw new Error(`VS Code ended before ${job.what}`);
}

/** The desktop runs tests in "extension development", which wants an extension to develop. */
function emptyExtension(home: string): string {
  const folder = join(home, 'empty');
  mkdirSync(folder);
  const manifest = {
    name: 'empty',
    publisher: 'sotto-tests',
    version: '1.0.0',
    engines: { vscode: '^1.80.0' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
