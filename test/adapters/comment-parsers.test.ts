// What comment dictation writes is read by the languages' own parsers: each says of the text with the comment what it
// said of the text before. Languages whose parser this machine lacks are skipped by name.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Loader, transformSync } from 'esbuild';
import { type Row, table } from '../extension/inside/commentTable.ts';
import { temporaryFolder } from '../support/paths.ts';

const folder = temporaryFolder('parsers');
after(() => folder.remove());

/** What the parser says, without places; '' when it has nothing to say. */
type Parser = (text: string, row: Row) => string;

function esbuild(loader: Loader): Parser {
  return (text) => {
    try {
      transformSync(text, { loader, logLevel: 'silent' });
      return '';
    } catch (error) {
      return (error as { errors: { text: string }[] }).errors.map(({ text: why }) => why).join('\n');
    }
  };
}

function program(name: string, ...args: readonly string[]): Parser | undefined {
  if (spawnSync(name, ['--version']).error !== undefined) return undefined;
  return (text, row) => {
    const file = join(folder.path, row.file);
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(name, [...args, file], {
      encoding: 'utf8',
      cwd: folder.path,
    });
    if (status === 0) return '';
    const said = `${stdout}${stderr}`.match(/(?:error|warning).*|\w*Error:.*/g) ?? [`ended with ${status}`];
    return said.map((line) => line.replace(/\d+/g, 'N')).join('\n');
  };
}

const python = 'import ast, sys; ast.parse(open(sys.argv[1]).read())';
const sqlite = 'import sqlite3, sys; sqlite3.connect(":memory:").executescript(open(sys.argv[1]).read())';
const parsers: Readonly<Record<string, Parser | undefined>> = {
  typescript: esbuild('ts'),
  typescriptreact: esbuild('tsx'),
  javascript: esbuild('js'),
  css: esbuild('css'),
  python: program('python3', '-W', 'error', '-c', python),
  sql: program('python3', '-c', sqlite),
  shellscript: program('bash', '-n'),
  c: program('gcc', '-fsyntax-only', '-Wall', '-Werror=comment'),
  cpp: program('g++', '-fsyntax-only', '-Wall', '-Werror=comment'),
  java: program('javac', '-proc:none', '-d', folder.path),
  rust: program('rustc', '--crate-type=lib', '--emit=metadata', '-Adead_code', '-Aunused'),
  go: program('gofmt', '-e'),
  ruby: program('ruby', '-c'),
  lua: program('luac5.4', '-p'),
  php: program('php', '-l'),
};

const plain = (marked: string) => marked.replace(/[|‹›]/g, '');

for (const [language, parse] of Object.entries(parsers)) {
  const rows = table.filter((row) => row.language === language);
  test(`${language}: ${rows.length} comments`, (t) => {
    if (parse === undefined) return t.skip('its parser is not on this machine');
    let whole = 0;
    for (const row of rows) {
      const before = parse(plain(row.before), row);
      assert.equal(parse(plain(row.after), row), before, row.situation);
      if (before === '') whole += 1;
    }
    assert.ok(whole * 2 > rows.length, `only ${whole} of ${rows.length} were whole files before`);
  });
}
