// Takes out of a report what is nobody's business: the names of the person and the machine, and the folders in
// which files lie. Pure. What belongs to the system keeps its path, because that is what a report is read for.

import type { SetupFacts } from './facts.ts';

export interface Private {
  readonly home: string;
  readonly user: string;
  readonly host: string;
  /** Files and folders that a person chose: known as a whole, because their names may hold blanks. */
  readonly paths: readonly string[];
  /** What a person named, such as a microphone. */
  readonly names: readonly string[];
}

/** What in a report of these facts a person named. */
export function namesIn({ devices, external, editor }: SetupFacts): readonly string[] {
  // A served VS Code names its address, others only the kind of the remote window.
  const server = /[.:]/.test(editor.remote ?? '') ? editor.remote : undefined;
  return [...devices.present.flatMap(({ name, label }) => [name, label]), external ?? '', server ?? ''];
}

const system = /^\/(?:dev|sys|proc|usr|lib|lib64|opt\/rocm[^/]*|etc|bin|sbin)(?:\/|$)/;
const shortest = 3;

export function scrub(text: string, { home, user, host, paths, names }: Private): string {
  const named = without(names, text);
  const whole = [...paths, home]
    .filter((path) => /^~?\//.test(path) && path.length > shortest)
    .toSorted(longestFirst)
    .reduce((rest, path) => rest.replaceAll(path, inOnePiece(path)), named);
  const clean = whole
    .replace(
      /(^|[^\w/.~…-])(~?\/[^\s"'“”‘’()]*[^\s"'“”‘’().,;:])/gm,
      (_, before: string, path: string) =>
        before + (system.test(path) ? path : withoutFolders(path, inOnePiece(home))),
    )
    .replaceAll(blank, ' ');
  return without([host, user], clean);
}

function without(names: readonly string[], text: string): string {
  return names
    .filter((name) => name.length >= shortest)
    .toSorted(longestFirst)
    .reduce((rest, name) => rest.replaceAll(wholeWord(name), '…'), text);
}

/** Stands for what would look like the end of a path. */
const blank = '␠';

function inOnePiece(path: string): string {
  return path.replace(/[\s"'“”‘’()]/g, blank);
}

function withoutFolders(path: string, home: string): string {
  if (path === home) return '~';
  const name = path.split('/').findLast((part) => part !== '') ?? '';
  return path.startsWith(`${home}/`) || path.startsWith('~/') ? `~/…/${name}` : `…/${name}`;
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
