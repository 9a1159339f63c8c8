// What for: a program bundled the way the extension is (esbuild.mjs), to be run in a Node process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onProcessEnd } from '../../support/cleanup.ts';
import { repositoryRoot, temporaryFolder } from '../../support/paths.ts';

export interface Bundle {
  /** Runs it in a process group of its own; `options` reach it as JSON in its second argument. */
  start(options: unknown): ChildProcess;
  run(options: unknown): Promise<{ code: number | null; stdout: string; stderr: string }>;
  remove(): void;
}

/** `source` may import from the repository's root: `./src/…`, or a package. */
export async function bundleOf(source: string): Promise<Bundle> {
  const folder = temporaryFolder('bundle');
  const entry = join(folder.path, 'program.cjs');
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: repositoryRoot, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', write: false },
    ...{ external: ['vscode'], keepNames: true, minify: true, logLevel: 'silent' },
  });
  writeFileSync(entry, outputFiles[0]?.text ?? '');
  const start = (options: unknown) => {
    const child = spawn(process.execPath, [entry, JSON.stringify(options)], {
      cwd: folder.path,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const forget = onProcessEnd(() => child.kill('SIGKILL'));
    child.once('close', forget);
    return child;
  };
  return {
    start,
    async run(options) {
      const child = start(options);
      let [stdout, stderr] = ['', ''];
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, stdout, stderr };
    },
    remove: () => folder.remove(),
  };
}
