// Reads lines with the installed TextMate grammars through VS Code's own libraries. Promises: a line that takes too
// long is given up; a language without a grammar, or with one that cannot be read, has none and is no error.

import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry, type StateStack } from 'vscode-textmate';
import { type Contributions, injectionsInto } from './contributions.ts';
import { kindOf, type Piece, type TokenType } from './pieces.ts';

export type State = StateStack;

export interface Grammar {
  readonly initial: State;
  /** The state after a line; `undefined` if the line takes too long. */
  next(line: string, before: State): State | undefined;
  pieces(line: string, before: State): readonly Piece[] | undefined;
}

export interface GrammarFiles {
  readonly contributions: Contributions;
  readonly wasm: Uint8Array;
  readonly read: (location: string) => Promise<string>;
}

/** VS Code itself gives up at lines of 20,000 characters; most longer ones are data. */
const longestLine = 20_000;
/** The first lines of a language are slow: its regular expressions are compiled when they are met. */
const lineLimitMs = 5_000;

const tokenTypes: readonly TokenType[] = ['other', 'comment', 'string', 'regex'];
let wasmLoaded: Promise<void> | undefined;

/** Gives the grammar of a language id. */
export async function openGrammars(
  files: GrammarFiles,
): Promise<(languageId: string) => Promise<Grammar | undefined>> {
  const { contributions, read } = files;
  wasmLoaded ??= loadWASM(files.wasm);
  await wasmLoaded;
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources: string[]) => new OnigScanner(sources),
      createOnigString: (text: string) => new OnigString(text),
    }),
    getInjections: (scopeName) => injectionsInto(contributions, scopeName),
    async loadGrammar(scopeName) {
      const source = contributions.grammarOfScope.get(scopeName);
      if (source === undefined) return null;
      return parseRawGrammar(await read(source.location), source.location);
    },
  });
  const known = new Map<string, Promise<Grammar | undefined>>();
  return (languageId) => {
    const grammar = known.get(languageId) ?? load(languageId).catch(() => undefined);
    known.set(languageId, grammar);
    return grammar;
  };

  async function load(languageId: string): Promise<Grammar | undefined> {
    const scopeName = contributions.scopeOfLanguage.get(languageId);
    const source = scopeName === undefined ? undefined : contributions.grammarOfScope.get(scopeName);
    if (source === undefined) return undefined;
    // A number for each language: 0 means none, and there is room for 255.
    const languages = [...new Set([languageId, ...Object.values(source.embedded)])].slice(0, 255);
    const numberOf = (id: string) => languages.indexOf(id) + 1;
    const numbered = Object.entries(source.embedded).map(([scope, id]) => [scope, numberOf(id)] as const);
    const types = Object.entries(source.tokenTypes)
      .map(([selector, type]) => [selector, tokenTypes.indexOf(type as TokenType)] as const)
      .filter(([, type]) => type >= 0);
    const grammar = await registry.loadGrammarWithConfiguration(source.scopeName, numberOf(languageId), {
      embeddedLanguages: Object.fromEntries(numbered.filter(([, number]) => number > 0)),
      tokenTypes: Object.fromEntries(types),
    });
    return grammar === null ? undefined : reading(grammar, languages);
  }
}

function reading(grammar: IGrammar, languages: readonly string[]): Grammar {
  return {
    initial: INITIAL,
    next(line, before) {
      if (line.length > longestLine) return undefined;
      const { ruleStack, stoppedEarly } = grammar.tokenizeLine2(line, before, lineLimitMs);
      return stoppedEarly ? undefined : ruleStack;
    },
    pieces(line, before) {
      const { tokens } = grammar.tokenizeLine2(line, before, lineLimitMs);
      // One call gives the scopes, the other what VS Code makes of them.
      return grammar
        .tokenizeLine(line, before, lineLimitMs)
        .tokens.map(({ startIndex, endIndex, scopes }) => {
          const metadata = metadataAt(tokens, startIndex);
          const type = tokenTypes[(metadata >>> 8) & 0b11] ?? 'other';
          const languageId = languages[(metadata & 0xff) - 1] ?? languages[0] ?? '';
          return { start: startIndex, end: endIndex, kind: kindOf(type, scopes), languageId, scopes };
        });
    },
  };
}

/** Pairs of a start and the metadata from there on: https://github.com/microsoft/vscode-textmate `metadata.ts`. */
function metadataAt(tokens: Uint32Array, character: number): number {
  let metadata = 0;
  for (let index = 0; index < tokens.length && (tokens[index] ?? 0) <= character; index += 2) {
    metadata = tokens[index + 1] ?? 0;
  }
  return metadata;
}
