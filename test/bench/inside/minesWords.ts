// Inside the extension host: mines the words of the open workspace with the product's own miner and tells how long it
// took, what it holds in memory, and the longest time for which the extension host could do nothing else.

import { performance } from 'node:perf_hooks';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/base/clock.node.ts';
import { silentLog } from '../../../src/base/log.ts';
import { Vocabulary } from '../../../src/vocabulary/vocabulary.ts';
import { WordMiner } from '../../../src/vscode/words/wordMiner.ts';

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

interface Watched {
  readonly seconds: number;
  /** How long nothing else could run, and how much of that the processor worked: the rest is other programs. */
  readonly longestMs: number;
  readonly longestBusyMs: number;
  readonly p99Ms: number;
}

async function watched(work: () => Promise<void>): Promise<Watched> {
  const began = performance.now();
  const gaps: number[] = [];
  let longestBusyMs = 0;
  let last = { at: began, cpu: process.cpuUsage() };
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(last.cpu);
    const gap = performance.now() - last.at;
    gaps.push(gap);
    longestBusyMs = Math.max(longestBusyMs, Math.min(gap, (user + system) / 1_000));
    last = { at: performance.now(), cpu: process.cpuUsage() };
  }, 1);
  await work();
  clearInterval(timer);
  const sorted = gaps.toSorted((one, other) => one - other);
  const round = (milliseconds = 0) => Math.round(milliseconds * 10) / 10;
  return {
    seconds: Math.round(performance.now() - began) / 1_000,
    longestMs: round(sorted.at(-1)),
    longestBusyMs: round(longestBusyMs),
    p99Ms: round(sorted[Math.floor(sorted.length * 0.99)]),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
