// Spoken punctuation and symbols, English and German. The traps matter most: words that are meant as words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../../src/text/languages/all.ts';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { listed } from '../../src/text/phrases.ts';
import { spokenSymbols } from '../../src/text/symbols.ts';
import { joinOf, type SpokenSymbol, symbols } from '../../src/text/symbolTable.ts';
import type { Target } from '../../src/text/target.ts';
import { expectRows, place, type Row, same } from './writing.ts';

function expect(rows: readonly Row[], target: Target, language = english): void {
  expectRows(rows, (spoken) => spokenSymbols(spoken, { target, language, own: {} }));
}

const inCode: readonly Row[] = [
  ['print open paren x close paren', 'print(x)'],
  ['print, open paren, x, close paren', 'print(x)'],
  ['print open paren a comma b close paren semicolon', 'print(a, b);'],
  ['print open paren a, comma, b close paren', 'print(a, b)'],
  ['print open-paren x close-paren', 'print(x)'],
  ['const x equals y semicolon', 'const x = y;'],
  ['x equals minus one', 'x = -one'],
  ['x minus y', 'x - y'],
  ['f open paren minus x close paren', 'f(-x)'],
  ['return minus x', 'return -x'],
  ['a star b', 'a * b'],
  ['def f open paren star args close paren', 'def f(*args)'],
  ['if open paren x triple equals y close paren open brace', 'if (x === y) {'],
  ['x not equals y', 'x != y'],
  ['x is less than y', 'x < y'],
  ['x greater than or equal to y', 'x >= y'],
  ['items dot map open paren x fat arrow y close paren', 'items.map(x => y)'],
  ['fn main empty parens arrow result', 'fn main() -> result'],
  ['a open bracket i close bracket equals b', 'a[i] = b'],
  ['a open bracket i close bracket open bracket j close bracket', 'a[i][j]'],
  ['f open paren x close paren dot then open paren y close paren', 'f(x).then(y)'],
  ['i plus plus semicolon', 'i++;'],
  ['i plus equals j', 'i += j'],
  ['x colon string', 'x: string'],
  ['standard colon colon vector', 'standard::vector'],
  ['a double ampersand b double pipe c', 'a && b || c'],
  ['bang done', '!done'],
  ['user question dot name', 'user?.name'],
  ['a double question mark b', 'a ?? b'],
  ['at sign property', '@property'],
  ['dollar sign name', '$name'],
  ['hash include', '#include'],
  ['my underscore name', 'my_name'],
  ['double underscore init double underscore', '__init__'],
  ['def double underscore init double underscore open paren self close paren colon', 'def __init__(self):'],
  ['const underscore name', 'const _name'],
  ['vec bang open bracket one close bracket', 'vec![one]'],
  ['user bang dot name', 'user!.name'],
  ['if bang done', 'if !done'],
  ['return bang done', 'return !done'],
  ['a double ampersand bang b', 'a && !b'],
  ['quote done closed quote', '"done"'],
  ['import quote fs quote', 'import "fs"'],
  ['import single quote fs single quote', "import 'fs'"],
  ['back tick name back tick', '`name`'],
  ['quote hello quote comma quote world quote', '"hello", "world"'],
  ['x equals quote quote', 'x = ""'],
  ['return open bracket close bracket', 'return []'],
  ['return x semicolon new line close brace', 'return x;\n}'],
  ['Return x. New line. Return y.', 'Return x\nReturn y.'],
  ['tab return x', '\treturn x'],
  ['src slash text slash index', 'src/text/index'],
  ['x colon equals y', 'x := y'],
  ['spread args', '...args'],
  ['open brace spread a comma b close brace', '{...a, b}'],
  ['Open paren.', '('],
  ['list open angle string close angle', 'list<string>'],
];

const codeTraps: readonly string[] = [
  'use the hash map',
  'return new hash table',
  'add an arrow function',
  'press the arrow key',
  'comma separated values',
  'set tab size',
  'entry point',
  'read the dot product',
  'getUserById',
  'foo(bar, baz)',
  'x => x + 1',
  'the "comma" key',
  "say 'period' here",
  'semi-colon-like',
  'dashboard',
  'commander',
  'periods and commas',
  '',
  '=>',
];

const inProse: readonly Row[] = [
  ['Hello comma world period', 'Hello, world.'],
  ['Hello comma world period.', 'Hello, world.'],
  ['Hello, comma, world.', 'Hello, world.'],
  ['Open the file period this is new', 'Open the file. This is new'],
  ['This is the end, period.', 'This is the end.'],
  ['Is it valid question mark', 'Is it valid?'],
  ['Is it valid? Question mark.', 'Is it valid?'],
  ['Is it valid, question mark?', 'Is it valid?'],
  ['Stop exclamation mark go on', 'Stop! Go on'],
  ['See open paren the file close paren.', 'See (the file).'],
  ['See open paren the file close paren for more.', 'See (the file) for more.'],
  ['He said quote hello quote.', 'He said "hello".'],
  ['He said open quote hello close quote.', 'He said "hello".'],
  ['He said quote hello unquote and left.', 'He said "hello" and left.'],
  ['Call back tick parse back tick first.', 'Call `parse` first.'],
  ['One thing colon the cache.', 'One thing: the cache.'],
  ['It fails semicolon try again.', 'It fails; try again.'],
  ['Hello. New line. World.', 'Hello.\nWorld.'],
  ['Hello, new line, world.', 'Hello\nWorld.'],
  ['First part. New paragraph. Second part.', 'First part.\n\nSecond part.'],
  ['The server dash a small one dash starts.', 'The server — a small one — starts.'],
  ['It is well hyphen known.', 'It is well-known.'],
  ['Wait ellipsis', 'Wait…'],
  ['Wait dot dot dot', 'Wait…'],
  ['Comma.', ','],
  ['Period.', '.'],
  ['New line.', '\n'],
  ['Ten percent sign of it.', 'Ten% of it.'],
  ['Mail at sign home.', 'Mail @home.'],
  ['Look into src forward slash text.', 'Look into src/text.'],
];

const proseTraps: readonly string[] = [
  'Hyphen missing.',
  'Comma after the last item.',
  'Semicolon missing at the end.',
  'The period of time is long.',
  'A new line of products.',
  'Add a new line here.',
  'The trial period ends today.',
  'After a grace period the token expires.',
  'Over a long period the cache grows.',
  'Use a comma here.',
  'The first comma is wrong.',
  'A trailing comma is allowed.',
  'Values are separated by comma.',
  'A comma separated list.',
  'The semicolon is missing.',
  'Every question mark counts.',
  'Open a new tab.',
  'The current tab stays.',
  'Press tab twice.',
  'One plus one equals two.',
  'It is less than ten.',
  'The hash of the file.',
  'Use a hash map.',
  'Point out the error.',
  'Star the project.',
  'Pipe the output.',
  'The slash command.',
  'The dot product of both.',
  'He left a quote here.',
  'A quote from the book.',
  'The arrow function.',
  'There is no period here.',
  'The "comma" is a sign.',
  'Its colon was removed.',
  'An exclamation mark would shout.',
  'Each new paragraph starts small.',
  'The open paren is on the next line.',
  'Spread the word.',
  'A mod for the game.',
  'The dashboard shows periods.',
];

const inTerminal: readonly Row[] = [
  ['git commit dash m quote first version quote', 'git commit -m "first version"'],
  ['npm run build dash dash watch', 'npm run build --watch'],
  ['cat notes pipe grep error', 'cat notes | grep error'],
  ['cd tilde slash projects', 'cd ~/projects'],
  ['cd dot dot slash src', 'cd ../src'],
  ['ls greater than files', 'ls > files'],
  ['echo dollar sign home', 'echo $home'],
  ['make double ampersand make test', 'make && make test'],
];

const germanProse: readonly Row[] = [
  ['Hallo Komma Welt Punkt', 'Hallo, Welt.'],
  ['Hallo, Komma, Welt.', 'Hallo, Welt.'],
  ['Stimmt es Fragezeichen', 'Stimmt es?'],
  ['Siehe Klammer auf die Datei Klammer zu.', 'Siehe (die Datei).'],
  ['Erstens Doppelpunkt die Liste.', 'Erstens: die Liste.'],
  ['Fertig Ausrufezeichen', 'Fertig!'],
  ['Eins. Neue Zeile. Zwei.', 'Eins.\nZwei.'],
  ['Eins. Neuer Absatz. Zwei.', 'Eins.\n\nZwei.'],
  ['Er sagte Anführungszeichen hallo Anführungszeichen.', 'Er sagte "hallo".'],
  ['Die Liste Gedankenstrich sie ist leer Gedankenstrich bleibt.', 'Die Liste — sie ist leer — bleibt.'],
];

const germanCode: readonly Row[] = [
  ['x gleich y Semikolon', 'x = y;'],
  ['drucke Klammer auf x Komma y Klammer zu', 'drucke(x, y)'],
  ['wenn x dreifach gleich y', 'wenn x === y'],
  ['x dicker Pfeil y', 'x => y'],
  ['a eckige Klammer auf i eckige Klammer zu', 'a[i]'],
  ['geschweifte Klammer auf a geschweifte Klammer zu', '{a}'],
  ['mein Unterstrich name', 'mein_name'],
  ['x größer gleich y', 'x >= y'],
  ['konsole Punkt log Klammer auf x Klammer zu', 'konsole.log(x)'],
  ['x mal y', 'x * y'],
  ['Back Tick name Back Tick', '`name`'],
];

const germanTraps: readonly string[] = [
  'Bindestrich vergessen.',
  'Komma fehlt.',
  'Das ist der Punkt.',
  'Punkt für Punkt lesen.',
  'Ein Komma fehlt.',
  'Der Punkt ist klein.',
  'Eine neue Zeile beginnt.',
  'Das kostet drei plus zwei.',
  'Jedes Fragezeichen zählt.',
  'Ohne Komma lesen.',
  'Die Klammer bleibt.',
  'Es ist gleich groß.',
];

test('symbols in code', () => expect(inCode, place('code')));
test('symbols in prose', () => expect(inProse, place('prose')));
test('symbols in a terminal', () => expect(inTerminal, place('terminal')));
test('symbols in German prose', () => expect(germanProse, place('prose'), german));
test('symbols in German code', () => expect(germanCode, place('code'), german));

test('traps in code', () => expect(same(codeTraps), place('code')));
test('traps in prose', () => expect(same(proseTraps), place('prose')));
test('traps in a comment', () => expect(same(proseTraps), place('comment')));
test('traps in German', () => expect(same(germanTraps), place('prose'), german));

test('what was written once stays', () => {
  expect(same(inProse.map(([, written]) => written)), place('prose'));
  expect(same(inCode.map(([, written]) => written)), place('code'));
});

test('a sign at the start depends on what stands before the place', () => {
  const at = (around: string) =>
    spokenSymbols('minus x', { target: place('code', around), language: english, own: {} });
  assert.equal(at('a|'), '- x');
  assert.equal(at('x = |'), '-x');
  assert.equal(at('|'), '-x');
});

test('the user’s own symbols are added, and win', () => {
  const own = { 'tilde arrow': '~>', arrow: '→', 'null check': '!== null' };
  const written = (text: string) => spokenSymbols(text, { target: place('code'), language: english, own });
  assert.equal(written('a tilde arrow b'), 'a ~> b');
  assert.equal(written('a arrow b'), 'a → b');
  assert.equal(written('x null check'), 'x !== null');
});

test('a line break said in a terminal runs nothing', () => {
  const written = spokenSymbols('ls new line', { target: place('terminal'), language: english, own: {} });
  assert.ok(!written.includes('\n'));
});

test('each language names each symbol, with names of its own', () => {
  for (const { code, symbols: names } of languages) {
    assert.deepEqual(Object.keys(names).sort(), Object.keys(symbols).sort());
    const all = Object.values(names).flatMap(listed);
    assert.deepEqual(
      all.filter((name, at) => all.indexOf(name) !== at),
      [],
      code,
    );
    assert.ok(Object.values(names).filter((own) => own !== '').length >= 80, code);
  }
});

test('how an invented sign sits is told from its look, as for the known ones', () => {
  const looks = ['openParen', 'openBrace', 'closeParen', 'comma', 'at', 'arrow', 'doubleColon'] as const;
  for (const id of looks) {
    const { code: form }: SpokenSymbol = symbols[id];
    assert.equal(form && joinOf(form.text), form?.join, id);
  }
});
