// Where dictated text lands: the spaces around it, and the cursors after one text at many places.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorsAfter, type Replacement } from '../../src/insertion/edits.ts';
import { fit } from '../../src/insertion/fit.ts';
import { Random } from './random.ts';

/** The line with the text put in: `|` is the place, and what stands in <> is what was inserted. */
const lines: readonly (readonly [around: string, text: string, line: string])[] = [
  ['|', 'hello', '<hello>'],
  ['one|', 'two', 'one< two>'],
  ['one |', 'two', 'one <two>'],
  ['one\t|', 'two', 'one\t<two>'],
  ['|two', 'one', '<one >two'],
  ['| two', 'one', '<one> two'],
  ['one|three', 'two', 'one< two >three'],
  ['one | three', 'two', 'one <two> three'],
  ['f(|)', 'x', 'f(<x>)'],
  ['arr[|]', 'index', 'arr[<index>]'],
  ['{|}', 'a', '{<a>}'],
  ['f(x,|)', 'y', 'f(x,< y>)'],
  ['f(|, y)', 'x', 'f(<x>, y)'],
  ['one,|', 'two', 'one,< two>'],
  ['One.|', 'Two', 'One.< Two>'],
  ['(one)|', 'two', '(one)< two>'],
  ['one|', ', two', 'one<, two>'],
  ['one|', '. Two', 'one<. Two>'],
  ['one|', ')', 'one<)>'],
  ['|.', 'end', '<end>.'],
  ['|(x)', 'f', '<f>(x)'],
  ['|[0]', 'a', '<a>[0]'],
  ['"|"', 'text', '"<text>"'],
  ["'|'", 'text', "'<text>'"],
  ['“|”', 'text', '“<text>”'],
  ['x =|', 'y', 'x =<y>'],
  ['#|', 'note', '#<note>'],
  ['#42|', 'is fixed', '#42< is fixed>'],
  ['snake_|', 'case', 'snake_< case>'],
  ['größe|', 'ändern', 'größe< ändern>'],
  ['cafe\u0301|', 'bar', 'cafe\u0301< bar>'],
  ['one|', '', 'one<>'],
  ['one|two', '', 'one<>two'],
];

/** Signs that end and begin in prose bind in code. */
const linesOfCode: typeof lines = [
  ['self.|', 'value', 'self.<value>'],
  ['user?.|', 'name', 'user?.<name>'],
  ['f(...|)', 'args', 'f(...<args>)'],
  ['std::|', 'vector', 'std::<vector>'],
  ['if (!|)', 'ready', 'if (!<ready>)'],
  ['print|', '(x)', 'print<(x)>'],
  ['x =|', 'y', 'x =<y>'],
  ['f(x,|)', 'y', 'f(x,< y>)'],
  ['key:|', 'value', 'key:< value>'],
  ['const a|', 'b', 'const a< b>'],
  ['|name', 'self.', '<self.>name'],
  ['|value', 'let', '<let >value'],
];

/** Scripts without spaces between words, and those with. */
const scripts: typeof lines = [
  ['你好|', '世界', '你好<世界>'],
  ['你好。|', '世界', '你好。<世界>'],
  ['これは|です', 'テスト', 'これは<テスト>です'],
  ['你好|', 'world', '你好<world>'],
  ['hello|', '世界', 'hello<世界>'],
  ['สวัสดี|', 'โลก', 'สวัสดี<โลก>'],
  ['𠮷|', '野', '𠮷<野>'],
  ['안녕|', '세계', '안녕< 세계>'],
  ['привет|', 'мир', 'привет< мир>'],
];

for (const [rows, isCode] of [
  [lines, false],
  [linesOfCode, true],
  [scripts, false],
] as const) {
  for (const [around, text, line] of rows) {
    test(`${around} and ${JSON.stringify(text)}${isCode ? ', in code' : ''}`, () => {
      const [before = '', after = ''] = around.split('|');
      assert.equal(`${before}<${fit(text, { before, after, isCode })}>${after}`, line);
    });
  }
}

test('the text itself is never changed, only spaces are added around it', () => {
  const random = new Random(11);
  const signs = ['a', 'é', '_', '7', ' ', '.', ',', '(', ')', '[', '"', '=', '\t', '中', '😀'];
  const some = (most: number) =>
    Array.from({ length: random.whole(0, most) }, () => signs[random.whole(0, signs.length - 1)]).join('');
  for (let round = 0; round < 2_000; round++) {
    const [text, before, after] = [some(4), some(2), some(2)];
    const fitted = fit(text, { before, after, isCode: random.next() < 0.5 });
    const about = JSON.stringify([text, before, after]);
    assert.ok([text, ` ${text}`, `${text} `, ` ${text} `].includes(fitted), about);
    if (before === '') assert.ok(fitted.startsWith(text), `${about}: a space at the start of a line`);
    if (after === '') assert.ok(fitted.endsWith(text), `${about}: a space at the end of a line`);
  }
});

/** A plain model: cut the old text at the spans and note how long the new one is behind each new piece. */
function applied(text: string, replacements: readonly Replacement[]) {
  let changed = '';
  let from = 0;
  const cursors = new Map<Replacement, number>();
  for (const replacement of replacements.toSorted((a, b) => a.start - b.start)) {
    changed += text.slice(from, replacement.start) + replacement.text;
    from = replacement.end;
    cursors.set(replacement, changed.length);
  }
  return { changed: changed + text.slice(from), cursors };
}

test('the cursors stand behind the new texts, in the order of the selections', () => {
  const rows: readonly (readonly [replacements: readonly Replacement[], cursors: readonly number[]])[] = [
    [[], []],
    [[{ start: 3, end: 3, text: 'abc' }], [6]],
    [[{ start: 3, end: 7, text: '' }], [3]],
    [
      [
        { start: 0, end: 0, text: 'ab' },
        { start: 5, end: 5, text: 'ab' },
      ],
      [2, 9],
    ],
    [
      [
        { start: 5, end: 9, text: 'ab' },
        { start: 0, end: 4, text: 'ab' },
      ],
      [5, 2],
    ],
  ];
  for (const [replacements, cursors] of rows) assert.deepEqual(cursorsAfter(replacements), cursors);
});

test('the cursors agree with a plain model of a text, whatever is selected', () => {
  for (let seed = 1; seed <= 1_000; seed++) {
    const random = new Random(seed);
    const text = 'x'.repeat(random.whole(0, 60));
    const replacements: Replacement[] = [];
    let from = 0;
    for (let left = random.whole(1, 6); left > 0 && from <= text.length; left--) {
      const start = random.whole(from, text.length);
      const end = random.next() < 0.4 ? start : random.whole(start, text.length);
      replacements.push({ start, end, text: 'abcdefgh'.slice(0, random.whole(0, 8)) });
      from = Math.max(end, start + 1);
    }
    const asSelected = random.shuffled(replacements);
    const { changed, cursors } = applied(text, replacements);
    const found = cursorsAfter(asSelected);
    assert.deepEqual(
      found,
      asSelected.map((replacement) => cursors.get(replacement)),
      `seed ${seed}`,
    );
    for (const [index, cursor] of found.entries()) {
      const own = asSelected[index]?.text ?? '';
      assert.equal(changed.slice(cursor - own.length, cursor), own, `seed ${seed}`);
    }
  }
});
