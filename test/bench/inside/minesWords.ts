// Inside the extension host: mines the words of the open workspace with the product's own miner and tells how long it
// took, what it holds in memory, and the longest time for which the extension host could do nothing else.

import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/base/clock.node.ts';
import { silentLog } from '../../../src/base/log.ts';
import { Vocabulary } from '../../../src/vocabulary/vocabulary.ts';
import { WordMiner } from '../../../src/vscode/wordMiner.ts';

const idleMs = 5_000;

export async function run(): Promise<unknown> {
  const [file] = await vscode.workspace.findFiles('**/*.ts', undefined, 1);
  if (file !== undefined) await vscode.window.showTextDocument(file);
  await pause(idleMs); // the window settles
  const idle = await watched(() => pause(idleMs));
  const before = process.memoryUsage();
  const vocabulary = new Vocabulary(doubleMetaphone);
  let told = '';
  const mined = await watched(async () => {
    const debug = (message: string) => {
      told = message;
    };
    new WordMiner(vocabulary, systemClock, { ...silentLog, debug }).begin();
    const isSettled = () => told !== '' && vocabulary.terms().some(({ source }) => source === 'project');
    while (!isSettled()) await pause(20);
  });
  const after = process.memoryUsage();
  const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return {
    ...{ told, idle, mined },
    terms: vocabulary.terms().length,
    heapGrewMb: megabytes(after.heapUsed - before.heapUsed),
    residentGrewMb: megabytes(after.rss - before.rss),
  };
}

async function watched(
  work: () => Promise<void>,
): Promise<{ seconds: number; longestMs: number; p99Ms: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await work();
  const seconds = Math.round(performance.now() - began) / 1_000;
  delay.disable();
  const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 1e4) / 100;
  return { seconds, longestMs: milliseconds(delay.max), p99Ms: milliseconds(delay.percentile(99)) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
