// What for: puts an unpacked extension into the extensions folder of a VS Code that is not running, where
// `--install-extension` would take seconds and wants a package.
// Promises: VS Code loads it in place, as an installed extension.
// Must not know: what the extension does.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Identity {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/** Enters an extension that lies anywhere on the disk into VS Code's list of installed ones. */
export function registerExtension(extensions: string, folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Identity;
  const list = join(extensions, 'extensions.json');
  const entry = {
    identifier: { id: `${manifest.publisher}.${manifest.name}` },
    version: manifest.version,
    location: { $mid: 1, path: folder, scheme: 'file' },
  };
  mkdirSync(extensions, { recursive: true });
  writeFileSync(list, JSON.stringify([...readList(list), entry]));
}

/** Writes a one-file extension of the tests' own that starts with the window, and registers it. */
export function writeExtension(extensions: string, name: string, program: string): void {
  const folder = join(extensions, `sotto-tests.${name}-1.0.0`);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    ...{ publisher: 'sotto-tests', name, version: '1.0.0', engines: { vscode: '^1.80.0' } },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
    extensionKind: ['workspace', 'ui'],
    capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), program);
  registerExtension(extensions, folder);
}

function readList(file: string): unknown[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown[];
  } catch {
    return [];
  }
}
