// The trial with a person where no desktop VS Code is: VS Code in the browser on loopback, with the machine's own
// microphone, until Ctrl+C. Its user data stays in .cache/try, so that a downloaded model is there next time.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowserVscode } from '../setup/browserVscode.mjs';
import { packageFile } from '../setup/project.mjs';
import { commonArguments, serveArguments } from '../support/codeServer.ts';
import { freePort } from '../support/freePort.ts';
import { cacheRoot } from '../support/paths.ts';
import { waitUntil } from '../support/processes.ts';

/** For the first start; afterwards the file is the person's own. */
const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
};

const [workspace = '.', wantedPort = '0'] = process.argv.slice(2);
const { node, entry } = await ensureBrowserVscode();
const folders = {
  userData: join(cacheRoot, 'try', 'data'),
  extensions: join(cacheRoot, 'try', 'extensions'),
};
for (const folder of [join(folders.userData, 'User'), folders.extensions])
  mkdirSync(folder, { recursive: true });
writeFileSync(join(folders.userData, 'code-server.yaml'), 'auth: none\ncert: false\n');
const settings = join(folders.userData, 'User', 'settings.json');
if (!existsSync(settings)) writeFileSync(settings, JSON.stringify(calmSettings, null, 2));

const install = spawnSync(node, [
  entry,
  ...commonArguments(folders),
  '--install-extension',
  packageFile(),
  '--force',
]);
if (install.status !== 0) {
  console.error(`VS Code could not install the package:\n${install.stderr}`);
  process.exit(1);
}

const port = Number(wantedPort) || (await freePort());
const log = openSync(join(cacheRoot, 'try', 'vscode.log'), 'w');
const server = spawn(node, [entry, ...serveArguments(folders, { port, workspace, trust: false })], {
  stdio: ['ignore', log, log],
});
const url = `http://127.0.0.1:${port}/`; // it opens the workspace that it was started with
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
await answers(server);
console.log(`
Sotto is ready. Open  ${url}

Open hello.py, hold Ctrl+Alt+Space, speak, let go. At the first use Sotto offers to download its speech model
(base.en, 148 MB); any whisper model in the ggml format can be chosen instead. Ctrl+C here ends VS Code; its
log is ${join(cacheRoot, 'try', 'vscode.log')}.`);

async function answers({ exitCode }: ChildProcess): Promise<void> {
  await waitUntil(async () => exitCode !== null || (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, {
    timeoutMs: 30_000,
    what: `VS Code answered on port ${port}`,
  });
}
