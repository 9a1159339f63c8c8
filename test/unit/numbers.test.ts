// Numbers and common forms of code. In prose most numbers stay words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { numbersAndForms } from '../../src/text/numbers.ts';
import { numberAt } from '../../src/text/numberWords.ts';
import { expectRows, place, type Row, same } from './writing.ts';

const inCode: readonly Row[] = [
  ['x = five', 'x = 5'],
  ['x = -one', 'x = -1'],
  ['x = zero;', 'x = 0;'],
  ['return one', 'return 1'],
  ['range(ten)', 'range(10)'],
  ['items[zero]', 'items[0]'],
  ['f(one, two)', 'f(1, 2)'],
  ['x + twenty five', 'x + 25'],
  ['x = twenty-five', 'x = 25'],
  ['x = one hundred and five', 'x = 105'],
  ['x = two thousand twenty six', 'x = 2026'],
  ['x = three hundred thousand', 'x = 300000'],
  ['x = one million', 'x = 1000000'],
  ['x = three point five', 'x = 3.5'],
  ['x = zero point two five', 'x = 0.25'],
  ['x = 3 point 14', 'x = 3.14'],
  ['x = zero x ff', 'x = 0xff'],
  ['x = zero x f f', 'x = 0xff'],
  ['x = 0 x one a', 'x = 0x1a'],
  ['x = zero b one zero one', 'x = 0b101'],
  ['x = zero o seven five five', 'x = 0o755'],
  ['port = eight zero eight zero', 'port = 8080'],
  ['dunder init(self)', '__init__(self)'],
  ['import dunder name', 'import __name__'],
  ['sleep forty two', 'sleep 42'],
];

const codeTraps: readonly string[] = [
  'one of the users',
  'another one',
  'someone',
  'get one from list',
  'hundred',
  'x point y',
  'to the point',
  'tens of users',
  'none',
  'zero-based',
  'x = 0xff',
  'x = 3.5',
  'my_one',
  'oneTwo',
  'x = "0 y"',
  '',
];

const inProse: readonly Row[] = [
  ['About three point five seconds.', 'About 3.5 seconds.'],
  ['The mask is zero x ff.', 'The mask is 0xff.'],
  ['See line forty two.', 'See line 42.'],
  ['See line five.', 'See line 5.'],
  ['It needs version two.', 'It needs version 2.'],
  ['It needs version two point one.', 'It needs version 2.1.'],
  ['It has one hundred and five rows.', 'It has 105 rows.'],
  ['About twenty five users.', 'About 25 users.'],
  ['Open main dot py first.', 'Open main.py first.'],
  ['Edit package dot json.', 'Edit package.json.'],
  ['It stands in dot env.', 'It stands in .env.'],
  ['Override dunder init.', 'Override __init__.'],
  ['Listen on port eight thousand.', 'Listen on port 8000.'],
];

const proseTraps: readonly string[] = [
  'The template contains three parameters.',
  'A token is valid for one session.',
  'The process will exit with code one.',
  'The index of the first element is zero.',
  'One or two files.',
  'One two three.',
  'At one point five users left.',
  'A hundred reasons.',
  'Thousands of files.',
  'Twenty users.',
  'Use a one-time token.',
  'The three-way merge.',
  'That is the point.',
  'The dot is missing.',
  'Connect the dots and go.',
  'Lines of code.',
  'Zero trust.',
  'Line by line.',
  'A second, third and fourth.',
  'Nobody is perfect.',
];

const germanProse: readonly Row[] = [
  ['Etwa drei Komma fünf Sekunden.', 'Etwa 3,5 Sekunden.'],
  ['Siehe Zeile fünf.', 'Siehe Zeile 5.'],
  ['Es hat einhundertfünf Zeilen.', 'Es hat 105 Zeilen.'],
  ['Etwa fünfundzwanzig Leute.', 'Etwa 25 Leute.'],
  ['Öffne main Punkt py.', 'Öffne main.py.'],
];

const germanCode: readonly Row[] = [
  ['x = fünf', 'x = 5'],
  ['x = zweitausendsechsundzwanzig', 'x = 2026'],
  ['x = dreihunderttausend', 'x = 300000'],
  ['x = null x ff', 'x = 0xff'],
  ['x = drei.fünf', 'x = 3.5'],
  ['x = null komma fünf', 'x = 0.5'],
  ['return null', 'return null'],
  ['x = null', 'x = null'],
];

const germanTraps: readonly string[] = [
  'Drei Dateien fehlen.',
  'Ein Benutzer und eine Datei.',
  'Einer von zwei.',
  'Hundert Gründe.',
  'Der Hundertste.',
  'Eine tausendfache Kopie.',
  'Zwanzig Leute.',
];

const stage =
  (kind: 'code' | 'prose', language = english) =>
  (text: string) =>
    numbersAndForms(text, { target: place(kind), language });

test('numbers in code', () => expectRows(inCode, stage('code')));
test('numbers in prose', () => expectRows(inProse, stage('prose')));
test('numbers in German', () => {
  expectRows(germanProse, stage('prose', german));
  expectRows(germanCode, stage('code', german));
});
test('traps in code', () => expectRows(same(codeTraps), stage('code')));
test('traps in prose', () => expectRows(same(proseTraps), stage('prose')));
test('traps in German', () => expectRows(same(germanTraps), stage('prose', german)));
test('written numbers stay', () => {
  expectRows(same(inCode.map(([, written]) => written)), stage('code'));
  expectRows(same(inProse.map(([, written]) => written)), stage('prose'));
});

test('every number up to a million is read back from its words', () => {
  const spoken = (value: number): string[] => {
    const { units, tens } = english.numbers;
    if (value < 20) return [units[value] ?? ''];
    if (value < 100)
      return [tens[Math.floor(value / 10) - 2] ?? '', ...(value % 10 ? spoken(value % 10) : [])];
    const [size, name] = value < 1_000 ? [100, 'hundred'] : [1_000, 'thousand'];
    return [...spoken(Math.floor(value / size)), name, ...(value % size ? spoken(value % size) : [])];
  };
  for (let value = 0; value < 1_000_000; value += value < 2_000 ? 1 : 977) {
    const words = spoken(value);
    assert.deepEqual(numberAt(words, english.numbers), { value, words: words.length }, words.join(' '));
  }
});
