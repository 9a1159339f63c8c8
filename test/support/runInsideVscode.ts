// What for: runs a test module inside the extension host of a real VS Code, where `vscode` can be imported.
// Promises: the module's `run()` is called once, after start-up, with the extension loaded; its failure is
// this function's failure, with its stack; the extension host's log is told when no answer came.
// Must not know: what the module tests.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { quietSettings, type Settings } from './codeServer.ts';
import { runInDesktopVscode } from './desktopVscode.ts';
import { temporaryFolder } from './paths.ts';
import { waitUntil } from './processes.ts';
import { startVscode } from './vscodeInBrowser.ts';
import { type VscodeKind, whichVscode } from './whichVscode.ts';
import { openWorkbench } from './workbench.ts';
import type { WorkspaceContent } from './workspaceFolder.ts';

export interface InsideOptions {
  /** A TypeScript or JavaScript module with `export function run(): Promise<unknown>`; bundled first. */
  readonly testModule: string;
  /** An unpacked, built extension to load. */
  readonly extensionPath?: string;
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly settings?: Settings;
  readonly folder?: WorkspaceContent;
  readonly timeoutMs?: number;
  /** Default: what `whichVscode` says. */
  readonly kind?: VscodeKind;
}

export interface InsideResult {
  readonly kind: VscodeKind;
  /** What `run` gave, or what the module wrote as JSON into the file named by SOTTO_TEST_RESULT. */
  readonly value: unknown;
}

/** What the two kinds of VS Code need to know. */
export interface InsideJob {
  readonly entry: string;
  readonly extensionPath: string | undefined;
  readonly vsix: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
  readonly folder: WorkspaceContent;
  readonly home: string;
  /** Whether the module has ended and left its report. */
  readonly finished: () => boolean;
  readonly timeoutMs: number;
  /** For messages about a module that did not end. */
  readonly what: string;
}

interface Report {
  readonly error?: string;
  readonly value?: unknown;
}

export async function runInsideVscode(options: InsideOptions): Promise<InsideResult> {
  const kind = options.kind ?? (await whichVscode());
  const home = temporaryFolder('inside');
  try {
    const resultFile = join(home.path, 'result.json');
    const reportFile = `${resultFile}.done`;
    const timeoutMs = options.timeoutMs ?? 120_000;
    const job: InsideJob = {
      entry: await bundle(resolve(options.testModule), home.path),
      extensionPath: options.extensionPath ? resolve(options.extensionPath) : undefined,
      vsix: options.vsix ?? [],
      env: { ...options.env, SOTTO_TEST_RESULT: resultFile },
      settings: { ...quietSettings, ...options.settings },
      folder: options.folder ?? {},
      home: home.path,
      finished: () => existsSync(reportFile),
      timeoutMs,
      what: `${options.testModule} had run`,
    };
    await (kind === 'desktop' ? runInDesktopVscode(job) : runInBrowserVscode(job));
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
    if (report.error !== undefined)
      throw new Error(`Inside VS Code (${kind}), ${options.testModule}:\n${report.error}`);
    return { kind, value: report.value };
  } finally {
    home.remove();
  }
}

/**
 * The browser's workbench ignores the desktop's `extensionTestsPath` outside VS Code's own smoke tests: an
 * extension that starts with the window runs the module instead, beside extensions in their production mode.
 */
async function runInBrowserVscode(job: InsideJob): Promise<void> {
  const { vsix, env, settings, folder, entry, extensionPath } = job;
  const vscode = await startVscode({
    ...{ vsix, env, settings, folder },
    unpacked: extensionPath ? [extensionPath] : [],
    helpers: { driver: `exports.activate = () => { require(${JSON.stringify(entry)}).run(); };` },
  });
  try {
    const workbench = await openWorkbench(vscode, { withoutExtensions: true });
    try {
      await waitUntil(job.finished, { timeoutMs: job.timeoutMs, what: job.what });
    } catch (error) {
      const picture = await workbench.screenshot('inside-vscode-failure').catch(() => 'none');
      const why = error instanceof Error ? error.message : error;
      throw new Error(`${why}\nScreenshot: ${picture}\n${vscode.logTail(40)}`, { cause: error });
    } finally {
      await workbench.close();
    }
  } finally {
    await vscode.dispose();
  }
}

/** The report is complete when it is there: it is written beside and renamed. */
async function bundle(testModule: string, folder: string): Promise<string> {
  const outfile = join(folder, 'entry.cjs');
  await build({
    stdin: {
      contents: `
        import { run as runTests } from ${JSON.stringify(testModule)};
        import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
        const resultFile = process.env.SOTTO_TEST_RESULT;
        const report = (content) => {
          writeFileSync(resultFile + '.part', JSON.stringify(content));
          renameSync(resultFile + '.part', resultFile + '.done');
        };
        export async function run() {
          try {
            const given = await runTests();
            report({ value: existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : given });
          } catch (error) {
            report({ error: String(error?.stack ?? error) });
          }
        }`,
      resolveDir: folder,
      loader: 'js',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}
