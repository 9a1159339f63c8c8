// The thread that reads grammars, so that neither a cold grammar (half a second for Markdown) nor a huge file holds
// up the keys of the editor. A bundle of its own, dist/grammars.cjs, with onig.wasm beside it. Keeps what it read
// of the documents that were asked about last.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Contributions } from './contributions.ts';
import { type Grammar, openGrammars, type State } from './engine.node.ts';
import { LineStates } from './lineStates.ts';
import type { Piece } from './pieces.ts';
import type { Answer, Question } from './question.ts';

const documentsKept = 8;
const sliceMs = 20;

interface KnownDocument {
  readonly grammar: Grammar;
  readonly languageId: string;
  readonly states: LineStates<State>;
}

const documents = new Map<string, KnownDocument>();
const grammars = open();

parentPort?.on('message', async (question: Question) => {
  const answer: Answer = { id: question.id, lines: await piecesFor(question) };
  parentPort?.postMessage(answer);
});

async function open() {
  const contributions = workerData as Contributions;
  const wasm = await readFile(join(__dirname, 'onig.wasm'));
  return await openGrammars({
    ...{ contributions, wasm },
    read: (location) => readFile(fileURLToPath(location), 'utf8'),
  });
}

async function piecesFor(question: Question): Promise<Answer['lines']> {
  const { document, languageId, text, from, withinMs } = question;
  const latest = performance.now() + withinMs;
  const known = await documentOf(document, languageId);
  if (known === undefined) return undefined;
  const lines = text.split(/\r\n|\r|\n/);
  const pieces: (readonly Piece[])[] = [];
  for (let line = from; line < lines.length; line += 1) {
    const before = await stateBefore(line, lines, known.states, latest);
    const own = before && known.grammar.pieces(lines[line] ?? '', before);
    if (own === undefined) return undefined;
    pieces.push(own);
  }
  return pieces;
}

/** Reads in slices, so that another question can have its answer meanwhile. */
async function stateBefore(
  line: number,
  lines: readonly string[],
  states: LineStates<State>,
  latest: number,
): Promise<State | undefined> {
  for (;;) {
    const sliceEnd = Math.min(latest, performance.now() + sliceMs);
    const reading = states.read(line, lines, () => performance.now() > sliceEnd);
    if (typeof reading === 'object') return reading.before;
    if (reading === 'unreadable' || performance.now() > latest) return undefined;
    await nextTurn();
  }
}

async function documentOf(name: string, languageId: string): Promise<KnownDocument | undefined> {
  const grammar = await (await grammars)(languageId);
  if (grammar === undefined) return undefined;
  const kept = documents.get(name);
  const states = () => new LineStates(grammar.initial, grammar.next);
  const known = kept?.languageId === languageId ? kept : { grammar, languageId, states: states() };
  documents.delete(name); // and in again as the newest
  documents.set(name, known);
  const oldest = documents.keys().next().value;
  if (documents.size > documentsKept && oldest !== undefined) documents.delete(oldest);
  return known;
}
