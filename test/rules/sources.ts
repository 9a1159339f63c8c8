// The source files and what each imports, read with the TypeScript parser that esbuild brings: what the rules
// about rooms are checked on.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface SourceFile {
  /** Below src, with forward slashes. */
  readonly path: string;
  /** The folder below src, or '' for the files beside the rooms. */
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly specifier: string;
  /** Erased when compiled. */
  readonly typeOnly: boolean;
  /** Below src, for relative imports. */
  readonly target: string | undefined;
}

const root = join(import.meta.dirname, '..', '..', 'src');

export function sourceFiles(): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return {
        path,
        room: path.includes('/') ? (path.split('/')[0] ?? '') : '',
        text,
        imports: importsOf(path, text),
      };
    });
}

const statement = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
const dynamic = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;

function importsOf(path: string, text: string): Import[] {
  const fixed = [...text.matchAll(statement)].map(([, type, names, specifier]) => ({
    specifier: specifier ?? '',
    typeOnly: type !== undefined || namesAreTypes(names),
  }));
  const late = [...text.matchAll(dynamic)].map(([, specifier]) => ({
    specifier: specifier ?? '',
    typeOnly: false,
  }));
  return [...fixed, ...late].map((found) => ({
    ...found,
    target: found.specifier.startsWith('.') ? normalize(join(dirname(path), found.specifier)) : undefined,
  }));
}

/** `import { type A, type B } from` compiles to nothing, like `import type`. */
function namesAreTypes(names: string | undefined): boolean {
  const inner = names === undefined ? undefined : /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const parts = inner
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts !== undefined && parts.length > 0 && parts.every((part) => part.startsWith('type '));
}
