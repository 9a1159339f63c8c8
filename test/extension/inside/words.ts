// Where the words of the vocabulary come from: files of any file system without the hidden and the secret ones, git,
// and the miner over a whole virtual project.

import assert from 'node:assert/strict';
import { doubleMetaphone } from 'double-metaphone';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/base/clock.node.ts';
import { Vocabulary } from '../../../src/vocabulary/vocabulary.ts';
import { changesNear } from '../../../src/vscode/words/gitChanges.ts';
import { WordMiner } from '../../../src/vscode/words/wordMiner.ts';
import { changeTerms, neighbourTexts, read } from '../../../src/vscode/words/wordSources.ts';
import { filesBeside, filesIn } from '../../../src/vscode/words/workspaceFiles.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { silentLog } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { inWorkspace, until } from './window.ts';

const project = {
  '/project/.sotto/vocabulary.txt': 'pgBouncer\npie torch => PyTorch\n',
  '/project/package.json': '{ "dependencies": { "ioredis": "5" } }',
  '/project/src/Cargo.toml': '[dependencies]\ntokio = "1"\n',
  '/project/.env': 'THE_SECRET_LOGIN=somebodyElse\n',
  '/project/src/main.ts': 'export const orderTotal = fetchOrders(userName);\n',
  '/project/src/other.ts': 'fetchOrders(); besideOnly();\n',
  '/project/src/local.env': 'THE_LOCAL_LOGIN=somebodyElse\n',
  '/project/src/hidden.gen.ts': 'hiddenBeside();\n',
  '/project/lib/a.ts': 'parseConfig(); aloneInOne();\n',
  '/project/lib/b.ts': 'parseConfig();\n',
  '/project/lib/huge.ts': `hugeName();\n${' '.repeat(300_000)}`,
  '/project/lib/again.ts': 'hugeName(); hiddenName();\n',
  '/project/generated/c.ts': 'hiddenName();\n',
  '/project/node_modules/x/index.js': 'parseConfig(); installedName();\n',
};
const folder = vscode.Uri.parse('sotto-memory:/project');
const hidden = { '**/*.gen.ts': true, generated: true, '**/lib': false };

/** The project in a virtual workspace, with some of its files hidden by the settings. */
async function inMemory(body: (files: MemoryFiles) => Promise<void>): Promise<void> {
  const files = new MemoryFiles(project);
  const provider = vscode.workspace.registerFileSystemProvider('sotto-memory', files);
  try {
    await hiding(() => body(files));
  } finally {
    provider.dispose();
  }
}

async function hiding(body: () => Promise<void>): Promise<void> {
  const setHidden = (value: unknown) =>
    vscode.workspace.getConfiguration('files').update('exclude', value, vscode.ConfigurationTarget.Global);
  await setHidden(hidden);
  try {
    await body();
  } finally {
    await setHidden(undefined);
  }
}

const noBreath = async () => {};
const pathsOf = (uris: readonly vscode.Uri[], root: vscode.Uri) =>
  uris.map(({ path }) => path.slice(root.path.length + 1)).sort();

suite('Words of the workspace', () => {
  test('a file system without a search is walked, but not into what is hidden', async () => {
    await inMemory(async () => {
      const found = await filesIn(folder, 100, noBreath, 200);
      assert.deepEqual(
        pathsOf(found, folder),
        Object.keys(project)
          .filter((path) => !/generated|node_modules|\.gen\./.test(path))
          .map((path) => path.slice('/project/'.length))
          .sort(),
      );
      assert.equal((await filesIn(folder, 3, noBreath, 200)).length, 3);
      const stopped = async () => Promise.reject(new Error('no more'));
      await assert.rejects(filesIn(folder, 100, stopped, 200), /no more/);
    });
  });

  test('VS Code’s search leaves out the same', async () => {
    const root = inWorkspace('searched');
    for (const file of ['seen.ts', 'x.gen.ts', 'lib/a.ts', 'node_modules/x.js', 'generated/c.ts'])
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, file), new TextEncoder().encode('x'));
    await hiding(async () => {
      const found = pathsOf(await filesIn(root, 100, noBreath), root);
      assert.deepEqual(
        found.filter((path) => path !== 'generated/c.ts'),
        ['lib/a.ts', 'seen.ts'],
      );
    });
  });

  test('the files beside the open one are read, but none that is hidden or holds secrets', async () => {
    await inMemory(async (files) => {
      const main = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'src/main.ts'));
      const beside = (await filesBeside(main.uri)).map(({ path }) => path.split('/').at(-1)).sort();
      assert.deepEqual(beside, ['Cargo.toml', 'local.env', 'main.ts', 'other.ts']);
      files.read.length = 0;
      const texts: string[] = [];
      for await (const text of neighbourTexts(main)) texts.push(text);
      assert.ok(texts.includes(project['/project/src/other.ts']));
      assert.deepEqual(files.read.sort(), ['/project/src/Cargo.toml', '/project/src/other.ts']);
      assert.equal(await read(vscode.Uri.joinPath(folder, '.env')), undefined);
    });
  });

  test('the miner knows the names of a virtual project', async () => {
    await inMemory(async (files) => {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'src/main.ts'));
      const vocabulary = new Vocabulary(doubleMetaphone);
      let mined = '';
      const miner = new WordMiner(vocabulary, systemClock, {
        ...silentLog,
        debug: (message) => {
          mined = message;
        },
      });
      const folders = [{ uri: folder, name: 'project', index: 0 }];
      await replacing(vscode.workspace, 'workspaceFolders', folders, () =>
        replacing(
          vscode.workspace,
          'findFiles',
          async () => [],
          async () => {
            miner.begin();
            await until(() => mined !== '', 'all files were read');
          },
        ),
      );
      miner.dispose();
      vocabulary.settle();
      const terms = new Map(vocabulary.terms().map(({ written, source }) => [written, source]));
      for (const [written, source] of [
        ['pgBouncer', 'workspace'],
        ['PyTorch', 'workspace'],
        ['Redis', 'known'],
        ['tokio', 'known'],
        ['orderTotal', 'file'],
        ['besideOnly', 'neighbour'],
        ['parseConfig', 'project'],
      ])
        assert.equal(terms.get(written ?? ''), source, written);
      const unknown = ['hiddenBeside', 'hiddenName', 'hugeName', 'aloneInOne', 'installedName'];
      for (const name of [...unknown, 'THE_SECRET_LOGIN', 'somebodyElse', 'THE_LOCAL_LOGIN'])
        assert.ok(!terms.has(name), name);
      assert.deepEqual(
        files.read.filter((path) => /env|generated|node_modules|huge/.test(path)),
        [],
      );
    });
  });

  test('branch, commit message and changed lines come from the git extension, where it runs', async () => {
    const repository = {
      inputBox: { value: 'Mend the kafka reader' },
      state: { HEAD: { name: 'fix/pgBouncer-pool' } },
      diff: async (cached: boolean) =>
        cached ? '' : 'diff --git a/x.ts b/x.ts\n+poolSize(kafka)\ndiff --git a/.env b/.env\n+aKey=bValue\n',
    };
    const git = { isActive: true, exports: { getAPI: () => ({ getRepository: () => repository }) } };
    const standIn = (() => git) as unknown as typeof vscode.extensions.getExtension;
    await replacing(vscode.extensions, 'getExtension', standIn, async () => {
      const terms = changeTerms(await changesNear(folder)).map(({ written }) => written);
      assert.deepEqual(terms, ['fix', 'pgBouncer', 'pool', 'Mend', 'the', 'kafka', 'reader', 'poolSize']);
    });
    const asleep = (() => ({ isActive: false })) as unknown as typeof vscode.extensions.getExtension;
    await replacing(vscode.extensions, 'getExtension', asleep, async () => {
      assert.deepEqual(changeTerms(await changesNear(folder)), []);
    });
  });
});
