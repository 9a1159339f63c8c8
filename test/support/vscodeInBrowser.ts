// What for: a real VS Code of the test's own, served on loopback: fresh user data, fresh extensions, a fresh
// workspace, with the packaged extensions installed as a user installs them.
// Promises: ready to be opened when `startVscode` resolves; nothing of the user's own VS Code is read or
// written; `dispose`, or the end of the test's process, ends every process below it and removes its folders.
// Must not know: the browser that shows it (workbench.ts does), or what the extensions do.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ensureBrowserVscode } from '../setup/browserVscode.mjs';
import { onProcessEnd } from './cleanup.ts';
import { askForTrust, commonArguments, quietSettings, type Settings, serveArguments } from './codeServer.ts';
import { freePort } from './freePort.ts';
import { type TemporaryFolder, temporaryFolder } from './paths.ts';
import { descendants, endTree, isAlive, killTree, waitUntil } from './processes.ts';
import { run } from './run.ts';
import { registerExtension, writeExtension } from './unpackedExtension.ts';
import {
  askWitness,
  changeSettings,
  installWitness,
  type WindowState,
  witnessSocketVariable,
} from './witness.ts';
import { fillWorkspace, type WorkspaceContent } from './workspaceFolder.ts';

export interface StartOptions {
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  readonly folder?: WorkspaceContent;
  /** Laid over the quiet settings. */
  readonly settings?: Settings;
  readonly keybindings?: readonly Keybinding[];
  /** Asks the user whether the workspace is to be trusted, as a VS Code out of the box does. */
  readonly workspaceTrust?: boolean;
  /** Laid over this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly port?: number;
  /** An existing folder to use as user data, kept at the end: for a second start of the same VS Code. */
  readonly userDataDir?: string;
  /** Folders of unpacked, built extensions to load in place. */
  readonly unpacked?: readonly string[];
  /** Programs of one-file extensions of the tests' own, by name. */
  readonly helpers?: Readonly<Record<string, string>>;
}

export interface Keybinding {
  readonly key: string;
  readonly command: string;
  readonly when?: string;
  readonly args?: unknown;
}

export interface RunningVscode {
  readonly url: string;
  readonly port: number;
  /** The workspace folder on disk. */
  readonly folder: string;
  readonly pid: number;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** TMPDIR of VS Code and of all that runs below it: what is left over shows here. */
  readonly tempDir: string;
  readonly settingsFile: string;
  readonly keybindingsFile: string;
  /**
   * Replaces the user's settings (the quiet ones stay). An open window has them when this resolves.
   * `windowIsOpen: false` only writes the file, for the next window.
   */
  writeSettings(settings: Settings, options?: { readonly windowIsOpen?: boolean }): Promise<void>;
  /** The extension host of the window that is open; waits until there is one. */
  extensionHostPid(timeoutMs?: number): Promise<number>;
  /** The editors' true state, from inside the extension host; waits until it answers. */
  state(timeoutMs?: number): Promise<WindowState>;
  /** Where VS Code writes its logs; `serverLog` is what the server itself printed. */
  readonly logsDir: string;
  readonly serverLog: string;
  /** The end of every log that an extension's failure may have left a trace in. */
  logTail(lines?: number): string;
  dispose(): Promise<void>;
}

export async function startVscode(options: StartOptions = {}): Promise<RunningVscode> {
  const program = await ensureBrowserVscode();
  const home = temporaryFolder('vscode');
  const userData = options.userDataDir ?? join(home.path, 'data');
  const folders = { userData, extensions: join(home.path, 'extensions') };
  const workspace = join(home.path, 'workspace');
  for (const folder of [join(userData, 'User'), folders.extensions]) mkdirSync(folder, { recursive: true });
  fillWorkspace(workspace, options.folder ?? {});

  const settingsFile = join(userData, 'User', 'settings.json');
  const keybindingsFile = join(userData, 'User', 'keybindings.json');
  const witness = join(home.path, 'witness.sock');
  const trust = options.workspaceTrust ?? false;
  let settingsNow: Settings = { ...(trust ? askForTrust : {}), ...options.settings };
  const writeFile = () =>
    writeFileSync(settingsFile, `${JSON.stringify({ ...quietSettings, ...settingsNow }, null, 2)}\n`);
  writeFile();
  writeFileSync(keybindingsFile, JSON.stringify(options.keybindings ?? []));
  // Given here, code-server does not look for, or make, one in the user's own configuration folder.
  writeFileSync(join(userData, 'code-server.yaml'), 'auth: none\ncert: false\n');

  const env = environment(home, options.env ?? {}, witness);
  const serverLog = join(home.path, 'server.log');

  if (options.vsix?.length) {
    const install = options.vsix.flatMap((file) => ['--install-extension', file]);
    await run(program.node, [program.entry, ...commonArguments(folders), ...install, '--force'], { env });
  }
  for (const folder of options.unpacked ?? []) registerExtension(folders.extensions, folder);
  for (const [name, text] of Object.entries(options.helpers ?? {}))
    writeExtension(folders.extensions, name, text);
  installWitness(folders.extensions);

  const port = options.port ?? (await freePort());
  const log = openSync(serverLog, 'a');
  const server = spawn(
    program.node,
    [program.entry, ...serveArguments(folders, { port, workspace, trust })],
    {
      env,
      cwd: home.path,
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  const startError = new Promise<never>((_, reject) => server.once('error', reject));
  startError.catch(() => {});
  const pid = server.pid ?? 0;
  const forget = onProcessEnd(() => {
    if (pid) killTree(pid);
  });

  let disposed: Promise<void> | undefined;
  const dispose = () => {
    disposed ??= (async () => {
      if (pid && isAlive(pid)) await endTree(pid);
      forget();
      home.remove();
    })();
    return disposed;
  };

  const logsDir = join(userData, 'logs');
  const logTail = (lines = 60) => tailOfLogs([serverLog, ...logFiles(logsDir)], lines);

  try {
    const ready = waitUntil(
      async () => {
        if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}`);
        return (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
      },
      { timeoutMs: 30_000, what: 'VS Code answered', everyMs: 50 },
    );
    await Promise.race([ready, startError]);
  } catch (error) {
    const text = logTail();
    await dispose();
    throw new Error(`VS Code did not start: ${error instanceof Error ? error.message : error}\n${text}`, {
      cause: error,
    });
  }

  return {
    url: `http://127.0.0.1:${port}/?${new URLSearchParams({ folder: workspace })}`,
    port,
    folder: workspace,
    pid,
    userDataDir: userData,
    extensionsDir: folders.extensions,
    tempDir: join(home.path, 'tmp'),
    settingsFile,
    keybindingsFile,
    logsDir,
    serverLog,
    logTail,
    dispose,

    async writeSettings(settings, { windowIsOpen = existsSync(witness) } = {}) {
      const gone = Object.keys(settingsNow).filter((name) => !(name in settings));
      const changes = {
        ...Object.fromEntries(gone.map((name) => [name, quietSettings[name] ?? null])),
        ...Object.fromEntries(
          Object.entries(settings).filter(([name, value]) => !isDeepStrictEqual(value, settingsNow[name])),
        ),
      };
      settingsNow = settings;
      if (windowIsOpen) await changeSettings(witness, changes);
      else writeFile();
    },

    async extensionHostPid(timeoutMs = 30_000) {
      return await waitUntil(
        () =>
          descendants(pid).find(({ command, state }) => state !== 'Z' && /--type=extensionHost/.test(command))
            ?.pid,
        { timeoutMs, what: 'an extension host ran (is a window open?)' },
      );
    },

    async state(timeoutMs = 20_000) {
      return await waitUntil(() => askWitness(witness), {
        timeoutMs,
        what: 'the witness in VS Code answered',
      });
    },
  };
}

function environment(
  home: TemporaryFolder,
  wanted: Readonly<Record<string, string | undefined>>,
  witness: string,
): NodeJS.ProcessEnv {
  const runtime = join(home.path, 'run');
  const tempDir = join(home.path, 'tmp');
  for (const folder of [runtime, tempDir]) mkdirSync(folder, { mode: 0o700 });
  const merged: NodeJS.ProcessEnv = {
    ...process.env,
    // code-server keeps a record of its own below the user's data folder, whatever its user-data folder is.
    XDG_DATA_HOME: join(home.path, 'xdg-data'),
    // VS Code leaves its sockets behind when it ends; here they go with the folder.
    XDG_RUNTIME_DIR: runtime,
    TMPDIR: tempDir,
    // No gallery: nothing is asked of the network, and no search for it delays the window.
    EXTENSIONS_GALLERY: '{}',
    [witnessSocketVariable]: witness,
    ...wanted,
  };
  // Tests that run in a terminal of VS Code would otherwise make the server think that it is its child.
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|npm_)/;
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([name, value]) => value !== undefined && (name in wanted || !foreign.test(name)),
    ),
  );
}

function logFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
}

function tailOfLogs(files: readonly string[], lines: number): string {
  return files
    .flatMap((file) => {
      const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
      return text ? [`--- ${file}`, ...text.split('\n').slice(-lines)] : [];
    })
    .join('\n');
}
