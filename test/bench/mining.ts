// What it costs to know a project's words: the product's miner in a real VS Code over thousands of files, those of the
// installed npm packages. Time, memory, and how long the extension host was busy at a stretch, beside its own idle.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/paths.ts';
import { runInsideVscode } from '../support/runInsideVscode.ts';
import { writeReport } from './report.ts';

const mostFiles = 6_000;
const source = join(repositoryRoot, 'node_modules');

const folder: Record<string, string> = {};
let bytes = 0;
for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  if (Object.keys(folder).length >= mostFiles) break;
  if (!/\.(?:[cm]?[jt]s|json|md)$/.test(name)) continue;
  const file = join(source, name);
  const { size } = statSync(file);
  if (size === 0 || size > 256 * 1024 || !statSync(file).isFile()) continue;
  bytes += size;
  // Under names that are no dependencies' folders: those are left out of the mining.
  folder[name.replaceAll(/(^|\/)(?:node_modules|dist|build|out|vendor|target)(?=\/)/g, '$1part')] =
    readFileSync(file, 'utf8');
}

const { kind, value } = await runInsideVscode({
  testModule: join(import.meta.dirname, 'inside', 'minesWords.ts'),
  folder,
  timeoutMs: 240_000,
});
console.log(value);
const conditions = { vscode: kind, files: Object.keys(folder).length, megabytes: Math.round(bytes / 1e6) };
console.log(`written to ${writeReport('mining', conditions, value)}`);
