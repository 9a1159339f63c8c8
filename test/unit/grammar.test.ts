// What kind of text grammars say there is: which grammars are installed, what their scopes mean, and that a text is
// read only once. The grammars themselves are tried in VS Code (test/extension/inside/surroundings.ts).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contributionsOf, injectionsInto } from '../../src/grammar/contributions.ts';
import { LineStates } from '../../src/grammar/lineStates.ts';
import { kindOf, type TokenType } from '../../src/grammar/pieces.ts';
import { Random } from './random.ts';

const kinds: readonly (readonly [type: TokenType, scopes: string, kind: string])[] = [
  ['other', 'source.ts', 'code'],
  ['comment', 'source.ts comment.line', 'comment'],
  ['string', 'source.ts string.quoted', 'string'],
  ['string', 'source.ts string.regexp.ts', 'code'],
  ['string', 'source.python string.quoted.docstring.multi.python', 'comment'],
  ['string', 'source.yaml string.unquoted.plain.yaml entity.name.tag.yaml', 'code'],
  ['string', 'source.yaml string.unquoted.plain.out.yaml', 'string'],
  ['string', 'source.shell string.unquoted.argument.shell', 'code'],
  ['other', 'text.html.derivative', 'prose'],
  ['other', 'text.html.derivative meta.tag.inline.b.start.html', 'code'],
  ['other', 'text.html.derivative meta.embedded.block.html source.js', 'code'],
  ['other', 'text.html.markdown markup.heading.markdown entity.name.section.markdown', 'prose'],
  ['other', 'text.html.markdown markup.fenced_code.block.markdown', 'code'],
  ['string', 'text.html.markdown markup.inline.raw.string.markdown', 'code'],
  ['other', 'source.tsx meta.tag.tsx meta.jsx.children.tsx', 'prose'],
  ['regex', 'source.js', 'code'],
];

for (const [type, scopes, kind] of kinds) {
  test(`${type} in ${scopes} is ${kind}`, () => assert.equal(kindOf(type, scopes.split(' ')), kind));
}

test('what the extensions contribute: later ones win, paths become addresses, injections bring their languages', () => {
  const contributions = contributionsOf([
    {
      root: 'file:///a',
      content: {
        contributes: {
          languages: [{ id: 'one', configuration: './one.json' }, { id: 'bare' }],
          grammars: [
            { language: 'one', scopeName: 'source.one', path: './old.json' },
            { scopeName: 'text.host', path: 'Host (1).json', embeddedLanguages: { 'source.one': 'one' } },
          ],
        },
      },
    },
    {
      root: 'file:///b/',
      content: {
        contributes: {
          languages: [{ id: 'one', configuration: 'more.json' }],
          grammars: [
            {
              language: 'one',
              scopeName: 'source.one',
              path: './new.json',
              tokenTypes: { a: 'string', b: 1 },
            },
            {
              ...{ scopeName: 'inject', path: 'i.json' },
              ...{ injectTo: ['text.host', 'text'], embeddedLanguages: { x: 'two' } },
            },
          ],
        },
      },
    },
  ]);
  assert.deepEqual(contributions.configurations.get('one'), ['file:///a/one.json', 'file:///b/more.json']);
  assert.deepEqual(contributions.grammarOfScope.get('source.one'), {
    ...{ scopeName: 'source.one', location: 'file:///b/new.json', embedded: {}, tokenTypes: { a: 'string' } },
  });
  assert.deepEqual(contributions.grammarOfScope.get('text.host'), {
    ...{ scopeName: 'text.host', location: 'file:///a/Host%20(1).json', tokenTypes: {} },
    embedded: { x: 'two', 'source.one': 'one' },
  });
  assert.equal(contributions.scopeOfLanguage.get('one'), 'source.one');
  assert.deepEqual(injectionsInto(contributions, 'text.host'), ['inject', 'inject']);
});

test('manifests of any shape are taken', () => {
  for (const content of [null, 1, 'x', [], {}, { contributes: null }, { contributes: { grammars: {} } }]) {
    assert.equal(contributionsOf([{ root: 'file:///a', content }]).grammarOfScope.size, 0);
  }
  const odd = {
    contributes: { grammars: [null, 1, {}, { scopeName: 1, path: 'a' }], languages: [null, { id: 1 }] },
  };
  assert.equal(contributionsOf([{ root: 'file:///a', content: odd }]).configurations.size, 0);
});

/** A grammar as plain as can be: its state is all that was read. */
class Reader {
  read = 0;
  readonly states = new LineStates<string>('', (line, before) => {
    this.read += 1;
    return line === 'unreadable' ? undefined : `${before}${line};`;
  });
}
const never = () => false;

test('a line is read once, and after an edit from there on', () => {
  const reader = new Reader();
  const lines = ['a', 'b', 'c', 'd'];
  assert.deepEqual(reader.states.read(3, lines, never), { before: 'a;b;c;' });
  assert.equal(reader.read, 3);
  assert.deepEqual(reader.states.read(2, lines, never), { before: 'a;b;' });
  assert.equal(reader.read, 3);
  lines[1] = 'B';
  assert.deepEqual(reader.states.read(3, lines, never), { before: 'a;B;c;' });
  assert.equal(reader.read, 5);
});

test('what was read before there was enough is kept', () => {
  const reader = new Reader();
  let asked = 0;
  const afterTwo = () => ++asked > 2;
  assert.equal(reader.states.read(4, ['a', 'b', 'c', 'd'], afterTwo), 'unfinished');
  assert.deepEqual(reader.states.read(4, ['a', 'b', 'c', 'd'], never), { before: 'a;b;c;d;' });
  assert.equal(reader.read, 4);
});

test('a line that cannot be read ends it, and the lines before it are known', () => {
  const reader = new Reader();
  assert.equal(reader.states.read(3, ['a', 'unreadable', 'c'], never), 'unreadable');
  assert.deepEqual(reader.states.read(1, ['a', 'unreadable', 'c'], never), { before: 'a;' });
});

test('whatever is edited, the states are those of a reader that begins anew', () => {
  const random = new Random(5);
  const reader = new Reader();
  const lines = Array.from({ length: 20 }, (_, index) => `${index}`);
  for (let round = 0; round < 2_000; round += 1) {
    const at = random.whole(0, lines.length);
    const removed = random.whole(0, 2);
    lines.splice(at, removed, ...Array.from({ length: random.whole(0, 2) }, () => `${random.whole(0, 9)}`));
    const line = random.whole(0, lines.length);
    assert.deepEqual(reader.states.read(line, lines, never), new Reader().states.read(line, lines, never));
  }
});
