// The forms of doc comments, language by language: what the language's own documentation tool reads. Lines without
// indent; slots that the signature has and nobody spoke of stay open where the tool wants each of them. Pure.

import { escapeMarkup } from '../../base/markup.ts';

export interface Doc {
  readonly name: string;
  readonly summary: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  /** `undefined`: the function gives nothing back. */
  readonly returns: string | undefined;
  readonly throws: string | undefined;
  /** Of what is thrown, where the signature says it. */
  readonly thrownType: string | undefined;
}

export interface DocForm {
  readonly open?: string;
  readonly close?: string;
  /** What each line begins with. */
  readonly head: string;
  /** Inside the function, behind its signature. */
  readonly inside?: boolean;
  /** Sections; an empty line stands between them. */
  readonly sections: (doc: Doc) => readonly (readonly string[])[];
}

interface Tags {
  readonly returns: string;
  readonly throws: string;
  readonly dash?: string;
  /** The tool takes the first word behind the tag for a type; where nobody names one it is this. */
  readonly exception?: string;
}

function tagged({ returns, throws, dash = ' ', exception }: Tags): DocForm['sections'] {
  return (doc) => [
    [doc.summary],
    [
      ...doc.params.map(({ name, text }) => `@param ${name}${text && dash}${text}`),
      ...(doc.returns === undefined ? [] : [`@${returns}${doc.returns && ' '}${doc.returns}`]),
      ...(doc.throws === undefined
        ? []
        : [`@${throws} ${withType(doc.throws, doc.thrownType ?? exception)}`]),
    ],
  ];
}

/** A type that was spoken stays. */
function withType(text: string, type: string | undefined): string {
  return type === undefined || /^\w+(?:Exception|Error)\b/.test(text) ? text : `${type} ${text}`.trimEnd();
}

const filled = (doc: Doc) => doc.params.filter(({ text }) => text !== '');
const stars = { open: '/**', close: ' */', head: ' * ' };

const tsDoc: DocForm = { ...stars, sections: tagged({ returns: 'returns', throws: 'throws', dash: ' - ' }) };
const jsDoc: DocForm = { ...stars, sections: tagged({ returns: 'returns', throws: 'throws' }) };
const javaTags = { returns: 'return', throws: 'throws' } as const;
const javaDoc: DocForm = { ...stars, sections: tagged({ ...javaTags, exception: 'Exception' }) };
const doxygen: DocForm = { ...stars, sections: tagged({ ...javaTags, exception: 'std::exception' }) };
const xmlDoc: DocForm = {
  head: '/// ',
  sections: (doc) => [
    [
      ...['<summary>', escapeMarkup(doc.summary), '</summary>'],
      ...doc.params.map(({ name, text }) => `<param name="${name}">${escapeMarkup(text)}</param>`),
      ...(doc.returns === undefined ? [] : [`<returns>${escapeMarkup(doc.returns)}</returns>`]),
      ...(doc.throws === undefined
        ? []
        : [`<exception cref="System.Exception">${escapeMarkup(doc.throws)}</exception>`]),
    ],
  ],
};
const rustDoc: DocForm = {
  head: '/// ',
  sections: (doc) => [
    [doc.summary],
    ...section(
      '# Arguments',
      filled(doc).map(({ name, text }) => `* \`${name}\` - ${text}`),
    ),
    ...section('# Returns', doc.returns ? [doc.returns] : []),
    ...section('# Errors', doc.throws ? [doc.throws] : []),
  ],
};
const goDoc: DocForm = {
  head: '// ',
  sections: (doc) => [
    [doc.summary === '' ? '' : `${doc.name} ${doc.summary.charAt(0).toLowerCase()}${doc.summary.slice(1)}`],
    filled(doc).map(({ name, text }) => `  - ${name}: ${text}`),
    doc.returns ? [`It returns ${doc.returns.charAt(0).toLowerCase()}${doc.returns.slice(1)}`] : [],
  ],
};
const docstring: DocForm = {
  ...{ open: '"""', close: '"""', head: '', inside: true },
  sections: (doc) => [
    [doc.summary],
    ...(doc.params.length === 0
      ? []
      : [['Args:', ...doc.params.map(({ name, text }) => `    ${name}:${text && ' '}${text}`)]]),
    ...(doc.returns === undefined ? [] : [['Returns:', `    ${doc.returns}`]]),
    ...(doc.throws === undefined ? [] : [['Raises:', `    ${doc.throws}`]]),
  ],
};
const swiftDoc: DocForm = {
  head: '/// ',
  sections: (doc) => [
    [doc.summary],
    [
      ...doc.params.map(({ name, text }) => `- Parameter ${name}:${text && ' '}${text}`),
      ...(doc.returns === undefined ? [] : [`- Returns:${doc.returns && ' '}${doc.returns}`]),
      ...(doc.throws === undefined ? [] : [`- Throws: ${doc.throws}`]),
    ],
  ],
};
const dartDoc: DocForm = {
  head: '/// ',
  sections: (doc) => [[doc.summary], ...prose(doc, (name) => `[${name}]`)],
};
const yard: DocForm = { head: '# ', sections: tagged({ returns: 'return', throws: 'raise' }) };
const roxygen: DocForm = { head: "#' ", sections: tagged({ returns: 'return', throws: 'throws' }) };
const luaDoc: DocForm = {
  open: '---',
  head: '-- ',
  sections: tagged({ returns: 'return', throws: 'raise' }),
};

const forms: Readonly<Record<string, DocForm>> = {
  ...{ typescript: tsDoc, typescriptreact: tsDoc, javascript: jsDoc, javascriptreact: jsDoc },
  ...{ java: javaDoc, groovy: javaDoc, kotlin: javaDoc, scala: javaDoc, php: javaDoc },
  ...{ c: doxygen, cpp: doxygen, 'cuda-cpp': doxygen, 'objective-c': doxygen, 'objective-cpp': doxygen },
  ...{ csharp: xmlDoc, fsharp: xmlDoc, rust: rustDoc, go: goDoc, python: docstring, swift: swiftDoc },
  ...{ dart: dartDoc, ruby: yard, r: roxygen, lua: luaDoc },
};

/** Where there is no tool of the language, plain lines with its line marker say it. */
export function docForm(languageId: string, line: string | undefined): DocForm | undefined {
  const known = forms[languageId];
  if (known !== undefined || line === undefined) return known;
  return { head: `${line} `, sections: (doc) => [[doc.summary], ...prose(doc, (name) => name)] };
}

function prose(doc: Doc, shown: (name: string) => string): readonly (readonly string[])[] {
  return [
    filled(doc).map(({ name, text }) => `${shown(name)}: ${text}`),
    doc.returns ? [`Returns: ${doc.returns}`] : [],
  ];
}

function section(title: string, lines: readonly string[]): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[title], lines];
}
