// The rooms of src and their doors: which room may know which, who may know VS Code, and what is pure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SourceFile, sourceFiles } from './sources.ts';

/** Each room with the rooms that it may import from. Arrows run one way: a room never stands above itself. */
const doors: Readonly<Record<string, readonly string[]>> = {
  base: [],
  audio: ['base'],
  text: ['base'],
  vocabulary: ['base', 'text'],
  insertion: ['base', 'grammar'],
  grammar: ['base'],
  models: ['base'],
  gpu: ['base'],
  server: ['base', 'gpu'],
  doctor: ['audio', 'base', 'gpu', 'models', 'server'],
  dictation: ['audio', 'base', 'insertion', 'text'],
  vscode: [
    'audio',
    'base',
    'dictation',
    'doctor',
    'gpu',
    'grammar',
    'insertion',
    'models',
    'server',
    'text',
    'vocabulary',
  ],
  compose: ['audio', 'base', 'dictation', 'gpu', 'models', 'server', 'vocabulary', 'vscode'],
};

const rim = ['extension.ts'];
/** The room that constructs: above all others, so it may know all of them. */
const top = 'compose';
const files = sourceFiles();
const isPure = (file: SourceFile) =>
  !file.path.endsWith('.node.ts') && file.room !== 'vscode' && file.room !== top && !rim.includes(file.path);

function offences(find: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => find(file).map((what) => `src/${file.path}: ${what}`));
}

test('every room has its doors written down, and every room written down exists', () => {
  const rooms = new Set(files.map(({ room }) => room).filter((room) => room !== ''));
  assert.deepEqual([...rooms].sort(), Object.keys(doors).sort());
  assert.deepEqual(
    files
      .filter(({ room }) => room === '')
      .map(({ path }) => path)
      .sort(),
    [...rim].sort(),
  );
});

test('the doors form no circle', () => {
  const reaches = (from: string, seen: readonly string[]): void => {
    assert.ok(!seen.includes(from), `circle: ${[...seen, from].join(' -> ')}`);
    for (const to of doors[from] ?? []) reaches(to, [...seen, from]);
  };
  for (const room of Object.keys(doors)) reaches(room, []);
});

test('imports go only through the doors', () => {
  assert.deepEqual(
    offences(({ path, room, imports }) =>
      imports.flatMap(({ target }) => {
        if (target === undefined || rim.includes(path)) return [];
        const to = target.includes('/') ? (target.split('/')[0] ?? '') : '';
        return to === room || doors[room]?.includes(to) ? [] : [`${room} may not import ${to || target}`];
      }),
    ),
    [],
  );
});

test('only compose/ is above the rooms, and only extension.ts above it', () => {
  assert.deepEqual(
    offences(({ path, room, imports }) =>
      imports.flatMap(({ target }) =>
        target === 'extension.ts' ||
        (target?.startsWith(`${top}/`) && room !== top && path !== 'extension.ts')
          ? [`imports ${target}`]
          : [],
      ),
    ),
    [],
  );
});

test('only the edge imports vscode, not even its types elsewhere', () => {
  assert.deepEqual(
    offences(({ path, room, imports }) =>
      room === 'vscode' || room === top || rim.includes(path)
        ? []
        : imports.filter(({ specifier }) => specifier === 'vscode').map(() => 'imports vscode'),
    ),
    [],
  );
});

test('pure files import neither Node, nor packages, nor anything that does work at the rim', () => {
  assert.deepEqual(
    offences((file) =>
      isPure(file)
        ? file.imports.flatMap(({ specifier, typeOnly, target }) => {
            if (target === undefined) return [`imports ${specifier}`];
            return target.endsWith('.node.ts') && !typeOnly ? [`imports ${specifier}`] : [];
          })
        : [],
    ),
    [],
  );
});

test('pure files use no clock, no chance, no process and no network behind our back', () => {
  const forbidden =
    /\b(?:Date\.now|new Date\(|performance\.|set(?:Timeout|Interval|Immediate)\b(?=\s*[(),])|Math\.random|console\.|process\.|Buffer\b|fetch\(|globalThis)/g;
  assert.deepEqual(
    offences((file) =>
      isPure(file) ? [...withoutComments(file.text).matchAll(forbidden)].map(([use]) => `uses ${use}`) : [],
    ),
    [],
  );
});

test('wording is localised at the edge and nowhere else', () => {
  assert.deepEqual(
    offences(({ room, text }) =>
      room !== 'vscode' && /\bl10n\b/.test(withoutComments(text)) ? ['uses l10n'] : [],
    ),
    [],
  );
});

test('each file says first what it is for', () => {
  assert.deepEqual(
    offences(({ text }) => (/^\/\/ .{20,}/.test(text) ? [] : ['does not begin with a comment'])),
    [],
  );
});

test('no file is so long that it has two subjects', () => {
  assert.deepEqual(
    offences(({ text }) => (text.split('\n').length > 300 ? [`has ${text.split('\n').length} lines`] : [])),
    [],
  );
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
