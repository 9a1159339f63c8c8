// Where the words of the vocabulary stand in VS Code: settings, the workspace's files, the open file and its
// neighbours, diagnostics, changes. Each function reads one source and gives its terms. Everything goes through
// VS Code's own file system, so that remote and virtual workspaces work; nothing that holds secrets is opened.

import * as vscode from 'vscode';
import { dependenciesIn, importsIn, manifestNames } from '../../vocabulary/dependencies.ts';
import { type Entry, parseEntries, parseEntry, termsInMarkdown } from '../../vocabulary/entries.ts';
import { knownTermsFor } from '../../vocabulary/knownTerms.ts';
import { isCompound } from '../../vocabulary/names.ts';
import { namesIn } from '../../vocabulary/scan.ts';
import { isSecretFile } from '../../vocabulary/secrets.ts';
import { type Source, type Term, termOf } from '../../vocabulary/terms.ts';
import { documentSymbols, type KnownSymbol } from '../documentSymbols.ts';
import { setting } from '../settings.ts';
import type { Changes } from './gitChanges.ts';
import { filesBeside, namesOfFilesIn } from './workspaceFiles.ts';

export const vocabularyFile = '.sotto/vocabulary.txt';

/** Lists that people wrote for other tools. */
const termLists = ['.github/dictation.md', '.github/copilot-instructions.md', '.github/vocabulary.md'];

const largestText = 256 * 1024;
const largestVocabulary = 1024 * 1024;
const symbolsWithinMs = 400;
const charactersAround = 60_000;
const mostNeighbours = 24;
const mostFoldersAbove = 8;

export function userTerms(): readonly Term[] {
  const lines = [...setting('vocabulary.terms'), ...setting('vocabulary.replacements')];
  return lines.flatMap((line) => termsOf(parseEntry(line), 'user'));
}

/** The lines of a folder's own vocabulary; most folders have none, and those of untrusted folders do not count. */
export async function vocabularyOf(folder: vscode.Uri): Promise<string> {
  if (!vscode.workspace.isTrusted) return '';
  return (await read(vscode.Uri.joinPath(folder, vocabularyFile), largestVocabulary)) ?? '';
}

/** Whether a vocabulary is there and left out, because nobody has said yet that its folder can be trusted. */
export async function isLeftOut(folder: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.isTrusted) return false;
  const found = await read(vscode.Uri.joinPath(folder, vocabularyFile), largestVocabulary);
  return parseEntries(found ?? '').length > 0;
}

export async function workspaceTerms(folder: vscode.Uri): Promise<readonly Term[]> {
  if (!vscode.workspace.isTrusted) return []; // they are written as they stand, and may be commands
  const own = parseEntries(await vocabularyOf(folder));
  const lists = await Promise.all(termLists.map((name) => read(vscode.Uri.joinPath(folder, name))));
  return [
    ...own.flatMap((entry) => termsOf(entry, 'workspace')),
    ...lists.flatMap((text) => termsInMarkdown(text ?? '').map((term) => named(term, 'workspace'))),
  ];
}

/** The curated names, told apart by what the manifests around and the open file's imports use. */
export async function knownTermsOf(
  folders: readonly vscode.Uri[],
  document: vscode.TextDocument | undefined,
): Promise<readonly Term[]> {
  const used = new Set<string>();
  const around = document === undefined ? [] : foldersAbove(document.uri, folders);
  for (const folder of new Map([...folders, ...around].map((uri) => [uri.toString(), uri])).values()) {
    const there = new Set(await namesOfFilesIn(folder));
    for (const name of manifestNames.filter((manifest) => there.has(manifest))) {
      const text = (await read(vscode.Uri.joinPath(folder, name))) ?? '';
      for (const dependency of dependenciesIn(name, text)) used.add(dependency);
    }
  }
  if (document !== undefined) {
    used.add(document.languageId);
    for (const name of importsIn(textAround(document, 0).text)) used.add(name);
  }
  const dependencies = [...used]
    .filter((name) => /^[a-z][\w.-]{2,}$/.test(name))
    .map((name) => named(name, 'project'));
  return [...knownTermsFor(used), ...dependencies];
}

/** From the file up to the one of these that it is in: each may be a package of its own. */
function foldersAbove(file: vscode.Uri, folders: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const root = folders.find(({ scheme, path }) => scheme === file.scheme && file.path.startsWith(`${path}/`));
  if (root === undefined) return [];
  const above: vscode.Uri[] = [];
  let folder = vscode.Uri.joinPath(file, '..');
  while (folder.path !== root.path && above.length < mostFoldersAbove) {
    above.push(folder);
    folder = vscode.Uri.joinPath(folder, '..');
  }
  return above;
}

/** What the file declares, by its language's own extension where that answers soon, and what it uses. */
export async function documentTerms(
  document: vscode.TextDocument,
  cursor: vscode.Position,
): Promise<readonly Term[]> {
  const { text, focus } = textAround(document, document.offsetAt(cursor));
  const used = namesIn(text, focus).map(({ name, at }) =>
    termOf(name, 'file', { closeness: 1 - Math.abs(at - focus) / Math.max(1, text.length) }),
  );
  return [...(await declaredIn(document, cursor)), ...used];
}

async function declaredIn(document: vscode.TextDocument, cursor: vscode.Position): Promise<readonly Term[]> {
  if (isSecretFile(document.uri.path)) return [];
  const terms: Term[] = [];
  const visit = (symbol: KnownSymbol) => {
    const { start } = 'range' in symbol ? symbol.range : symbol.location.range;
    const distance = Math.abs(start.line - cursor.line) / Math.max(1, document.lineCount);
    for (const { name } of namesIn(symbol.name))
      terms.push(termOf(name, 'file', { closeness: 1 - distance }));
    if ('children' in symbol) symbol.children.forEach(visit);
  };
  (await documentSymbols(document.uri, symbolsWithinMs))?.forEach(visit);
  return terms;
}

/** The other open files, and those beside this one: one text after the other. */
export async function* neighbourTexts(document: vscode.TextDocument): AsyncGenerator<string> {
  const isOpen = (uri: vscode.Uri) =>
    vscode.workspace.textDocuments.some((other) => other.uri.toString() === uri.toString());
  const open = vscode.workspace.textDocuments.filter(
    (other) => other !== document && other.uri.scheme === document.uri.scheme,
  );
  for (const other of open.slice(0, mostNeighbours)) yield textAround(other, 0).text;
  if (document.uri.scheme === 'untitled') return;
  const beside = (await filesBeside(document.uri)).filter((uri) => isSource(uri.path) && !isOpen(uri));
  for (const uri of beside.slice(0, Math.max(0, mostNeighbours - open.length)))
    yield ((await read(uri)) ?? '').slice(0, charactersAround);
}

export function neighbourTerms(text: string): readonly Term[] {
  return namesIn(text).map(({ name }) => termOf(name, 'neighbour'));
}

/** Names that the problems of this file speak of. */
export function diagnosticTerms(document: vscode.TextDocument): readonly Term[] {
  if (isSecretFile(document.uri.path)) return [];
  return vscode.languages
    .getDiagnostics(document.uri)
    .slice(0, 50)
    .flatMap(({ message }) => [
      ...message.slice(0, 2_000).matchAll(/['"`‘“]([\p{L}_$][\p{L}\p{N}_$.]{2,60})['"`’”]/gu),
    ])
    .flatMap(([, quoted]) => namesIn(quoted ?? ''))
    .map(({ name }) => termOf(name, 'diagnostic'));
}

/** Of what a person wrote about the change every name counts, of the changed lines those that need help. */
export function changeTerms({ written, lines }: Changes): readonly Term[] {
  const named = written.flatMap((text) => namesIn(text.slice(0, charactersAround)));
  const changed = namesIn(lines).filter(({ name }) => isCompound(name));
  return [...named, ...changed].map(({ name }) => termOf(name, 'change'));
}

export function isSource(path: string): boolean {
  return (
    !isSecretFile(path) &&
    !/\.(?:min\.\w+|map|lock|svg|snap|csv|log|png|jpe?g|gif|ico|webp|woff2?|ttf|pdf|zip|gz|wasm|bin|so|dll|exe|node|vsix|wav|mp3)$/i.test(
      path,
    )
  );
}

/** The text of a file, or undefined: missing, too large, secret or no text. */
export async function read(uri: vscode.Uri, largest = largestText): Promise<string | undefined> {
  if (isSecretFile(uri.path)) return undefined;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size === 0 || size > largest) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.subarray(0, 512).includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

/** A window of a document around an offset: a huge file is not copied as a whole. */
function textAround(
  document: vscode.TextDocument,
  offset: number,
): { readonly text: string; readonly focus: number } {
  if (isSecretFile(document.uri.path)) return { text: '', focus: 0 };
  const from = Math.max(0, offset - charactersAround / 2);
  const range = new vscode.Range(document.positionAt(from), document.positionAt(from + charactersAround));
  return { text: document.getText(range), focus: offset - from };
}

function termsOf(entry: Entry | undefined, source: Source): readonly Term[] {
  const isPattern = entry?.kind === 'pair' && entry.spoken.startsWith('/');
  return entry === undefined || isPattern ? [] : [named(entry.written, source)];
}

function named(written: string, source: Source): Term {
  return termOf(written, source, { kind: /^\p{Ll}+\p{Lu}|[_(]/u.test(written) ? 'identifier' : 'name' });
}
