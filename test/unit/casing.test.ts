// Casing commands: where a name begins and ends, as people pause and as the recogniser punctuates.

import { test } from 'node:test';
import { cased } from '../../src/text/casing.ts';
import { english } from '../../src/text/languages/english.ts';
import { german } from '../../src/text/languages/german.ts';
import { expectRows, place, type Row, same } from './writing.ts';

const inCode: readonly Row[] = [
  ['camel case get user by id', 'getUserById'],
  ['Camel case, get user by id', 'getUserById'],
  ['Camel case. Get user by id', 'getUserById'],
  ['CamelCase get user by id', 'getUserById'],
  ['camel-case get user by id', 'getUserById'],
  ['pascal case user service', 'UserService'],
  ['upper camel case user service', 'UserService'],
  ['snake case max retry count', 'max_retry_count'],
  ['kebab case main content', 'main-content'],
  ['constant case max retry count', 'MAX_RETRY_COUNT'],
  ['screaming snake case max size', 'MAX_SIZE'],
  ['dot case app settings theme', 'app.settings.theme'],
  ['path case src text write', 'src/text/write'],
  ['no space data base', 'database'],
  ['no spaces, data base', 'database'],
  ['all caps api key', 'API KEY'],
  ['const camel case user name = x', 'const userName = x'],
  ['print(camel case user name)', 'print(userName)'],
  ['f(camel case user name, snake case max size)', 'f(userName, max_size)'],
  ['camel case user name.camel case first name', 'userName.firstName'],
  ['camel case user name snake case max size', 'userName max_size'],
  ['camel case user name end case of x', 'userName of x'],
  ['camel case is valid', 'isValid'],
  ['camel case to string()', 'toString()'],
  ['camel case get HTML text', 'getHtmlText'],
  ["camel case the user's name", 'theUsersName'],
  ['camel case re-render list', 'reRenderList'],
  ['camel case userName count', 'userNameCount'],
  ['camel case user 2', 'user2'],
  ['camel case größe ändern', 'größeÄndern'],
  ['camel case name', 'name'],
  ['"camel case user name"', '"userName"'],
  [
    'camel case one two three four five six seven eight nine ten eleven',
    'oneTwoThreeFourFiveSixSevenEightNineTen eleven',
  ],
];

const codeTraps: readonly string[] = [
  'camel case',
  'camel case;',
  'camel case = x',
  'the camel sleeps',
  'getUserById',
  'a snake in the case',
  'no spaced',
  'camel\ncase x',
  'end case',
  'kebab case end case',
  '',
];

const inProse: readonly Row[] = [
  ['Call camel case get user by id.', 'Call getUserById.'],
  ['Call camel case get user by id, then stop.', 'Call getUserById, then stop.'],
  ['Call camel case, get user by id, then stop.', 'Call getUserById, then stop.'],
  ['Camel case user name is the key.', 'userName is the key.'],
  ['Here snake case max size must be small.', 'Here max_size must be small.'],
  ['The pascal case user service returns null.', 'The UserService returns null.'],
  ['Set constant case max size end case to ten.', 'Set MAX_SIZE to ten.'],
  ['Write all caps todo here.', 'Write TODO HERE.'],
  ['Use camel case user name.', 'Use userName.'],
  ['Pass it to camel case user name.', 'Pass it to userName.'],
];

const proseTraps: readonly string[] = [
  'Names are written in camel case.',
  'We use camel case for variables.',
  'We use camel case, snake case and kebab case.',
  'In camel case for names.',
  'Camel case is nice.',
  'The camel case style.',
  'Camel case names are long.',
  'Camel case or snake case?',
  'Convert from camel case to words.',
  'A snake case identifier.',
  'There is no space left on the device.',
  'Leave no space between them.',
  'The upper case letters.',
  'In just this case it fails.',
];

const inGerman: readonly Row[] = [
  ['Camel Case hole Benutzer nach id', 'holeBenutzerNachId'],
  ['Pascal Case Benutzer Dienst', 'BenutzerDienst'],
  ['Schlangenschreibweise maximale Größe', 'maximale_größe'],
  ['Konstantenschreibweise maximale Größe', 'MAXIMALE_GRÖSSE'],
  ['alles groß wichtig', 'WICHTIG'],
  ['zusammengeschrieben Daten Bank', 'datenbank'],
];

const stage =
  (kind: 'code' | 'prose', language = english) =>
  (text: string) =>
    cased(text, { target: place(kind), language });

test('names in code', () => expectRows(inCode, stage('code')));
test('names in prose', () => expectRows(inProse, stage('prose')));
test('names in German', () => expectRows(inGerman, stage('code', german)));
test('traps in code', () => expectRows(same(codeTraps), stage('code')));
test('traps in prose', () => expectRows(same(proseTraps), stage('prose')));
test('a name stays when the stage meets it again', () => {
  expectRows(same(inCode.slice(0, 15).map(([, written]) => written)), stage('code'));
});
