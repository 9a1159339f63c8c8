// Which grammars and language configurations the installed extensions contribute, read from their manifests by the
// rules of VS Code: what comes later wins. Pure. Opens no file; a manifest of any shape is taken without complaint.

export interface Manifest {
  /** The address of the extension's folder; the locations in the answer are addresses below it. */
  readonly root: string;
  readonly content: unknown;
}

export interface GrammarSource {
  readonly scopeName: string;
  readonly location: string;
  /** Scope name to language id, those of injected grammars included. */
  readonly embedded: Readonly<Record<string, string>>;
  /** Selector to the name of a token type. */
  readonly tokenTypes: Readonly<Record<string, string>>;
}

export interface Contributions {
  readonly scopeOfLanguage: ReadonlyMap<string, string>;
  readonly grammarOfScope: ReadonlyMap<string, GrammarSource>;
  /** Scope name to the scopes of the grammars that are injected into it. */
  readonly injections: ReadonlyMap<string, readonly string[]>;
  /** Language id to the locations of its configurations. */
  readonly configurations: ReadonlyMap<string, readonly string[]>;
}

export function contributionsOf(manifests: readonly Manifest[]): Contributions {
  const scopeOfLanguage = new Map<string, string>();
  const grammarOfScope = new Map<string, GrammarSource>();
  const injections = new Map<string, readonly string[]>();
  const injectedLanguages = new Map<string, Readonly<Record<string, string>>>();
  const configurations = new Map<string, readonly string[]>();
  for (const { root, content } of manifests) {
    for (const entry of list(content, 'languages')) {
      const { id, configuration } = entry;
      if (typeof id !== 'string' || typeof configuration !== 'string') continue;
      configurations.set(id, [...(configurations.get(id) ?? []), below(root, configuration)]);
    }
    for (const entry of list(content, 'grammars')) {
      const { language, scopeName, path } = entry;
      if (typeof scopeName !== 'string' || typeof path !== 'string') continue;
      const embedded = strings(entry['embeddedLanguages']);
      const tokenTypes = strings(entry['tokenTypes']);
      grammarOfScope.set(scopeName, { scopeName, location: below(root, path), embedded, tokenTypes });
      if (typeof language === 'string') scopeOfLanguage.set(language, scopeName);
      for (const host of texts(entry['injectTo'])) {
        injections.set(host, [...(injections.get(host) ?? []), scopeName]);
        injectedLanguages.set(host, { ...injectedLanguages.get(host), ...embedded });
      }
    }
  }
  for (const [host, embedded] of injectedLanguages) {
    const source = grammarOfScope.get(host);
    if (source) grammarOfScope.set(host, { ...source, embedded: { ...embedded, ...source.embedded } });
  }
  return { scopeOfLanguage, grammarOfScope, injections, configurations };
}

/** The injections for a scope are also those for the beginnings of its name: `text`, `text.html`, … */
export function injectionsInto({ injections }: Contributions, scopeName: string): string[] {
  const parts = scopeName.split('.');
  return parts.flatMap((_, index) => injections.get(parts.slice(0, index + 1).join('.')) ?? []);
}

function list(content: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const entries = record(record(content)['contributes'])[name];
  return Array.isArray(entries) ? entries.map(record) : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function strings(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(record(value));
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function below(root: string, path: string): string {
  const names = path.replace(/^(?:\.?\/)+/, '').split('/');
  return `${root.replace(/\/$/, '')}/${names.map(encodeURIComponent).join('/')}`;
}
