// Dictated comments where no editor is needed: markers, wrapping, what is kept from ending a comment, spoken parts,
// signatures. Where a comment goes is tested with the grammars in VS Code (test/extension/inside/comments.ts).

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indentFor } from '../../src/insertion/comment/indent.ts';
import { markersOf } from '../../src/insertion/comment/markers.ts';
import { safeIn } from '../../src/insertion/comment/safe.ts';
import { signatureAt } from '../../src/insertion/comment/signature.ts';
import { marked, spokenDoc } from '../../src/insertion/comment/spoken.ts';
import { wrapped } from '../../src/insertion/comment/wrap.ts';
import { Random } from './random.ts';

describe('markers of a language configuration', () => {
  const rows: readonly (readonly [files: readonly string[], markers: object])[] = [
    [[], {}],
    [
      ['{ "comments": { "lineComment": "//", "blockComment": ["/*", "*/"] } }'],
      { line: '//', atMargin: false, block: ['/*', '*/'] },
    ],
    [['{ // one\n "comments": { /* two */ "lineComment": "#", }, }'], { line: '#', atMargin: false }],
    [
      ['{ "comments": { "lineComment": { "comment": "#", "noIndent": true } } }'],
      { line: '#', atMargin: true },
    ],
    [['{ "comments": { "lineComment": "@REM " } }'], { line: '@REM', atMargin: false }],
    [['{ "comments": { "lineComment": "", "blockComment": ["<!--", "-->"] } }'], { block: ['<!--', '-->'] }],
    [['{ "comments": { "lineComment": "#", "blockComment": ["#", " "] } }'], { line: '#', atMargin: false }],
    [
      ['{ "comments": { "lineComment": "//" } }', '{ "comments": { "blockComment": ["/*", "*/"] } }'],
      { line: '//', atMargin: false, block: ['/*', '*/'] },
    ],
    [
      ['{ "a": "// no, \\" /* not */ here", "comments": { "lineComment": ";" } }'],
      { line: ';', atMargin: false },
    ],
    [['\uFEFF{ "comments": { "lineComment": "#" } }'], { line: '#', atMargin: false }],
    [['no json', 'null', '[]', '{ "comments": 1 }', '{ "comments": { "blockComment": [1] } }'], {}],
  ];
  for (const [files, markers] of rows)
    test(files.join(' + '), () => assert.deepEqual(markersOf(files), markers));
});

describe('wrapping', () => {
  const wrap = (text: string, column: number, head = '// ') =>
    wrapped(text, { first: head, next: head, column, tabSize: 4 });
  const rows: readonly (readonly [text: string, column: number, lines: readonly string[]])[] = [
    ['one two three', 80, ['one two three']],
    ['one two three', 10, ['one two', 'three']],
    ['one two three', 9, ['one', 'two', 'three']],
    ['extraordinarily long', 8, ['extraordinarily', 'long']],
    ['one\ntwo', 80, ['one', 'two']],
    ['one\n\ntwo', 80, ['one', '', 'two']],
    ['- one two three', 12, ['- one two', '  three']],
    ['10. one two three', 14, ['10. one two', '    three']],
    ['- one two three\nfour', 12, ['- one two', '  three', 'four']],
    ['a  b', 80, ['a  b']],
    ['', 80, ['']],
    ['😀😀😀 😀😀', 8, ['😀😀😀', '😀😀']],
  ];
  for (const [text, column, lines] of rows)
    test(`${JSON.stringify(text)} at ${column}`, () => assert.deepEqual(wrap(text, column), lines));

  test('no word is lost, and no line is too long that could be broken', () => {
    const random = new Random(3);
    for (let round = 0; round < 2_000; round += 1) {
      const words = Array.from({ length: random.whole(1, 20) }, () =>
        'abcdefghijkl'.slice(0, random.whole(1, 12)),
      );
      const column = random.whole(5, 40);
      const lines = wrap(words.join(' '), column);
      assert.deepEqual(
        lines.flatMap((line) => line.split(' ')),
        words,
      );
      for (const line of lines)
        assert.ok(line.length + 3 <= column || !line.includes(' '), `${column}: ${line}`);
    }
  });
});

describe('what is spoken ends no comment', () => {
  const block = (open: string, close: string) => ({ kind: 'block', open, close }) as const;
  const line = { kind: 'line' } as const;
  const rows: readonly (readonly [
    text: string,
    shelter: Parameters<typeof safeIn>[1],
    language: string,
    safe: string,
  ])[] = [
    ['a */ b', block('/*', '*/'), 'c', 'a * / b'],
    ['a /* b', block('/**', '*/'), 'rust', 'a /* b'],
    ['a /* b', block('/*', '*/'), 'rust', 'a / * b'],
    ['a */ b', line, 'c', 'a */ b'],
    ['a --> b', block('<!--', '-->'), 'html', 'a - -> b'],
    ['a ]] b', block('--[[', ']]'), 'lua', 'a ] ] b'],
    ['say """now"""', block('"""', '"""'), 'python', 'say " ""now" "" '],
    ['C:\\new', block('"""', '"""'), 'python', 'C:\\\\new'],
    ['on C:\\', line, 'c', 'on C:\\.'],
    ['on C:\\', line, 'typescript', 'on C:\\'],
    ['C:\\users', line, 'java', 'C:\\ users'],
    ['the </script> tag', line, 'javascript', 'the < /script> tag'],
    ['one ?> two', line, 'php', 'one ? > two'],
  ];
  for (const [text, shelter, language, safe] of rows) {
    test(`${language}: ${text}`, () => assert.equal(safeIn(text, shelter, language), safe));
  }
});

describe('marks', () => {
  const rows: readonly (readonly [said: string, written: string])[] = [
    ['Todo check it.', 'TODO: check it.'],
    ['TODO: check it.', 'TODO: check it.'],
    ['To do, check it.', 'TODO: check it.'],
    ['To-do check it.', 'TODO: check it.'],
    ['To do this we need time.', 'To do this we need time.'],
    ['To do', 'TODO:'],
    ['Fix me: later.', 'FIXME: later.'],
    ['Fixme later.', 'FIXME: later.'],
    ['Fix the list.', 'Fix the list.'],
    ['Things to do today.', 'Things to do today.'],
    ['Today it works.', 'Today it works.'],
  ];
  for (const [said, written] of rows) test(said, () => assert.equal(marked(said), written));
});

describe('the parts of "document this"', () => {
  const params = ['user', 'userName', 'max_count', '$list'];
  const rows: readonly (readonly [said: string, summary: string, slots: Readonly<Record<string, string>>])[] =
    [
      ['Document this.', '', {}],
      ['Document this function. Loads it.', 'Loads it.', {}],
      ['Document this loads a user.', 'loads a user.', {}],
      [
        'Document this loads. Param user the person. Returns it.',
        'loads.',
        { user: 'the person.', returns: 'it.' },
      ],
      [
        'Document this, param user name the login, returns nothing',
        '',
        { userName: 'the login', returns: 'nothing' },
      ],
      ['Document this. Parameter max count: at most.', '', { max_count: 'at most.' }],
      ['Document this. Param list the items.', '', { $list: 'the items.' }],
      ['Document this. Param stranger is nobody.', 'Param stranger is nobody.', {}],
      ['Document this returns the sum.', '', { returns: 'the sum.' }],
      ['Document this adds returns the sum', 'adds', { returns: 'the sum' }],
      ['Document this keeps what it returns.', 'keeps what it returns.', {}],
      ['Document this loads. Throws when it is closed.', 'loads.', { throws: 'when it is closed.' }],
    ];
  for (const [said, summary, slots] of rows) {
    test(said, () => {
      const spoken = spokenDoc(said, params);
      assert.ok(spoken);
      const found = Object.fromEntries(spoken.params.map(({ name, text }) => [name, text]));
      const { returns, throws } = spoken;
      assert.equal(spoken.summary, summary);
      assert.deepEqual(
        {
          ...found,
          ...(returns === undefined ? {} : { returns }),
          ...(throws === undefined ? {} : { throws }),
        },
        slots,
      );
    });
  }
  test('any other text is none', () => {
    for (const text of ['Documents are here.', 'The document this', 'Document the list.']) {
      assert.equal(spokenDoc(text, []), undefined);
    }
  });
});

describe('signatures', () => {
  const rows: readonly (readonly [
    language: string,
    text: string,
    name: string,
    params: string,
    returns: boolean,
  ])[] = [
    [
      'typescript',
      'export async function load<T extends A>(user: string, { a, b }: C = {}, ...rest: D[]): Promise<T> {',
      'load',
      'user options rest',
      true,
    ],
    [
      'typescript',
      'function f(callback: (a: number, b: string) => void, other?: Map<string, number>): void {',
      'f',
      'callback other',
      false,
    ],
    ['typescript', 'const f = async (a, b = ", ") => {', 'f', 'a b', false],
    ['typescript', '  private static get(this: A, key: string): string | undefined {', 'get', 'key', true],
    ['typescript', '  constructor(private readonly parts: Parts) {', 'constructor', 'parts', false],
    ['javascript', 'function* f(a, [b, c], d = { x: 1 }) {', 'f', 'a options d', false],
    [
      'python',
      'async def f(self, a, b: int = 2, *args: str, key: dict[str, int] = {}, **more) -> list[int]:',
      'f',
      'a b args key more',
      true,
    ],
    ['python', 'def f(a: str = ")") -> None:', 'f', 'a', false],
    ['python', '@cached\ndef f(\n    a,\n    b,\n):', 'f', 'a b', false],
    [
      'rust',
      "pub(crate) fn f<'a, T: Fn(u8)>(&mut self, a: &'a str, mut b: Vec<(u8, u8)>) -> Result<(), E> {",
      'f',
      'a b',
      true,
    ],
    ['rust', '#[inline]\nfn f() {', 'f', '', false],
    [
      'go',
      'func (s *Server) F(a, b int, c map[string]int, d ...string) (int, error) {',
      'F',
      'a b c d',
      true,
    ],
    ['go', 'func F[T any](a T) {', 'F', 'a', false],
    ['c', 'static inline char *f(const char *a, int b[static 4], void (*c)(int));', 'f', 'a b', true],
    ['c', 'void f(void);', 'f', '', false],
    ['cpp', 'std::vector<int> A::f(const std::map<int, int> &a, int = 1) const {', 'f', 'a', true],
    ['java', 'public static <T> void f(@Nullable final T a, String... b) throws E {', 'f', 'a b', false],
    [
      'csharp',
      'public override async Task<int> F(this string a, out int b, params int[] c)',
      'F',
      'a b c',
      true,
    ],
    ['ruby', 'def f(a, b = 1, *c, d:, e: 2)', 'f', 'a b c d e', false],
    ['lua', 'function a.b:c(d, e)', 'c', 'd e', false],
    ['php', 'public function f(?string $a, int &$b = 1, ...$c): array {', 'f', '$a $b $c', true],
    ['kotlin', 'fun String.f(a: Int, vararg b: String): Int {', 'f', 'a b', true],
    ['swift', 'func f(_ a: Int, to b: [String: Int]) -> Int {', 'f', 'a b', true],
    ['dart', 'Future<int> f(int a, {required String b}) async {', 'f', 'a b', true],
  ];
  for (const [language, text, name, params, returns] of rows) {
    test(`${language}: ${text.split('\n').at(-1)}`, () => {
      const found = signatureAt(text.split('\n'), 0, language);
      assert.deepEqual([found?.name, found?.params.join(' '), found?.returns], [name, params, returns]);
    });
  }
  test('what is no function has none', () => {
    const none = [
      ...[
        ['typescript', 'if (a) {'],
        ['typescript', 'return f(a);'],
        ['typescript', 'const a = 1;'],
        ['c', 'while (a) {'],
      ],
      ...[
        ['c', 'f(a, b);'],
        ['java', 'return f(a);'],
        ['python', 'class A:'],
        ['python', 'f(a)'],
        ['go', 'f(a)'],
        ['c', 'int a;'],
      ],
    ] as const;
    for (const [language, text] of none) assert.equal(signatureAt([text], 0, language), undefined, text);
  });
});

describe('the indent of a comment on an empty line', () => {
  const rows: readonly (readonly [text: string, indent: string])[] = [
    ['>', ''],
    ['a {\n>\n}', '  '],
    ['  a\n>\n  b', '  '],
    ['a:\n>\n    b', '    '],
    ['  a\n>\n}', '  '],
    ['  a\n\n>\nb', ''],
    ['  a\n>', '  '],
    ['  a\n\n>', ''],
  ];
  for (const [text, indent] of rows) {
    test(JSON.stringify(text), () => {
      const lines = text.split('\n');
      const style = { indent: '  ', tabSize: 2, wrapColumn: 80, afterCode: 'trailing' } as const;
      const line = lines.indexOf('>');
      assert.equal(indentFor(line, { lines: lines.with(line, ''), style }), indent);
    });
  }
});
