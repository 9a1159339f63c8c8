// Comment dictation, situation by language: what stood there, what was said, and exactly what stands there then.
// `|` is the cursor, `‹…›` a selection.

export interface Row {
  readonly language: string;
  readonly file: string;
  readonly situation: string;
  readonly before: string;
  readonly said: string;
  readonly after: string;
}

const long =
  'checks that the path is valid before the file is opened and that the remote host has not closed it';

type Plain = readonly [situation: string, before: string, said: string, after: string];

function rows(language: string, file: string, ...plain: readonly Plain[]): readonly Row[] {
  return plain.map(([situation, before, said, after]) => ({
    language,
    file,
    situation,
    before,
    said,
    after,
  }));
}

/** The everyday situations of a language with line comments. */
function everyday(language: string, file: string, marker: string, line: string, gap = ' '): readonly Row[] {
  return rows(
    ...([language, file] as const),
    ['empty line', `|\n${line}\n`, 'Reads it.', `${marker} Reads it.|\n${line}\n`],
    ['behind code', `${line}|\n`, 'Reads it.', `${line}${gap}${marker} Reads it.|\n`],
    ['in a comment', `${marker} One|\n${line}\n`, 'and two.', `${marker} One and two.|\n${line}\n`],
    [
      'selection',
      `${line}\n‹${line}\n${line}›\n`,
      'Twice.',
      `${line}\n${marker} Twice.|\n${line}\n${line}\n`,
    ],
    ['todo', `${line}\n|`, 'To do: check it.', `${line}\n${marker} TODO: check it.|`],
  );
}

function under(head: string, below: readonly Row[]): readonly Row[] {
  return below.map((row) => ({ ...row, before: head + row.before, after: head + row.after }));
}

export const table: readonly Row[] = [
  ...everyday('typescript', 'a.ts', '//', 'const a = 1;'),
  ...everyday('javascript', 'a.js', '//', 'const a = 1;'),
  ...everyday('python', 'a.py', '#', 'a = 1', '  '),
  ...everyday('rust', 'a.rs', '//', 'const A: u8 = 1;'),
  ...under('package a\n\n', everyday('go', 'a.go', '//', 'import _ "os"')),
  ...everyday('c', 'a.c', '//', 'int a;'),
  ...everyday('cpp', 'a.cpp', '//', 'extern int a;'),
  ...everyday('java', 'A.java', '//', 'import java.util.*;'),
  ...everyday('csharp', 'a.cs', '//', 'int a = 1;'),
  ...everyday('ruby', 'a.rb', '#', 'a = 1'),
  ...everyday('shellscript', 'a.sh', '#', 'a=1'),
  ...everyday('sql', 'a.sql', '--', 'select 1;'),
  ...everyday('lua', 'a.lua', '--', 'a = 1'),
  ...everyday('yaml', 'a.yaml', '#', 'a: 1'),
  ...everyday('jsonc', 'a.jsonc', '//', '[1]'),
  ...under('<?php\n', everyday('php', 'a.php', '//', '$a = 1;')),
  ...everyday('latex', 'a.tex', '%', 'Text'),
  ...everyday('dockerfile', 'Dockerfile', '#', 'FROM a').filter(
    ({ situation }) => situation !== 'behind code',
  ),
  ...everyday('powershell', 'a.ps1', '#', '$a = 1'),
  ...everyday('makefile', 'Makefile', '#', 'a = 1').filter(({ situation }) => situation !== 'behind code'),

  ...rows(
    ...(['typescript', 'b.ts'] as const),
    ['indent of what follows', 'f({\n|\n  a: 1,\n});\n', 'One.', 'f({\n  // One.|\n  a: 1,\n});\n'],
    ['indent of the block', 'if (a) {\n|\n}\n', 'One.', 'if (a) {\n  // One.|\n}\n'],
    ['indent that is there', 'if (a) {\n    |\n}\n', 'One.', 'if (a) {\n    // One.|\n}\n'],
    ['in the middle of code', 'const a |= 1;\n', 'One.', '// One.|\nconst a = 1;\n'],
    ['in front of code', '  |f();\n', 'One.', '  // One.|\n  f();\n'],
    [
      ...(['behind code where it would be too long', 'const value = await readTheWholeFile();|\n'] as const),
      ...(['This reads the file from the local directory of the user.'] as const),
      '// This reads the file from the local directory of the user.|\nconst value = await readTheWholeFile();\n',
    ],
    ['behind a string that looks like a comment', "f('// a');|\n", 'One.', "f('// a'); // One.|\n"],
    [
      'in a string of many lines',
      'const a = `one\ntwo|\n`;\n',
      'One.',
      '// One.|\nconst a = `one\ntwo\n`;\n',
    ],
    ['behind a comment', 'f(); // One|\n', 'two.', 'f(); // One two.|\n'],
    ['inside a comment', '// One| three\n', 'two', '// One two| three\n'],
    [
      'line comment, wrapped',
      `  // One|\n`,
      long,
      '  // One checks that the path is valid before the file is opened and that the\n  // remote host has not closed it|\n',
    ],
    [
      ...(['list in a line comment, wrapped', `// - One|\n`, long] as const),
      '// - One checks that the path is valid before the file is opened and that the\n//   remote host has not closed it|\n',
    ],
    ['paragraphs', '// One|\n', 'two.\n\nThree.', '// One two.\n//\n// Three.|\n'],
    [
      ...(['trailing comment, wrapped', `let a; // One|\n`, long] as const),
      'let a; // One checks that the path is valid before the file is opened and that\n       // the remote host has not closed it|\n',
    ],
    ['triple slash', '/// One|\n', 'two.', '/// One two.|\n'],
    ['block comment', '/*\n * One|\n */\n', 'two.', '/*\n * One two.|\n */\n'],
    ['doc comment', '/**\n * One|\n */\n', 'two.\n\nThree.', '/**\n * One two.\n *\n * Three.|\n */\n'],
    ['empty line of a doc comment', '/**\n * One.\n|\n */\n', 'Two.', '/**\n * One.\n * Two.|\n */\n'],
    [
      'doc comment, wrapped',
      `  /**\n   * One|\n   */\n`,
      long,
      '  /**\n   * One checks that the path is valid before the file is opened and that the\n   * remote host has not closed it|\n   */\n',
    ],
    ['doc comment of one line', '/** One| */\n', 'two.', '/** One two.| */\n'],
    [
      ...(['doc comment of one line, wrapped', '/** One| */\n', long] as const),
      '/**\n * One checks that the path is valid before the file is opened and that the\n * remote host has not closed it|\n */\n',
    ],
    ['end of a block comment', '/*\n * One.\n| */\n', 'Two.', '/*\n * One.\n * Two.|\n */\n'],
    ['the end marker is spoken', '/* One| */\n', 'a */ b /* c', '/* One a * / b / * c| */\n'],
    ['fix me', '|\nf();\n', 'Fix me later.', '// FIXME: later.|\nf();\n'],
    ['to do as a word', '|\n', 'To do this we need time.', '// To do this we need time.|\n'],
    [
      ...([
        'document this',
        '|\nfunction add(first: number, second = 1): number {\n  return first + second;\n}\n',
      ] as const),
      'Document this adds two numbers. Param first the first number. Param second the other one. Returns the sum.',
      '/**\n * Adds two numbers.|\n *\n * @param first - The first number.\n * @param second - The other one.\n * @returns The sum.\n */\nfunction add(first: number, second = 1): number {\n  return first + second;\n}\n',
    ],
    [
      ...([
        'document this, slots left open',
        'class A {\n  |\n  async load(userName: string, { deep }: Options): Promise<void> {}\n}\n',
      ] as const),
      'Document this. Loads a user. Param user name the login.',
      'class A {\n  /**\n   * Loads a user.|\n   *\n   * @param userName - The login.\n   * @param options\n   */\n  async load(userName: string, { deep }: Options): Promise<void> {}\n}\n',
    ],
    [
      ...([
        'document this, an arrow function',
        '|\nexport const twice = (value: number): number => value * 2;\n',
      ] as const),
      'Document this doubles a value',
      '/**\n * Doubles a value.|\n *\n * @param value\n * @returns\n */\nexport const twice = (value: number): number => value * 2;\n',
    ],
    [
      'document this, without slots',
      '|\nfunction main() {}\n',
      'document this starts it',
      '/** Starts it.| */\nfunction main() {}\n',
    ],
  ),
  ...rows(...(['typescriptreact', 'b.tsx'] as const), [
    'between tags',
    'const a = (\n  <p>\n    |\n    <b />\n  </p>\n);\n',
    'One.',
    'const a = (\n  <p>\n    {/* One.| */}\n    <b />\n  </p>\n);\n',
  ]),
  ...rows(...(['javascript', 'b.js'] as const), [
    ...(['document this', '|\nfunction greet(user, loud) {\n  return user;\n}\n'] as const),
    'Document this greets a user, param user the person, returns the greeting.',
    '/**\n * Greets a user.|\n *\n * @param user The person.\n * @param loud\n * @returns The greeting.\n */\nfunction greet(user, loud) {\n  return user;\n}\n',
  ]),
  ...rows(
    ...(['python', 'b.py'] as const),
    ['in a block', 'def f():\n|\n    return 1\n', 'One.', 'def f():\n    # One.|\n    return 1\n'],
    [
      'before the next function',
      'def f():\n    return 1\n\n|\ndef g():\n    return 2\n',
      'One.',
      'def f():\n    return 1\n\n# One.|\ndef g():\n    return 2\n',
    ],
    ['in a docstring', 'def f():\n    """One|\n    """\n', 'two.', 'def f():\n    """One two.|\n    """\n'],
    [
      'docstring of one line, wrapped',
      'def f():\n    """One|"""\n',
      long,
      'def f():\n    """One checks that the path is valid before the file is opened and that the\n    remote host has not closed it|\n    """\n',
    ],
    [
      'what would end a docstring',
      'def f():\n    """One|"""\n',
      'a """ b \\n "c"',
      'def f():\n    """One a " "" b \\\\n "c" |"""\n',
    ],
    ['in a string of many lines', 'a = """one\ntwo|\n"""\n', 'One.', '# One.|\na = """one\ntwo\n"""\n'],
    ['in a line that goes on', 'a = 1 + \\\n    2|\n', 'One.', 'a = 1 + \\\n    2  # One.|\n'],
    ['behind a backslash', 'a = 1 + \\|\n    2\n', 'One.', '# One.|\na = 1 + \\\n    2\n'],
    [
      ...([
        'document this',
        '|\ndef greet(self, user: str, *, loud: bool = False) -> str:\n    return user\n',
      ] as const),
      'Document this greets a user. Param user the person. Returns the greeting.',
      '\ndef greet(self, user: str, *, loud: bool = False) -> str:\n    """Greets a user.|\n\n    Args:\n        user: The person.\n        loud:\n\n    Returns:\n        The greeting.\n    """\n    return user\n',
    ],
  ),
  ...rows(
    ...(['rust', 'b.rs'] as const),
    ['doc line', '/// One|\nfn f() {}\n', 'two.\n\nThree.', '/// One two.\n///\n/// Three.|\nfn f() {}\n'],
    ['inner doc line', '//! One|\n', 'two.', '//! One two.|\n'],
    ['nested block', '/* One| */\nfn f() {}\n', 'a /* b', '/* One a / * b| */\nfn f() {}\n'],
    [
      ...(['document this', '|\npub fn add<T>(first: &T, second: u8) -> u8 {\n    second\n}\n'] as const),
      'Document this adds. Param second the number. Returns the sum.',
      '/// Adds.|\n///\n/// # Arguments\n///\n/// * `second` - The number.\n///\n/// # Returns\n///\n/// The sum.\npub fn add<T>(first: &T, second: u8) -> u8 {\n    second\n}\n',
    ],
  ),
  ...rows(
    ...(['go', 'b.go'] as const),
    [
      ...([
        'document this',
        'package a\n\n|\nfunc (s *Server) Greet(user, other string) (string, error) {\n\treturn user, nil\n}\n',
      ] as const),
      'Document this greets a user. Param user the person.',
      'package a\n\n// Greet greets a user.|\n//\n//   - user: The person.\nfunc (s *Server) Greet(user, other string) (string, error) {\n\treturn user, nil\n}\n',
    ],
    [
      'in a block',
      'package a\n\nfunc f() {\n|\n\tg()\n}\n',
      'One.',
      'package a\n\nfunc f() {\n\t// One.|\n\tg()\n}\n',
    ],
  ),
  ...rows(
    ...(['c', 'b.c'] as const),
    ['a backslash at the end', 'int a;|\n', 'on C:\\', 'int a; // on C:\\.|\n'],
    [
      'in a macro',
      '#define A(x) \\\n  f(x); \\|\n  g(x)\n',
      'One.',
      '// One.|\n#define A(x) \\\n  f(x); \\\n  g(x)\n',
    ],
    [
      ...(['document this', '|\nint add(const char *first, int second[4]);\n'] as const),
      'Document this adds. Param first the text. Returns the sum.',
      '/**\n * Adds.|\n *\n * @param first The text.\n * @param second\n * @return The sum.\n */\nint add(const char *first, int second[4]);\n',
    ],
  ),
  ...rows(...(['cpp', 'b.cpp'] as const), [
    ...([
      'document this',
      '|\ntemplate <typename T>\nvoid push(std::vector<T> &list, const T &item = T{1, 2});\n',
    ] as const),
    'Document this appends. Param item the new one.',
    '/**\n * Appends.|\n *\n * @param list\n * @param item The new one.\n */\ntemplate <typename T>\nvoid push(std::vector<T> &list, const T &item = T{1, 2});\n',
  ]),
  ...rows(...(['cpp', 'c.cpp'] as const), [
    ...(['document this, what is thrown', '|\nvoid push(int item);\n'] as const),
    'Document this appends. Throws when it is full.',
    '/**\n * Appends.|\n *\n * @param item\n * @throws std::exception When it is full.\n */\nvoid push(int item);\n',
  ]),
  ...rows(...(['java', 'C.java'] as const), [
    ...(['document this, what is thrown', 'class C {\n  |\n  void push(int item) {}\n}\n'] as const),
    'Document this appends. Throws IllegalStateException when it is full.',
    'class C {\n  /**\n   * Appends.|\n   *\n   * @param item\n   * @throws IllegalStateException when it is full.\n   */\n  void push(int item) {}\n}\n',
  ]),
  ...rows(
    ...(['java', 'B.java'] as const),
    [
      'an escape that Java reads in comments',
      'class B {\n  int a; |\n}\n',
      'in C:\\users',
      'class B {\n  int a; // in C:\\ users|\n}\n',
    ],
    [
      ...([
        'document this',
        'class B {\n  |\n  @Deprecated\n  public String count(final String[] words, int limit) throws Error {\n    return null;\n  }\n}\n',
      ] as const),
      'Document this counts words. Param limit at most so many. Returns the counts. Throws when it is full.',
      'class B {\n  /**\n   * Counts words.|\n   *\n   * @param words\n   * @param limit At most so many.\n   * @return The counts.\n   * @throws Error When it is full.\n   */\n  @Deprecated\n  public String count(final String[] words, int limit) throws Error {\n    return null;\n  }\n}\n',
    ],
  ),
  ...rows(
    ...(['csharp', 'b.cs'] as const),
    [
      'doc line',
      'class B {\n  /// <summary>One|</summary>\n  int a;\n}\n',
      'two',
      'class B {\n  /// <summary>One two|</summary>\n  int a;\n}\n',
    ],
    [
      ...([
        'document this',
        'class B {\n  |\n  public async Task<int> Add(ref int first, int second = 2) { return 1; }\n}\n',
      ] as const),
      'Document this adds if first is 1. Param first the one. Returns the sum.',
      'class B {\n  /// <summary>\n  /// Adds if first is 1.|\n  /// </summary>\n  /// <param name="first">The one.</param>\n  /// <param name="second"></param>\n  /// <returns>The sum.</returns>\n  public async Task<int> Add(ref int first, int second = 2) { return 1; }\n}\n',
    ],
  ),
  ...rows(
    ...(['ruby', 'b.rb'] as const),
    ['in a method', 'def f(a)\n|\n  a\nend\n', 'One.', 'def f(a)\n  # One.|\n  a\nend\n'],
    ['in a block comment', '=begin\nOne|\n=end\n', 'two.', '=begin\nOne two.|\n=end\n'],
    [
      ...(['document this', '|\ndef greet(user, loud: false)\n  user\nend\n'] as const),
      'Document this greets. Param user the person. Returns the greeting.',
      '# Greets.|\n#\n# @param user The person.\n# @param loud\n# @return The greeting.\ndef greet(user, loud: false)\n  user\nend\n',
    ],
  ),
  ...rows(
    ...(['shellscript', 'b.sh'] as const),
    ['in a here document', 'cat <<END\none|\nEND\n', 'One.', '# One.|\ncat <<END\none\nEND\n'],
    ['in a command that goes on', 'ls \\\n  -l \\|\n  -a\n', 'One.', '# One.|\nls \\\n  -l \\\n  -a\n'],
    ['behind a command', 'ls -l|\n', 'One.', 'ls -l # One.|\n'],
  ),
  ...rows(
    ...(['html', 'b.html'] as const),
    ['empty line', '<p>\n|\n  <b>a</b>\n</p>\n', 'One.', '<p>\n  <!-- One.| -->\n  <b>a</b>\n</p>\n'],
    ['behind code', '<p>a</p>|\n', 'One.', '<p>a</p> <!-- One.| -->\n'],
    ['in a comment', '<!-- One| -->\n', 'two -- three -->', '<!-- One two - - three - ->| -->\n'],
    [
      'in a tag',
      '<p\n  class="a"|\n  id="b">a</p>\n',
      'One.',
      '<!-- One.| -->\n<p\n  class="a"\n  id="b">a</p>\n',
    ],
    ['selection', '‹<p>a</p>›\n', 'One.', '<!-- One.| -->\n<p>a</p>\n'],
    [
      'wrapped',
      '|\n',
      long,
      '<!--\n  checks that the path is valid before the file is opened and that the remote\n  host has not closed it|\n-->\n',
    ],
    [
      'script',
      '<script>\nf();|\n</script>\n',
      'Ends </script> here.',
      '<script>\nf(); // Ends < /script> here.|\n</script>\n',
    ],
    [
      'empty line in a script',
      '<script>\n|\nf();\n</script>\n',
      'One.',
      '<script>\n// One.|\nf();\n</script>\n',
    ],
    [
      'style',
      '<style>\np { color: red; }|\n</style>\n',
      'One.',
      '<style>\np { color: red; } /* One.| */\n</style>\n',
    ],
  ),
  ...rows(
    ...(['css', 'b.css'] as const),
    ['empty line', 'a {\n  |\n  color: red;\n}\n', 'One.', 'a {\n  /* One.| */\n  color: red;\n}\n'],
    ['behind code', 'a {\n  color: red;|\n}\n', 'One.', 'a {\n  color: red; /* One.| */\n}\n'],
    ['in a comment', '/* One| */\n', 'two.', '/* One two.| */\n'],
    ['selection', '‹a { color: red }›\n', 'One.', '/* One.| */\na { color: red }\n'],
    ['todo', '|\n', 'todo pick a color', '/* TODO: pick a color| */\n'],
    [
      'wrapped',
      '|\n',
      long,
      '/*\n * checks that the path is valid before the file is opened and that the remote\n * host has not closed it|\n */\n',
    ],
  ),
  ...rows(
    ...(['lua', 'b.lua'] as const),
    ['in a block comment', '--[[ One|\n]]\n', 'two ]] three', '--[[ One two ] ] three|\n]]\n'],
    [
      ...(['document this', '|\nlocal function greet(user, ...)\n  return user\nend\n'] as const),
      'Document this greets. Param user the person.',
      '--- Greets.|\n--\n-- @param user The person.\nlocal function greet(user, ...)\n  return user\nend\n',
    ],
  ),
  ...rows(...(['swift', 'b.swift'] as const), [
    ...([
      'document this',
      '|\nfunc greet(_ user: String, loud isLoud: Bool = false) throws -> String {\n  return user\n}\n',
    ] as const),
    'Document this greets. Param user the person. Returns the greeting. Throws when nobody is there.',
    '/// Greets.|\n///\n/// - Parameter user: The person.\n/// - Parameter isLoud:\n/// - Returns: The greeting.\n/// - Throws: When nobody is there.\nfunc greet(_ user: String, loud isLoud: Bool = false) throws -> String {\n  return user\n}\n',
  ]),
  ...rows(...(['dart', 'b.dart'] as const), [
    ...(['document this', '|\nString greet(String user, int times) {\n  return user;\n}\n'] as const),
    'Document this greets. Param user the person. Returns the greeting.',
    '/// Greets.|\n///\n/// [user]: The person.\n///\n/// Returns: The greeting.\nString greet(String user, int times) {\n  return user;\n}\n',
  ]),
  ...rows(...(['r', 'b.r'] as const), [
    ...(['document this', '|\ngreet <- function(user, loud = FALSE) {\n  user\n}\n'] as const),
    'Document this greets. Param user the person. Returns the greeting.',
    "#' Greets.|\n#'\n#' @param user The person.\n#' @param loud\n#' @return The greeting.\ngreet <- function(user, loud = FALSE) {\n  user\n}\n",
  ]),
  ...rows(...(['shellscript', 'c.sh'] as const), [
    ...(['document this, where no tool reads it', '|\nfunction greet() {\n  echo hello\n}\n'] as const),
    'Document this greets. Returns zero.',
    '# Greets.|\n#\n# Returns: Zero.\nfunction greet() {\n  echo hello\n}\n',
  ]),
  ...rows(
    ...(['yaml', 'b.yaml'] as const),
    ['in a list', 'a:\n  - b|\n  - c\n', 'One.', 'a:\n  - b # One.|\n  - c\n'],
    ['in a block of text', 'a: >\n  one\n  two|\nb: 1\n', 'One.', '# One.|\na: >\n  one\n  two\nb: 1\n'],
    ['empty line', 'a:\n|\n  b: 1\n', 'One.', 'a:\n  # One.|\n  b: 1\n'],
  ),
  ...rows(
    ...(['markdown', 'b.md'] as const),
    ['empty line', '# A\n\n|\n\nText\n', 'One.', '# A\n\n<!-- One.| -->\n\nText\n'],
    ['behind text', 'Some text|\n', 'One.', 'Some text <!-- One.| -->\n'],
    ['in a comment', '<!-- One| -->\n', 'two.', '<!-- One two.| -->\n'],
    ['selection', '‹Text›\n', 'One.', '<!-- One.| -->\nText\n'],
    ['in fenced code', '```js\nf();|\n```\n', 'One.', '```js\nf(); // One.|\n```\n'],
  ),
  ...rows(
    ...(['php', 'b.php'] as const),
    ['the end tag is spoken', '<?php\n$a = 1;|\n', 'not ?> here', '<?php\n$a = 1; // not ? > here|\n'],
    [
      ...(['document this', '<?php\n|\nfunction greet(?string $user, int ...$more): void {}\n'] as const),
      'Document this greets. Param user the person.',
      '<?php\n/**\n * Greets.|\n *\n * @param $user The person.\n * @param $more\n */\nfunction greet(?string $user, int ...$more): void {}\n',
    ],
  ),
  ...rows(...(['makefile', 'Makefile'] as const), [
    'in a recipe',
    'a:\n|\n\tls\n',
    'One.',
    'a:\n# One.|\n\tls\n',
  ]),
  ...rows(...(['bat', 'b.bat'] as const), ['empty line', '|\ndir\n', 'One.', '@REM One.|\ndir\n']),
];
