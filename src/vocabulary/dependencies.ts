// What a project depends on, read from its manifests, and what a file imports. Pure: text in, names out. Reads
// only as much of each format as the names need; a broken manifest yields what can still be read.

type Reader = (text: string) => readonly string[];

const readers: Readonly<Record<string, Reader>> = {
  'package.json': (text) => [...namesInJsonTables(text, /dependencies$/i), 'javascript'],
  'deno.json': (text) => [...namesInJsonTables(text, /^imports$/), 'deno'],
  'Cargo.toml': (text) => [...namesInToml(text, /dependencies/), 'rust'],
  'pyproject.toml': (text) => [
    ...namesInToml(text, /dependencies/),
    ...requirementsIn(quoted(text)),
    'python',
  ],
  'requirements.txt': (text) => [...requirementsIn(text.split('\n')), 'python'],
  'go.mod': (text) => [
    ...[...text.matchAll(/^\s*(?:require\s+)?([\w.-]+\.[\w./-]+)\s+v/gm)].map(([, name]) => name ?? ''),
    'go',
  ],
  'CMakeLists.txt': (text) => [
    ...[...text.matchAll(/find_package\s*\(\s*(\w+)/gi)].map(([, name]) => (name ?? '').toLowerCase()),
    'cmake',
    'cpp',
  ],
  Gemfile: (text) => [...text.matchAll(/^\s*gem\s+['"]([\w-]+)/gm)].map(([, name]) => name ?? ''),
  Dockerfile: () => ['dockerfile'],
};

export const manifestNames: readonly string[] = Object.keys(readers);

export function dependenciesIn(fileName: string, text: string): readonly string[] {
  return readers[fileName]?.(text) ?? [];
}

/** The modules that a source file names, as far as they are no paths: the first part of each counts too. */
export function importsIn(text: string): readonly string[] {
  const named = [
    ...text.matchAll(/\b(?:from|import|require\()\s*\(?['"]([^'"\n./][^'"\n]*)['"]/g),
    ...text.matchAll(/^\s*(?:import|from|use|extern crate)\s+([A-Za-z_][\w.]*)\b(?![^\n]*\bfrom\b)/gm),
    ...text.matchAll(/^\s*#\s*include\s*<([\w./]+?)(?:\.h(?:pp)?)?>/gm),
  ].map(([, name]) => name ?? '');
  return [...new Set(named.flatMap((name) => [name, name.split(/[./]/)[0] ?? '']))].filter(
    (name) => name !== '',
  );
}

function namesInJsonTables(text: string, table: RegExp): readonly string[] {
  try {
    const whole: unknown = JSON.parse(text);
    if (typeof whole !== 'object' || whole === null) return [];
    return Object.entries(whole).flatMap(([key, value]) =>
      table.test(key) && typeof value === 'object' && value !== null ? Object.keys(value) : [],
    );
  } catch {
    return [];
  }
}

/** Names of a table `[dependencies]`, and of tables such as `[dependencies.serde]`. */
function namesInToml(text: string, table: RegExp): readonly string[] {
  const names: string[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const heading = /^\s*\[+([^\]]+)\]/.exec(line)?.[1];
    if (heading !== undefined) {
      const own = /dependencies\.["']?([\w-]+)/.exec(heading)?.[1];
      inside = own === undefined && table.test(heading);
      if (own !== undefined) names.push(own);
    } else if (inside) {
      const name = /^\s*["']?([\w-]+)["']?\s*=/.exec(line)?.[1];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

function requirementsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap(
    (line) =>
      /^\s*([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=~!;@].*)?$/.exec(line)?.[1]?.toLowerCase() ?? [],
  );
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/["']([^"'\n]+)["']/g)].map(([, inside]) => inside ?? '');
}
