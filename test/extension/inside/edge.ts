// The small parts at VS Code's edge: context keys, logs, the status bar item, commands, the model's download.

import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/base/clock.node.ts';
import type { Problem } from '../../../src/base/problem.ts';
import type { CatalogueModel } from '../../../src/models/catalogue.ts';
import { type CommandHandlers, registerCommands } from '../../../src/vscode/commands.ts';
import { ContextKeys } from '../../../src/vscode/contextKeys.ts';
import { commandIds } from '../../../src/vscode/ids.ts';
import { Channel } from '../../../src/vscode/logs.ts';
import { problemText } from '../../../src/vscode/messages.ts';
import { ModelDownload } from '../../../src/vscode/modelDownload.ts';
import { StatusBar } from '../../../src/vscode/statusBar.ts';
import { dictationIntoEditors, noServer, silentLog } from './parts.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';
import { given, until } from './window.ts';

suite('Context keys', () => {
  test('are set when they change, and only then', async () => {
    const calls: unknown[][] = [];
    const standIn = async (...call: unknown[]) => void calls.push(call);
    await replacing(vscode.commands, 'executeCommand', standIn as never, () => {
      const keys = new ContextKeys();
      keys.set('sotto.dictating', false);
      keys.set('sotto.dictating', false);
      keys.set('sotto.state', 'recording');
      keys.set('sotto.dictating', true);
      keys.set('sotto.state', 'recording');
      keys.set('sotto.dictating', true);
      keys.set('sotto.dictating', false);
    });
    assert.deepEqual(calls, [
      ['setContext', 'sotto.dictating', false],
      ['setContext', 'sotto.state', 'recording'],
      ['setContext', 'sotto.dictating', true],
      ['setContext', 'sotto.dictating', false],
    ]);
  });
});

suite('Logs', () => {
  test('a channel is made with its first line, once, and taken away at the end', async () => {
    const made: string[] = [];
    const lines: string[] = [];
    const standIn = (name: string) => {
      made.push(name);
      const line = (text: string) => void lines.push(text);
      return {
        ...{ debug: line, info: line, warn: line, error: line },
        show: () => lines.push('shown'),
        dispose: () => lines.push('disposed'),
      };
    };
    await replacing(vscode.window, 'createOutputChannel', standIn as never, () => {
      new Channel('never used').dispose();
      const channel = new Channel('used');
      channel.debug('a');
      channel.info('b');
      channel.warn('c');
      channel.error('d');
      channel.show();
      channel.dispose();
    });
    assert.deepEqual(made, ['used']);
    assert.deepEqual(lines, ['a', 'b', 'c', 'd', 'shown', 'disposed']);
  });

  test('a real channel takes lines', () => {
    const channel = new Channel('Sotto tests');
    channel.info('a line');
    channel.dispose();
  });
});

suite('The status bar item', () => {
  test('shows rest, recording and problems, and tells the server’s state', async () => {
    const create = vscode.window.createStatusBarItem.bind(vscode.window);
    let item: vscode.StatusBarItem | undefined;
    const standIn = (...call: [string, vscode.StatusBarAlignment, number]) => {
      item = create(...call);
      return item;
    };
    const { dictation } = dictationIntoEditors();
    const server = noServer();
    let bar: StatusBar | undefined;
    await replacing(vscode.window, 'createStatusBarItem', standIn as never, () => {
      bar = new StatusBar(dictation, server, systemClock, () => undefined);
    });
    assert.ok(item && bar);
    const shownItem = item;
    const tooltip = () => (shownItem.tooltip as vscode.MarkdownString).value;
    try {
      assert.equal(item.text, '$(mic) Sotto');
      assert.equal(item.name, 'Sotto');
      assert.equal(item.command, 'sotto.dictate');
      assert.equal(item.backgroundColor, undefined);
      assert.deepEqual(item.accessibilityInformation, { label: 'Sotto: start dictation', role: 'status' });

      dictation.toggle();
      assert.match(item.text, /^\$\(warning\) /);
      const problem = problemText({ kind: 'noEditor' });
      assert.ok(item.accessibilityInformation?.label.includes(problem));
      assert.ok(tooltip().replaceAll('&nbsp;', ' ').replaceAll('\\', '').includes(problem), tooltip());

      await given('|');
      dictation.toggle();
      await until(() => dictation.current.kind === 'recording', 'it recorded');
      assert.match(item.text, /^\$\(record\) .*0:00$/);
      assert.deepEqual(item.backgroundColor, new vscode.ThemeColor('statusBarItem.errorBackground'));
      assert.equal(item.accessibilityInformation?.role, 'status', 'a screen reader says that it records');
      await until(() => !shownItem.text.endsWith('0:00'), 'a second went by');
      assert.equal(item.accessibilityInformation?.role, 'timer', 'and not each second');
      dictation.cancel();
      assert.equal(item.text, '$(mic) Sotto');

      await server.start();
      assert.ok(tooltip().includes('whisper'), tooltip());
      dictation.toggle();
      await until(() => dictation.current.kind === 'recording', 'it recorded');
      assert.match(item.text, /^\$\(record\) .*0:00.*problem/, 'and says that the server failed');
      dictation.cancel();
      for (const [, command] of tooltip().matchAll(/\]\(command:([\w.]+)\)/g)) {
        assert.ok((commandIds as readonly (string | undefined)[]).includes(command), command);
      }
    } finally {
      bar.dispose();
      dictation.dispose();
      server.dispose();
    }
  });
});

suite('Commands at the edge', () => {
  test('one that throws is logged and shown, and does not end in nothing', async () => {
    const registered = new Map<string, () => unknown>();
    const logged: string[] = [];
    const seen: string[] = [];
    const handlers = Object.fromEntries(
      commandIds.map((id) => [id, () => Promise.reject(new Error(`inside ${id}`))]),
    ) as unknown as CommandHandlers;
    const register = (id: string, handler: () => unknown) => {
      registered.set(id, handler);
      return new vscode.Disposable(() => registered.delete(id));
    };
    const show = async (text: string) => void seen.push(text);
    await replacing(vscode.commands, 'registerCommand', register as never, () =>
      replacing(vscode.window, 'showErrorMessage', show as never, async () => {
        const log = { ...silentLog, error: (text: string) => void logged.push(text) };
        const all = registerCommands(handlers, log);
        assert.deepEqual([...registered.keys()], [...commandIds]);
        for (const handler of registered.values()) await handler();
        all.dispose();
      }),
    );
    assert.equal(registered.size, 0, 'taken back');
    assert.equal(logged.length, commandIds.length);
    for (const [index, id] of commandIds.entries()) {
      assert.ok(logged[index]?.includes(`inside ${id}`));
      assert.ok(seen[index]?.startsWith('Sotto: ') && seen[index].includes(`inside ${id}`), seen[index]);
    }
  });
});

interface Host {
  readonly answer: RequestListener;
  /** Whether something was said that waits for the model; the person then presses the message's button. */
  readonly speechWaits?: boolean;
}

/** What a download says to a person, from a host on this machine. */
async function downloading(
  { answer, speechWaits = false }: Host,
  body: (run: () => Promise<void>) => Promise<void>,
) {
  const told: Problem[] = [];
  const informed: string[] = [];
  let transcribed = 0;
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const before = process.env['HF_ENDPOINT'];
  process.env['HF_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(tmpdir(), `sotto-download-${process.pid}`, 'model.bin');
  const download = new ModelDownload(
    () => file,
    (problem) => void told.push(problem),
    {
      waits: () => speechWaits,
      transcribe: () => {
        transcribed += 1;
      },
    },
  );
  const inform = async (text: string, ...buttons: string[]) => {
    informed.push(text);
    return buttons[0];
  };
  try {
    await replacing(vscode.window, 'showInformationMessage', inform as never, () =>
      body(() => download.run(smallModel)),
    );
  } finally {
    if (before === undefined) delete process.env['HF_ENDPOINT'];
    else process.env['HF_ENDPOINT'] = before;
    server.closeAllConnections();
    server.close();
    await vscode.workspace.fs.delete(vscode.Uri.file(join(file, '..')), { recursive: true });
  }
  return { told, informed, transcribed };
}

/** Four bytes, "test". */
const smallModel: CatalogueModel = {
  name: 'small one',
  file: 'ggml-small-one.bin',
  bytes: 4,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

suite('The model’s download', () => {
  test('tells the person when it is done, and runs once at a time', async () => {
    let requests = 0;
    const answer: RequestListener = (_, response) => {
      requests += 1;
      response.end('test');
    };
    const { told, informed, transcribed } = await downloading(
      { answer },
      async (run) => void (await Promise.all([run(), run()])),
    );
    assert.equal(requests, 1);
    assert.deepEqual(told, []);
    assert.equal(informed.length, 1);
    assert.ok(informed[0]?.includes('small one'));
    assert.equal(transcribed, 0);
  });

  test('offers to transcribe what was said before it', async () => {
    const { informed, transcribed } = await downloading(
      { answer: (_, response) => response.end('test'), speechWaits: true },
      (run) => run(),
    );
    assert.equal(informed.length, 1);
    assert.equal(transcribed, 1);
  });

  test('that is refused is told with its reason, and can be tried again', async () => {
    const { told, informed } = await downloading(
      { answer: (_, response) => response.writeHead(404).end() },
      async (run) => {
        await run();
        await run();
      },
    );
    assert.deepEqual(informed, []);
    assert.deepEqual(
      told.map((problem) => problem.kind === 'downloadFailed' && problem.why),
      ['refused', 'refused'],
    );
  });
});
