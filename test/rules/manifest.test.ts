// The manifest and the code say the same: commands, settings and their defaults, context keys, strings.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { recorderNames } from '../../src/audio/recorders.ts';
import { otherPlaces } from '../../src/dictation/ports.ts';
import { finalPeriodChoices, startChoices } from '../../src/text/sentences.ts';
import {
  dashChoices,
  ellipsisChoices,
  oxfordChoices,
  quoteChoices,
} from '../../src/text/style/punctuation.ts';
import { spellingChoices } from '../../src/text/style/spelling.ts';
import {
  afterCodeChoices,
  backendChoices,
  commandIds,
  gpuStatusChoices,
  memoryChoices,
  pushToTalkModes,
  recorderChoices,
  settingDefaults,
} from '../../src/vscode/ids.ts';
import { sourceFiles } from './sources.ts';

interface Command {
  readonly command: string;
  readonly category?: string;
  readonly title: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface Setting {
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly markdownDescription?: string;
  readonly markdownEnumDescriptions?: readonly string[];
  readonly scope?: string;
}

interface Manifest {
  readonly [key: string]: unknown;
  readonly main: string;
  readonly icon: string;
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when?: string;
    }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
  };
}

const root = join(import.meta.dirname, '..', '..');
const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const settings = Object.assign(
  {},
  ...manifest.contributes.configuration.map(({ properties }) => properties),
) as Record<string, Setting>;
const contextKeysInCode = ['sotto.dictating', 'sotto.state', 'sotto.serverReady', 'sotto.correctionOffered'];

test('the commands are those of the code', () => {
  assert.deepEqual(
    manifest.contributes.commands.map(({ command }) => command).sort(),
    [...commandIds].sort(),
  );
});

test('every command has category, title and icon', () => {
  for (const command of manifest.contributes.commands) {
    assert.equal(command.category, 'Sotto', command.command);
    assert.match(command.title, /^%command\..+%$/);
    assert.match(command.icon ?? '', /^\$\([a-z-]+\)$/, command.command);
  }
});

test('the settings and their defaults are those of the code', () => {
  const inManifest = Object.fromEntries(
    Object.entries(settings).map(([id, { default: value }]) => [id, value]),
  );
  const inCode = Object.fromEntries(
    Object.entries(settingDefaults).map(([id, value]) => [`sotto.${id}`, value]),
  );
  assert.deepEqual(inManifest, inCode);
});

test('the choices of the settings are those of the code', () => {
  assert.deepEqual(settings['sotto.pushToTalk.mode']?.enum, [...pushToTalkModes]);
  assert.deepEqual(settings['sotto.comment.afterCode']?.enum, [...afterCodeChoices]);
  assert.deepEqual(settings['sotto.server.backend']?.enum, [...backendChoices]);
  assert.deepEqual(settings['sotto.gpu.statusBar']?.enum, [...gpuStatusChoices]);
  assert.deepEqual(settings['sotto.gpu.whenMemoryIsShort']?.enum, [...memoryChoices]);
  assert.deepEqual(settings['sotto.text.style.oxfordComma']?.enum, [...oxfordChoices]);
  assert.deepEqual(settings['sotto.text.style.dashes']?.enum, [...dashChoices]);
  assert.deepEqual(settings['sotto.text.style.ellipsis']?.enum, [...ellipsisChoices]);
  assert.deepEqual(settings['sotto.text.style.quotes']?.enum, [...quoteChoices]);
  assert.deepEqual(settings['sotto.text.style.spelling']?.enum, [...spellingChoices]);
  assert.deepEqual(settings['sotto.text.style.start']?.enum, [...startChoices]);
  assert.deepEqual(settings['sotto.text.style.finalPeriod']?.enum, [...finalPeriodChoices]);
  assert.deepEqual(settings['sotto.audio.recorder']?.enum, [...recorderChoices]);
  assert.deepEqual(recorderChoices, ['auto', ...recorderNames]);
});

test('every setting and every choice is described', () => {
  for (const [id, setting] of Object.entries(settings)) {
    assert.match(setting.markdownDescription ?? '', /^%settings\..+%$/, id);
    if (setting.enum !== undefined && id !== 'sotto.audio.recorder') {
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum.length, id);
    }
  }
});

test('a setting that names a program, arguments, a file or a folder is not taken from an untrusted workspace', () => {
  const dangerous =
    /^sotto\.(server\.(path|extraArgs|env|backend)|endpoint\..*|model|modelsFolder|audio\.(recorder|device))$/;
  const { restrictedConfigurations, supported } = manifest.capabilities.untrustedWorkspaces;
  const wanted = Object.keys(settings).filter((id) => dangerous.test(id));
  assert.deepEqual(restrictedConfigurations.filter((id) => !isWords(id)).sort(), wanted.sort());
  assert.equal(supported, 'limited');
  for (const id of wanted) assert.equal(settings[id]?.scope, 'machine-overridable', id);
});

test('a setting whose text is written instead of what was said is not taken from an untrusted workspace', () => {
  const wanted = Object.keys(settings).filter(isWords);
  assert.ok(wanted.includes('sotto.text.symbols') && wanted.includes('sotto.vocabulary.replacements'));
  assert.deepEqual(
    manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.filter(isWords).sort(),
    wanted.sort(),
  );
});

/** Free texts in the settings of the words: each can become what is written. */
function isWords(id: string): boolean {
  const { type } = settings[id] ?? {};
  return /^sotto\.(text|vocabulary)\./.test(id) && (type === 'array' || type === 'object');
}

test('keybindings and conditions use names that exist', () => {
  for (const { command } of manifest.contributes.keybindings)
    assert.ok(
      commandIds.some((id) => id === command),
      command,
    );
  const conditions = [
    ...manifest.contributes.keybindings.map(({ when }) => when),
    ...manifest.contributes.commands.map(({ enablement }) => enablement),
  ];
  const keys = conditions.flatMap((condition) => condition?.match(/sotto\.\w+/g) ?? []);
  assert.ok(keys.length > 0);
  for (const key of keys) assert.ok(contextKeysInCode.includes(key), key);
});

const whenFocusIn = {
  elsewhere: 'inputFocus && !textInputFocus && !terminalFocus && !searchInputBoxFocus',
  search: 'searchInputBoxFocus',
  input: 'textInputFocus && !editorTextFocus',
  commit: 'textInputFocus && !editorTextFocus && scmRepository',
  terminal: 'terminalFocus',
  readOnly: 'editorTextFocus && editorReadonly',
};

test('the keys that others rely on', () => {
  assert.deepEqual(manifest.contributes.keybindings, [
    { command: 'sotto.pushToTalk', key: 'ctrl+alt+space' },
    { command: 'sotto.dictateComment', key: 'ctrl+alt+/' },
    ...otherPlaces.toReversed().map((args) => ({
      ...{ command: 'sotto.pushToTalk', key: 'ctrl+alt+space', args },
      when: whenFocusIn[args],
    })),
    {
      ...{ command: 'sotto.dictateComment', key: 'ctrl+alt+/', args: 'readOnly' },
      when: whenFocusIn.readOnly,
    },
    // The last one: of two extensions that take the same key, VS Code asks the binding that stands later in its list.
    { command: 'sotto.cancel', key: 'escape', when: 'sotto.dictating' },
  ]);
});

test('context keys are set by the code that the conditions read', () => {
  const code = sourceFiles()
    .map(({ text }) => text)
    .join('\n');
  for (const key of contextKeysInCode) assert.ok(code.includes(`contextKeys.set('${key}'`), key);
});

test('every string of the manifest is defined, and every defined one is used', () => {
  const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
  assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
});

test('what the code calls by name exists: commands and settings in text', () => {
  const known = new Set([
    ...commandIds,
    ...Object.keys(settings),
    ...contextKeysInCode,
    'sotto.status',
    'sotto.correction',
    'sotto.gpu',
    'sotto.writing',
    'sotto.ready',
  ]);
  const strangers = sourceFiles().flatMap(({ path, text }) =>
    [...text.matchAll(/['"`(:](sotto\.[a-zA-Z.]+[a-zA-Z])['"`)]/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !known.has(name))
      .map((name) => `${path}: ${name}`),
  );
  assert.deepEqual(strangers, []);
});

test('the walkthrough leads to commands and pages that exist', () => {
  const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  assert.ok(steps.length > 0);
  for (const { description, media, completionEvents } of steps) {
    assert.ok(existsSync(join(root, media.markdown)), media.markdown);
    const text = strings[description.slice(1, -1)] ?? '';
    const named = [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id ?? '');
    for (const id of [...named, ...completionEvents.map((event) => event.replace('onCommand:', ''))])
      assert.ok(
        commandIds.some((known) => known === id),
        id,
      );
  }
});

test('VS Code runs it on the side where the microphone is, and the files that it names are there', () => {
  assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
  assert.equal(manifest.main, './dist/extension.cjs');
  assert.ok(existsSync(join(root, manifest.icon)));
});
