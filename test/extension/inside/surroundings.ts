// What Sotto knows about a place from the grammars that this VS Code has installed: the kind of the text there and
// the language, the inner one where languages are embedded.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { places, surroundings } from './parts.ts';
import { suite, test } from './runner.ts';
import { given, unmarked } from './window.ts';

/** Documents of a scheme of our own: VS Code shows a new one that was not saved after a while, in its own time. */
const scheme = 'sotto-surroundings';
const contents = new Map<string, string>();
vscode.workspace.registerTextDocumentContentProvider(scheme, {
  provideTextDocumentContent: ({ path }) => contents.get(path) ?? '',
});

async function document(language: string, content: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.from({ scheme, path: `/${contents.size}` });
  contents.set(uri.path, content);
  const opened = await vscode.workspace.openTextDocument(uri);
  return await vscode.languages.setTextDocumentLanguage(opened, language);
}

/** The place is marked with `|`. */
const rows: readonly (readonly [language: string, marked: string, kind: string, inner?: string])[] = [
  ['typescript', 'const a = |1;', 'code'],
  ['typescript', '// one|', 'comment'],
  ['typescript', '//|', 'comment'],
  ['typescript', '|// one', 'code'],
  ['typescript', 'f(); // one| two', 'comment'],
  ['typescript', "const url = 'http://|';", 'string'],
  ['typescript', "const url = 'http://x'|;", 'code'],
  ['typescript', "const url = |'http://x';", 'code'],
  ['typescript', 'const isUrl = /https?:\\/\\/|/;', 'code'],
  ['typescript', 'const a = b / c; // d|', 'comment'],
  ['typescript', `const a = \`one // \${b|} two\`;`, 'code'],
  ['typescript', 'const a = `one\n// two|\n`;', 'string'],
  ['typescript', '/*\n|\n*/', 'comment'],
  ['typescript', '/**\n * one|\n */', 'comment'],
  ['typescript', '/* one */|', 'code'],
  ['typescript', '/* one |*/', 'comment'],
  ['typescriptreact', 'const a = <p>text|</p>;', 'prose', 'jsx-tags'],
  ['typescriptreact', 'const a = <p>{value|}</p>;', 'code', 'typescriptreact'],
  ['python', 'def f():\n    """Tell |\n    """', 'comment'],
  ['python', 'text = """one\n# two|\n"""', 'string'],
  ['python', 'x = 1  # one|', 'comment'],
  ['python', "x = '# |'", 'string'],
  ['rust', '/// One|', 'comment'],
  ['rust', '/* a /* b */ c| */', 'comment'],
  ['rust', "fn f<'a>() {|}", 'code'],
  ['go', '// one|', 'comment'],
  ['c', '#include <a.h> /* one| */', 'comment'],
  ['cpp', 'auto a = R"(// one|)";', 'string'],
  ['java', 'String a = "/* |";', 'string'],
  ['csharp', '/// <summary>one|</summary>', 'comment'],
  ['ruby', 'a = "#{b|}"', 'code'],
  ['ruby', '=begin\none|\n=end', 'comment'],
  ['shellscript', "echo '# |'", 'string'],
  ['shellscript', 'echo a#|', 'code'],
  ['shellscript', 'cat <<END\n# one|\nEND', 'string'],
  ['lua', '--[[ one\n|\n]]', 'comment'],
  ['sql', "select '--|'", 'string'],
  ['sql', '-- one|', 'comment'],
  ['css', 'a { color: red; /* one| */ }', 'comment'],
  ['css', 'a { color: |red; }', 'code'],
  ['html', '<p>Some text|</p>', 'prose'],
  ['html', '<p |class="a">', 'code'],
  ['html', '<!-- one| -->', 'comment'],
  ['html', '<script>\nconst a = |1;\n</script>', 'code', 'javascript'],
  ['html', '<script>\n// one|\n</script>', 'comment', 'javascript'],
  ['html', '<style>\np { |color: red }\n</style>', 'code', 'css'],
  ['html', '<style>\n/* one| */\n</style>', 'comment', 'css'],
  ['php', '<p>text|</p>\n<?php $a = 1; ?>', 'prose', 'html'],
  ['php', '<p></p>\n<?php $a = |1; ?>', 'code', 'php'],
  ['markdown', '# Heading|', 'prose'],
  ['markdown', 'Some text|', 'prose'],
  ['markdown', 'Some `code|` here', 'code'],
  ['markdown', '```js\nconst a = |1;\n```', 'code', 'javascript'],
  ['markdown', '```python\n# one|\n```', 'comment', 'python'],
  ['yaml', 'key: value # one|', 'comment'],
  ['yaml', 'key: "# |"', 'string'],
  ['jsonc', '{ // one|\n}', 'comment'],
  ['json', '{ "a": "|" }', 'string'],
  ['latex', '% one|', 'comment'],
  ['git-commit', 'Mend the |', 'commit'],
  ['git-commit', '# one|', 'comment'],
  ['plaintext', 'Dear |', 'prose'],
];

suite('What stands at a place', () => {
  for (const [language, marked, kind, inner = language] of rows) {
    test(`${language}: ${JSON.stringify(marked)}`, async () => {
      const { text, spans } = unmarked(marked);
      const opened = await document(language, text);
      const [start, end] = spans[0] ?? assert.fail('no place is marked');
      const range = new vscode.Range(opened.positionAt(start), opened.positionAt(end));
      const target = await surroundings.target(opened, range);
      assert.deepEqual([target.kind, target.languageId], [kind, inner]);
    });
  }

  test('in a document that changes, as it is when asked', async () => {
    const editor = await given('let a;\nlet b;\n|', { file: 'changes.ts' });
    const opened = editor.document;
    const end = () => opened.lineAt(1).range.end;
    const kind = async () => (await surroundings.target(opened, new vscode.Range(end(), end()))).kind;
    assert.equal(await kind(), 'code');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '/* '));
    assert.equal(await kind(), 'comment');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 9), ' */'));
    assert.equal(await kind(), 'code');
  });

  test('over a selection, what the text in its place will be', async () => {
    const { text, spans } = unmarked('f(‹/* one */› two);');
    const opened = await document('typescript', text);
    const [start, end] = spans[0] ?? assert.fail();
    const range = new vscode.Range(opened.positionAt(start), opened.positionAt(end));
    assert.equal((await surroundings.target(opened, range)).kind, 'code');
  });

  test('a place tells it of itself, with the lines around', async () => {
    const editor = await given('import os\n# one|\n', { file: 'one.py' });
    const place = places.pin();
    assert.ok(place.ok);
    assert.deepEqual(await place.value.target(), {
      ...{ kind: 'comment', languageId: 'python', before: 'import os\n# one', after: '\n' },
      document: `${editor.document.uri}`,
    });
  });
});
