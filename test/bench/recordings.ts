// What for: lists of recordings for benches: what was said in each, and its samples.
// Promises: the order of the list; a recording that is not there is told, never silently left out.
// Must not know: who recognises, or what is measured.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readSoundFile } from '../../src/audio/soundFile.node.ts';
import { nativeFolder } from '../adapters/support/whisper.ts';
import { cacheRoot, repositoryRoot } from '../support/paths.ts';

export const sharedRoot = join(repositoryRoot, '..', 'shared');

export interface Recording {
  readonly id: string;
  /** The corpus that it is from, or how it was made. */
  readonly source: string;
  readonly kind: string;
  /** Empty for a sound without speech. */
  readonly said: string;
  /** What must be written, where the list tells: names in it are spelled as the project spells them. */
  readonly written: string;
  /** The project's names that occur in it. */
  readonly terms: readonly string[];
  readonly file: string;
}

export interface RecordingList {
  readonly name: string;
  readonly recordings: readonly Recording[];
  /** Those without a file. */
  readonly missing: readonly Recording[];
}

const knownLists: readonly string[] = ['people', 'noise', 'dictation'];

export function isList(name: string): boolean {
  return knownLists.includes(name) || name.endsWith('.tsv');
}

/** Where recordings are kept that a synthesiser made for a list. */
export function madeRecordings(list: string): string {
  return join(cacheRoot, 'bench', 'recordings', list);
}

export function readList(nameOrFile: string): RecordingList {
  const file = nameOrFile.endsWith('.tsv') ? nameOrFile : join(sharedRoot, 'recordings', `${nameOrFile}.tsv`);
  const name = basename(file, '.tsv');
  const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const columns = header.split('\t');
  const folders = [join(dirname(file), name), dirname(file), madeRecordings(name)];
  const all = lines
    .filter((line) => line !== '')
    .map((line): Recording => {
      const fields = line.split('\t');
      const of = (column: string) => fields[columns.indexOf(column)] ?? '';
      const id = of('file') || of('id');
      const names = of('file') === '' ? [`${id}.flac`, `${id}.wav`] : [id];
      const paths = folders.flatMap((folder) => names.map((each) => join(folder, each)));
      return {
        id,
        source: of('file') === '' ? name : (id.split(/[-_]/)[0] ?? ''),
        kind: of('kind') || 'all',
        said: of('transcript') || of('spoken'),
        written: of('written').replaceAll('\\n', '\n'),
        terms: of('terms')
          .split(',')
          .filter((term) => term !== '' && !term.startsWith('-')),
        file: paths.find((path) => existsSync(path)) ?? '',
      };
    });
  return {
    name,
    recordings: all.filter((one) => one.file !== ''),
    missing: all.filter((one) => one.file === ''),
  };
}

export interface Choice {
  readonly only: string | undefined;
  readonly kinds: readonly string[] | undefined;
  readonly first: number | undefined;
}

export function chosen(
  recordings: readonly Recording[],
  { only, kinds, first }: Choice,
): readonly Recording[] {
  return recordings
    .filter(({ id }) => only === undefined || id.includes(only))
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .slice(0, first);
}

/** 16 kHz mono, 16 bit. */
export async function samplesOfRecording({ file }: Pick<Recording, 'file'>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const heard = async (piece: Uint8Array) => void pieces.push(piece);
  const parts = { decoder: join(nativeFolder, 'sotto-decode') };
  const read = await readSoundFile(file, parts, { length: () => {}, heard }, new AbortController().signal);
  if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.error)}`);
  return Buffer.concat(pieces);
}

/** A model file by its path, or by the name of one of the real models beside the repository. */
export function modelFile(nameOrPath: string): string {
  const folder = join(sharedRoot, 'models', 'real');
  const paths = [
    nameOrPath,
    join(folder, `ggml-${nameOrPath}.bin`),
    join(folder, `ggml-${nameOrPath}-q5_1.bin`),
  ];
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No such model: ${nameOrPath}. Looked for ${paths.join(', ')}`);
  return found;
}
