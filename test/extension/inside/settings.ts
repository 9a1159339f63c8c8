// Reading settings: the defaults, what a person set, and what a hand-edited file can hold by mistake.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type SettingId, type SettingTypes, settingDefaults } from '../../../src/vscode/ids.ts';
import { setSetting, setting } from '../../../src/vscode/settings.ts';
import { suite, test } from './runner.ts';
import { inWorkspace } from './window.ts';

const ids = Object.keys(settingDefaults) as SettingId[];

const chosen: SettingTypes = {
  language: 'de',
  'comment.wrapColumn': 100,
  'comment.afterCode': 'above',
  'pushToTalk.mode': 'toggle',
  'audio.recorder': 'sox',
  'audio.device': 'hw:1,0',
  'audio.autoStopSeconds': 1.5,
  'audio.keepReady': true,
  'sounds.enabled': true,
  'insertion.livePreview': false,
  'text.tidy': false,
  'text.sentences': false,
  'text.spokenPunctuation': false,
  'text.casing': false,
  'text.numbers': false,
  'text.replacements': false,
  'vocabulary.replacements': ['cash => cache'],
  'text.respellIdentifiers': false,
  'text.symbols': { 'my arrow': '~>' },
  'text.style.enabled': false,
  'text.style.oxfordComma': 'always',
  'text.style.dashes': 'em',
  'text.style.ellipsis': 'dots',
  'text.style.quotes': 'straight',
  'text.style.spelling': 'british',
  'text.style.start': 'lower',
  'text.style.finalPeriod': 'never',
  'vocabulary.terms': ['Kubernetes', 'pie torch => PyTorch'],
  'vocabulary.workspace': false,
  'vocabulary.learnMishearings': false,
  model: '/models/mine.bin',
  modelsFolder: '/models',
  'server.backend': 'vulkan',
  'server.path': '/opt/whisper-server',
  'gpu.device': 'RX 7800',
  'server.extraArgs': ['--no-flash-attn', '-bs', '5'],
  'server.env': { HSA_OVERRIDE_GFX_VERSION: '10.3.0' },
  'gpu.statusBar': 'always',
  'gpu.pollSeconds': 5,
  'gpu.warnCelsius': 95,
  'gpu.warnMemoryPercent': 75,
  'server.idleUnloadMinutes': 5,
  'gpu.whenMemoryIsShort': 'unload',
  'endpoint.url': 'http://127.0.0.1:8000',
  'endpoint.model': 'whisper-1',
};

/** Values of a wrong type for each kind of setting. */
const wrong: { readonly [Id in SettingId]: readonly unknown[] } = {
  language: [5, true, ['en'], { en: true }],
  'comment.wrapColumn': ['80', true, null],
  'comment.afterCode': ['below', 1],
  'pushToTalk.mode': ['sometimes', 1, ''],
  'audio.recorder': ['tape', ['sox'], 0],
  'audio.autoStopSeconds': ['2', true, [2]],
  'audio.keepReady': ['true', 1, null],
  'sounds.enabled': ['yes', 1, null],
  'insertion.livePreview': ['yes', 1, null],
  'audio.device': [3, false, ['hw:0'], { name: 'x' }],
  'text.tidy': [1, 'on', null],
  'text.sentences': [0, 'off', {}],
  'text.spokenPunctuation': ['yes', 1, []],
  'text.casing': [1],
  'text.numbers': ['true'],
  'text.replacements': [null],
  'vocabulary.replacements': ['cash => cache', [1], { cash: 'cache' }],
  'text.respellIdentifiers': ['no', 0, []],
  'text.symbols': [{ arrow: 1 }, ['->'], 'x'],
  'text.style.enabled': [0, 'no'],
  'text.style.oxfordComma': ['sometimes', true],
  'text.style.dashes': ['long', 1],
  'text.style.ellipsis': [3, '…'],
  'text.style.quotes': ['curly', {}],
  'text.style.spelling': ['canadian', []],
  'text.style.start': ['upper', true, 1],
  'text.style.finalPeriod': ['sometimes', false, []],
  'vocabulary.terms': ['Kubernetes', [1], { term: 'x' }],
  'vocabulary.workspace': ['yes', 1, null],
  'vocabulary.learnMishearings': ['no', 0, null],
  model: [1, ['base.en'], {}],
  modelsFolder: [0, ['/models'], {}],
  'server.backend': ['cuda', 'CPU', 2],
  'server.path': [true, ['/opt'], {}],
  'gpu.device': [0, true, ['RX 7800']],
  'server.extraArgs': ['--threads 4', [1, 2], ['-t', 4], { '0': '-t' }],
  'server.env': ['A=b', { A: 1 }, { A: null }, ['A=b'], 7],
  'gpu.statusBar': ['sometimes', true],
  'gpu.pollSeconds': ['2', true, [2]],
  'gpu.warnCelsius': ['hot', {}],
  'gpu.warnMemoryPercent': ['90 %', false],
  'server.idleUnloadMinutes': ['5', true, [5], {}],
  'gpu.whenMemoryIsShort': ['panic', 1],
  'endpoint.url': [8_000, ['http://a'], {}],
  'endpoint.model': [1, true, {}],
};

/** Sets the values one after the other, looks after each, and leaves none. */
async function withUserSettings<Id extends SettingId>(
  id: Id,
  values: readonly unknown[],
  look: (value: unknown) => void,
): Promise<void> {
  try {
    for (const value of values) {
      await setSetting(id, value as SettingTypes[Id]);
      look(value);
    }
  } finally {
    const { Global } = vscode.ConfigurationTarget;
    await vscode.workspace.getConfiguration('sotto').update(id, undefined, Global);
  }
}

suite('Settings', () => {
  test('untouched they are the defaults', () => {
    for (const id of ids) assert.deepEqual(setting(id), settingDefaults[id], id);
  });

  test('what a person sets is read back', async () => {
    for (const id of ids) {
      await withUserSettings(id, [chosen[id]], (value) => assert.deepEqual(plain(setting(id)), value, id));
      assert.deepEqual(setting(id), settingDefaults[id], `${id}, taken back`);
    }
  });

  for (const id of ids) {
    test(`a wrong value of sotto.${id} counts as not set`, () =>
      withUserSettings(id, wrong[id], (value) =>
        assert.deepEqual(setting(id), settingDefaults[id], JSON.stringify(value)),
      ));
  }

  test('a folder of the workspace has its own language', async () => {
    const file = inWorkspace('notes.txt');
    const { Workspace } = vscode.ConfigurationTarget;
    await vscode.workspace.getConfiguration('sotto', file).update('language', 'fr', Workspace);
    try {
      assert.equal(setting('language', file), 'fr');
    } finally {
      await vscode.workspace.getConfiguration('sotto', file).update('language', undefined, Workspace);
    }
    assert.equal(setting('language', file), 'en');
  });
});

/** VS Code hands out objects that guard against writing; a plain copy compares by content alone. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
